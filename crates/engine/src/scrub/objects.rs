//! Masking in logs that lie in the object store.
//!
//! An object is read through first and written anew, in its own place, only where it holds the
//! value. Whoever reads it meanwhile sees the one or the other and never a mixture, since each
//! block and filter is held against its checksum in the index.

use std::collections::HashMap;

use annals_domain::RunId;
use annals_domain::ledger::StoredBlock;
use annals_redact::Redactor;

use super::{Scrubbed, masked};
use crate::logs::{LogObject, LogWriter};
use crate::{Collector, Error};

/// How many runs are looked up at once.
const RUNS: i64 = 200;
/// How many blocks are held at once.
const BLOCKS: usize = 16;

/// Masks the value in every offloaded log; a dry run only says where it is.
pub(super) async fn scrub(
    collector: &Collector,
    redactor: &Redactor,
    dry_run: bool,
    scrubbed: &mut Scrubbed,
) -> Result<(), Error> {
    let (mut changed, mut last) = (0, None);
    loop {
        let runs = collector.store.offloaded_runs(last.as_ref(), RUNS).await?;
        let Some(end) = runs.last() else { break };
        last = Some(end.clone());
        for run in runs {
            if !dry_run {
                collector.stay().await?;
            }
            match scrub_one(collector, &run, redactor, dry_run).await {
                Ok(0) => {}
                Ok(blocks) => {
                    changed += blocks;
                    scrubbed.in_logs.insert(run);
                }
                // It is not known how many: one log that was not looked at.
                Err(Error::Lost(text)) => {
                    scrubbed.damaged_blocks += 1;
                    tracing::error!("{text}");
                }
                Err(error) => return Err(error),
            }
        }
    }
    scrubbed.rows.push(("offloaded_blocks".into(), changed));
    Ok(())
}

/// Answers how many blocks hold the value.
async fn scrub_one(
    collector: &Collector,
    run: &RunId,
    redactor: &Redactor,
    dry_run: bool,
) -> Result<i64, Error> {
    let object = LogObject::open(&collector.files, run).await?;
    let mut changed = 0;
    for wanted in wanted(&object) {
        for block in object.blocks(&wanted).await? {
            changed += i64::from(mask(run, &block, redactor)?.is_some());
        }
    }
    if dry_run {
        return Ok(changed);
    }
    let ends = match changed {
        0 => ends(object.index().iter().map(|placed| &placed.block)),
        _ => rewrite(collector, run, &object, redactor).await?,
    };
    // Also where nothing is left to mask: who did it before may have been ended before this.
    collector.store.set_log_bytes(run, ends).await?;
    Ok(changed)
}

/// Writes the object anew; answers how many bytes each node's log has then.
async fn rewrite(
    collector: &Collector,
    run: &RunId,
    object: &LogObject,
    redactor: &Redactor,
) -> Result<HashMap<i64, i64>, Error> {
    let mut writer = LogWriter::begin(&collector.files, run).await?;
    let mut ends = HashMap::new();
    for wanted in wanted(object) {
        let blocks = object.blocks(&wanted).await?;
        let filters = object.filters(&wanted).await?;
        for (mut stored, filter) in blocks.into_iter().zip(filters) {
            match mask(run, &stored, redactor)? {
                Some(new) => stored.block = new.block,
                None => stored.block.filter = filter,
            }
            let end = ends.entry(stored.block.node).or_insert(0);
            stored.raw_start = *end;
            *end += stored.block.raw_len;
            writer.add(&stored).await?;
        }
    }
    writer.finish().await?;
    Ok(ends)
}

/// The blocks of an object, some at a time.
fn wanted(object: &LogObject) -> impl Iterator<Item = Vec<&annals_logs::Placed>> {
    object.index().chunks(BLOCKS).map(|some| some.iter().collect())
}

fn ends<'b>(blocks: impl Iterator<Item = &'b StoredBlock>) -> HashMap<i64, i64> {
    let end = |stored: &StoredBlock| (stored.block.node, stored.raw_start + stored.block.raw_len);
    blocks.map(end).collect()
}

/// The block with its lines masked; none if they stay.
fn mask(
    run: &RunId,
    stored: &StoredBlock,
    redactor: &Redactor,
) -> Result<Option<StoredBlock>, Error> {
    let damaged = |error| Error::Lost(format!("the log of run {run} in the object store: {error}"));
    let block = masked(stored, redactor).map_err(damaged)?;
    Ok(block.map(|block| StoredBlock { block, ..*stored }))
}
