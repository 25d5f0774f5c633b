//! Pages of runs under any filters together, held against a plain filter over all runs.

use std::cmp::Reverse;

use annals_domain::{ErrorType, Page, PageSize, Phase, Run, RunStatus, TaskKind, Timestamp};
use annals_store::{Change, RunFilter, RunSource, Store};
use proptest::option::weighted;
use proptest::prelude::{Strategy, any};
use proptest::sample::select;

use super::fixture::{Database, property};
use super::make::{again, at, change, created, end, first, run, task};

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3600 * SECOND;
const TASKS: usize = 70;
const RUNS: usize = 210;
const NAMES: [&str; 4] = ["alpha", "beta", "Alphabet", "solo"];
const TAGS: [&str; 3] = ["red", "blue", "green"];
/// How long runs wait and take, at the edges of what an index tells apart and between them.
const WAITS: [i64; 9] = [
    -SECOND,
    0,
    SECOND,
    60 * SECOND - 1,
    60 * SECOND,
    700 * SECOND,
    2 * HOUR,
    30 * HOUR,
    300 * HOUR,
];
const DURATIONS: [i64; 9] =
    [0, SECOND / 10 - 1, SECOND / 10, SECOND, 7 * SECOND, 61 * SECOND, HOUR - 1, HOUR, 101 * HOUR];

fn creation_of(n: usize) -> Timestamp {
    at(i64::try_from(n / 3).expect("small") * 600 * SECOND)
}

fn id_of(n: usize) -> String {
    format!("r{n:03}")
}

/// Runs of 70 tasks: two tasks have many, the others few; one name is only one task's.
async fn history(db: &Database, store: &Store) {
    for n in 0..RUNS {
        let of = if n < TASKS { n } else { n % 7 % 2 };
        let (task, id) = (format!("t{of:02}"), id_of(n));
        let mut creation = if n < TASKS { first(&task, &id, 0) } else { again(&task, &id, 0) };
        if let RunSource::New(new) = &mut creation.source {
            let name = if n == 5 { NAMES[3] } else { NAMES[n % 3] };
            // One task's name contains the id of its run.
            new.name = if n == 7 { id_of(n) } else { format!("{name} {n:02}") };
            new.kind = if n % 2 == 0 { TaskKind::Script } else { TaskKind::Flow };
        }
        creation.run.created_at = creation_of(n);
        creation.run.trigger.0 = ["api", "schedule"][n % 5 / 4].into();
        creation.run.user_id = (n % 3 > 0).then(|| format!("user-{}", n % 4));
        creation.run.session_id = (n % 7 == 0).then(|| "session".into());
        let tags = TAGS.iter().enumerate().filter(|(t, _)| n % (t + 2) == 0);
        creation.run.tags = tags.map(|(_, tag)| (*tag).into()).collect();
        created(store, creation).await;
        progress(store, n).await;
    }
    // Only hints: so that the ways to lists of many runs are taken for these few.
    db.execute(
        "UPDATE tasks SET run_count = run_count + 3000 WHERE id IN ('t03', 't05', 't08', 't10')",
    )
    .await;
}

/// Lets a run wait and take its time, and end somehow or not at all.
async fn progress(store: &Store, n: usize) {
    let id = id_of(n);
    let Some((status, error)) = [
        None,
        Some((RunStatus::Running, None)),
        Some((RunStatus::Success, None)),
        Some((RunStatus::Failure, Some(ErrorType::Exit))),
        Some((RunStatus::Failure, Some(ErrorType::Platform))),
        Some((RunStatus::Success, None)),
        Some((RunStatus::Cancelled, None)),
    ][n * 5 % 23 % 7] else {
        return;
    };
    let epoch = store.begin_attempt(&run(&id), "host", at(0)).await.expect("an attempt");
    let begun = creation_of(n).as_micros() - at(0).as_micros() + WAITS[n * 7 % 11 % 9];
    change(store, &id, epoch, Change::Begin(at(begun))).await.expect("begun");
    if status != RunStatus::Running {
        let ended = begun.max(0) + DURATIONS[n * 3 % 13 % 9];
        change(store, &id, epoch, end(status, ended, error)).await.expect("ended");
    }
}

fn times() -> impl Strategy<Value = Option<Timestamp>> {
    weighted(0.3, (0..RUNS, select(&WAITS[..]))).prop_map(|time| {
        time.map(|(n, wait)| Timestamp::from_micros(creation_of(n).as_micros() + wait))
    })
}

fn texts(of: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    weighted(0.25, select(of)).prop_map(|text| text.map(str::to_owned))
}

/// Any filters together.
fn filters() -> impl Strategy<Value = RunFilter> {
    let phases = weighted(0.3, select(Phase::ALL));
    let tasks = weighted(0.2, select(&["t00", "t01", "t05", "t44", "gone"][..]));
    let q = texts(&[
        "alpha", "ALPHABET", "solo", "a", "beta 0", "o", "nothing", "r007", "r150", "a 0", "",
    ]);
    let durations = weighted(0.3, select(&DURATIONS[..]));
    (
        (weighted(0.2, select(TaskKind::ALL)), phases, any::<bool>(), tasks),
        (texts(&["api", "schedule", "rerun"]), texts(&["session", "other"])),
        (texts(&["user-1", "user-2", "nobody"]), texts(&["red", "blue", "green", "grey"]), q),
        (times(), times(), durations),
    )
        .prop_map(
            |((kind, phase, exact, of), (trigger, session_id), (user_id, tag, q), time)| {
                RunFilter {
                    kind,
                    status: phase.map(Phase::status),
                    platform_failure: phase
                        .filter(|p| exact && p.status() == RunStatus::Failure)
                        .map(|p| p == Phase::Error),
                    task_id: of.map(task),
                    trigger,
                    session_id,
                    user_id,
                    tag,
                    q,
                    started_after: time.0,
                    started_before: time.1,
                    min_duration_ms: time.2.map(|micros| micros / 1000),
                }
            },
        )
}

fn meets(filter: &RunFilter, run: &Run) -> bool {
    let is = |wanted: &Option<String>, value: Option<&str>| {
        wanted.as_deref().is_none_or(|wanted| value == Some(wanted))
    };
    let begun = run.state.started_at;
    let named = |q: &String| {
        run.task_name.to_lowercase().contains(&q.to_lowercase()) || run.id.as_str() == q
    };
    let platform = run.error_type == Some(ErrorType::Platform);
    filter.kind.is_none_or(|kind| run.kind == kind)
        && filter.status.is_none_or(|status| run.state.status == status)
        && filter.platform_failure.is_none_or(|wanted| wanted == platform)
        && filter.task_id.as_ref().is_none_or(|task| run.task_id == *task)
        && is(&filter.trigger, Some(&run.trigger.0))
        && is(&filter.session_id, run.session_id.as_deref())
        && is(&filter.user_id, run.user_id.as_deref())
        && filter.tag.as_ref().is_none_or(|tag| run.tags.contains(tag))
        && filter.q.as_ref().is_none_or(named)
        && filter.started_after.is_none_or(|at| begun.is_some_and(|begun| begun >= at))
        && filter.started_before.is_none_or(|at| begun.is_some_and(|begun| begun < at))
        && filter.min_duration_ms.is_none_or(|least| run.duration_ms() >= Some(least))
}

/// Every page, one after the other by its cursor's text.
async fn paged(store: &Store, filter: &RunFilter, size: usize) -> Vec<String> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page: Page<Run> =
            store.runs(filter, PageSize::new(size), after.as_ref()).await.expect("a page");
        assert!(page.items.len() <= size && ids.len() <= RUNS, "pages without an end");
        ids.extend(page.items.iter().map(|run| run.id.to_string()));
        let Some(next) = page.next else { return ids };
        after = Some(Store::runs_cursor(&next.encode(), filter).expect("its own cursor"));
    }
}

/// Every run there is, newest first, read one by one.
async fn all(store: &Store) -> Vec<Run> {
    let mut runs = Vec::new();
    for n in 0..RUNS {
        runs.push(store.run(&run(&id_of(n))).await.expect("an answer").expect("a run"));
    }
    runs.sort_by_key(|run| Reverse((run.created_at, run.id.clone())));
    runs
}

async fn hold(store: &Store, cases: u32) {
    let all = &all(store).await;
    property(cases, (filters(), 1..40_usize), |(filter, size)| async move {
        let expected = all.iter().filter(|run| meets(&filter, run)).map(|run| run.id.to_string());
        let expected: Vec<_> = expected.collect();
        assert_eq!(paged(store, &filter, size).await, expected, "{filter:?}");
    })
    .await;
}

pub async fn any_together_let_through_what_they_say(db: &Database) {
    let store = db.store().await;
    history(db, &store).await;
    hold(&store, 300).await;
    store.close().await;
}

/// So many tasks share a name that they are not looked up one by one.
pub async fn names_of_very_many_tasks(db: &Database) {
    let store = db.store().await;
    history(db, &store).await;
    db.execute(
        "INSERT INTO tasks (id, kind, name, name_lower, created_at, updated_at, run_count) \
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600) \
         SELECT 'more-' || CAST(i AS TEXT), 'script', 'alpha', 'alpha', 0, 0, 9 FROM n",
    )
    .await;
    hold(&store, 60).await;
    store.close().await;
}

pub async fn no_run_begins_before_it_was_created(db: &Database) {
    let store = db.store().await;
    created(&store, first("t", "r", 5 * SECOND)).await;
    let epoch = store.begin_attempt(&run("r"), "host", at(0)).await.expect("an attempt");
    // The clock of another server is behind.
    change(&store, "r", epoch, Change::Begin(at(SECOND))).await.expect("begun");
    change(&store, "r", epoch, end(RunStatus::Success, 2 * SECOND, None)).await.expect("ended");
    let run = store.run(&run("r")).await.expect("an answer").expect("a run");
    assert_eq!(run.state.started_at, Some(at(5 * SECOND)));
    assert_eq!(run.state.ended_at, Some(at(5 * SECOND)));
    store.close().await;
}
