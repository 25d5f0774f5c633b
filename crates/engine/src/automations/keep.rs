//! Who looks at sources and goes on with what came of events, and when: one server of a database at
//! a time, a few things at once.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use super::{advance, look};
use crate::Error;
use crate::engine::Inner;

/// The name of the lease that whoever is at it holds.
const LEASE: &str = "automations";
/// For how long it holds at most without being renewed.
const LONGEST: Duration = Duration::from_secs(20);
/// How often it is looked whether something is due.
const EVERY: Duration = Duration::from_millis(500);
/// How many things are done at once.
const AT_ONCE: usize = 8;

/// Looks after automations as long as the server runs.
pub(crate) fn keep(inner: &Arc<Inner>) {
    let task = Arc::clone(inner);
    inner.tasks.spawn(async move {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        loop {
            if let Err(error) = pass(&task, &places).await {
                tracing::warn!("automations: {error}");
            }
            tokio::select! {
                () = task.stopping.cancelled() => break,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
        // So that another server need not wait.
        let _ = task.store.give_lease_back(LEASE, &task.settings.owner).await;
    });
}

/// Begins what is due, where this server is the one to do so.
async fn pass(inner: &Arc<Inner>, places: &Arc<Semaphore>) -> Result<(), Error> {
    let (store, now) = (&inner.store, inner.clock.now());
    let lease = LONGEST.min(inner.settings.leases.lease).as_millis();
    let until = now.plus_millis(i64::try_from(lease).unwrap_or(i64::MAX));
    // Where nobody shares the database nobody else can be at it.
    if store.is_shared() && !store.take_lease(LEASE, &inner.settings.owner, now, until).await? {
        return Ok(());
    }
    for of in store.due_automations(now).await? {
        let this = Arc::clone(inner);
        begin(inner, places, of.id.to_string(), async move { look::look(&this, &of).await });
    }
    for of in store.due_automation_runs(now).await? {
        let this = Arc::clone(inner);
        let key = of.event.to_string();
        begin(inner, places, key, async move { advance::advance(&this, of).await });
    }
    Ok(())
}

/// Does something beside other things, unless it is being done already or too much is.
fn begin(
    inner: &Arc<Inner>,
    places: &Arc<Semaphore>,
    key: String,
    work: impl Future<Output = Result<(), Error>> + Send + 'static,
) {
    let Ok(place) = Arc::clone(places).try_acquire_owned() else { return };
    if !inner.automations.busy().insert(key.clone()) {
        return;
    }
    let this = Arc::clone(inner);
    inner.tasks.spawn(async move {
        // Dropped anywhere, it goes on at the step that was noted last.
        let done = tokio::select! {
            () = this.stopping.cancelled() => Ok(()),
            done = work => done,
        };
        if let Err(error) = done {
            tracing::warn!("automation {key}: {error}");
        }
        this.automations.busy().remove(&key);
        drop(place);
    });
}
