//! Files and results that are not to stay, and what was being done with files by who is gone.

use std::sync::Arc;
use std::time::Duration;

use crate::Error;
use crate::engine::Inner;

use super::underway;

/// How often it is looked at most; with shorter leases more often.
const EVERY: Duration = Duration::from_secs(60);

/// Looks now and then for what is to go.
pub(crate) fn keep(inner: &Arc<Inner>) {
    let task = Arc::clone(inner);
    inner.tasks.spawn(async move {
        loop {
            if let Err(error) = pass(&task).await {
                tracing::warn!("files and results of jobs: {error}");
            }
            tokio::select! {
                () = task.stopping.cancelled() => return,
                () = tokio::time::sleep(EVERY.min(task.settings.leases.lease)) => {}
            }
        }
    });
}

/// Gives up what nobody is at any more, and lets go of what is due.
async fn pass(inner: &Inner) -> Result<(), Error> {
    underway::give_up_what_was_left(inner).await?;
    let now = inner.clock.now();
    let before = now.plus_millis(-inner.settings.jobs.passing_ms);
    let due = inner.store.passing_job_runs(before).await?;
    for run in &due {
        inner.store.remove_job_data(run, now).await?;
    }
    if !due.is_empty() {
        inner.collector.delete_objects(false).await?;
    }
    Ok(())
}
