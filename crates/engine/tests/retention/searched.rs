//! Searches while logs move and go.

use annals_domain::Retention;
use annals_engine::LogSearch;

use super::offload::made;
use super::readers::{found, reader};
use super::support::{Made, World, age, logs, noon};
use crate::fixture::Database;

/// What was planned to be read from the database is read from where it went.
pub async fn a_search_that_is_under_way_goes_on(db: &Database) {
    let mut world = World::new(db).await;
    for day in 80..90 {
        world.make(&Made { kib: 64, ..made(&format!("r{day}"), day) }).await;
    }
    let engine = reader(&world).await;
    let search = LogSearch { q: "f0".into(), limit: 10_000, ..LogSearch::default() };
    let ids = |hits: Vec<annals_engine::Hit>| -> Vec<_> {
        hits.into_iter().map(|hit| (hit.run.id.to_string(), hit.line.number)).collect()
    };
    let mut whole = Vec::new();
    let mut hits = engine.search_logs(search.clone()).expect("hits");
    while let Some(some) = hits.next().await.expect("hits") {
        whole.extend(ids(some));
    }
    let mut hits = engine.search_logs(search).expect("hits");
    let mut under_way = ids(hits.next().await.expect("hits").expect("some"));
    assert!(under_way.len() < whole.len() / 2);
    world.offload_after_ms = Some(0);
    let done = world.collect(Retention::default()).await;
    assert_eq!((done.offloaded.runs, done.days_dropped), (10, 10));
    while let Some(some) = hits.next().await.expect("hits") {
        under_way.extend(ids(some));
    }
    assert_eq!(under_way, whole);
    engine.stop().await;
}

/// Its blocks wait for their day to go.
pub async fn a_removed_log_is_not_found(db: &Database) {
    let world = World::new(db).await;
    for id in ["goes", "stays", "stays-too"] {
        world.make(&made(id, 90)).await;
    }
    let late = noon(99).as_micros();
    db.execute(&format!("UPDATE runs SET ended_at = {late} WHERE id <> 'goes'")).await;
    let engine = reader(&world).await;
    let of = |hits: &[String], id: &str| hits.iter().any(|hit| hit.starts_with(id));
    assert!(of(&found(&engine).await, "goes "));
    assert_eq!(world.collect(logs(age(5))).await.logs.runs, 1);
    assert_eq!(db.block_count().await, 30);
    let hits = found(&engine).await;
    assert!(!of(&hits, "goes ") && of(&hits, "stays ") && of(&hits, "stays-too "));
    engine.stop().await;
}
