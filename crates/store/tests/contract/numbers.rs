//! (task, number) is unique and without gaps under any concurrency.

use super::fixture::Database;
use super::make::{again, created, first};

pub async fn concurrent_reruns_get_each_number_once(db: &Database) {
    let store = db.store().await;
    created(&store, first("t", "r0", 0)).await;
    let reruns = (1..=64).map(|n| {
        let store = store.clone();
        tokio::spawn(async move { created(&store, again("t", &format!("r{n}"), n)).await })
    });
    let mut numbers = vec![1];
    for given in futures::future::join_all(reruns).await {
        numbers.push(given.expect("a number"));
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=65).collect::<Vec<_>>());
    let stored = db.count("SELECT COUNT(DISTINCT number) FROM runs WHERE number BETWEEN 1 AND 65");
    assert_eq!(stored.await, 65);
    store.close().await;
}

pub async fn a_failed_creation_takes_no_number(db: &Database) {
    let store = db.store().await;
    created(&store, first("t", "r0", 0)).await;
    // Half of them use an id that is taken, so they fail after their number was given.
    let reruns = (1..=40).map(|n| {
        let store = store.clone();
        let id = if n % 2 == 0 { "r0".into() } else { format!("r{n}") };
        tokio::spawn(async move { store.create_run(again("t", &id, n)).await })
    });
    let outcomes = futures::future::join_all(reruns).await;
    let made = outcomes.iter().filter(|o| matches!(o, Ok(Ok(_)))).count();
    assert_eq!(made, 20);
    assert_eq!(created(&store, again("t", "last", 99)).await, 22, "a failure took a number");
    store.close().await;
}
