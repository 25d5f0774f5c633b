//! What goes on outside although no run asks for it: looked for at the start and from then on.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use annals_executor::{AttemptRef, Executor};

use crate::Error;
use crate::abandon::abandon;
use crate::engine::Inner;

/// Ends those of these attempts that no run is about. `left` was read before this is called: an
/// attempt is launched only after its run says so.
pub(crate) async fn end(
    inner: &Arc<Inner>,
    left: HashMap<AttemptRef, Arc<dyn Executor>>,
) -> Result<(), Error> {
    let wanted = wanted(inner).await?;
    for (attempt, executor) in left {
        if wanted.contains(&attempt) || inner.active().contains_key(&attempt.run_id) {
            continue;
        }
        abandon(inner, attempt, executor);
    }
    Ok(())
}

/// The attempts that open runs of any server are about, of executors that all servers share.
async fn wanted(inner: &Inner) -> Result<HashSet<AttemptRef>, Error> {
    let mut wanted = HashSet::new();
    for executor in inner.executors().filter(|executor| executor.is_shared()) {
        for run in inner.store.open_runs_on(executor.name()).await? {
            wanted.insert(AttemptRef { run_id: run.id, epoch: run.launched });
        }
    }
    Ok(wanted)
}
