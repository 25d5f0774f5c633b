//! Ending attempts that belong to nobody any more: their run was taken over, or has ended.

use std::sync::Arc;

use annals_domain::Place;
use annals_executor::{AttemptRef, Executor, ExecutorError, Reports};

use crate::engine::Inner;

/// Ends what is left of an attempt and lets go of what is kept of it, in the background, unless that
/// is being done already.
pub(crate) fn abandon(inner: &Arc<Inner>, attempt: AttemptRef, executor: Arc<dyn Executor>) {
    if !inner.followed.abandon(&attempt) {
        return;
    }
    let inner = Arc::clone(inner);
    inner.tasks.clone().spawn(async move {
        let ended = tokio::select! {
            // It is found again after the next start.
            () = inner.stopping.cancelled() => return,
            ended = end(&*executor, &attempt) => ended,
        };
        if let Err(error) = ended {
            tracing::warn!("attempt {} of run {}: {error}", attempt.epoch, attempt.run_id);
        }
        inner.followed.abandoned(&attempt);
    });
}

async fn end(executor: &dyn Executor, attempt: &AttemptRef) -> Result<(), ExecutorError> {
    executor.cancel(attempt).await?;
    let mut follower = executor.follow(attempt, Place::default()).await?;
    while let Reports::Some(_) = follower.next().await? {}
    drop(follower);
    executor.forget(attempt).await
}
