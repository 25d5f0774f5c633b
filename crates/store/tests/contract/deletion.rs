//! Deleting a task leaves nothing of it, and everything of others.

use annals_domain::RunStatus;
use annals_store::{Change, Idempotency, Store, StoredArtifact};

use super::details::environment;
use super::fixture::Database;
use super::ledger::texts;
use super::make::{
    DAY, again, append, at, begun, block, created, end, entry, first, run, snapshot, task,
};

/// A task with everything that a task can have; `own` is its own snapshot and environment.
async fn full(store: &Store, of: &str, own: &str) {
    let id = format!("{of}-1");
    let mut creation = first(of, &id, 0);
    creation.snapshot = snapshot(own);
    creation.run.tags = vec!["x".into()];
    let (scope, key) = (of.to_owned(), "k".to_owned());
    creation.key = Some(Idempotency { scope, key, body_hash: "h".into() });
    created(store, creation).await;
    let mut second = again(of, &format!("{of}-2"), 1);
    second.snapshot = snapshot(own);
    created(store, second).await;
    let epoch = store.begin_attempt(&run(&id), "host", at(1)).await.expect("an attempt");
    let file = StoredArtifact { path: "a".into(), size: 1, sha256: "0".into(), created_at: at(1) };
    let mut all = append(epoch, vec![block(0, &["s"]), block(1, &["a", "b"])], vec![entry("e")]);
    let mut node = store.nodes(&run(&id), DAY).await.expect("the nodes").remove(1);
    node.log_lines = 2;
    all.changes = vec![
        Change::Begin(at(1)),
        Change::Environment(Box::new(environment(own, false)), at(1)),
        Change::Artifact(file),
        Change::Outputs(serde_json::json!({})),
        Change::Node(Box::new(node)),
        end(RunStatus::Success, 9, None),
    ];
    store.append(&run(&id), DAY, all).await.expect("appended");
}

/// Every table must be empty; environments, which runs share, once they were swept.
async fn assert_empty(db: &Database, store: &Store) {
    super::retention::clean(store).await;
    while store.sum_up(at(0)).await.expect("summed up") {}
    // Whoever has the object store deletes what is noted.
    for (run, part) in store.doomed_objects(true, 1000).await.expect("the notes") {
        store.objects_deleted(&run, part).await.expect("an answer");
    }
    let mut tables = db.tables().await;
    tables.sort_by_key(|table| table == "environments");
    assert!(tables.len() >= 13, "not the tables: {tables:?}");
    for table in tables {
        if table == "environments" {
            store.sweep(at(1_000_000), false).await.expect("swept");
        }
        let rows = match table.as_str() {
            // The one row that is always there, and counts.
            "job_total" => db.count("SELECT jobs FROM job_total").await,
            table => db.count(&format!("SELECT COUNT(*) FROM {table}")).await,
        };
        assert_eq!(rows, 0, "rows are left in {table}");
    }
    assert_eq!(db.block_count().await, 0, "blocks are left");
}

pub async fn leaves_nothing(db: &Database) {
    let store = db.store().await;
    full(&store, "t", "own").await;
    assert!(db.block_count().await > 0);
    assert_eq!(store.delete_task(&task("t")).await.expect("deleted"), (2, 1));
    assert_eq!(store.task(&task("t")).await.expect("an answer"), None);
    assert_empty(db, &store).await;
    assert_eq!(store.delete_task(&task("t")).await.expect("nothing to do"), (0, 0));
    store.close().await;
}

pub async fn leaves_what_others_use(db: &Database) {
    let store = db.store().await;
    full(&store, "t", "shared").await;
    full(&store, "other", "shared").await;
    full(&store, "alone", "alone").await;
    store.delete_task(&task("t")).await.expect("deleted");
    let snapshot = store.snapshot(&snapshot("shared").id).await.expect("an answer");
    let environment = store.environment(&environment("shared", false).id).await.expect("an answer");
    assert!(snapshot.is_some() && environment.is_some());
    assert_eq!(texts(&store, "other-1", 1).await, ["a", "b"]);
    assert_eq!(texts(&store, "t-1", 1).await, Vec::<String>::new());
    let kept = store.task(&task("alone")).await.expect("an answer").expect("the task");
    assert_eq!(kept.run_count, 2);
    store.delete_task(&task("other")).await.expect("deleted");
    store.delete_task(&task("alone")).await.expect("deleted");
    assert_empty(db, &store).await;
    store.close().await;
}

pub async fn of_many_at_once_leaves_nothing(db: &Database) {
    let store = db.store().await;
    for round in 0..10 {
        let names: Vec<_> = (0..6).map(|n| format!("t{round}-{n}")).collect();
        for name in &names {
            full(&store, name, "shared").await;
        }
        let all = names.iter().map(|name| {
            let (store, id) = (store.clone(), task(name));
            tokio::spawn(async move { store.delete_task(&id).await })
        });
        for outcome in futures::future::join_all(all).await {
            assert_eq!(outcome.expect("no panic").expect("deleted"), (2, 1));
        }
        assert_empty(db, &store).await;
    }
    store.close().await;
}

pub async fn beside_new_runs_of_equal_snapshots(db: &Database) {
    let store = db.store().await;
    for round in 0..5 {
        let old = format!("old{round}");
        full(&store, &old, "shared").await;
        let deleting = store.clone();
        let deleting = tokio::spawn(async move { deleting.delete_task(&task(&old)).await });
        let making = (0..6).map(|n| {
            let (store, name) = (store.clone(), format!("new{round}-{n}"));
            tokio::spawn(async move { full(&store, &name, "shared").await })
        });
        let making: Vec<_> = making.collect();
        deleting.await.expect("no panic").expect("deleted");
        for made in making {
            made.await.expect("made");
        }
        for n in 0..6 {
            store.delete_task(&task(&format!("new{round}-{n}"))).await.expect("deleted");
        }
    }
    assert_empty(db, &store).await;
    store.close().await;
}

pub async fn beside_a_writer_leaves_no_line(db: &Database) {
    let store = db.store().await;
    for round in 0..10 {
        let (of, id) = (format!("t{round}"), format!("r{round}"));
        let epoch = begun(&store, &of, &id).await;
        let writer = store.clone();
        let (begin, begun) = tokio::sync::oneshot::channel();
        let writing = tokio::spawn(async move {
            let mut begin = Some(begin);
            // Until the run is gone under it.
            for n in 0.. {
                let lines = append(epoch, vec![block(1, &["a", "b"])], vec![entry("e")]);
                if let Err(error) = writer.append(&run(&id), DAY, lines).await {
                    return error;
                }
                if let Some(begin) = begin.take_if(|_| n == 5) {
                    begin.send(()).expect("someone waits");
                }
            }
            unreachable!("it ends by an error")
        });
        begun.await.expect("lines are written");
        store.delete_task(&task(&of)).await.expect("deleted");
        let error = writing.await.expect("no panic");
        assert!(matches!(error, annals_store::StoreError::Gone("run")), "{error:?}");
    }
    assert_empty(db, &store).await;
    store.close().await;
}
