//! Each limit, alone and with others.

use annals_domain::{Limits, Retention};
use annals_engine::{Error, Freed};
use annals_store::ObjectPart;

use super::support::{Made, World, age, bytes, count, files, logs, noon, runs};
use crate::fixture::Database;
use crate::make::{run, task};

/// The day of the blocks, as the store counts.
const FIRST: i64 = 20_000;

fn made<'a>(task: &'a str, id: &str, day: i64) -> Made<'a> {
    Made { task, id: id.into(), day, kib: 4, files: 1, open: false }
}

/// Five runs of `a` on the days 90 to 94, and one of `b` on day 80.
async fn world(db: &Database) -> World {
    let world = World::new(db).await;
    for (n, day) in (90..95).enumerate() {
        world.make(&made("a", &format!("a{n}"), day)).await;
    }
    world.make(&made("b", "b0", 80)).await;
    world
}

pub async fn without_limits_everything_stays(db: &Database) {
    let world = world(db).await;
    let done = world.collect(Retention::default()).await;
    assert_eq!((done.logs, done.files, done.runs), Default::default());
    assert_eq!(world.with_logs().await.len(), 6);
    assert_eq!(world.with_files().await.len(), 6);
    assert_eq!(db.count("SELECT COUNT(*) FROM run_space").await, 0, "it costs nothing");
    world.store.close().await;
}

pub async fn each_limit_alone(db: &Database) {
    let world = world(db).await;
    let done = world.collect(logs(age(9))).await;
    assert_eq!((done.logs.runs, done.logs.lines, done.logs.by_age), (3, 96, 3));
    assert_eq!((done.files, done.runs, done.days_dropped), (Freed::default(), Freed::default(), 3));
    assert_eq!(world.with_logs().await, ["a2", "a3", "a4"]);
    assert_eq!(db.log_size(FIRST + 90).await, None, "its file or partition is gone");
    assert!(db.log_size(FIRST + 92).await.is_some());
    let done = world.collect(logs(count(2))).await;
    assert_eq!((done.logs.runs, done.logs.by_count, done.days_dropped), (1, 1, 1));
    assert_eq!(world.with_logs().await, ["a3", "a4"]);
    let one = done.logs.bytes;
    let done = world.collect(logs(bytes(one * 3 / 2))).await;
    assert_eq!((done.logs.runs, done.logs.by_bytes), (1, 1));
    assert_eq!(world.with_logs().await, ["a4"]);
    assert_eq!(world.with_files().await.len(), 6, "files have limits of their own");
    let done = world.collect(files(bytes(2500))).await;
    let expected = Freed { runs: 4, files: 4, bytes: 4000, by_bytes: 4, ..Freed::default() };
    assert_eq!(done.files, expected);
    assert_eq!(world.with_files().await, ["a3", "a4"]);
    let done = world.collect(runs(count(3))).await;
    assert_eq!((done.runs.runs, done.runs.by_count, done.runs.files), (2, 2, 0));
    assert_eq!(world.runs().await, ["a2", "a3", "a4", "b0"]);
    let done = world.collect(runs(age(7))).await;
    assert_eq!((done.runs.runs, done.runs.lines, done.runs.files), (3, 0, 1));
    assert_eq!(world.runs().await, ["a4"]);
    assert_eq!(world.collect(runs(age(7))).await.runs, Freed::default(), "once is enough");
    world.store.close().await;
}

pub async fn all_limits_together(db: &Database) {
    let world = world(db).await;
    let limits = Retention {
        runs: Limits { max_age_ms: age(15).max_age_ms, max_runs: Some(4), max_bytes: None },
        logs: Limits { max_age_ms: age(8).max_age_ms, max_runs: Some(2), max_bytes: None },
        files: count(1),
    };
    let done = world.collect(limits).await;
    assert_eq!((done.runs.runs, done.runs.by_age, done.runs.by_count), (2, 1, 1));
    assert_eq!((done.logs.runs, done.logs.by_age, done.logs.by_count), (2, 2, 0));
    assert_eq!((done.files.runs, done.files.by_count), (3, 3));
    assert_eq!(world.runs().await, ["a1", "a2", "a3", "a4"]);
    assert_eq!(world.with_logs().await, ["a3", "a4"]);
    assert_eq!(world.with_files().await, ["a4"]);
    assert_eq!(db.block_count().await, 2);
    world.store.close().await;
}

pub async fn a_tasks_own_limits_come_first(db: &Database) {
    let world = world(db).await;
    let own = Retention { logs: age(3650), files: count(4), ..Retention::default() };
    world.store.limit_task(&task("a"), own).await.expect("limited");
    let done = world.collect(logs(age(1))).await;
    assert_eq!((done.logs.runs, done.files.runs), (1, 1));
    assert_eq!(world.with_logs().await, ["a0", "a1", "a2", "a3", "a4"]);
    assert_eq!(world.with_files().await, ["a1", "a2", "a3", "a4", "b0"]);
    world.store.close().await;
}

pub async fn pinned_and_open_runs_stay(db: &Database) {
    let world = world(db).await;
    for id in ["a0", "b0"] {
        world.store.pin(&run(id), true).await.expect("pinned");
    }
    world.make(&Made { open: true, ..made("a", "open", 70) }).await;
    let most = Limits { max_age_ms: Some(1), max_runs: Some(1), max_bytes: Some(1) };
    let done = world.collect(Retention { logs: most, files: most, runs: most }).await;
    assert_eq!(done.runs.runs, 4);
    assert_eq!(world.runs().await, ["a0", "b0", "open"]);
    assert_eq!(world.with_logs().await, ["a0", "b0", "open"]);
    assert_eq!(world.with_files().await, ["a0", "b0", "open"]);
    world.store.close().await;
}

pub async fn only_one_at_a_time(db: &Database) {
    let world = world(db).await;
    let now = noon(100);
    let other = ("retention", "another server");
    assert!(world.store.take_lease(other.0, other.1, now, noon(101)).await.expect("taken"));
    let collector = world.collector(logs(age(1)));
    let refused = collector.collect(false, i64::MAX).await.expect_err("refused");
    assert!(matches!(refused, Error::Conflict(_)), "{refused:?}");
    collector.collect(true, i64::MAX).await.expect("a dry run needs no lease");
    // That server went away without giving it back.
    world.clock.advance(super::support::DAY);
    assert_eq!(collector.collect(false, i64::MAX).await.expect("a pass").logs.runs, 6);
    world.store.close().await;
}

/// Rows are gone, objects and blocks are not: as if the server had been killed in between.
pub async fn a_crash_between_leaves_nothing_behind(db: &Database) {
    let world = world(db).await;
    world.store.retire_run(&run("a0")).await.expect("retired");
    assert!(world.objects().join("runs/a0").is_dir());
    let doomed = world.store.doomed_objects(true, 10).await.expect("an answer");
    assert_eq!(doomed, [(run("a0"), ObjectPart::All)]);
    world.collect(Retention::default()).await;
    assert!(!world.objects().join("runs/a0").exists());
    assert_eq!(db.log_size(FIRST + 90).await, None);
    assert_eq!(world.store.doomed_objects(true, 10).await.expect("an answer"), []);
    world.store.close().await;
}

pub async fn step_by_step_is_the_same(db: &Database) {
    let world = world(db).await;
    let said = world.collector(logs(age(1))).collect(true, 2).await.expect("a dry run");
    assert!(said.complete && said.logs.runs == 6, "a dry run is whole");
    let first = world.collector(logs(age(1))).collect(false, 1).await.expect("a step");
    assert!(!first.complete);
    let second = world.collector(logs(age(1))).collect(false, i64::MAX).await.expect("a step");
    let mut sum = first.logs;
    sum += second.logs;
    assert_eq!((sum, second.complete), (said.logs, true));
    world.store.close().await;
}
