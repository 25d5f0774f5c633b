//! A run's log as bytes, just as they were printed: whole, or any stretch of it.

use std::ops::Range;

use annals_domain::ledger::StoredBlock;
use annals_domain::{NodeName, RunId, Seq, Timestamp};
use bytes::Bytes;

use crate::engine::Engine;
use crate::logs::LogReader;
use crate::{Error, events};

/// How many blocks are read at once.
const BLOCKS: i64 = 4;

/// The log of a run or of one of its nodes, as much as there is of it by now. What comes later is
/// added behind, so that a place in it stays the same.
#[derive(Debug, Clone)]
pub struct LogText {
    log: LogReader,
    run: RunId,
    node: Option<i64>,
    size: i64,
}

/// A stretch of a log as it is read.
#[derive(Debug)]
pub struct LogBytes {
    log: LogText,
    /// Where in the log the next byte stands.
    at: i64,
    end: i64,
    /// The last number before the next block and where in the log that begins, where no node
    /// is named.
    after: (Seq, i64),
}

impl Engine {
    /// The log of a run, or of one of its nodes.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run or node.
    pub async fn log_text(&self, run: &RunId, node: Option<&NodeName>) -> Result<LogText, Error> {
        let run = self.run(run).await?;
        let mut nodes = self.inner.store.nodes(&run.id, run.day()).await?;
        if let Some(name) = node {
            nodes.retain(|node| node.name == *name);
        }
        let index = match (node, nodes.first()) {
            (None, _) => None,
            (Some(_), Some(found)) => Some(found.index),
            (Some(name), None) => return Err(Error::not_found("node", name)),
        };
        let log = self.inner.log_of(&run).await?;
        let size = nodes.iter().map(|node| node.log_bytes).sum();
        let size = if log.removed_at().is_some() { 0 } else { size };
        Ok(LogText { log, run: run.id, node: index, size })
    }
}

impl LogText {
    /// Its bytes, line ends included.
    #[must_use]
    pub fn size(&self) -> u64 {
        u64::try_from(self.size).unwrap_or(0)
    }

    /// When retention removed it; it has no bytes then.
    #[must_use]
    pub fn removed_at(&self) -> Option<Timestamp> {
        self.log.removed_at()
    }

    /// Reads a stretch of it; what lies beyond the end is left out.
    ///
    /// # Errors
    /// [`Error`] if the database or the object store does not answer.
    pub async fn read(mut self, range: Range<u64>) -> Result<LogBytes, Error> {
        let place = |at: u64| i64::try_from(at).unwrap_or(i64::MAX).min(self.size);
        let (at, end) = (place(range.start), place(range.end));
        let after = match (self.node, at) {
            (None, 1..) => self.before(at).await?,
            _ => (0, 0),
        };
        Ok(LogBytes { log: self, at, end, after })
    }

    /// The last number before the block of all nodes that holds the byte `at`, and where that
    /// block begins.
    async fn before(&mut self, at: i64) -> Result<(Seq, i64), Error> {
        let (mut after, mut start) = (0, 0);
        for (seq, size) in self.log.sizes().await? {
            after = seq - 1;
            if start + size > at {
                break;
            }
            start += size;
        }
        Ok((after, start))
    }
}

impl LogBytes {
    /// The next bytes; none after the last.
    ///
    /// # Errors
    /// [`Error`] if the database or the object store does not answer or a block is damaged.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        if self.at >= self.end {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        for (start, block) in self.blocks().await? {
            let open = events::open(&block)?;
            let inside = |place: i64| usize::try_from(place.max(0)).unwrap_or(usize::MAX);
            let to = inside(self.end - start).min(open.raw().len());
            bytes.extend_from_slice(open.raw().get(inside(self.at - start)..to).unwrap_or(&[]));
            self.at = self.at.max(start + i64::try_from(to).unwrap_or(0));
        }
        if bytes.is_empty() {
            // The run was deleted meanwhile.
            return Err(Error::not_found("log", &self.log.run));
        }
        Ok(Some(bytes.into()))
    }

    /// The next blocks, each with where in the log it begins.
    async fn blocks(&mut self) -> Result<Vec<(i64, StoredBlock)>, Error> {
        let LogText { log, node, .. } = &mut self.log;
        if let Some(node) = *node {
            let blocks = log.by_byte(node, self.at, BLOCKS).await?;
            return Ok(blocks.into_iter().map(|block| (block.raw_start, block)).collect());
        }
        let blocks = log.by_seq(self.after.0, BLOCKS).await?;
        let place = |block: StoredBlock| {
            let start = self.after.1;
            self.after = (block.last_seq(), start + block.block.raw_len);
            (start, block)
        };
        Ok(blocks.into_iter().map(place).collect())
    }
}
