//! Runs that are carried out elsewhere and are heard of no more: they end as failures.
//!
//! Every server looks for them. That a run is still silent is looked at again in the transaction
//! that ends it, so that one of them ends it, and nobody whose report came in between.

use std::sync::Arc;
use std::time::Duration;

use annals_domain::{ErrorType, RunFailure, RunStatus, Timestamp};
use annals_store::{Append, Change, RecordingChange, SilentRun, StoreError};

use super::EPOCH;
use crate::engine::Inner;
use crate::{Error, bodies};

/// How often silent runs are looked for.
const LOOK: Duration = Duration::from_secs(1);

/// Starts looking for silent runs.
pub(crate) fn keep(inner: &Arc<Inner>) {
    let this = Arc::clone(inner);
    inner.tasks.spawn(async move {
        let mut tick = tokio::time::interval(LOOK);
        let mut since = this.clock.now();
        loop {
            tokio::select! {
                () = this.stopping.cancelled() => return,
                _ = tick.tick() => {}
            }
            if let Err(error) = look(&this, since).await {
                tracing::warn!("silent runs are not looked for: {error}");
                // Nobody can report while the database is away.
                since = this.clock.now();
            }
        }
    });
}

/// Ends the runs that have been silent for too long while they could be heard, which is `since` then.
async fn look(inner: &Inner, since: Timestamp) -> Result<(), Error> {
    let now = inner.clock.now();
    for run in inner.store.silent_runs(now, now.millis_since(since)).await? {
        end(inner, &run, now).await?;
    }
    Ok(())
}

async fn end(inner: &Inner, run: &SilentRun, now: Timestamp) -> Result<(), Error> {
    let message = format!(
        "it was heard of last at {}, which is longer ago than its limit of {} s",
        run.heard_at,
        seconds(run.limit_ms)
    );
    let failure = RunFailure { error_type: ErrorType::Timeout, message };
    let append = Append {
        epoch: EPOCH,
        entries: vec![bodies::status(&run.id, RunStatus::Failure, Some(&failure), now)],
        changes: vec![
            Change::Recording(RecordingChange::Silent(now)),
            Change::End { status: RunStatus::Failure, at: now, failure: Some(failure) },
            Change::Recording(RecordingChange::Over),
        ],
        ..Append::default()
    };
    match inner.store.append(&run.id, run.day, append).await {
        Ok(appended) => {
            tracing::warn!("run #{} of {}: nothing was heard of it", run.number, run.task_id);
            inner.publish(&run.id, appended, true);
            inner.timelines.moved(&run.task_id);
            inner.hub.close(&run.id);
        }
        // It was heard of, has ended or was deleted meanwhile.
        Err(StoreError::Heard | StoreError::Transition(_) | StoreError::Gone(_)) => {}
        Err(error) => return Err(error.into()),
    }
    inner.store.release_unused(&run.id);
    Ok(())
}

/// Milliseconds as seconds, without needless digits.
fn seconds(ms: i64) -> String {
    match ms % 1000 {
        0 => (ms / 1000).to_string(),
        rest => format!("{}.{rest:03}", ms / 1000).trim_end_matches('0').to_owned(),
    }
}
