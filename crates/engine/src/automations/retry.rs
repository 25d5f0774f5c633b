//! What was given up is taken up again, because somebody says so.

use std::time::Duration;

use annals_domain::{
    AutomationId, AutomationStatus as Status, ConfigStep, ErrorType, EventId, RunStatus,
};
use annals_store::{AutomationRun, AutomationStep, EventRun};

use crate::Error;
use crate::engine::Engine;

/// How long a run that is being set up may take to end.
const PATIENCE: Duration = Duration::from_secs(10);

impl Engine {
    /// Goes on with what came of an event and was given up: with its results, where they only did
    /// not reach their destination, else with another run.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such event, [`Error::Conflict`] unless it was given up.
    pub async fn retry_automation_run(
        &self,
        automation: &AutomationId,
        event: &EventId,
    ) -> Result<AutomationRun, Error> {
        let of = self.event_of(automation, event).await?;
        if of.status != Status::Failed {
            let text = format!("it is {}; only what has failed is tried again", of.status);
            return Err(Error::Conflict(text));
        }
        let (to, run) = self.where_to(&of).await?;
        let now = self.inner.clock.now();
        let step = AutomationStep {
            from: Status::Failed,
            to,
            run,
            exported: None,
            failures: 0,
            error: None,
            next_at: Some(now),
            at: now,
        };
        // Where somebody else was quicker it is under way, too.
        self.inner.store.step_automation_run(event, step).await?;
        self.event_of(automation, event).await
    }

    async fn event_of(
        &self,
        automation: &AutomationId,
        event: &EventId,
    ) -> Result<AutomationRun, Error> {
        let found = self.inner.store.automation_run(event).await?;
        let found = found.filter(|found| found.automation == *automation);
        found.ok_or_else(|| Error::not_found("event", event))
    }

    /// Where to go on, and with which run.
    async fn where_to(&self, of: &AutomationRun) -> Result<(Status, EventRun), Error> {
        let anew = (Status::Waiting, EventRun::Another);
        let Some(id) = &of.run else { return Ok(anew) };
        let Some(run) = self.inner.store.run(id).await? else { return Ok(anew) };
        let found = self.job_run(&run.task_id, Some(id)).await?;
        let partial = run.error_type == Some(ErrorType::Partial);
        Ok(match run.state.status {
            RunStatus::Success => (Status::Exporting, EventRun::Same),
            RunStatus::Failure if partial => (Status::Exporting, EventRun::Same),
            RunStatus::Pending if found.row.step != ConfigStep::Submitted => {
                // It has files that could not be had, and is of no use.
                self.cancel(id, PATIENCE).await?;
                anew
            }
            RunStatus::Pending | RunStatus::Running => (Status::Processing, EventRun::Same),
            RunStatus::Failure | RunStatus::Cancelled => anew,
        })
    }
}
