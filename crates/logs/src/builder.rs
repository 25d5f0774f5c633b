//! Gathers a node's lines into blocks.

use annals_domain::ledger::SealedBlock;
use annals_domain::{Stream, Timestamp};
use memchr::{memchr, memchr_iter, memrchr};

use crate::runs::{self, Run};
use crate::{BlockError, LEVEL, MAX_RAW, TARGET_RAW, VERSION, filter};

/// Gathers the lines of one node and seals them into blocks.
///
/// Lines that were not sealed are in memory only; whoever flushes calls [`BlockBuilder::seal`].
#[derive(Debug)]
pub struct BlockBuilder {
    node: i64,
    runs: Vec<Run>,
    lines: usize,
    raw: Vec<u8>,
}

impl BlockBuilder {
    /// A builder for the node with the index `node`.
    #[must_use]
    pub const fn new(node: i64) -> Self {
        Self { node, runs: Vec::new(), lines: 0, raw: Vec::new() }
    }

    /// How many lines wait to be sealed.
    #[must_use]
    pub const fn lines(&self) -> usize {
        self.lines
    }

    /// The bytes of those lines, line ends included.
    #[must_use]
    pub const fn raw_len(&self) -> usize {
        self.raw.len()
    }

    /// When the first of those lines was read.
    #[must_use]
    pub fn first_at(&self) -> Option<Timestamp> {
        self.runs.first().map(|run| run.at)
    }

    /// Adds the lines in `bytes`, each ended by `\n`, that were read from `stream` at the
    /// instant `at`. Gives the blocks that became full, mostly none.
    ///
    /// # Errors
    /// [`BlockError::Unended`] and [`BlockError::TooLong`] take none of the lines. After a
    /// [`BlockError::Zstd`] (it fails without memory only) the builder is of no more use.
    pub fn push(
        &mut self,
        stream: Stream,
        at: Timestamp,
        bytes: &[u8],
    ) -> Result<Vec<SealedBlock>, BlockError> {
        check(bytes)?;
        let mut sealed = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let (fits, after) = rest.split_at(self.fitting(rest));
            self.gather(stream, at, fits);
            rest = after;
            if !rest.is_empty() || self.raw.len() >= TARGET_RAW {
                sealed.extend(self.seal()?);
            }
        }
        Ok(sealed)
    }

    /// Seals what has been gathered; none if that is nothing.
    ///
    /// # Errors
    /// [`BlockError::Zstd`] if compression fails (without memory only); the lines are kept.
    pub fn seal(&mut self) -> Result<Option<SealedBlock>, BlockError> {
        let (Some(first), Some(last)) = (self.runs.first(), self.runs.last()) else {
            return Ok(None);
        };
        let data = self.compressed()?;
        let sealed = SealedBlock {
            node: self.node,
            lines: signed(self.lines),
            raw_len: signed(self.raw.len()),
            first_at: first.at,
            last_at: last.at,
            checksum: crc32fast::hash(&data),
            filter: filter::of(&self.raw),
            data,
        };
        self.runs.clear();
        self.lines = 0;
        self.raw.clear();
        Ok(Some(sealed))
    }

    /// How many bytes of `lines` go into this block: whole lines up to the target, and a line
    /// that is longer than a block into one of its own.
    fn fitting(&self, lines: &[u8]) -> usize {
        let room = TARGET_RAW.saturating_sub(self.raw.len());
        if lines.len() <= room {
            return lines.len();
        }
        match memrchr(b'\n', &lines[..room]) {
            Some(end) => end + 1,
            None if self.raw.is_empty() => memchr(b'\n', lines).map_or(lines.len(), |end| end + 1),
            None => 0,
        }
    }

    fn gather(&mut self, stream: Stream, at: Timestamp, lines: &[u8]) {
        let count = memchr_iter(b'\n', lines).count();
        if count == 0 {
            return;
        }
        match self.runs.last_mut() {
            Some(run) if run.stream == stream && run.at == at => {
                run.lines += count;
                run.bytes += lines.len();
            }
            _ => self.runs.push(Run { stream, at, lines: count, bytes: lines.len() }),
        }
        self.lines += count;
        self.raw.extend_from_slice(lines);
    }

    fn compressed(&self) -> Result<Vec<u8>, BlockError> {
        let mut plain = Vec::with_capacity(self.raw.len() + 8 * self.runs.len() + 16);
        runs::write(&self.runs, &mut plain);
        plain.extend_from_slice(&self.raw);
        let mut data = vec![0; 1 + zstd::compress_bound(plain.len())];
        data[0] = VERSION;
        let written = zstd::bulk::compress_to_buffer(&plain, &mut data[1..], LEVEL)?;
        data.truncate(1 + written);
        data.shrink_to_fit();
        Ok(data)
    }
}

/// Refuses what is not whole lines, or too long a line.
fn check(bytes: &[u8]) -> Result<(), BlockError> {
    if bytes.last().is_some_and(|last| *last != b'\n') {
        return Err(BlockError::Unended);
    }
    if bytes.len() > MAX_RAW
        && let Some(longest) = bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::len).max()
        && longest > MAX_RAW
    {
        return Err(BlockError::TooLong(longest));
    }
    Ok(())
}

/// The size as the database has it; nothing in memory is larger.
fn signed(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}
