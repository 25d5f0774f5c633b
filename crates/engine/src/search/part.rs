//! Going through one part of the logs.

use std::collections::HashMap;
use std::sync::Arc;

use annals_domain::ledger::StoredBlock;
use annals_domain::{Run, RunId};
use annals_logs::Pattern;
use annals_store::BlockHead;

use super::Search;
use super::hit::{Hit, Raw};
use super::plan::Part;
use crate::Error;
use crate::engine::Inner;
use crate::events::{self, Names, open};

/// How many blocks are read and opened at once.
pub(super) const BATCH: usize = 16;

/// What a part held.
#[derive(Default)]
pub(super) struct Found {
    pub(super) hits: Vec<Hit>,
    pub(super) runs: i64,
    pub(super) bytes: i64,
    pub(super) skipped: i64,
    pub(super) damaged: i64,
}

impl Found {
    pub(super) fn add(&mut self, other: Self) {
        self.hits.extend(other.hits);
        self.runs += other.runs;
        self.bytes += other.bytes;
        self.skipped += other.skipped;
        self.damaged += other.damaged;
    }
}

/// What some blocks held.
#[derive(Default)]
struct Lines {
    raw: Vec<(RunId, Raw)>,
    bytes: i64,
    damaged: i64,
}

/// The runs of a part and the names of their nodes, as far as they were needed.
pub(super) struct Runs<'p> {
    inner: &'p Arc<Inner>,
    places: HashMap<&'p RunId, (usize, &'p Arc<Run>)>,
    names: HashMap<RunId, Names>,
}

impl Search {
    /// Goes through a part, to its end or until there are hits enough.
    pub(super) async fn part(&self, part: Part) -> Result<Found, Error> {
        if let Some(blocks) = part.blocks
            && let Some(found) = self.stored(&part, blocks).await?
        {
            return Ok(found);
        }
        self.elsewhere(part).await
    }

    /// Goes through the blocks in the database; none if they went elsewhere meanwhile.
    async fn stored(&self, part: &Part, at_least: usize) -> Result<Option<Found>, Error> {
        let mut runs = Runs::of(&self.inner, part);
        let mut found = Found::default();
        let (all, heads) = self.wanted(part, &runs, &mut found).await?;
        if all < at_least {
            return Ok(None);
        }
        for batch in heads.chunks(BATCH) {
            let mut blocks = self.inner.store.blocks_of(part.day, batch).await?;
            if blocks.len() < batch.len() {
                return Ok(None);
            }
            blocks.sort_by_key(|(run, _)| runs.place(run));
            self.take(blocks, &mut runs, &mut found).await?;
            if found.hits.len() >= self.most {
                break;
            }
        }
        Ok(Some(found))
    }

    /// Looks at blocks and adds what they hold.
    pub(super) async fn take(
        &self,
        blocks: Vec<(RunId, StoredBlock)>,
        runs: &mut Runs<'_>,
        found: &mut Found,
    ) -> Result<(), Error> {
        let lines = self.look(blocks, self.most - found.hits.len()).await?;
        found.bytes += lines.bytes;
        found.damaged += lines.damaged;
        for (run, raw) in lines.raw {
            found.hits.extend(runs.finish(&run, raw).await?);
        }
        Ok(())
    }

    /// How many blocks the part has, and the heads of those that may hold what is looked for, in
    /// order.
    async fn wanted(
        &self,
        part: &Part,
        runs: &Runs<'_>,
        found: &mut Found,
    ) -> Result<(usize, Vec<BlockHead>), Error> {
        let ids: Vec<&RunId> = part.runs.iter().map(|run| &run.id).collect();
        let heads = self.inner.store.block_heads(part.day, &ids, part.range).await?;
        let all = heads.len();
        if part.first {
            let own = heads.chunk_by(|a, b| a.run == b.run).count();
            found.runs = i64::try_from(own).unwrap_or(i64::MAX);
        }
        let mut heads = self.hopeful(heads, found);
        heads.sort_by_key(|head| runs.place(&head.run));
        Ok((all, heads))
    }

    /// Those whose filters let one hope; the others are counted.
    pub(super) fn hopeful(&self, mut heads: Vec<BlockHead>, found: &mut Found) -> Vec<BlockHead> {
        let all = heads.len();
        heads.retain(|head| self.pattern.may_be_in(head.filter.as_deref()));
        heads.iter_mut().for_each(|head| head.filter = None);
        found.skipped += i64::try_from(all - heads.len()).unwrap_or(i64::MAX);
        heads
    }

    /// Opens blocks on a thread of its own.
    async fn look(&self, blocks: Vec<(RunId, StoredBlock)>, most: usize) -> Result<Lines, Error> {
        let threads = Arc::clone(&self.inner.threads.0);
        let turn = threads.acquire_owned().await;
        let pattern = Arc::clone(&self.pattern);
        let looking = tokio::task::spawn_blocking(move || {
            // Held until the work is done, whoever still waits for it.
            let _turn = turn;
            look(&blocks, &pattern, most)
        });
        looking.await.map_err(|error| Error::Internal(format!("a search failed: {error}")))
    }
}

/// The lines of blocks that match, at most `most`.
fn look(blocks: &[(RunId, StoredBlock)], pattern: &Pattern, most: usize) -> Lines {
    let mut lines = Lines::default();
    for (run, stored) in blocks {
        match open(stored) {
            Ok(block) => {
                lines.bytes += stored.block.raw_len;
                let left = most - lines.raw.len();
                let matching = block.matching(pattern).take(left);
                let raw = matching.map(|line| (run.clone(), Raw::new(&block, line, pattern)));
                lines.raw.extend(raw);
            }
            Err(error) => {
                lines.damaged += 1;
                tracing::error!("run {run}: {error}");
            }
        }
        if lines.raw.len() >= most {
            break;
        }
    }
    lines
}

impl<'p> Runs<'p> {
    pub(super) fn of(inner: &'p Arc<Inner>, part: &'p Part) -> Self {
        let places = part.runs.iter().enumerate().map(|(at, run)| (&run.id, (at, run))).collect();
        Self { inner, places, names: HashMap::new() }
    }

    fn place(&self, run: &RunId) -> usize {
        self.places.get(run).map_or(usize::MAX, |(at, _)| *at)
    }

    /// The hit with its run, the name of its node and the lines around it that lie in other
    /// blocks; none of a run that is gone meanwhile.
    async fn finish(&mut self, run: &RunId, mut raw: Raw) -> Result<Option<Hit>, Error> {
        let Some((_, run)) = self.places.get(run) else { return Ok(None) };
        raw.complete(self.inner, run).await?;
        if !self.names.contains_key(&run.id) {
            self.names.insert(run.id.clone(), self.inner.names(run).await?);
        }
        let Some(names) = self.names.get(&run.id) else { return Ok(None) };
        let node = events::name(names, raw.line.node);
        Ok(Some(raw.hit(Arc::clone(run), node)))
    }
}
