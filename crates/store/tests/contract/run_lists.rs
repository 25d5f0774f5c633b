//! Pages of runs: every row once while rows are added, under every filter.

use annals_domain::{Cursor, ErrorType, PageSize, Run, RunStatus, TaskKind, Trigger};
use annals_store::{Change, RunFilter, RunSource, Store};

use super::fixture::Database;
use super::make::{again, at, change, created, end, first, run, task};

/// A filter with what it should let through.
type Case = (RunFilter, fn(&Run) -> bool);

const NAMES: [&str; 4] = ["100% sure", "Größe ÄÖ", "under_score", r"back\slash"];

/// 40 runs of four tasks, in every state, with every label; several share an instant.
async fn history(store: &Store) {
    for n in 0..40_i64 {
        let (of, id) = (format!("t{}", n % 4), format!("r{n:02}"));
        let mut creation = if n < 4 { first(&of, &id, n / 3) } else { again(&of, &id, n / 3) };
        if let RunSource::New(new) = &mut creation.source {
            new.name = NAMES[usize::try_from(n).expect("an index")].into();
        }
        creation.run.trigger = if n % 3 == 0 { Trigger::rerun() } else { Trigger::api() };
        creation.run.user_id = (n % 2 == 0).then(|| "ada".into());
        creation.run.session_id = (n % 5 == 0).then(|| "s".into());
        creation.run.tags = if n % 4 < 2 { vec!["red".into(), "blue".into()] } else { Vec::new() };
        created(store, creation).await;
        progress(store, &id, n).await;
    }
}

/// Brings a run into one of the six phases; it takes as many milliseconds as its number.
async fn progress(store: &Store, id: &str, n: i64) {
    let (status, error) = match n % 6 {
        0 => return,
        2 => (RunStatus::Success, None),
        3 => (RunStatus::Failure, Some(ErrorType::Exit)),
        4 => (RunStatus::Failure, Some(ErrorType::Platform)),
        _ => (RunStatus::Cancelled, None),
    };
    let epoch = store.begin_attempt(&run(id), "host", at(0)).await.expect("an attempt");
    let begun = n / 2 * 1000;
    change(store, id, epoch, Change::Begin(at(begun))).await.expect("begun");
    if n % 6 != 1 {
        change(store, id, epoch, end(status, begun + n * 1000, error)).await.expect("ended");
    }
}

async fn page(
    store: &Store,
    filter: &RunFilter,
    size: usize,
    after: Option<&Cursor>,
) -> annals_domain::Page<Run> {
    store.runs(filter, PageSize::new(size), after).await.expect("a page")
}

/// Reads all pages, adding a run that every filter lets through after each.
async fn paged_while_adding(store: &Store, filter: &RunFilter, name: &str) -> Vec<Run> {
    let (mut runs, mut after, mut added) = (Vec::new(), None, 0);
    loop {
        let read = page(store, filter, 3, after.as_ref()).await;
        assert!(read.items.len() <= 3);
        runs.extend(read.items);
        let Some(next) = read.next else { return runs };
        let text = next.encode();
        after = Some(Store::runs_cursor(&text, filter).expect("its own cursor"));
        added += 1;
        let mut newer = again("t1", &format!("new-{name}-{added}"), 900);
        newer.run.tags = vec!["red".into()];
        (newer.run.user_id, newer.run.session_id) = (Some("ada".into()), Some("s".into()));
        let id = newer.run.id.to_string();
        created(store, newer).await;
        progress(store, &id, 903).await;
    }
}

/// Holds each case against what the filter should let through of the first 40 runs.
async fn hold(db: &Database, cases: Vec<Case>) {
    let store = db.store().await;
    history(&store).await;
    let all = page(&store, &RunFilter::default(), 100, None).await;
    assert_eq!((all.items.len(), all.next), (40, None));
    for (n, (filter, lets_through)) in cases.iter().enumerate() {
        let expected: Vec<_> = all.items.iter().filter(|run| lets_through(run)).collect();
        let found = paged_while_adding(&store, filter, &n.to_string()).await;
        let mut ids: Vec<_> = found.iter().map(|run| run.id.clone()).collect();
        let old = found.iter().filter(|run| run.id.as_str().starts_with('r')).collect::<Vec<_>>();
        assert_eq!(old, expected, "{filter:?}");
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), found.len(), "a run came twice under {filter:?}");
    }
    store.close().await;
}

pub async fn pages_cover_every_run_once_while_runs_are_added(db: &Database) {
    hold(db, vec![(RunFilter::default(), |_| true)]).await;
}

pub async fn pages_by_time(db: &Database) {
    let after = RunFilter { started_after: Some(at(5000)), ..RunFilter::default() };
    let before = RunFilter { started_before: Some(at(12_000)), ..RunFilter::default() };
    let between = RunFilter { started_before: Some(at(12_000)), ..after.clone() };
    let cases: Vec<Case> = vec![
        (after, |run| run.state.started_at >= Some(at(5000))),
        (before, |run| run.state.started_at.is_some_and(|s| s < at(12_000))),
        (between, |run| run.state.started_at.is_some_and(|s| s >= at(5000) && s < at(12_000))),
    ];
    hold(db, cases).await;
}

pub async fn pages_by_tag(db: &Database) {
    let tagged = |tag: &str| RunFilter { tag: Some(tag.into()), ..RunFilter::default() };
    let cases: Vec<Case> = vec![
        (tagged("red"), |run| run.tags.contains(&"red".to_owned())),
        (tagged("blue"), |run| run.tags.contains(&"blue".to_owned())),
        (tagged("Red"), |_| false),
    ];
    hold(db, cases).await;
}

fn status(status: RunStatus, platform_failure: Option<bool>) -> RunFilter {
    RunFilter { status: Some(status), platform_failure, ..RunFilter::default() }
}

fn text(q: &str) -> RunFilter {
    RunFilter { q: Some(q.into()), ..RunFilter::default() }
}

pub async fn every_filter_alone(db: &Database) {
    let none = RunFilter::default();
    let cases: Vec<Case> = vec![
        (RunFilter { kind: Some(TaskKind::Script), ..none.clone() }, |_| true),
        (RunFilter { kind: Some(TaskKind::Flow), ..none.clone() }, |_| false),
        (status(RunStatus::Pending, None), |run| run.state.status == RunStatus::Pending),
        (status(RunStatus::Running, None), |run| run.state.status == RunStatus::Running),
        (status(RunStatus::Cancelled, None), |run| run.state.status == RunStatus::Cancelled),
        (status(RunStatus::Failure, None), |run| run.state.status == RunStatus::Failure),
        (status(RunStatus::Failure, Some(true)), |run| run.error_type == Some(ErrorType::Platform)),
        (status(RunStatus::Failure, Some(false)), |run| run.error_type == Some(ErrorType::Exit)),
        (RunFilter { task_id: Some(task("t2")), ..none.clone() }, |run| run.task_id == task("t2")),
        (RunFilter { trigger: Some("rerun".into()), ..none.clone() }, |run| {
            run.trigger == Trigger::rerun()
        }),
        (RunFilter { user_id: Some("ada".into()), ..none.clone() }, |run| run.user_id.is_some()),
        (RunFilter { session_id: Some("s".into()), ..none.clone() }, |run| {
            run.session_id.is_some()
        }),
        (RunFilter { min_duration_ms: Some(17), ..none.clone() }, |run| {
            run.duration_ms() >= Some(17)
        }),
        (RunFilter { min_duration_ms: Some(i64::MAX), ..none }, |_| false),
        (text("%"), |run| run.task_name == NAMES[0]),
        (text("GRÖSSE"), |_| false),
        (text("größe äö"), |run| run.task_name == NAMES[1]),
        (text("GRÖßE ÄÖ"), |run| run.task_name == NAMES[1]),
        (text("_"), |run| run.task_name == NAMES[2]),
        (text(r"\"), |run| run.task_name == NAMES[3]),
        (text("r07"), |run| run.id.as_str() == "r07"),
        (text("'; --"), |_| false),
    ];
    hold(db, cases).await;
}

pub async fn filters_together(db: &Database) {
    let filter = RunFilter {
        kind: Some(TaskKind::Script),
        status: Some(RunStatus::Cancelled),
        platform_failure: Some(false),
        task_id: Some(task("t1")),
        trigger: Some("api".into()),
        session_id: Some("s".into()),
        tag: Some("blue".into()),
        q: Some("grö".into()),
        started_after: Some(at(0)),
        started_before: Some(at(3000)),
        min_duration_ms: Some(5),
        user_id: None,
    };
    hold(db, vec![(filter, |run| run.id.as_str() == "r05")]).await;
}

pub async fn a_cursor_of_another_list_is_refused(db: &Database) {
    let store = db.store().await;
    history(&store).await;
    let plain = RunFilter::default();
    let next = page(&store, &plain, 3, None).await.next.expect("a further page");
    Store::runs_cursor(&next.encode(), &plain).expect("its own");
    let by_number = RunFilter { task_id: Some(task("t1")), ..plain.clone() };
    Store::runs_cursor(&next.encode(), &by_number).expect_err("another order");
    Store::tasks_cursor(&next.encode()).expect_err("another list");
    Store::runs_cursor(&format!("{}00", next.encode()), &plain).expect_err("changed");
    store.close().await;
}
