//! Deleting from the object store.

use annals_domain::RunId;
use annals_store::ObjectPart;

use super::Collector;
use crate::Error;

/// How many objects are asked for at once.
const OBJECTS: i64 = 200;

impl Collector {
    /// Deletes what is noted to be deleted from the object store; with `moving`, which takes the
    /// turn, also logs that were written there and then not said to lie there.
    pub(crate) async fn delete_objects(&self, moving: bool) -> Result<(), Error> {
        self.delete_prefixes().await?;
        loop {
            let doomed = self.store.doomed_objects(moving, OBJECTS).await?;
            if doomed.is_empty() {
                return Ok(());
            }
            for (run, part) in doomed {
                if part != ObjectPart::Moving || self.is_left(&run).await? {
                    self.files.delete_part(&run, part).await?;
                }
                self.store.objects_deleted(&run, part).await?;
            }
        }
    }

    /// The same for what is noted by the beginning of its keys.
    async fn delete_prefixes(&self) -> Result<(), Error> {
        loop {
            let doomed = self.store.doomed_prefixes(OBJECTS).await?;
            if doomed.is_empty() {
                return Ok(());
            }
            for prefix in doomed {
                self.files.delete_prefix(&prefix).await?;
                self.store.prefix_deleted(&prefix).await?;
            }
        }
    }

    /// Whether nothing reads the log of `run` from the object store.
    async fn is_left(&self, run: &RunId) -> Result<bool, Error> {
        let state = self.store.log_state(run).await?;
        Ok(state.offloaded_at.is_none() || state.removed_at.is_some())
    }
}
