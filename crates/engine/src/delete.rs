//! Deleting a task with everything that belongs to it.

use std::time::Duration;

use annals_domain::{PageSize, Run, RunChange, RunStatus, TaskId};

use crate::engine::Engine;
use crate::{Cancelled, Deleted, Error, PageRequest, RunFilter};

/// How long one run may take to end before the deletion is refused for now.
const PATIENCE: Duration = Duration::from_secs(30);

impl Engine {
    /// Ends what runs, then deletes the task with its runs, logs and files.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown task, [`Error::Conflict`] if a run does not end in time.
    pub async fn delete_task(&self, id: &TaskId) -> Result<Deleted, Error> {
        self.task(id).await?;
        let workflows = self.end_runs(id).await?;
        let gone = self.inner.store.run_days(id).await?;
        let (runs, logs) = self.inner.store.delete_task(id).await?;
        gone.iter().for_each(|(run, _)| self.inner.feed.tell(RunChange::Deleted, run));
        // They are noted: where the object store is away, the next pass deletes them.
        if let Err(error) = self.inner.collector.delete_objects(false).await {
            tracing::warn!("objects of task {id}: {error}");
        }
        Ok(Deleted { runs, logs, workflows })
    }

    /// Cancels every run of the task that has not ended; answers how many there were.
    async fn end_runs(&self, id: &TaskId) -> Result<i64, Error> {
        let mut ended = 0;
        loop {
            let open = self.open_runs(id).await?;
            // What is carried out elsewhere cannot be ended here; whoever reports of it is told.
            let (elsewhere, open): (Vec<_>, Vec<_>) = open.into_iter().partition(Run::is_external);
            elsewhere.iter().for_each(|run| self.inner.hub.close(&run.id));
            if open.is_empty() {
                return Ok(ended);
            }
            for run in open {
                match self.cancel(&run.id, PATIENCE).await {
                    Ok(Cancelled::Gone) => ended += 1,
                    Ok(Cancelled::Underway) => {
                        let text =
                            format!("run #{} is still ending; try again shortly", run.number);
                        return Err(Error::Conflict(text));
                    }
                    // It ended by itself meanwhile.
                    Err(Error::Conflict(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }

    async fn open_runs(&self, id: &TaskId) -> Result<Vec<Run>, Error> {
        let mut open = Vec::new();
        for status in [RunStatus::Pending, RunStatus::Running] {
            let filter = RunFilter {
                task_id: Some(id.clone()),
                status: Some(status),
                ..RunFilter::default()
            };
            let page = PageRequest { size: PageSize::new(500), cursor: None };
            open.extend(self.runs(filter, page).await?.items);
        }
        Ok(open)
    }
}
