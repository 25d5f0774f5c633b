//! Masks secrets in entries before they are stored.

use std::collections::HashMap;

use annals_domain::{RunId, TaskId};
use annals_redact::Redactor;
use annals_store::CreateTaskBuildHistory;

use crate::Error;
use crate::engine::Inner;

/// Masks the secrets of the runs that entries belong to; for one without a run, those of the
/// task's latest.
///
/// # Errors
/// [`Error::Unavailable`] if the database does not answer.
pub(super) async fn mask(
    inner: &Inner,
    task: &TaskId,
    new: &mut [CreateTaskBuildHistory],
) -> Result<(), Error> {
    let mut redactors = HashMap::new();
    for entry in new {
        if !redactors.contains_key(&entry.run_id) {
            let redactor = redactor(inner, task, entry.run_id.as_ref()).await?;
            redactors.insert(entry.run_id.clone(), redactor);
        }
        if let Some(Some(redactor)) = redactors.get(&entry.run_id) {
            mask_entry(redactor, entry);
        }
    }
    Ok(())
}

async fn redactor(
    inner: &Inner,
    task: &TaskId,
    run: Option<&RunId>,
) -> Result<Option<Redactor>, Error> {
    let run = match run {
        Some(run) => inner.store.run(run).await?,
        None => inner.store.run_of(task, None).await?,
    };
    match run {
        Some(run) => inner.redactor_of_run(&run).await,
        None => Ok(None),
    }
}

/// Masks an entry. Metadata stays JSON, and as it was written where nothing was to be masked.
fn mask_entry(redactor: &Redactor, entry: &mut CreateTaskBuildHistory) {
    redactor.mask(&mut entry.content);
    for text in [&mut entry.workspace_id, &mut entry.session_id].into_iter().flatten() {
        redactor.mask(text);
    }
    let Some(metadata) = &mut entry.metadata else { return };
    if let Ok(before) = serde_json::from_str::<serde_json::Value>(metadata) {
        let mut after = before.clone();
        redactor.value(&mut after);
        if after != before {
            *metadata = after.to_string();
        }
    }
}

#[cfg(test)]
mod tests {
    use annals_store::TaskBuildHistoryContextType;

    use super::*;

    #[test]
    fn metadata_stays_json() {
        let redactor = Redactor::new(["hunter22", "123456"]).expect("something to mask");
        let task = "t".parse().expect("an id");
        let kind = TaskBuildHistoryContextType::ChatMessage;
        let mut entry = CreateTaskBuildHistory::new(task, kind, "it is hunter22");
        for (metadata, masked) in
            [(r#"{"a": "x hunter22", "n": 1234567}"#, true), (r#"{ "a":  1 }"#, false)]
        {
            entry.metadata = Some(metadata.to_owned());
            mask_entry(&redactor, &mut entry);
            let after = entry.metadata.clone().unwrap_or_default();
            assert!(
                entry.check().is_ok() && !after.contains("hunter22") && !after.contains("123456")
            );
            assert_eq!(after != metadata, masked, "{after}");
        }
        assert!(!entry.content.contains("hunter22"));
    }
}
