//! Checks a stored block and decompresses it.

use std::cell::RefCell;

use annals_domain::ledger::StoredBlock;
use memchr::memchr_iter;
use zstd::bulk::Decompressor;

use crate::block::OpenBlock;
use crate::runs::{self, MAX_RUN, Run};
use crate::{BlockError, MAX_RAW, VERSION};

/// Checks and decompresses a stored block.
///
/// Takes no more memory than the sizes stored with the block allow, whatever its data says.
///
/// # Errors
/// [`BlockError`] if anything of it is damaged: the data, or the data against its row.
pub fn open(stored: &StoredBlock) -> Result<OpenBlock, BlockError> {
    let block = &stored.block;
    let found = crc32fast::hash(&block.data);
    if found != block.checksum {
        return Err(BlockError::Checksum { expected: block.checksum, found });
    }
    let (lines, raw_len) = sizes(stored)?;
    let frame = match block.data.split_first() {
        Some((&VERSION, frame)) => frame,
        first => return Err(BlockError::Version(first.map(|(version, _)| *version))),
    };
    let plain = decompress(frame, raw_len, lines)?;
    let mut rest = plain.as_slice();
    let runs = runs::read(&mut rest).ok_or(BlockError::Garbled("its runs cannot be read"))?;
    let start = plain.len() - rest.len();
    fits(stored, &runs, rest, (lines, raw_len))?;
    let (node, first_seq, first_line) = (block.node, stored.first_seq, stored.first_line);
    Ok(OpenBlock { node, first_seq, first_line, lines, runs, plain, start })
}

/// The lines and bytes that the row of a block claims, if a block can have them.
fn sizes(stored: &StoredBlock) -> Result<(usize, usize), BlockError> {
    let wrong = BlockError::Garbled("its sizes or places are out of range");
    let (lines, raw_len) = (stored.block.lines, stored.block.raw_len);
    let placed = |first: i64| first >= 1 && first.checked_add(lines).is_some();
    if lines < 1 || raw_len < lines || !placed(stored.first_seq) || !placed(stored.first_line) {
        return Err(wrong);
    }
    match (usize::try_from(lines), usize::try_from(raw_len)) {
        (Ok(lines), Ok(raw_len)) if raw_len <= MAX_RAW => Ok((lines, raw_len)),
        _ => Err(wrong),
    }
}

thread_local! {
    /// What a thread needs to decompress: to make it anew for each block costs more than a small
    /// block itself.
    static CONTEXT: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

fn decompress(frame: &[u8], raw_len: usize, lines: usize) -> Result<Vec<u8>, BlockError> {
    let most = raw_len + MAX_RUN * (lines + 1);
    let claimed = zstd::zstd_safe::get_frame_content_size(frame).ok().flatten();
    match claimed.and_then(|size| usize::try_from(size).ok()) {
        Some(size) if (raw_len..=most).contains(&size) => CONTEXT.with_borrow_mut(|context| {
            let own = match context {
                Some(own) => own,
                None => context.insert(Decompressor::new()?),
            };
            Ok(own.decompress(frame, size)?)
        }),
        _ => Err(BlockError::Garbled("its decompressed size is not what its row allows")),
    }
}

/// Checks the runs against the lines and both against the row.
fn fits(
    stored: &StoredBlock,
    runs: &[Run],
    mut raw: &[u8],
    sizes: (usize, usize),
) -> Result<(), BlockError> {
    let wrong = BlockError::Garbled("its runs do not fit its lines");
    let (mut lines, raw_len) = (0_usize, raw.len());
    for run in runs {
        let Some((own, rest)) = raw.split_at_checked(run.bytes) else { return Err(wrong) };
        if own.last() != Some(&b'\n') || memchr_iter(b'\n', own).count() != run.lines {
            return Err(wrong);
        }
        // Cannot overflow: each line was seen in memory.
        lines += run.lines;
        raw = rest;
    }
    let times = (runs.first().map(|run| run.at), runs.last().map(|run| run.at));
    let expected = (Some(stored.block.first_at), Some(stored.block.last_at));
    if !raw.is_empty() || (lines, raw_len) != sizes || times != expected {
        return Err(wrong);
    }
    Ok(())
}
