//! Taking a value that leaked out of everything that is kept. Needs the database and the object
//! store, no running server.
//!
//! Masked are log lines, timelines, inputs, outputs, errors, code, tags and names. Not touched are
//! files that runs left, and what waits in the spools of runs that are not recorded to their end.

mod mask;
mod objects;

use std::collections::BTreeSet;

use annals_domain::RunId;
use annals_domain::ledger::{SealedBlock, StoredBlock};
use annals_logs::{BlockBuilder, BlockError, OpenBlock, open};
use annals_redact::{Redactor, SHORTEST};
use annals_store::{KeptBlock, Store};

use crate::{Collector, Error};
use mask::Masker;

/// How many blocks are held at once.
const BLOCKS: i64 = 16;
/// The most bytes of a value.
const LARGEST: usize = 1 << 20;
/// The most runs that are told of for one snapshot.
const RUNS: i64 = 1000;

/// What was found and, but for a dry run, masked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scrubbed {
    /// Rows by table; `log_blocks`, `offloaded_blocks` and `snapshots` among them.
    pub rows: Vec<(String, i64)>,
    /// The runs whose logs held the value.
    pub in_logs: BTreeSet<RunId>,
    /// The runs whose code, packages or environment held it. They have another snapshot now.
    pub in_code: BTreeSet<RunId>,
    /// Log blocks that could not be read, and so were not looked at.
    pub damaged_blocks: i64,
}

/// A value that leaked.
pub struct Leak(Masker);

impl std::fmt::Debug for Leak {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Leak(…)")
    }
}

impl Leak {
    /// The value `value`.
    ///
    /// # Errors
    /// [`Error::Invalid`] if it is too short to be told from chance, or larger than 1 MiB.
    pub fn new(value: &str) -> Result<Self, Error> {
        if value.len() > LARGEST {
            return Err(Error::invalid("value", format!("must be at most {LARGEST} bytes")));
        }
        let short = || Error::invalid("value", format!("must be at least {SHORTEST} bytes"));
        let redactor = Redactor::new([value]).filter(|_| value.trim().len() >= SHORTEST);
        Ok(Self(Masker(redactor.ok_or_else(short)?)))
    }

    /// Masks the value in every form that [`Redactor`] knows wherever it is kept in the database
    /// and the object store of `collector`; a dry run only says where.
    ///
    /// # Errors
    /// [`Error::Conflict`] while logs are removed or moved; [`Error`] if the database or the object
    /// store does not answer: what was masked until then stays so, and it can be done again.
    pub async fn scrub(&self, collector: &Collector, dry_run: bool) -> Result<Scrubbed, Error> {
        collector.in_turn(dry_run, self.mask(collector, dry_run)).await
    }

    async fn mask(&self, collector: &Collector, dry_run: bool) -> Result<Scrubbed, Error> {
        let (masker, store) = (&self.0, &collector.store);
        let mut scrubbed = Scrubbed::default();
        scrub_logs(collector, &masker.0, dry_run, &mut scrubbed).await?;
        objects::scrub(collector, &masker.0, dry_run, &mut scrubbed).await?;
        scrub_code(store, masker, dry_run, &mut scrubbed).await?;
        let texts = store.rewrite_texts(masker, dry_run).await?;
        scrubbed.rows.extend(texts.into_iter().map(|(table, count)| (table.to_owned(), count)));
        let tags = store.rewrite_tags(masker, dry_run).await?;
        scrubbed.rows.push(("run_tags".into(), tags));
        let packed = store.rewrite_packed_history(masker, dry_run).await?;
        scrubbed.rows.push(("packed_history".into(), packed));
        scrubbed.rows.retain(|(_, count)| *count > 0);
        Ok(scrubbed)
    }
}

async fn scrub_code(
    store: &Store,
    masker: &Masker,
    dry_run: bool,
    scrubbed: &mut Scrubbed,
) -> Result<(), Error> {
    // Which runs they are is asked before they are runs of another snapshot.
    for id in store.rewrite_snapshots(masker, true).await? {
        scrubbed.in_code.extend(store.runs_of_snapshot(&id, RUNS).await?);
    }
    let changed = store.rewrite_snapshots(masker, dry_run).await?;
    scrubbed.rows.push(("snapshots".into(), i64::try_from(changed.len()).unwrap_or(i64::MAX)));
    Ok(())
}

async fn scrub_logs(
    collector: &Collector,
    redactor: &Redactor,
    dry_run: bool,
    scrubbed: &mut Scrubbed,
) -> Result<(), Error> {
    let (mut changed, store) = (0, &collector.store);
    for day in store.block_days().await? {
        let mut last: Option<KeptBlock> = None;
        loop {
            if !dry_run {
                collector.stay().await?;
            }
            let after = last.as_ref().map(|block| (&block.run, block.stored.first_seq));
            let blocks = store.blocks_of_day(day, after, BLOCKS).await?;
            let Some(end) = blocks.last() else { break };
            last = Some(end.clone());
            for block in blocks {
                match masked(&block.stored, redactor) {
                    Ok(None) => {}
                    Ok(Some(new)) => {
                        changed += 1;
                        scrubbed.in_logs.insert(block.run.clone());
                        if !dry_run {
                            store.replace_block(&block, new).await?;
                        }
                    }
                    Err(error) => {
                        scrubbed.damaged_blocks += 1;
                        tracing::error!("run {}: {error}", block.run);
                    }
                }
            }
        }
    }
    scrubbed.rows.push(("log_blocks".into(), changed));
    Ok(())
}

/// The block with its lines masked; none if they stay.
fn masked(stored: &StoredBlock, redactor: &Redactor) -> Result<Option<SealedBlock>, BlockError> {
    let block = open(stored)?;
    match redactor.lines(block.raw()) {
        Some(raw) => rebuilt(&block, stored.block.node, &raw).map(Some),
        None => Ok(None),
    }
}

/// A block of the lines in `raw`, with the streams and times of those of `block`.
///
/// It stays one block: a block is sealed once it is full, and masks make lines shorter only.
fn rebuilt(block: &OpenBlock, node: i64, raw: &[u8]) -> Result<SealedBlock, BlockError> {
    let mut builder = BlockBuilder::new(node);
    let mut sealed = Vec::new();
    let lines = raw.split_inclusive(|byte| *byte == b'\n');
    for (line, bytes) in block.line_refs(block.first_line()..=block.last_line()).zip(lines) {
        sealed.extend(builder.push(line.stream, line.at, bytes)?);
    }
    sealed.extend(builder.seal()?);
    match <[SealedBlock; 1]>::try_from(sealed) {
        Ok([one]) => Ok(one),
        Err(_) => Err(BlockError::Garbled("its lines do not fit into one block")),
    }
}

#[cfg(test)]
mod tests {
    use annals_domain::{Stream, Timestamp};

    use super::*;

    fn stored(lines: &[(Stream, i64, &str)]) -> StoredBlock {
        let mut builder = BlockBuilder::new(3);
        for (stream, at, bytes) in lines {
            let full = builder.push(*stream, Timestamp::from_micros(*at), bytes.as_bytes());
            assert!(full.expect("pushed").is_empty());
        }
        let block = builder.seal().expect("sealed").expect("lines");
        StoredBlock { first_seq: 5, first_line: 2, raw_start: 9, block }
    }

    #[test]
    fn lines_keep_their_numbers_streams_and_times() {
        use Stream::{Stderr, Stdout};
        let before = [(Stdout, 1, "a leaked\nb\n"), (Stderr, 2, "leaked\n"), (Stdout, 3, "c\n")];
        let mut stored = stored(&before);
        let redactor = Redactor::new(["leaked"]).expect("a redactor");
        stored.block = masked(&stored, &redactor).expect("read").expect("masked");
        let opened = open(&stored).expect("a good block");
        let lines: Vec<_> = opened
            .lines(0..=99)
            .iter()
            .map(|l| (l.number, l.stream, l.at.as_micros(), l.text().into_owned()))
            .collect();
        let expected = [
            (2, Stdout, 1, "a ***"),
            (3, Stdout, 1, "b"),
            (4, Stderr, 2, "***"),
            (5, Stdout, 3, "c"),
        ];
        assert_eq!(lines, expected.map(|(n, s, at, text)| (n, s, at, text.to_owned())));
        assert!(masked(&stored, &redactor).expect("read").is_none());
    }

    #[test]
    fn a_full_block_stays_one() {
        let line = format!("{}leaked\n", "x".repeat(93));
        let full = line.repeat(annals_logs::TARGET_RAW / 100);
        let stored = stored(&[(Stream::Stdout, 1, &full)]);
        let redactor = Redactor::new(["leaked"]).expect("a redactor");
        let new = masked(&stored, &redactor).expect("read").expect("masked");
        assert_eq!(new.lines, stored.block.lines);
        assert_eq!(new.raw_len, new.lines * 97);
    }
}
