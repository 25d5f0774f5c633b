//! Where a run's log is read from, for every reader alike.

use std::sync::Arc;

use annals_domain::ledger::StoredBlock;
use annals_domain::{Run, RunId, Seq, Timestamp};
use annals_store::Store;

use crate::Error;
use crate::engine::Inner;

/// Where a run's blocks are.
enum Place {
    /// In the database.
    Stored,
    /// Nowhere: retention let go of them at this time.
    Removed(Timestamp),
}

/// Reads the blocks of one run.
pub(crate) struct LogReader {
    inner: Arc<Inner>,
    run: RunId,
    day: i64,
    place: Place,
}

/// Which blocks.
#[derive(Clone, Copy)]
enum Wanted {
    /// Those of a node from the one that holds this line on.
    ByLine(i64, i64),
    /// Those of a node that begin before this line, the last first.
    Before(i64, i64),
    /// Those of all nodes from the one that holds the first line after this `seq` on.
    BySeq(Seq),
}

impl Inner {
    /// A reader of the run's log.
    pub(crate) async fn log_of(self: &Arc<Self>, run: &Run) -> Result<LogReader, Error> {
        let (inner, id) = (Arc::clone(self), run.id.clone());
        let mut reader = LogReader { inner, run: id, day: run.day(), place: Place::Stored };
        // Nothing is let go of while the run goes on.
        if run.state.status.is_terminal() {
            reader.look().await?;
        }
        Ok(reader)
    }
}

impl LogReader {
    /// When the log was removed, if it was.
    pub(crate) const fn removed_at(&self) -> Option<Timestamp> {
        match self.place {
            Place::Removed(at) => Some(at),
            Place::Stored => None,
        }
    }

    /// The blocks of a node, from the one that holds `line` on, at most `limit`.
    pub(crate) async fn by_line(
        &mut self,
        node: i64,
        line: i64,
        limit: i64,
    ) -> Result<Vec<StoredBlock>, Error> {
        self.read(Wanted::ByLine(node, line), limit).await
    }

    /// The blocks of a node that begin before `line`, the last first, at most `limit`.
    pub(crate) async fn before_line(
        &mut self,
        node: i64,
        line: i64,
        limit: i64,
    ) -> Result<Vec<StoredBlock>, Error> {
        self.read(Wanted::Before(node, line), limit).await
    }

    /// The blocks of all nodes, from the one that holds the first line after `seq` on.
    pub(crate) async fn by_seq(&mut self, seq: Seq, limit: i64) -> Result<Vec<StoredBlock>, Error> {
        self.read(Wanted::BySeq(seq), limit).await
    }

    /// A run's blocks go from the database all at once, after it says where they went: so it is
    /// asked again where nothing is found.
    async fn read(&mut self, wanted: Wanted, limit: i64) -> Result<Vec<StoredBlock>, Error> {
        if let Place::Stored = self.place {
            let found = self.stored(wanted, limit).await?;
            if !found.is_empty() {
                return Ok(found);
            }
            self.look().await?;
        }
        Ok(Vec::new())
    }

    async fn stored(&self, wanted: Wanted, limit: i64) -> Result<Vec<StoredBlock>, Error> {
        let (store, run, day): (&Store, _, _) = (&self.inner.store, &self.run, self.day);
        Ok(match wanted {
            Wanted::ByLine(node, line) => store.blocks_by_line(day, run, node, line, limit).await?,
            Wanted::Before(node, line) => {
                store.blocks_before_line(day, run, node, line, limit).await?
            }
            Wanted::BySeq(seq) => store.blocks_by_seq(day, run, seq, limit).await?,
        })
    }

    /// Asks where the blocks are.
    async fn look(&mut self) -> Result<(), Error> {
        if let Some(at) = self.inner.store.log_state(&self.run).await?.removed_at {
            self.place = Place::Removed(at);
        }
        Ok(())
    }
}
