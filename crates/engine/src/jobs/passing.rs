//! Files and results that are not to stay, and archives whose unpacking was broken off.

use std::sync::Arc;
use std::time::Duration;

use crate::Error;
use crate::engine::Inner;

use super::unpack;

/// How often it is looked.
const EVERY: Duration = Duration::from_secs(60);
/// After how many milliseconds without a change whoever unpacked an archive is taken for gone.
const STRANDED_MS: i64 = 30 * 60 * 1000;

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
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    });
}

/// Lets go of what is due.
async fn pass(inner: &Inner) -> Result<(), Error> {
    let now = inner.clock.now();
    let before = now.plus_millis(-inner.settings.jobs.passing_ms);
    let due = inner.store.passing_job_runs(before).await?;
    for run in &due {
        inner.store.remove_job_data(run, now).await?;
    }
    if !due.is_empty() {
        inner.collector.delete_objects(false).await?;
    }
    for file in inner.store.stranded_job_files(now.plus_millis(-STRANDED_MS)).await? {
        let Some(run) = inner.store.run(&file.run).await? else { continue };
        if let Some(found) = inner.store.job_run(&run.task_id, Some(&run.id)).await? {
            let reason = "The server was stopped while this was unpacked; upload it again.";
            unpack::refuse(inner, &found, &file, reason).await?;
        }
    }
    Ok(())
}
