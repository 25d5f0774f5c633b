//! Logs in the object store are read as if they had never moved.

use annals_domain::Retention;
use annals_engine::Moved;
use annals_store::Offloading;

use super::readers::{found, reader, told};
use super::support::{DAY, Made, World, age, logs};
use crate::fixture::Database;
use crate::make::run;

pub fn made(id: &str, day: i64) -> Made<'static> {
    Made { task: "t", id: id.into(), day, kib: 640, files: 1, open: false }
}

/// Where a run's log lies once it is moved.
pub fn object(world: &World, id: &str) -> std::path::PathBuf {
    world.objects().join("runs").join(id).join("logs")
}

pub async fn a_moved_log_is_read_as_before(db: &Database) {
    let mut world = World::new(db).await;
    world.make(&made("old", 90)).await;
    world.make(&made("young", 99)).await;
    world.make(&Made { kib: 0, ..made("silent", 90) }).await;
    world.store.pin(&run("old"), true).await.expect("pinned");
    let engine = reader(&world).await;
    let (old, young) = (told(&engine, "old").await, told(&engine, "young").await);
    let hits = found(&engine).await;
    // Whoever has begun to read goes on.
    let mut watch = engine.watch(&run("old"), 0).await.expect("a watch");
    let first = watch.next().await.expect("events").expect("some");
    let text = engine.log_text(&run("old"), None).await.expect("the log");
    world.offload_after_ms = Some(5 * DAY);
    let done = world.collect(Retention::default()).await;
    let moved = Moved { runs: 1, lines: 5120, ..done.offloaded };
    assert_eq!((done.offloaded, done.days_dropped), (moved, 1));
    assert_eq!(db.block_count().await, 10, "only the young one's blocks are left");
    assert!(object(&world, "old").is_file());
    assert_eq!(told(&engine, "old").await, old);
    assert_eq!(told(&engine, "young").await, young);
    assert_eq!(found(&engine).await, hits);
    let mut seen = format!("events: {first:?}");
    while let Some(events) = watch.next().await.expect("events") {
        seen.push_str(&format!("events: {events:?}"));
    }
    let expected: String = old.iter().filter(|line| line.starts_with("events")).cloned().collect();
    assert!(expected.starts_with(&seen), "nothing is missed and nothing comes twice");
    let mut bytes = text.clone().read(100..u64::MAX).await.expect("bytes");
    let mut size = 100;
    while let Some(piece) = bytes.next().await.expect("bytes") {
        size += piece.len() as u64;
    }
    assert_eq!(size, text.size(), "whoever asked before it moved reads it to its end");
    assert_eq!(world.collect(Retention::default()).await.offloaded, Moved::default());
    engine.stop().await;
}

pub async fn a_moved_log_goes_when_its_time_has_come(db: &Database) {
    let mut world = World::new(db).await;
    for id in ["a", "b"] {
        world.make(&made(id, 90)).await;
    }
    world.offload_after_ms = Some(0);
    assert_eq!(world.collect(Retention::default()).await.offloaded.runs, 2);
    let engine = reader(&world).await;
    let hits = found(&engine).await;
    assert!(hits.iter().any(|hit| hit.starts_with("a ")) && hits[0].starts_with("b "), "{hits:?}");
    world.store.delete_run(&run("b")).await.expect("deleted");
    let done = world.collect(logs(age(1))).await;
    assert_eq!((done.logs.runs, done.logs.lines, done.offloaded), (1, 5120, Moved::default()));
    assert!(!object(&world, "a").exists());
    assert!(!world.objects().join("runs/b").exists());
    assert!(world.objects().join("runs/a/artifacts/f0").exists(), "files stay");
    let of_a = engine.lines(&run("a"), Default::default()).await.expect("an answer");
    assert!(of_a.removed_at.is_some() && of_a.lines.is_empty(), "it is told as removed");
    let nothing = "in 0 runs, 0 skipped, 0 damaged";
    assert_eq!(found(&engine).await, [nothing, nothing]);
    engine.stop().await;
}

/// Without the object nothing is dropped from the database.
pub async fn a_log_stays_where_the_object_store_is_away(db: &Database) {
    let mut world = World::new(db).await;
    world.make(&Made { files: 0, ..made("a", 90) }).await;
    world.offload_after_ms = Some(0);
    // A file where a folder is to be.
    let blocked = world.objects().join("runs");
    std::fs::write(&blocked, "").expect("a file");
    let collector = world.collector(Retention::default());
    let done = collector.collect(false, i64::MAX).await.expect("a pass");
    assert_eq!(done.offloaded, Moved::default());
    assert_eq!(db.block_count().await, 10);
    assert_eq!(world.with_logs().await, ["a"]);
    std::fs::remove_file(&blocked).expect("removed");
    assert_eq!(world.collect(Retention::default()).await.offloaded.runs, 1);
    assert_eq!(db.block_count().await, 0);
    world.store.close().await;
}

/// Whoever moves a log may be ended at any place.
pub async fn a_move_that_is_cut_short_is_harmless(db: &Database) {
    let mut world = World::new(db).await;
    for id in ["half", "whole", "gone"] {
        world.make(&Made { files: 0, ..made(id, 90) }).await;
    }
    let engine = reader(&world).await;
    let before = told(&engine, "half").await;
    // The runs are measured by a pass; then each object was written, one not to its end.
    world.collect(logs(age(50))).await;
    for id in ["half", "whole", "gone"] {
        assert!(world.store.begin_offload(&run(id)).await.expect("an answer"), "{id}");
        std::fs::create_dir_all(object(&world, id).parent().expect("a folder")).expect("made");
        std::fs::write(object(&world, id), "ANNLOG").expect("written");
    }
    world.store.delete_run(&run("gone")).await.expect("deleted");
    let said = world.store.log_offloaded(&run("gone"), 6, super::support::noon(100)).await;
    assert_eq!(said.expect("an answer"), Offloading::Not);
    assert_eq!(told(&engine, "half").await, before, "it is read from the database");
    // Nobody moves logs from here on: what was written goes.
    world.collect(Retention::default()).await;
    for id in ["half", "whole", "gone"] {
        assert!(!object(&world, id).exists(), "{id}");
    }
    let said = world.store.log_offloaded(&run("half"), 6, super::support::noon(100)).await;
    assert_eq!(said.expect("an answer"), Offloading::Not, "its object is not there any more");
    assert_eq!(told(&engine, "half").await, before);
    // Somebody does again, over what is left of an earlier one.
    assert!(world.store.begin_offload(&run("half")).await.expect("an answer"));
    std::fs::create_dir_all(object(&world, "half").parent().expect("a folder")).expect("made");
    std::fs::write(object(&world, "half"), "ANNLOG").expect("written");
    world.offload_after_ms = Some(0);
    assert_eq!(world.collect(Retention::default()).await.offloaded.runs, 2);
    assert!(!world.store.begin_offload(&run("half")).await.expect("an answer"), "it is there");
    assert_eq!(told(&engine, "half").await, before);
    engine.stop().await;
}

/// It was said that the log lies in the object store, and its blocks, or half of them, are still
/// in the database.
pub async fn blocks_that_are_left_are_harmless(db: &Database) {
    let mut world = World::new(db).await;
    for (id, day) in [("a", 90), ("keeps", 90), ("keeps-too", 90)] {
        world.make(&made(id, day)).await;
    }
    let engine = reader(&world).await;
    let (before, hits) = (told(&engine, "a").await, found(&engine).await);
    for id in ["keeps", "keeps-too"] {
        db.execute(&format!(
            "UPDATE runs SET ended_at = ended_at + 864000000000 WHERE id = '{id}'"
        ))
        .await;
    }
    world.offload_after_ms = Some(5 * DAY);
    assert_eq!(world.collect(Retention::default()).await.offloaded.runs, 1);
    assert_eq!(db.block_count().await, 30, "most of the day is alive, so it is left as it is");
    assert_eq!(told(&engine, "a").await, before);
    assert_eq!(found(&engine).await, hits, "no line is found twice");
    db.execute_on_blocks(90 + 20_000, "DELETE FROM log_blocks WHERE run_id = 'a' AND node = 1")
        .await;
    assert_eq!(told(&engine, "a").await, before);
    assert_eq!(found(&engine).await, hits);
    engine.stop().await;
}
