//! Asking a run to end, and waiting until its processes or pods are gone.

use std::time::Duration;

use annals_domain::{Run, RunId, RunStatus};
use annals_executor::AttemptRef;
use annals_store::{News, Notice};

use crate::engine::Engine;
use crate::{Cancelled, Error, drive, recovery};

impl Engine {
    /// Asks a run to end and waits up to `wait` until it has. `cancelled` is said only once
    /// nothing of it runs any more.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run, [`Error::Conflict`] if it has ended.
    pub async fn cancel(&self, run: &RunId, wait: Duration) -> Result<Cancelled, Error> {
        let found = self.run(run).await?;
        if !self.inner.store.request_cancel(run).await? {
            let word = self.run(run).await?.state.status;
            return Err(Error::Conflict(format!(
                "run #{} has already ended ({word})",
                found.number
            )));
        }
        if self.inner.queue.remove(&found.task_id, run) {
            let attempt = AttemptRef { run_id: run.clone(), epoch: found.state.epoch };
            drive::end(&self.inner, &attempt, RunStatus::Cancelled, None).await?;
            self.inner.hub.close(run);
            self.inner.store.release(run);
            return Ok(Cancelled::Gone);
        }
        if !recovery::ask(&self.inner, run) {
            let news = News::CancelAsked;
            self.inner.store.announce(Notice { run: run.clone(), news });
        }
        let ended = tokio::time::timeout(wait, self.until_end(&found)).await;
        match ended {
            Ok(result) => result.map(|()| Cancelled::Gone),
            Err(_) => Ok(Cancelled::Underway),
        }
    }

    async fn until_end(&self, run: &Run) -> Result<(), Error> {
        let last_seq = self.inner.store.last_seq(&run.id).await?;
        let mut watch = self.watch(&run.id, last_seq).await?;
        while watch.next().await?.is_some() {}
        Ok(())
    }
}
