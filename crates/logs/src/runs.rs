//! Runs: neighbouring lines of one stream and one instant, which is all that is told of a line
//! beside its bytes.

use annals_domain::{Stream, Timestamp};

use crate::varint::{put, take, unzigzag, zigzag};

/// The most bytes that a run takes: three integers.
pub(crate) const MAX_RUN: usize = 30;

/// Lines of one stream, read at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) stream: Stream,
    pub(crate) at: Timestamp,
    /// How many lines; at least one.
    pub(crate) lines: usize,
    /// Their bytes, line ends included.
    pub(crate) bytes: usize,
}

/// Appends the count of `runs` and the runs.
pub(crate) fn write(runs: &[Run], out: &mut Vec<u8>) {
    put(out, runs.len() as u64);
    let mut before = 0;
    for run in runs {
        let at = run.at.as_micros();
        put(out, (run.lines as u64) << 1 | u64::from(run.stream == Stream::Stderr));
        put(out, zigzag(at.wrapping_sub(before)));
        put(out, run.bytes as u64);
        before = at;
    }
}

/// Takes the runs from the front of `bytes`; none where they are garbled.
pub(crate) fn read(bytes: &mut &[u8]) -> Option<Vec<Run>> {
    let count = usize::try_from(take(bytes)?).ok()?;
    // A run takes at least three bytes, so a garbled count cannot ask for much memory.
    let mut runs = Vec::with_capacity(count.min(bytes.len() / 3));
    let mut before = 0_i64;
    for _ in 0..count {
        let run = read_one(bytes, before)?;
        before = run.at.as_micros();
        runs.push(run);
    }
    Some(runs)
}

fn read_one(bytes: &mut &[u8], before: i64) -> Option<Run> {
    let head = take(bytes)?;
    let micros = before.wrapping_add(unzigzag(take(bytes)?));
    let at = Timestamp::from_micros(micros);
    let run = Run {
        stream: if head & 1 == 1 { Stream::Stderr } else { Stream::Stdout },
        at,
        lines: usize::try_from(head >> 1).ok()?,
        bytes: usize::try_from(take(bytes)?).ok()?,
    };
    (at.as_micros() == micros && run.lines > 0).then_some(run)
}
