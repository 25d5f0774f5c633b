//! What is told of without being asked.

use annals_domain::RunStatus;
use annals_domain::ledger::{EntryKind, NewEntry};
use annals_store::{Append, Change, TaskBuildHistoryContextType as Type};
use serde_json::{Value, json};

use super::support::{all, store};
use crate::fixture::Database;
use crate::make::{DAY, at, begun, created, end, first, run};

fn entry(kind: EntryKind, body: Value) -> NewEntry {
    NewEntry { kind, at: at(5), body }
}

pub async fn a_runs_facts_are_told_once(db: &Database) {
    let (store, _) = store(db).await;
    let epoch = begun(&store, "a", "ra").await;
    let entries = vec![
        entry(EntryKind::Node, json!({"node": "setup", "state": "success"})),
        entry(EntryKind::Node, json!({"node": "main", "state": "success"})),
        entry(EntryKind::Status, json!({"status": "success"})),
    ];
    let changes = vec![end(RunStatus::Success, 9, None)];
    let append = Append { epoch, entries, changes, ..Append::default() };
    // A stale attempt's facts are not told, and a change that is refused takes its entries along.
    store
        .append(&run("ra"), DAY, Append { epoch: epoch - 1, ..append.clone() })
        .await
        .expect_err("stale");
    store.append(&run("ra"), DAY, append.clone()).await.expect("appended");
    store.append(&run("ra"), DAY, append).await.expect_err("ended");
    let told: Vec<_> = all(&store, "a")
        .await
        .into_iter()
        .map(|e| (e.n, e.context_type, e.seq, e.content))
        .collect();
    assert_eq!(
        told,
        [
            (1, Type::SetupComplete, Some(2), "run #1: setup complete".to_owned()),
            (2, Type::StatusChange, Some(4), "run #1: success".to_owned()),
        ]
    );
    let rows =
        db.count("SELECT COUNT(*) FROM ledger WHERE run_id = 'ra' AND kind = 'history'").await;
    assert_eq!(rows, 1, "the fixture's own entry only");
    let change = Change::Outputs(json!({}));
    let silent = Append { epoch, changes: vec![change], ..Append::default() };
    store.append(&run("ra"), DAY, silent).await.expect("appended");
    assert_eq!(all(&store, "a").await.len(), 2);
}

/// Who submits pays for no entry; the run's session and workspace are those of its entries.
pub async fn a_runs_session_is_its_entries(db: &Database) {
    let (store, _) = store(db).await;
    let mut creation = first("a", "ra", 7);
    creation.entry = entry(EntryKind::Status, json!({"status": "pending"}));
    creation.run.session_id = Some("s".into());
    creation.run.workspace_id = Some("w".into());
    created(&store, creation).await;
    assert_eq!(all(&store, "a").await, []);
    let epoch = store.begin_attempt(&run("ra"), "host", at(1)).await.expect("an attempt");
    let entries = vec![entry(EntryKind::Status, json!({"status": "running"}))];
    let begun = Append { epoch, entries, ..Append::default() };
    store.append(&run("ra"), DAY, begun).await.expect("appended");
    let told = all(&store, "a").await;
    assert_eq!((told[0].n, told[0].seq, told[0].run_id.clone()), (1, Some(2), Some(run("ra"))));
    assert_eq!(
        (told[0].session_id.as_deref(), told[0].workspace_id.as_deref()),
        (Some("s"), Some("w"))
    );
    assert_eq!((told[0].content.as_str(), told.len()), ("run #1: running", 1));
    assert_eq!((told[0].context_type, told[0].created_at), (Type::StatusChange, at(5)));
}
