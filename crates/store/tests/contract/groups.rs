//! Runs that are created together are as if each had been created alone.

use std::collections::BTreeMap;

use annals_domain::RunNumber;
use annals_store::{Created, Creation, RunSource, Store, StoreError};
use futures::future::join_all;

use super::fixture::Database;
use super::make::{again, created, first, snapshot, task};

/// What is asked for at once: reruns of three tasks, some of which rename theirs, new tasks with
/// tags, and at first a run of a task that is not there.
fn asked_for() -> Vec<Creation> {
    (0..90)
        .map(|n| {
            let id = format!("r{n}");
            let mut creation = match n % 6 {
                0 => first(&format!("new{n}"), &id, n),
                1 if n < 12 => again("nowhere", &id, n),
                rest => again(&format!("t{}", rest % 3), &id, n),
            };
            creation.snapshot = snapshot(&format!("print({n})"));
            creation.run.tags = vec![format!("tag{}", n % 4)];
            if let RunSource::Of(_, rename) = &mut creation.source
                && n % 5 == 0
            {
                *rename = Some(format!("Name {n}"));
            }
            creation
        })
        .collect()
}

async fn ask(store: &Store, creation: Creation) -> (Creation, Result<Created, StoreError>) {
    let outcome = store.create_run(creation.clone()).await;
    (creation, outcome)
}

pub async fn each_is_as_if_alone(db: &Database) {
    let store = db.store().await;
    for n in 0..3 {
        created(&store, first(&format!("t{n}"), &format!("first{n}"), 0)).await;
    }
    let all = join_all(asked_for().into_iter().map(|creation| ask(&store, creation))).await;
    let mut given: BTreeMap<String, Vec<(RunNumber, Creation)>> = BTreeMap::new();
    for (creation, outcome) in all {
        match (&creation.source, outcome) {
            (RunSource::Of(id, _), Err(StoreError::Gone("task"))) => {
                assert_eq!(id.as_str(), "nowhere");
                assert_eq!(store.run(&creation.run.id).await.expect("an answer"), None);
            }
            (RunSource::New(new), Ok(Created::New(number))) => {
                given.entry(new.id.to_string()).or_default().push((number, creation));
            }
            (RunSource::Of(id, _), Ok(Created::New(number))) => {
                given.entry(id.to_string()).or_default().push((number, creation));
            }
            other => panic!("not as if alone: {other:?}"),
        }
    }
    for (id, runs) in given {
        check(&store, &id, runs).await;
    }
    store.close().await;
}

/// The task has these runs, each as it was asked for, and its row tells of the last.
async fn check(store: &Store, id: &str, mut runs: Vec<(RunNumber, Creation)>) {
    runs.sort_by_key(|(number, _)| number.get());
    let before = i64::from(!id.starts_with("new"));
    let numbers: Vec<_> = runs.iter().map(|(number, _)| number.get()).collect();
    assert_eq!(numbers, (1 + before..).take(runs.len()).collect::<Vec<_>>());
    for (number, creation) in &runs {
        let row = store.run(&creation.run.id).await.expect("an answer").expect("the run");
        assert_eq!((row.number, row.task_id.as_str()), (*number, id));
        assert_eq!((&row.snapshot_id, &row.tags), (&creation.snapshot.id, &creation.run.tags));
    }
    let row = store.task(&task(id)).await.expect("an answer").expect("the task");
    let latest = row.latest.expect("its latest run");
    let (number, last) = runs.last().expect("a run");
    assert_eq!((latest.number, latest.id), (*number, last.run.id.clone()));
    assert_eq!(latest.code_head, last.snapshot.spec.code());
    assert_eq!(row.run_count, number.get());
    let named = runs.iter().rev().find_map(|(_, creation)| match &creation.source {
        RunSource::Of(_, rename) => rename.clone(),
        RunSource::New(_) => None,
    });
    assert_eq!(row.name, named.unwrap_or_else(|| id.into()));
    let base = store.latest_base(&task(id)).await.expect("an answer").expect("a base");
    assert_eq!((base.run.id, base.snapshot.id), (last.run.id.clone(), last.snapshot.id.clone()));
}
