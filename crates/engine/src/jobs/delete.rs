//! Deleting jobs and single runs of them.

use std::time::Duration;

use annals_domain::{RunId, TaskId};

use crate::engine::Engine;
use crate::{Cancelled, Error};

/// How long a run may take to end before its deletion is refused for now.
const PATIENCE: Duration = Duration::from_secs(30);

impl Engine {
    /// Ends what runs, then deletes a job with its runs, files, results and exports.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such job, [`Error::Conflict`] if a run does not end in time.
    pub async fn delete_job(&self, job: &TaskId) -> Result<(), Error> {
        self.job(job).await?;
        self.delete_task(job).await.map(drop)
    }

    /// Ends a run of a job if it goes on, then deletes it with its files, results and exports.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run, [`Error::Conflict`] if it does not end in time.
    pub async fn delete_job_run(&self, job: &TaskId, run: &RunId) -> Result<(), Error> {
        let found = self.job_run(job, Some(run)).await?;
        if !found.row.run.state.status.is_terminal() {
            match self.cancel(run, PATIENCE).await {
                Ok(Cancelled::Gone) => {}
                Ok(Cancelled::Underway) => {
                    let number = found.row.run.number;
                    let text = format!("run #{number} is still ending; try again shortly");
                    return Err(Error::Conflict(text));
                }
                // It ended by itself meanwhile.
                Err(Error::Conflict(_)) => {}
                Err(error) => return Err(error),
            }
        }
        self.delete_run(run).await
    }
}
