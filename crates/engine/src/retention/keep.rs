//! Retention by itself: some time after the start, then again and again.

use std::sync::Arc;
use std::time::Duration;

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
            clear_out(&this, policy.environments_unused_ms).await;
            match this.collector.collect(false, i64::MAX).await {
                Ok(collected) => tracing::debug!(?collected, "retention"),
                // Another server is at it.
                Err(Error::Conflict(_)) => {}
                Err(error) => tracing::warn!("retention: {error}"),
            }
        }
    });
}

/// Lets executors clear out what no run has used for so long. Each server sees to its own.
async fn clear_out(inner: &Inner, unused_ms: Option<i64>) {
    let unused = unused_ms.and_then(|millis| u64::try_from(millis).ok());
    let Some(unused) = unused.map(Duration::from_millis) else { return };
    for executor in inner.executors() {
        match executor.clear_out(unused, inner.clock.now()).await {
            Ok(cleared) if cleared.environments == 0 => {}
            Ok(cleared) => tracing::info!(?cleared, "environments that nobody used"),
            Err(error) => tracing::warn!("clearing out: {error}"),
        }
    }
}
