//! What the timeline tells of by itself: the entries that statuses and nodes leave in a ledger,
//! in a sentence each, in the same transaction.
//!
//! They are made here, of what is stored, so that whoever adds to a ledger (the recorder, a
//! recovery, an executor of another kind) has told the timeline too. Such an entry has the place
//! of what it tells of; the ledger holds no second row for it. That a run was created is no change
//! and is not told: it would cost every submission, and the ledger says it.

use annals_domain::ledger::{Entry, EntryKind};
use serde_json::Value;
use sqlx::AnyConnection;

use super::policy::Keeper;
use super::rows::{self, NewRow};
use super::{TaskBuildHistory, TaskBuildHistoryContextType as ContextType, create, evict};
use crate::StoreError;
use crate::changes::Held;

/// A sentence on the timeline.
#[derive(Debug, PartialEq, Eq)]
struct Told<'e> {
    of: &'e Entry,
    kind: ContextType,
    content: String,
}

/// Tells a run's timeline of new entries of its ledger.
pub(crate) async fn tell(
    tx: &mut AnyConnection,
    keeper: &Keeper,
    run: &Held,
    entries: &[Entry],
) -> Result<(), StoreError> {
    let told = told(entries);
    if told.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(told.len()).unwrap_or(0);
    let mut head = create::open(tx, &run.task_id, count).await?;
    head.last_n -= count;
    let ids = keeper.ids(told.len());
    let mut rows = Vec::with_capacity(told.len());
    for (Told { of, kind, content }, id) in told.into_iter().zip(ids) {
        head.last_n += 1;
        let entry = TaskBuildHistory {
            id,
            task_id: run.task_id.clone(),
            run_id: Some(run.id.clone()),
            workspace_id: run.workspace_id.clone(),
            session_id: run.session_id.clone(),
            context_type: kind,
            content: format!("run #{}: {content}", run.number),
            metadata: None,
            created_at: of.at,
            expires_at: create::expiry(keeper, &head, kind, of.at),
            n: head.last_n,
            seq: Some(of.seq),
        };
        rows.push(NewRow { entry, own_seq: false });
    }
    rows::insert(tx, &rows).await?;
    let kinds = rows.iter().map(|row| row.entry.context_type);
    evict::beyond_limits(tx, keeper, &run.task_id, &head, kinds, keeper.now()).await
}

/// The sentences of a batch. An error that a node told of is not told again with the run's end.
fn told(entries: &[Entry]) -> Vec<Told<'_>> {
    let mut all = Vec::new();
    for of in entries {
        let found = match of.kind {
            EntryKind::Status => status(&of.body),
            EntryKind::Node => node(&of.body).into_iter().collect(),
            EntryKind::Artifact | EntryKind::History => Vec::new(),
        };
        for (kind, content) in found {
            let told_before = kind == ContextType::Error
                && of.kind == EntryKind::Status
                && all.iter().any(|told: &Told<'_>| told.kind == ContextType::Error);
            if !told_before {
                all.push(Told { of, kind, content });
            }
        }
    }
    all
}

fn text<'b>(body: &'b Value, name: &str) -> Option<&'b str> {
    body.get(name).and_then(Value::as_str)
}

/// A status, and before it the error that is nobody's but the platform's: no node tells of it.
fn status(body: &Value) -> Vec<(ContextType, String)> {
    let Some(status) = text(body, "status") else { return Vec::new() };
    let message = text(body, "message");
    let mut all = Vec::new();
    if let (Some("platform"), Some(message)) = (text(body, "error_type"), message) {
        all.push((ContextType::Error, message.to_owned()));
    }
    let content = match (text(body, "error_type"), message) {
        (Some(error), Some(message)) => format!("{status} ({error}): {message}"),
        _ => status.to_owned(),
    };
    all.push((ContextType::StatusChange, content));
    all
}

fn node(body: &Value) -> Option<(ContextType, String)> {
    let name = text(body, "node")?;
    if let Some(facts) = body.get("environment") {
        return Some((ContextType::ExecutionStep, environment(facts)));
    }
    if let Some(retry) = body.get("retry") {
        return Some((ContextType::ExecutionStep, retried(name, retry)));
    }
    match (name, text(body, "state")?) {
        ("setup", "success") => Some((ContextType::SetupComplete, "setup complete".to_owned())),
        ("setup", "running") => None,
        (_, "running") => {
            let process = text(body, "process").map(|id| format!(" (process {id})"));
            Some((
                ContextType::ExecutionStep,
                format!("{name} started{}", process.unwrap_or_default()),
            ))
        }
        (_, "failure") if !lost(body) => {
            let why = text(body, "message").unwrap_or("it failed");
            Some((ContextType::Error, format!("{name}: {why}")))
        }
        _ => None,
    }
}

fn retried(name: &str, retry: &Value) -> String {
    let count = |name| retry.get(name).and_then(Value::as_u64).unwrap_or(0);
    let (tried, of) = (count("tried"), count("of"));
    let why = text(retry, "message").unwrap_or("it failed");
    format!("{name}: try {tried} of {of} failed: {why}")
}

/// Whether the platform lost the node: then the run's end tells why.
fn lost(body: &Value) -> bool {
    body.pointer("/log/end/kind").and_then(Value::as_str) == Some("lost")
}

fn environment(facts: &Value) -> String {
    let made =
        if facts.get("cached").and_then(Value::as_bool) == Some(true) { "reused" } else { "built" };
    let python = text(facts, "python_version").unwrap_or("?");
    let packages = match facts.get("packages").and_then(Value::as_i64) {
        Some(1) => "1 package".to_owned(),
        count => format!("{} packages", count.unwrap_or(0)),
    };
    format!("environment {made}: Python {python}, {packages}")
}

#[cfg(test)]
mod tests {
    use annals_domain::Timestamp;
    use serde_json::json;

    use super::*;

    fn entry(seq: i64, kind: EntryKind, body: Value) -> Entry {
        Entry { seq, kind, at: Timestamp::from_micros(0), body }
    }

    fn shown(entries: &[Entry]) -> Vec<String> {
        let show = |t: &Told<'_>| format!("{} {}: {}", t.of.seq, t.kind, t.content);
        told(entries).iter().map(show).collect()
    }

    #[test]
    fn a_plain_run_leaves_few_entries() {
        let environment = json!({"python_version": "3.12.1", "packages": 1, "cached": true});
        let entries = [
            entry(1, EntryKind::Status, json!({"status": "running", "error_type": null})),
            entry(2, EntryKind::Node, json!({"node": "setup", "state": "running"})),
            entry(
                3,
                EntryKind::Node,
                json!({"node": "setup", "state": "running", "environment": environment}),
            ),
            entry(4, EntryKind::Node, json!({"node": "setup", "state": "success"})),
            entry(5, EntryKind::Node, json!({"node": "main", "state": "running", "process": "7"})),
            entry(6, EntryKind::Artifact, json!({"path": "a"})),
            entry(7, EntryKind::Node, json!({"node": "main", "state": "success"})),
            entry(8, EntryKind::Status, json!({"status": "success"})),
        ];
        assert_eq!(
            shown(&entries),
            [
                "1 status_change: running",
                "3 execution_step: environment reused: Python 3.12.1, 1 package",
                "4 setup_complete: setup complete",
                "5 execution_step: main started (process 7)",
                "8 status_change: success",
            ]
        );
    }

    #[test]
    fn an_error_is_told_once_where_it_happened() {
        let failed = json!({"node": "main", "state": "failure", "message": "exited with code 3"});
        let lost = json!({"node": "main", "state": "failure", "message": "gone", "log": {"end": {"kind": "lost"}}});
        let end = |error: &str| json!({"status": "failure", "error_type": error, "message": "why"});
        let of = |node: Value, error: &str| {
            shown(&[entry(1, EntryKind::Node, node), entry(2, EntryKind::Status, end(error))])
        };
        let exit = ["1 error: main: exited with code 3", "2 status_change: failure (exit): why"];
        assert_eq!(of(failed.clone(), "exit"), exit);
        assert_eq!(of(failed, "platform")[1..], ["2 status_change: failure (platform): why"]);
        let platform = ["2 error: why", "2 status_change: failure (platform): why"];
        assert_eq!(of(lost, "platform"), platform);
    }
}
