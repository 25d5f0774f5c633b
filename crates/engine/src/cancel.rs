//! Asking a run to end, and waiting until its processes or pods are gone.

use std::sync::Arc;
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
            return Err(ended(&found, self.run(run).await?.state.status));
        }
        // A run that is being set up is nobody's, so there is nothing to wait for.
        let is_nobodys = found.owner.is_empty() && !found.is_external();
        if is_nobodys {
            let ended = self.end_waiting(&found).await;
            ended.map_err(|error| Error::Internal(format!("ending a run: {error}")))?;
        } else if self.inner.queue.remove(&found.task_id, run) {
            self.end_waiting(&found);
        } else if !recovery::ask(&self.inner, run) {
            let news = News::CancelAsked;
            self.inner.store.announce(Notice { run: run.clone(), news });
        }
        match tokio::time::timeout(wait, self.until_end(&found)).await {
            Ok(result) => result?,
            Err(_) => return Ok(Cancelled::Underway),
        }
        match self.run(run).await?.state.status {
            RunStatus::Cancelled => Ok(Cancelled::Gone),
            // It ended by itself before the wish reached it.
            word => Err(ended(&found, word)),
        }
    }

    /// Ends a run that was taken out of the queue. That is done even if the caller goes away,
    /// which drops the future that waits for the end.
    fn end_waiting(&self, run: &Run) -> tokio::task::JoinHandle<()> {
        let (inner, id) = (Arc::clone(&self.inner), run.id.clone());
        let attempt = AttemptRef { run_id: id.clone(), epoch: run.state.epoch };
        self.inner.tasks.spawn(async move {
            if let Err(error) = drive::end(&inner, &attempt, RunStatus::Cancelled, None).await {
                tracing::warn!("run {id}: {error}");
                inner.strays.notify_one();
            }
            inner.hub.close(&id);
            inner.store.release(&id);
        })
    }

    async fn until_end(&self, run: &Run) -> Result<(), Error> {
        let last_seq = self.inner.store.last_seq(&run.id).await?;
        let mut watch = self.watch(&run.id, last_seq).await?;
        while watch.next().await?.is_some() {}
        Ok(())
    }
}

fn ended(run: &Run, word: RunStatus) -> Error {
    Error::Conflict(format!("run #{} has already ended ({word})", run.number))
}
