//! What happens to a run of a job besides its tasks: each stands in the run's ledger, so that every
//! stream can be resumed.

use annals_domain::ledger::{EntryKind, NewEntry};
use annals_domain::{Run, TransitionError};
use annals_store::{Append, StoreError};
use serde_json::{Value, json};

use crate::engine::Inner;

/// The name under which an entry holds what jobs tell.
pub(super) const JOB_EVENT: &str = "job_event";

impl Inner {
    /// Tells of something that happened in a run, such as `{"type": "export_started", …}`. What was
    /// done stands whether it can be told or not.
    pub(crate) async fn tell_job(&self, run: &Run, events: Vec<Value>) {
        if events.is_empty() {
            return;
        }
        let mut epoch = run.state.epoch;
        loop {
            let entries = events.iter().map(|event| self.entry(event)).collect();
            let append = Append { epoch, entries, ..Append::default() };
            match self.store.append(&run.id, run.day(), append).await {
                Ok(appended) => {
                    self.publish(&run.id, appended, false);
                    break;
                }
                // An attempt has begun meanwhile.
                Err(StoreError::Transition(TransitionError::Stale { current, .. }))
                    if current > epoch =>
                {
                    epoch = current;
                }
                Err(error) => {
                    tracing::warn!("an event of run {} is not told: {error}", run.id);
                    break;
                }
            }
        }
        self.store.release_unused(&run.id);
    }

    fn entry(&self, event: &Value) -> NewEntry {
        let body = json!({ "path": null, JOB_EVENT: event });
        NewEntry { kind: EntryKind::Artifact, at: self.clock.now(), body }
    }
}
