//! Where a run's log is read from, for every reader alike.

mod object;
mod wanted;
mod write;

use std::sync::Arc;

use annals_domain::ledger::StoredBlock;
use annals_domain::{Run, RunId, Seq, Timestamp};
use annals_logs::Placed;
use annals_store::{BlockHead, Store};

use crate::Error;
use crate::engine::Inner;

pub(crate) use object::LogObject;
use wanted::Wanted;
pub(crate) use write::LogWriter;

/// Where a run's blocks are.
#[derive(Clone)]
enum Place {
    /// In the database.
    Stored,
    /// In the object store.
    Offloaded(Arc<LogObject>),
    /// Nowhere: retention let go of them at this time.
    Removed(Timestamp),
}

/// Reads the blocks of one run. Cheap to clone.
#[derive(Clone)]
pub(crate) struct LogReader {
    inner: Arc<Inner>,
    run: RunId,
    day: i64,
    place: Place,
}

impl std::fmt::Debug for LogReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LogReader({})", self.run)
    }
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
    pub(crate) fn removed_at(&self) -> Option<Timestamp> {
        match self.place {
            Place::Removed(at) => Some(at),
            Place::Stored | Place::Offloaded(_) => None,
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

    /// The blocks of a node, from the one that holds the byte `byte` of its log on, at most
    /// `limit`.
    pub(crate) async fn by_byte(
        &mut self,
        node: i64,
        byte: i64,
        limit: i64,
    ) -> Result<Vec<StoredBlock>, Error> {
        self.read(Wanted::ByByte(node, byte), limit).await
    }

    /// The blocks of all nodes, from the one that holds the first line after `seq` on.
    pub(crate) async fn by_seq(&mut self, seq: Seq, limit: i64) -> Result<Vec<StoredBlock>, Error> {
        self.read(Wanted::BySeq(seq), limit).await
    }

    /// The blocks with these heads, by `seq`. Those that are gone are left out.
    pub(crate) async fn of(&mut self, heads: &[BlockHead]) -> Result<Vec<StoredBlock>, Error> {
        let limit = i64::try_from(heads.len()).unwrap_or(i64::MAX);
        self.read(Wanted::Of(heads), limit).await
    }

    /// The first `seq` of every block and the bytes of its lines, by `seq`.
    pub(crate) async fn sizes(&mut self) -> Result<Vec<(Seq, i64)>, Error> {
        if let Place::Stored = self.place {
            let found = self.inner.store.block_sizes(self.day, &self.run).await?;
            if !found.is_empty() {
                return Ok(found);
            }
            self.look().await?;
        }
        let size = |placed: &Placed| (placed.block.first_seq, placed.block.block.raw_len);
        Ok(self.index().iter().map(size).collect())
    }

    /// The heads of the blocks that begin in this stretch of the sequence, by `seq`, with their
    /// filters.
    pub(crate) async fn heads(&mut self, range: (Seq, Seq)) -> Result<Vec<BlockHead>, Error> {
        if let Place::Stored = self.place {
            let found = self.inner.store.block_heads(self.day, &[&self.run], range).await?;
            if !found.is_empty() {
                return Ok(found);
            }
            self.look().await?;
        }
        match self.offloaded_heads(range).await {
            Err(Error::Lost(_)) => {
                self.look().await?;
                self.offloaded_heads(range).await
            }
            found => found,
        }
    }

    /// A run's blocks go from the database all at once, after it says where they went: so it is
    /// asked again where some are not found. The same where the object is another by now, since a
    /// value was masked in it, or gone.
    async fn read(&mut self, wanted: Wanted<'_>, limit: i64) -> Result<Vec<StoredBlock>, Error> {
        if let Place::Stored = self.place {
            let found = self.stored(wanted, limit).await?;
            if wanted.is_all(found.len()) {
                return Ok(found);
            }
            self.look().await?;
            if let Place::Stored = self.place {
                return Ok(found);
            }
        }
        match self.offloaded(wanted, limit).await {
            Err(Error::Lost(_)) => {
                self.look().await?;
                self.offloaded(wanted, limit).await
            }
            found => found,
        }
    }

    async fn stored(&self, wanted: Wanted<'_>, limit: i64) -> Result<Vec<StoredBlock>, Error> {
        let (store, run, day): (&Store, _, _) = (&self.inner.store, &self.run, self.day);
        Ok(match wanted {
            Wanted::ByLine(node, line) => store.blocks_by_line(day, run, node, line, limit).await?,
            Wanted::Before(node, line) => {
                store.blocks_before_line(day, run, node, line, limit).await?
            }
            Wanted::ByByte(node, byte) => store.blocks_by_byte(day, run, node, byte, limit).await?,
            Wanted::BySeq(seq) => store.blocks_by_seq(day, run, seq, limit).await?,
            Wanted::Of(heads) => {
                store.blocks_of(day, heads).await?.into_iter().map(|(_, block)| block).collect()
            }
        })
    }

    async fn offloaded(&self, wanted: Wanted<'_>, limit: i64) -> Result<Vec<StoredBlock>, Error> {
        let Place::Offloaded(object) = &self.place else { return Ok(Vec::new()) };
        let wanted = wanted.of(object.index(), usize::try_from(limit).unwrap_or(0));
        object.blocks(&wanted).await
    }

    async fn offloaded_heads(&self, range: (Seq, Seq)) -> Result<Vec<BlockHead>, Error> {
        match &self.place {
            Place::Offloaded(object) => object.heads(range).await,
            Place::Stored | Place::Removed(_) => Ok(Vec::new()),
        }
    }

    fn index(&self) -> &[Placed] {
        match &self.place {
            Place::Offloaded(object) => object.index(),
            Place::Stored | Place::Removed(_) => &[],
        }
    }

    /// Asks where the blocks are. Where the object is not there, it may have been removed between
    /// two questions, so both are asked again.
    async fn look(&mut self) -> Result<(), Error> {
        self.place = match self.find().await {
            Err(Error::Lost(_)) => self.find().await?,
            found => found?,
        };
        Ok(())
    }

    async fn find(&self) -> Result<Place, Error> {
        let state = self.inner.store.log_state(&self.run).await?;
        if let Some(at) = state.removed_at {
            return Ok(Place::Removed(at));
        }
        if state.offloaded_at.is_none() {
            return Ok(Place::Stored);
        }
        let object = LogObject::open(&self.inner.files, &self.run).await?;
        Ok(Place::Offloaded(Arc::new(object)))
    }
}
