//! Retention by itself: some time after the start, then again and again.

use std::sync::Arc;

use crate::Error;
use crate::engine::Inner;

/// Starts looking after it.
pub(crate) fn keep(inner: &Arc<Inner>) {
    let this = Arc::clone(inner);
    inner.tasks.spawn(async move {
        let policy = *this.collector.policy();
        let mut wait = policy.first_after;
        loop {
            tokio::select! {
                () = this.stopping.cancelled() => return,
                () = tokio::time::sleep(wait) => {}
            }
            wait = policy.every;
            match this.collector.collect(false, i64::MAX).await {
                Ok(collected) => tracing::debug!(?collected, "retention"),
                // Another server is at it.
                Err(Error::Conflict(_)) => {}
                Err(error) => tracing::warn!("retention: {error}"),
            }
        }
    });
}
