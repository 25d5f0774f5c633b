//! A run is there whole or not at all.

use annals_domain::{NodeState, RunStatus, TaskKind};
use annals_store::StoreError;
use serde_json::json;

use super::fixture::Database;
use super::make::{DAY, again, at, created, first, number, run, snapshot, task};

pub async fn a_task_comes_with_its_first_run(db: &Database) {
    let store = db.store().await;
    let mut creation = first("t", "r", 5);
    creation.run.inputs = Some(json!({ "b": 1, "a": [null, "ä"] }));
    creation.run.timeout_ms = Some(1500);
    creation.run.tags = vec!["x".into(), "ä\"".into()];
    creation.run.user_id = Some("ada".into());
    assert_eq!(created(&store, creation.clone()).await, 1);

    let row = store.task(&task("t")).await.expect("an answer").expect("the task");
    assert_eq!((row.kind, row.name.as_str(), row.run_count), (TaskKind::Script, "t", 1));
    assert_eq!((row.created_at, row.updated_at), (at(5), at(5)));
    let latest = row.latest.expect("its run");
    assert_eq!(
        (latest.id, latest.number, latest.status),
        (run("r"), number(1), RunStatus::Pending)
    );
    assert_eq!(
        (latest.code_head.as_str(), latest.dependencies.as_deref()),
        ("print(1)", Some("six"))
    );

    let row = store.run(&run("r")).await.expect("an answer").expect("the run");
    assert_eq!((row.task_name.as_str(), row.number, row.day()), ("t", number(1), DAY));
    assert_eq!((row.tags, row.user_id), (creation.run.tags, Some("ada".into())));
    assert_eq!(
        store.run_of(&task("t"), None).await.expect("an answer").map(|r| r.id),
        Some(run("r"))
    );
    let details = store.run_details(&run("r")).await.expect("an answer").expect("details");
    assert_eq!((details.inputs, details.timeout_ms), (creation.run.inputs, Some(1500)));
    let nodes = store.nodes(&run("r"), DAY).await.expect("the nodes");
    let names: Vec<_> = nodes.iter().map(|n| (n.index, n.name.as_str(), n.state)).collect();
    assert_eq!(names, [(0, "setup", NodeState::Pending), (1, "main", NodeState::Pending)]);
    let entries = store.entries(&run("r"), 0, 10).await.expect("the entries");
    assert_eq!(
        entries.iter().map(|e| (e.seq, &e.body)).collect::<Vec<_>>(),
        [(1, &creation.entry.body)]
    );
    store.close().await;
}

pub async fn a_rerun_inherits_nothing_it_was_not_given(db: &Database) {
    let store = db.store().await;
    let mut creation = first("t", "r1", 0);
    creation.run.tags = vec!["x".into()];
    creation.run.inputs = Some(json!({ "a": 1 }));
    created(&store, creation).await;
    let mut creation = again("t", "r2", 9);
    creation.snapshot = snapshot("print(2)");
    creation.run.parent = Some(run("r1"));
    assert_eq!(created(&store, creation).await, 2);
    let row = store.run(&run("r2")).await.expect("an answer").expect("the run");
    assert_eq!((row.tags, row.parent), (Vec::<String>::new(), Some(run("r1"))));
    let details = store.run_details(&run("r2")).await.expect("an answer").expect("details");
    assert_eq!(details.inputs, None);
    assert_eq!(store.children(&run("r1")).await.expect("an answer"), [run("r2")]);
    let old = store.run(&run("r1")).await.expect("an answer").expect("the run");
    assert_eq!(old.snapshot_id, snapshot("print(1)").id, "an earlier run keeps what it ran");
    let latest = store.task(&task("t")).await.expect("an answer").and_then(|t| t.latest);
    assert_eq!(latest.map(|l| l.code_head), Some("print(2)".into()));
    store.close().await;
}

pub async fn a_task_that_is_gone_gets_no_run(db: &Database) {
    let store = db.store().await;
    let error = store.create_run(again("nowhere", "r", 0)).await.expect_err("no task");
    assert!(matches!(error, StoreError::Gone("task")), "{error:?}");
    assert_eq!(store.run(&run("r")).await.expect("an answer"), None);
    assert_eq!(db.count("SELECT COUNT(*) FROM snapshots").await, 0, "half a run was kept");
    store.close().await;
}

pub async fn equal_snapshots_are_stored_once(db: &Database) {
    let store = db.store().await;
    let tasks: Vec<_> = (0..20).map(|n| (format!("t{n}"), format!("r{n}"))).collect();
    let all = tasks.iter().map(|(t, r)| created(&store, first(t, r, 0)));
    futures::future::join_all(all).await;
    let mut other = again("t0", "other", 1);
    other.snapshot = snapshot("print('other')");
    created(&store, other).await;
    assert_eq!(db.count("SELECT COUNT(*) FROM snapshots").await, 2);
    let kept = store.snapshot(&snapshot("print(1)").id).await.expect("an answer");
    assert_eq!(kept, Some(snapshot("print(1)")));
    let ids = [snapshot("print('other')").id, snapshot("never").id];
    assert_eq!(store.snapshots(&ids).await.expect("an answer").len(), 1);
    store.close().await;
}

pub async fn a_duplicate_run_changes_nothing(db: &Database) {
    let store = db.store().await;
    created(&store, first("t", "r", 0)).await;
    store.create_run(again("t", "r", 1)).await.expect_err("the id is taken");
    let row = store.task(&task("t")).await.expect("an answer").expect("the task");
    assert_eq!((row.run_count, row.updated_at), (1, at(0)));
    assert_eq!(created(&store, again("t", "r2", 2)).await, 2, "no number is lost");
    store.close().await;
}
