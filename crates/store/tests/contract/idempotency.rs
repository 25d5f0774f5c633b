//! The same key with the same request makes one run.

use annals_domain::RunId;
use annals_store::{Created, Creation, Idempotency, Store};

use super::fixture::Database;
use super::make::{again, created, first, run};

fn keyed(mut creation: Creation, key: &str, body: &str) -> Creation {
    let (scope, key, body_hash) = ("ada submit".into(), key.into(), body.into());
    creation.key = Some(Idempotency { scope, key, body_hash });
    creation
}

async fn outcome(store: &Store, creation: Creation) -> Created {
    store.create_run(creation).await.expect("an outcome")
}

pub async fn the_same_request_gets_the_same_run(db: &Database) {
    let store = db.store().await;
    created(&store, keyed(first("t", "r", 0), "k", "body")).await;
    let second = outcome(&store, keyed(first("t2", "r2", 1), "k", "body")).await;
    assert_eq!(second, Created::Before(run("r")));
    assert_eq!(db.count("SELECT COUNT(*) FROM runs").await, 1);
    assert_eq!(db.count("SELECT COUNT(*) FROM tasks").await, 1);
    let mut elsewhere = keyed(first("t3", "r3", 2), "k", "body");
    elsewhere.key.as_mut().expect("a key").scope = "bob submit".into();
    assert_eq!(created(&store, elsewhere).await, 1, "a key is its owner's alone");
    store.close().await;
}

pub async fn another_request_is_told_so(db: &Database) {
    let store = db.store().await;
    created(&store, keyed(first("t", "r", 0), "k", "body")).await;
    let second = outcome(&store, keyed(again("t", "r2", 1), "k", "another body")).await;
    assert_eq!(second, Created::OtherRequest);
    assert_eq!(db.count("SELECT COUNT(*) FROM runs").await, 1);
    assert_eq!(created(&store, again("t", "r3", 2)).await, 2, "a refused request took a number");
    store.close().await;
}

pub async fn twenty_at_once_make_one_run(db: &Database) {
    let store = db.store().await;
    created(&store, first("t", "r", 0)).await;
    let all = (0..20).map(|n| {
        let store = store.clone();
        let creation = keyed(again("t", &format!("again{n}"), n), "k", "body");
        tokio::spawn(async move { (creation.run.id.clone(), outcome(&store, creation).await) })
    });
    let all = futures::future::join_all(all).await;
    let all: Vec<(RunId, Created)> = all.into_iter().map(|one| one.expect("an outcome")).collect();
    let made: Vec<_> = all.iter().filter(|(_, o)| matches!(o, Created::New(_))).collect();
    let [(winner, _)] = made.as_slice() else { panic!("one is made: {made:?}") };
    let same = all.iter().filter(|(_, o)| *o == Created::Before(winner.clone())).count();
    assert_eq!(same, 19, "all others are answered with it: {all:?}");
    assert_eq!(db.count("SELECT COUNT(*) FROM runs").await, 2);
    store.close().await;
}

pub async fn a_failed_creation_leaves_its_key_free(db: &Database) {
    let store = db.store().await;
    let gone = keyed(again("nowhere", "r", 0), "k", "body");
    store.create_run(gone).await.expect_err("no such task");
    assert_eq!(created(&store, keyed(first("t", "r", 1), "k", "body")).await, 1);
    store.close().await;
}
