//! Carrying an act out, run by run.

use std::sync::atomic::Ordering;
use std::time::Duration;

use annals_domain::RunId;
use futures::StreamExt as _;

use super::BulkAction;
use super::job::Job;
use crate::Error;
use crate::engine::Engine;

/// How many runs are changed at once: SQLite commits them together.
const TOGETHER: usize = 16;

/// Goes through the runs. It breaks off where the database is away or the server stops.
pub(super) async fn carry_out(engine: &Engine, job: &Job) {
    let ids = futures::stream::iter(job.plan.ids.clone());
    let acts = ids.map(|id| async move { change(engine, &job.action, &id).await });
    let mut acts = acts.buffer_unordered(TOGETHER);
    let mut broken = None;
    while let Some(outcome) = acts.next().await {
        match outcome {
            Ok(()) => drop(job.changed.fetch_add(1, Ordering::Relaxed)),
            // It ended, changed or went by itself.
            Err(Error::NotFound { .. } | Error::Conflict(_)) => {
                job.skipped.fetch_add(1, Ordering::Relaxed);
            }
            Err(error @ (Error::Unavailable(_) | Error::NoRoom(_))) => {
                broken = Some(error.to_string());
            }
            Err(error) => job.failed(error.to_string()),
        }
        if engine.inner.stopping.is_cancelled() {
            broken = Some("the server was stopped".to_owned());
        }
        if broken.is_some() {
            break;
        }
    }
    if let Some(error) = &broken {
        tracing::warn!("an act on {} runs broke off: {error}", job.plan.ids.len());
    }
    job.end(engine.inner.clock.now(), broken);
}

async fn change(engine: &Engine, action: &BulkAction, id: &RunId) -> Result<(), Error> {
    match action {
        // It is asked to end and not waited for.
        BulkAction::Cancel => engine.cancel(id, Duration::ZERO).await.map(drop),
        BulkAction::Tag(tags) => engine.add_tags(id, tags.clone()).await.map(drop),
        BulkAction::Untag(tags) => engine.remove_tags(id, tags.clone()).await.map(drop),
        BulkAction::Delete => engine.delete_unpinned(id).await,
        BulkAction::Pin => engine.pin(id, true).await.map(drop),
        BulkAction::Unpin => engine.pin(id, false).await.map(drop),
    }
}
