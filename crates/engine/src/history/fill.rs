//! History entries in a run's ledger: the ledger holds a pointer, the timeline the entry.

use annals_domain::RunId;
use annals_domain::ledger::{Entry, EntryKind};

use crate::Error;
use crate::engine::Inner;

/// Puts the entries themselves where the ledger points at them, and leaves out those that have
/// gone or expired: their numbers stay unused.
pub(crate) async fn fill(
    inner: &Inner,
    run: &RunId,
    entries: Vec<Entry>,
) -> Result<Vec<Entry>, Error> {
    let pointers = entries.iter().filter(|entry| entry.kind == EntryKind::History);
    let numbers: Vec<i64> = pointers.filter_map(|entry| entry.body["n"].as_i64()).collect();
    if numbers.is_empty() {
        return Ok(entries);
    }
    let mut found = inner.store.history_of_run(run, &numbers).await?;
    let mut filled = Vec::with_capacity(entries.len());
    for mut entry in entries {
        if entry.kind == EntryKind::History {
            let Some(at) = found.iter().position(|found| found.seq == Some(entry.seq)) else {
                continue;
            };
            entry.body = serde_json::to_value(found.swap_remove(at))
                .map_err(|error| Error::Internal(error.to_string()))?;
        }
        filled.push(entry);
    }
    Ok(filled)
}
