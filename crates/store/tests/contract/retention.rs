//! Letting go: of single runs, of logs and files, and what comes back to the disk.

use annals_domain::{Limits, Retention, RunStatus, Timestamp};
use annals_store::{Change, LogState};
use annals_store::{
    CleanedDay, CreateTaskBuildHistory, KeptRun, RunDeletion, Store, StoredArtifact,
    TaskBuildHistory, TaskBuildHistoryContextType,
};

use super::fixture::{Backend, Database};
use super::ledger::texts;
use super::make::{DAY, again, append, at, block, created, end, entry, first, run, task};

/// Long after everything in these cases.
fn later() -> Timestamp {
    at(0).plus_millis(10 * 86_400_000)
}

/// A run of `of` that has ended, with `kib` KiB of lines that do not compress, and a file.
pub async fn ended(store: &Store, of: &str, id: &str, kib: usize) {
    let there = store.task(&task(of)).await.expect("an answer").is_some();
    let creation = if there { again(of, id, 0) } else { first(of, id, 0) };
    created(store, creation).await;
    let epoch = store.begin_attempt(&run(id), "host", at(1)).await.expect("an attempt");
    let file = StoredArtifact { path: "a".into(), size: 7, sha256: "0".into(), created_at: at(1) };
    for part in 0..kib.div_ceil(128) {
        let lines = noise(id, part, kib.min(128));
        let lines: Vec<_> = lines.iter().map(String::as_str).collect();
        let lines = append(epoch, vec![block(1, &lines)], vec![entry("e")]);
        store.append(&run(id), DAY, lines).await.expect("appended");
    }
    let mut last = append(epoch, Vec::new(), vec![entry("end")]);
    last.changes =
        vec![Change::Begin(at(1)), Change::Artifact(file), end(RunStatus::Success, 9, None)];
    store.append(&run(id), DAY, last).await.expect("appended");
}

/// So many KiB of lines that differ.
fn noise(id: &str, part: usize, kib: usize) -> Vec<String> {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let word = |n: usize| {
        let mut hasher = DefaultHasher::new();
        (id, part, n).hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    };
    (0..kib * 8).map(|line| (0..8).map(|n| word(line * 8 + n)).collect()).collect()
}

async fn kept(store: &Store) -> Vec<KeptRun> {
    let mut runs = store.kept_runs(false, None, 1000).await.expect("the runs");
    store.measure(&mut runs, true).await.expect("measured");
    runs
}

/// Cleans every day that may need it, long after.
pub async fn clean(store: &Store) -> Vec<CleanedDay> {
    let mut cleaned = Vec::new();
    for loose in store.loose_log_days().await.expect("the days") {
        cleaned.push(store.clean_day(loose, later()).await.expect("cleaned"));
    }
    cleaned
}

pub async fn a_run_is_deleted_with_all_that_is_its_own(db: &Database) {
    let store = db.store().await;
    for id in ["r1", "r2", "r3"] {
        ended(&store, "t", id, 1).await;
        let mut said =
            CreateTaskBuildHistory::new(task("t"), TaskBuildHistoryContextType::AgentTurn, id);
        said.run_id = Some(run(id));
        TaskBuildHistory::create(&store, &said).await.expect("added");
    }
    let mut child = again("t", "open", 5);
    child.run.parent = Some(run("r3"));
    created(&store, child).await;
    assert_eq!(store.delete_run(&run("open")).await.expect("an answer"), RunDeletion::Running);
    for id in ["r3", "r1"] {
        assert_eq!(store.delete_run(&run(id)).await.expect("deleted"), RunDeletion::Done);
        assert_eq!(store.delete_run(&run(id)).await.expect("deleted"), RunDeletion::Gone);
        assert_eq!(texts(&store, id, 1).await, Vec::<String>::new());
        for table in ["run_details", "nodes", "attempts", "ledger", "artifacts", "task_history"] {
            let rows = format!("SELECT COUNT(*) FROM {table} WHERE run_id = '{id}'");
            assert_eq!(db.count(&rows).await, 0, "{table}");
        }
    }
    assert_eq!(texts(&store, "r2", 1).await.len(), 8);
    let open = store.run(&run("open")).await.expect("an answer").expect("the run");
    assert_eq!(open.parent, None, "it leads to nothing");
    let history = TaskBuildHistory::find_by_task_id(&store, &task("t")).await.expect("entries");
    assert!(history.iter().all(|entry| entry.run_id != Some(run("r1"))));
    let count = TaskBuildHistory::count_by_task_id(&store, &task("t")).await.expect("counted");
    assert_eq!(count, i64::try_from(history.len()).expect("few"));
    store.close().await;
}

pub async fn the_latest_is_the_newest_that_is_left(db: &Database) {
    let store = db.store().await;
    for id in ["r1", "r2", "r3"] {
        ended(&store, "t", id, 1).await;
    }
    for (deleted, left) in [("r2", Some("r3")), ("r3", Some("r1")), ("r1", None)] {
        store.delete_run(&run(deleted)).await.expect("deleted");
        let row = store.task(&task("t")).await.expect("an answer").expect("the task");
        let latest = row.latest.map(|latest| {
            assert_eq!(latest.code_head, "print(1)");
            assert_eq!((latest.status, latest.ended_at), (RunStatus::Success, Some(at(9))));
            latest.id
        });
        assert_eq!(latest, left.map(run));
        assert_eq!(row.run_count, db.count("SELECT COUNT(*) FROM runs").await);
    }
    assert_eq!(created(&store, again("t", "r4", 9)).await, 4, "no number is given twice");
    store.close().await;
}

pub async fn deletions_and_creations_at_once_keep_the_counters(db: &Database) {
    let store = db.store().await;
    for n in 0..12 {
        ended(&store, "t", &format!("old{n}"), 1).await;
    }
    let deleting = (0..12).map(|n| {
        let store = store.clone();
        tokio::spawn(async move {
            let deleted = store.delete_run(&run(&format!("old{n}"))).await;
            assert_eq!(deleted.expect("deleted"), RunDeletion::Done);
        })
    });
    let deleting: Vec<_> = deleting.collect();
    for n in 0..12 {
        ended(&store, "t", &format!("new{n}"), 1).await;
    }
    for deleted in deleting {
        deleted.await.expect("no panic");
    }
    let row = store.task(&task("t")).await.expect("an answer").expect("the task");
    let latest = row.latest.expect("a latest run");
    assert_eq!((row.run_count, latest.number.get()), (12, 24));
    assert_eq!((latest.status, latest.id), (RunStatus::Success, run("new11")));
    store.close().await;
}

pub async fn pinned_and_open_runs_are_let_be(db: &Database) {
    let store = db.store().await;
    ended(&store, "t", "pinned", 1).await;
    created(&store, again("t", "open", 1)).await;
    kept(&store).await;
    assert!(store.pin(&run("pinned"), true).await.expect("pinned"));
    assert!(!store.pin(&run("none"), true).await.expect("an answer"));
    assert!(store.run(&run("pinned")).await.expect("an answer").expect("the run").pinned);
    let both = vec![run("pinned"), run("open")];
    assert_eq!(store.remove_logs(both.clone(), later()).await.expect("an answer"), []);
    assert_eq!(store.remove_files(both, later()).await.expect("an answer"), []);
    assert_eq!(store.retire_run(&run("pinned")).await.expect("an answer"), RunDeletion::Pinned);
    assert_eq!(store.retire_run(&run("open")).await.expect("an answer"), RunDeletion::Running);
    let pinned = store.kept_runs(true, None, 10).await.expect("the runs");
    assert_eq!(pinned.iter().map(|run| run.id.as_str()).collect::<Vec<_>>(), ["pinned"]);
    assert!(store.pin(&run("pinned"), false).await.expect("an answer"));
    let removed = store.remove_files(vec![run("pinned")], later()).await.expect("removed");
    assert_eq!(removed, [run("pinned")]);
    assert_eq!(store.artifacts(&run("pinned")).await.expect("an answer"), []);
    store.close().await;
}

pub async fn runs_are_measured_once_they_have_ended(db: &Database) {
    let store = db.store().await;
    ended(&store, "t", "r1", 2).await;
    created(&store, again("t", "open", 1)).await;
    let runs = kept(&store).await;
    assert_eq!((runs[0].id.as_str(), runs[0].space), ("open", None));
    let space = runs[1].space.expect("measured");
    assert_eq!((space.log_lines, space.files, space.file_bytes), (16, 1, 7));
    assert!(space.log_bytes > 500, "{space:?}");
    assert_eq!(store.kept_runs(false, None, 10).await.expect("the runs"), runs, "it is kept");
    let page = store.kept_runs(false, runs.first(), 10).await.expect("the runs");
    assert_eq!(page, runs[1..]);
    store.close().await;
}

pub async fn a_day_of_which_nothing_is_kept_is_dropped(db: &Database) {
    let store = db.store().await;
    for id in ["r1", "r2"] {
        ended(&store, "t", id, 300).await;
    }
    kept(&store).await;
    assert!(db.log_size(DAY).await.expect("there") > 300_000);
    store.remove_logs(vec![run("r1")], later()).await.expect("removed");
    let state = LogState { removed_at: Some(later()), ..LogState::default() };
    assert_eq!(store.log_state(&run("r1")).await.expect("an answer"), state);
    assert_eq!(store.retire_run(&run("r2")).await.expect("retired"), RunDeletion::Done);
    // Too early: a server whose clock is behind may still add to it.
    let loose = store.loose_log_days().await.expect("the days");
    assert_eq!(loose.iter().map(|loose| loose.day).collect::<Vec<_>>(), [DAY]);
    assert_eq!(clean(&store).await, [CleanedDay::Dropped]);
    assert_eq!(db.log_size(DAY).await, None, "the disk has all of it again");
    assert_eq!(store.loose_log_days().await.expect("the days"), []);
    assert_eq!(texts(&store, "r1", 1).await, Vec::<String>::new());
    let nodes = store.nodes(&run("r1"), DAY).await.expect("the nodes");
    assert_eq!(nodes[1].log_lines, 3072, "what is told of them stays");
    store.close().await;
}

pub async fn a_day_that_stays_is_made_smaller_once_half_of_it_is_dead(db: &Database) {
    let store = db.store().await;
    for id in ["r1", "r2", "r3"] {
        ended(&store, "t", id, 640).await;
    }
    kept(&store).await;
    let before = texts(&store, "r2", 1).await;
    let size = db.log_size(DAY).await.expect("there");
    store.remove_logs(vec![run("r1")], later()).await.expect("removed");
    assert_eq!(clean(&store).await, [CleanedDay::Waits], "a third of it");
    assert_eq!(db.log_size(DAY).await, Some(size));
    store.remove_logs(vec![run("r3")], later()).await.expect("removed");
    assert_eq!(clean(&store).await, [CleanedDay::Clean]);
    let now = db.log_size(DAY).await.expect("there");
    assert!(now < size / 2, "{now} of {size}");
    assert_eq!(texts(&store, "r2", 1).await, before, "and nothing else is lost");
    assert_eq!(clean(&store).await, []);
    store.close().await;
}

pub async fn a_day_with_an_open_run_goes_on_taking_lines(db: &Database) {
    let store = db.store().await;
    ended(&store, "t", "r1", 10).await;
    created(&store, again("t", "open", 1)).await;
    let epoch = store.begin_attempt(&run("open"), "host", at(1)).await.expect("an attempt");
    kept(&store).await;
    store.remove_logs(vec![run("r1")], later()).await.expect("removed");
    assert_eq!(clean(&store).await, [CleanedDay::Clean]);
    let lines = append(epoch, vec![block(1, &["a"])], Vec::new());
    store.append(&run("open"), DAY, lines).await.expect("appended");
    assert_eq!(texts(&store, "open", 1).await, ["a"]);
    assert_eq!(db.block_count().await, 1);
    store.close().await;
}

pub async fn a_lease_is_one_owners_until_it_expires(db: &Database) {
    let store = db.store().await;
    let take = |owner: &'static str, now: i64, until: i64| {
        let store = store.clone();
        async move { store.take_lease("l", owner, at(now), at(until)).await.expect("an answer") }
    };
    assert!(take("a", 0, 10).await);
    assert!(!take("b", 9, 20).await);
    assert!(take("a", 9, 20).await, "it may be renewed");
    assert!(!take("b", 10, 30).await);
    store.give_lease_back("l", "b").await.expect("not its own");
    assert!(take("b", 20, 30).await, "it has expired");
    store.give_lease_back("l", "b").await.expect("given back");
    assert!(take("a", 21, 30).await);
    let all = (0..20).map(|n| {
        let store = store.clone();
        let owner = format!("owner{n}");
        tokio::spawn(async move { store.take_lease("m", &owner, at(0), at(9)).await })
    });
    let taken = futures::future::join_all(all).await.into_iter();
    let taken = taken.filter(|taken| matches!(taken, Ok(Ok(true)))).count();
    assert_eq!(taken, 1);
    store.close().await;
}

pub async fn a_task_has_limits_of_its_own(db: &Database) {
    let store = db.store().await;
    ended(&store, "t", "r1", 1).await;
    let logs = Limits { max_age_ms: Some(5), max_runs: None, max_bytes: Some(7) };
    let own = Retention { logs, ..Retention::default() };
    assert!(!store.limit_task(&task("none"), own).await.expect("an answer"));
    assert!(store.limit_task(&task("t"), own).await.expect("limited"));
    assert_eq!(store.task_limits(&task("t")).await.expect("an answer"), own);
    assert_eq!(store.own_limits().await.expect("an answer"), [(task("t"), own)].into());
    assert!(store.limit_task(&task("t"), Retention::default()).await.expect("limited"));
    assert_eq!(store.own_limits().await.expect("an answer"), [].into());
    store.close().await;
}

/// On PostgreSQL several servers remember partitions: one that is dropped by one of them is no
/// trap for another that goes on writing to other days.
pub async fn another_server_goes_on(db: &Database) {
    let store = db.store().await;
    let other = if db.backend == Backend::postgres { db.store().await } else { store.clone() };
    ended(&other, "t", "r1", 1).await;
    kept(&store).await;
    store.remove_logs(vec![run("r1")], later()).await.expect("removed");
    assert_eq!(clean(&store).await, [CleanedDay::Dropped]);
    assert_eq!(texts(&other, "r1", 1).await, Vec::<String>::new());
    ended(&store, "t", "r2", 1).await;
    assert_eq!(texts(&other, "r2", 1).await.len(), 8);
    store.close().await;
}
