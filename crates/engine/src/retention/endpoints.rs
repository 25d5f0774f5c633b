//! What callers may ask of retention: pins, limits, single runs, a pass now.

use annals_domain::{Retention, Run, RunChange, RunId, TaskId};
use annals_executor::AttemptRef;
use annals_store::RunDeletion;

use super::Collected;
use crate::{Engine, Error};

/// How many runs one request lets go of, so that its answer comes in time.
const STEP: i64 = 5000;

impl Engine {
    /// Pins a run, or takes its pin away; answers it.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run.
    pub async fn pin(&self, run: &RunId, pinned: bool) -> Result<Run, Error> {
        if !self.inner.store.pin(run, pinned).await? {
            return Err(Error::not_found("run", run));
        }
        self.inner.feed.tell(RunChange::Pinned, run);
        self.run(run).await
    }

    /// Deletes a run that has ended with its log, files and timeline, pinned or not.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run, [`Error::Conflict`] if it has not ended.
    pub async fn delete_run(&self, id: &RunId) -> Result<(), Error> {
        self.delete_one(id, true).await
    }

    /// Deletes a run that has ended, unless it is pinned.
    ///
    /// # Errors
    /// As [`Engine::delete_run`]; [`Error::Conflict`] too if it is pinned.
    pub(crate) async fn delete_unpinned(&self, id: &RunId) -> Result<(), Error> {
        self.delete_one(id, false).await
    }

    async fn delete_one(&self, id: &RunId, pinned_too: bool) -> Result<(), Error> {
        let run = self.run(id).await?;
        let attempts = self.inner.store.attempts(id).await?;
        let deletion = match pinned_too {
            true => self.inner.store.delete_run(id).await?,
            false => self.inner.store.retire_run(id).await?,
        };
        match deletion {
            RunDeletion::Done => {}
            RunDeletion::Running | RunDeletion::Pinned => {
                let text = format!(
                    "run #{} has not ended ({}); cancel it first",
                    run.number, run.state.status
                );
                return Err(Error::Conflict(text));
            }
            RunDeletion::Gone => return Err(Error::not_found("run", id)),
        }
        self.inner.feed.tell(RunChange::Deleted, id);
        if let Some(executor) = self.inner.executor(&run.executor) {
            for attempt in attempts {
                let attempt = AttemptRef { run_id: id.clone(), epoch: attempt.epoch };
                if let Err(error) = executor.forget(&attempt).await {
                    tracing::warn!("attempt {} of run {id}: {error}", attempt.epoch);
                }
            }
        }
        self.inner.timelines.moved(&run.task_id);
        // They are noted: where the object store is away, the next pass deletes them.
        if let Err(error) = self.inner.collector.delete_objects(false).await {
            tracing::warn!("objects of run {id}: {error}");
        }
        Ok(())
    }

    /// A task's own limits.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such task.
    pub async fn task_limits(&self, task: &TaskId) -> Result<Retention, Error> {
        self.task(task).await?;
        Ok(self.inner.store.task_limits(task).await?)
    }

    /// Gives a task limits of its own; the next pass holds it to them.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such task.
    pub async fn limit_task(&self, task: &TaskId, limits: Retention) -> Result<(), Error> {
        if self.inner.store.limit_task(task, limits).await? {
            return Ok(());
        }
        Err(Error::not_found("task", task))
    }

    /// Lets go of what goes beyond the limits, some thousand runs at a time; a dry run only says
    /// what that is.
    ///
    /// # Errors
    /// [`Error::Conflict`] while a server is at it already.
    pub async fn collect(&self, dry_run: bool) -> Result<Collected, Error> {
        self.inner.collector.collect(dry_run, STEP).await
    }
}
