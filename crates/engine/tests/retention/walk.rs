//! After any history of runs, pins, deletions and passes, the whole store is walked: nothing leads
//! to what is gone, nothing is left of what is gone, and every counter is what counting says.

use std::collections::{BTreeMap, BTreeSet};

use annals_domain::{Limits, Retention};
use annals_store::RunSpace;
use proptest::prelude::*;
use tokio::sync::Mutex;

use super::offload::object;
use super::support::{DAY, Made, World};
use crate::fixture::{Database, property};
use crate::make::{run, task};

/// One step of a random history; a number picks one of the runs that were made.
#[derive(Debug, Clone)]
enum Step {
    Make { task: usize, kib: usize, files: usize, open: bool },
    Pin(usize, bool),
    Delete(usize),
    NextDay(i64),
    Collect(Retention),
}

fn limits() -> impl Strategy<Value = Limits> {
    let some = |range: std::ops::Range<i64>| prop::option::of(range);
    (some(1..6), some(1..4), some(1..40_000)).prop_map(|(days, max_runs, max_bytes)| Limits {
        max_age_ms: days.map(|days| days * DAY),
        max_runs,
        max_bytes,
    })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let made = (0..2_usize, 0..20_usize, 0..3_usize, prop::bool::weighted(0.1));
    let step = prop_oneof![
        5 => made.prop_map(|(task, kib, files, open)| Step::Make { task, kib, files, open }),
        1 => (any::<usize>(), any::<bool>()).prop_map(|(n, pinned)| Step::Pin(n, pinned)),
        2 => any::<usize>().prop_map(Step::Delete),
        2 => (1..4_i64).prop_map(Step::NextDay),
        1 => (limits(), limits(), limits())
            .prop_map(|(logs, files, runs)| Step::Collect(Retention { logs, files, runs })),
    ];
    prop::collection::vec(step, 1..30)
}

async fn take(world: &World, made: &mut Vec<String>, day: &mut i64, step: &Step, names: &[String]) {
    let pick = |n: &usize| made.get(n % made.len().max(1)).map(|id| run(id));
    match step {
        Step::Make { task, kib, files, open } => {
            let id = format!("{}-{}", names[*task], made.len());
            let (kib, files, open) = (*kib, *files, *open);
            let new = Made { task: &names[*task], id: id.clone(), day: *day, kib, files, open };
            world.make(&new).await;
            made.push(id);
        }
        Step::Pin(n, pinned) => {
            if let Some(id) = pick(n) {
                world.store.pin(&id, *pinned).await.expect("an answer");
            }
        }
        Step::Delete(n) => {
            if let Some(id) = pick(n) {
                world.store.delete_run(&id).await.expect("an answer");
            }
        }
        Step::NextDay(days) => {
            *day += days;
            world.clock.advance(days * DAY);
        }
        Step::Collect(limits) => {
            world.collect(*limits).await;
        }
    }
}

/// Holds everything against everything.
async fn walk(db: &Database, world: &World, names: &[String]) {
    let store = &world.store;
    let runs: BTreeSet<String> = world.runs().await.into_iter().collect();
    for table in ["run_details", "nodes", "attempts", "ledger", "artifacts", "run_space"] {
        let lost =
            format!("SELECT COUNT(*) FROM {table} WHERE run_id NOT IN (SELECT id FROM runs)");
        assert_eq!(db.count(&lost).await, 0, "{table}");
    }
    assert_eq!(db.count("SELECT COUNT(*) FROM doomed_objects").await, 0);
    let mut objects = BTreeSet::new();
    for folder in std::fs::read_dir(world.objects().join("runs")).into_iter().flatten() {
        objects.insert(folder.expect("a folder").file_name().into_string().expect("an id"));
    }
    let with_files: BTreeSet<_> = world.with_files().await.into_iter().collect();
    let moved = moved(world).await;
    let all: BTreeSet<_> = with_files.union(&moved).cloned().collect();
    assert_eq!(objects, all, "the object store holds what rows say");
    for id in objects {
        assert_eq!(object(world, &id).is_file(), moved.contains(&id), "the log of {id}");
    }
    blocks(world, &runs).await;
    for name in names {
        let Some(row) = store.task(&task(name)).await.expect("an answer") else { continue };
        let count = format!("SELECT COUNT(*) FROM runs WHERE task_id = '{name}'");
        assert_eq!(row.run_count, db.count(&count).await);
        let newest = store.run_of(&task(name), None).await.expect("an answer");
        let told = row.latest.map(|latest| (latest.id, latest.number, latest.status));
        assert_eq!(told, newest.map(|run| (run.id, run.number, run.state.status)));
    }
}

/// The runs whose logs are said to lie in the object store.
async fn moved(world: &World) -> BTreeSet<String> {
    let runs = world.store.offloaded_runs(None, 10_000).await.expect("the runs");
    runs.into_iter().map(|run| run.to_string()).collect()
}

/// Every block is of a run that is there, and every line that a run is said to have can be read.
async fn blocks(world: &World, runs: &BTreeSet<String>) {
    let store = &world.store;
    let loose: BTreeSet<_> =
        store.loose_log_days().await.expect("the days").iter().map(|loose| loose.day).collect();
    let mut lines = BTreeMap::<String, i64>::new();
    for day in store.block_days().await.expect("the days") {
        for block in store.blocks_of_day(day, None, i64::MAX).await.expect("blocks") {
            let state = store.log_state(&block.run).await.expect("an answer");
            let kept = runs.contains(block.run.as_str())
                && state.removed_at.is_none()
                && state.offloaded_at.is_none();
            assert!(kept || loose.contains(&day), "a block of {} is left", block.run);
            *lines.entry(block.run.to_string()).or_default() += block.stored.block.lines;
        }
    }
    let mut all = store.kept_runs(false, None, 10_000).await.expect("the runs");
    store.measure(&mut all, false).await.expect("measured");
    for found in all {
        let here =
            |space: &RunSpace| space.log_removed_at.is_none() && space.log_offloaded_at.is_none();
        let Some(space) = found.space.filter(here) else { continue };
        let there = lines.get(found.id.as_str()).copied().unwrap_or(0);
        assert_eq!(there, space.log_lines, "the lines of {}", found.id);
    }
}

/// What earlier cases left goes on being there, and must go on being right.
struct State {
    world: World,
    day: i64,
    names: Vec<String>,
}

pub async fn after_any_history_nothing_dangles(db: &Database) {
    let mut world = World::new(db).await;
    world.offload_after_ms = Some(2 * DAY);
    let state = State { world, day: 100, names: Vec::new() };
    let state = Mutex::new(state);
    property(12, steps(), |steps| {
        let state = &state;
        async move {
            let mut state = state.lock().await;
            let n = state.names.len();
            let names = [format!("x{n}"), format!("y{n}")];
            let (mut made, mut day) = (Vec::new(), state.day);
            for step in &steps {
                take(&state.world, &mut made, &mut day, step, &names).await;
            }
            state.day = day;
            state.names.extend(names);
            state.world.collect(Retention::default()).await;
            walk(db, &state.world, &state.names).await;
        }
    })
    .await;
    state.into_inner().world.store.close().await;
}
