//! Moving the logs of runs that ended long ago from the database to the object store.

use annals_domain::{RunId, Timestamp};
use annals_store::{KeptRun, Offloading};

use super::{Collected, Collector};
use crate::Error;
use crate::logs::LogWriter;

/// How many blocks are held at once.
const BLOCKS: i64 = 16;
/// After how many of such stretches the lease is renewed: some hundred megabytes of lines.
const RENEW: usize = 64;

/// Whether the log of `run` is to be moved now.
fn is_due(run: &KeptRun, now: Timestamp, after_ms: Option<i64>) -> bool {
    let (Some(after), Some(ended), Some(space)) = (after_ms, run.ended_at, &run.space) else {
        return false;
    };
    let there = space.log_removed_at.is_none() && space.log_offloaded_at.is_none();
    there && space.log_lines > 0 && now.millis_since(ended) >= after
}

impl Collector {
    /// Moves those logs of `runs` whose time has come; answers false where the turn was lost. An
    /// object store that is away keeps nothing else from being done: the logs stay where they are
    /// until the next time.
    pub(super) async fn move_logs(
        &self,
        runs: Vec<&KeptRun>,
        now: Timestamp,
        collected: &mut Collected,
    ) -> Result<bool, Error> {
        let due = |run: &&&KeptRun| is_due(run, now, self.policy().offload_after_ms);
        for run in runs.iter().filter(due) {
            let moved = match collected.dry_run {
                true => Ok(true),
                false if self.stopping.is_cancelled() || !self.lease().await? => return Ok(false),
                false => self.move_log(run, now).await,
            };
            match moved {
                Ok(moved) => collected.offloaded.add(run, moved),
                Err(error @ (Error::Unavailable(_) | Error::NoRoom(_))) => {
                    tracing::warn!("logs stay in the database, as that of run {}: {error}", run.id);
                    return Ok(true);
                }
                Err(error) => tracing::error!("the log of run {} is not moved: {error}", run.id),
            }
        }
        Ok(true)
    }

    /// Writes the object, reads its index back, and only then says that the log lies there. That
    /// it is written is noted before; whoever ends in between leaves the note, by which the object
    /// is found and deleted or written again.
    async fn move_log(&self, run: &KeptRun, now: Timestamp) -> Result<bool, Error> {
        if !self.store.begin_offload(&run.id).await? {
            return Ok(false);
        }
        let size = self.write_object(&run.id, run.created_at.day()).await?;
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        if !self.lease().await? {
            return Ok(false);
        }
        Ok(self.store.log_offloaded(&run.id, size, now).await? == Offloading::Done)
    }

    /// Answers the object's size.
    async fn write_object(&self, run: &RunId, day: i64) -> Result<u64, Error> {
        let mut writer = LogWriter::begin(&self.files, run).await?;
        let (mut after, mut stretches) = (0, 0_usize);
        loop {
            let blocks = self.store.blocks_by_seq(day, run, after, BLOCKS).await?;
            let Some(last) = blocks.last() else { break };
            after = last.last_seq();
            for block in &blocks {
                writer.add(block).await?;
            }
            stretches += 1;
            if stretches.is_multiple_of(RENEW) {
                self.lease().await?;
            }
        }
        writer.finish().await
    }
}
