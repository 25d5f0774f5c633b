//! How far the log of a pod is recorded: a pod that prints more than the cluster keeps asks, and waits
//! until the server has come near enough.

use annals_domain::{Epoch, Place, Run, RunId};
use annals_executor::AttemptRef;

use crate::Error;
use crate::engine::Engine;

impl Engine {
    /// The number of the last line of the pod `pod` that is recorded, as the pod counts its lines; 0 if
    /// none is. Lines that the run's limit has no room for count as recorded.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run, [`Error::Conflict`] if it has ended, another attempt
    /// than that with `epoch` goes on, or what carries it out does not count lines.
    pub async fn recorded_line(&self, run: &RunId, epoch: Epoch, pod: &str) -> Result<u64, Error> {
        let here = self.inner.followed.place(run);
        let found = self.run(run).await?;
        if found.state.status.is_terminal() {
            return Err(Error::Conflict(format!("run #{} has ended", found.number)));
        }
        let (attempt, place) = match here {
            Some(here) => here,
            None => self.stored_place(&found).await?,
        };
        if attempt.epoch != epoch {
            return Err(Error::Conflict("another attempt at the run has taken over".into()));
        }
        let executor = self.inner.executor(&found.executor);
        let line = executor.and_then(|executor| executor.last_line(&place, pod));
        line.ok_or_else(|| Error::Conflict("lines of this run are not counted".into()))
    }

    /// What carries the run out, and how far that is recorded, by whichever server.
    async fn stored_place(&self, run: &Run) -> Result<(AttemptRef, Place), Error> {
        let (store, now) = (&self.inner.store, run.state.epoch);
        let epoch = store.launched(&run.id, now).await?;
        let place = store.place(&run.id, run.day(), now).await?;
        Ok((AttemptRef { run_id: run.id.clone(), epoch }, place))
    }
}
