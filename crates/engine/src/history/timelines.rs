//! Wakes those who follow a task's timeline once something was added to it here.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use annals_domain::TaskId;
use tokio::sync::watch;

/// The timelines that are followed in this process.
#[derive(Default)]
pub(crate) struct Timelines(Mutex<HashMap<TaskId, watch::Sender<()>>>);

impl Timelines {
    fn lock(&self) -> MutexGuard<'_, HashMap<TaskId, watch::Sender<()>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something may have been added to the task's timeline.
    pub(crate) fn moved(&self, task: &TaskId) {
        let mut followed = self.lock();
        let Some(sender) = followed.get(task) else { return };
        if sender.send(()).is_err() {
            followed.remove(task);
        }
    }

    /// A receiver that wakes whenever something may have been added.
    pub(crate) fn follow(&self, task: &TaskId) -> watch::Receiver<()> {
        let mut followed = self.lock();
        // Those whose last follower went away are let go of when others come.
        followed.retain(|_, sender| sender.receiver_count() > 0);
        followed.entry(task.clone()).or_insert_with(|| watch::Sender::new(())).subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn followers_wake_and_leave_nothing() {
        let (timelines, a): (_, TaskId) = (Timelines::default(), "a".parse().expect("an id"));
        timelines.moved(&a);
        let mut follower = timelines.follow(&a);
        assert!(!follower.has_changed().expect("open"));
        timelines.moved(&a);
        follower.changed().await.expect("open");
        drop(follower);
        timelines.moved(&a);
        assert!(timelines.lock().is_empty());
    }
}
