//! Figures of runs are what a full count of the runs gives, after any history, summed up or not.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use annals_domain::{Histogram, PageSize, Run, RunStatus, TaskKind, Timestamp, Trigger};
use annals_store::{Change, RunFilter, Span, Store, Tally, TallyFilter, migrate_down};
use proptest::prelude::*;
use proptest::sample::select;

use super::fixture::{Database, property};
use super::make::{DAY, again, at, change, created, end, first, run, task};

const HOUR: i64 = 3_600_000_000;
const TASKS: [&str; 4] = ["a", "b", "c", "d"];
const TRIGGERS: [&str; 3] = ["api", "rerun", "cron"];

/// One step of a random history; a number picks one of the runs that are there.
#[derive(Debug, Clone)]
enum Step {
    Create { task: usize, trigger: usize, hour: i64 },
    Begin { pick: usize, after: i64 },
    End { pick: usize, status: RunStatus, took: i64 },
    Delete(usize),
    Retire(usize),
    DeleteTask(usize),
    OtherKind(usize),
    SumUp,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let ends = select(vec![RunStatus::Success, RunStatus::Failure, RunStatus::Cancelled]);
    let took = prop_oneof![0..50_000_i64, 0..90 * HOUR];
    let step = prop_oneof![
        6 => (0..4_usize, 0..3_usize, 0..60_i64)
            .prop_map(|(task, trigger, hour)| Step::Create { task, trigger, hour }),
        4 => (any::<usize>(), 0..3 * HOUR).prop_map(|(pick, after)| Step::Begin { pick, after }),
        5 => (any::<usize>(), ends, took)
            .prop_map(|(pick, status, took)| Step::End { pick, status, took }),
        1 => any::<usize>().prop_map(Step::Delete),
        1 => any::<usize>().prop_map(Step::Retire),
        1 => (0..4_usize).prop_map(Step::DeleteTask),
        1 => any::<usize>().prop_map(Step::OtherKind),
        2 => Just(Step::SumUp),
    ];
    prop::collection::vec(step, 1..40)
}

/// Later than anything in these cases.
fn now() -> Timestamp {
    at(4 * 24 * HOUR)
}

/// The runs that a history has made: id, epoch, and when it began.
type Made = Vec<(String, i64, i64)>;

async fn take(db: &Database, store: &Store, made: &mut Made, step: &Step, id: String) {
    match step {
        Step::Create { task: of, trigger, hour } => {
            let (of, micros) = (TASKS[*of], hour * HOUR + 7);
            let there = store.task(&task(of)).await.expect("an answer").is_some();
            let mut creation = if there { again(of, &id, micros) } else { first(of, &id, micros) };
            creation.run.trigger = Trigger(TRIGGERS[*trigger].into());
            created(store, creation).await;
            made.push((id, 0, micros));
        }
        Step::SumUp => {
            store.sum_up(now()).await.expect("summed up");
        }
        Step::DeleteTask(of) => {
            store.delete_task(&task(TASKS[*of])).await.expect("deleted");
        }
        Step::Begin { pick, .. }
        | Step::End { pick, .. }
        | Step::Delete(pick)
        | Step::Retire(pick)
        | Step::OtherKind(pick) => {
            let Some(n) = pick.checked_rem(made.len()) else { return };
            change_one(db, store, &mut made[n], step).await;
        }
    }
}

/// Changes one run; one that does not allow it refuses, which must leave the figures right too.
async fn change_one(db: &Database, store: &Store, made: &mut (String, i64, i64), step: &Step) {
    let (id, epoch, from) = made;
    match step {
        Step::Begin { after, .. } => {
            *from += after;
            *epoch = store.begin_attempt(&run(id), "h", at(*from)).await.unwrap_or(*epoch);
            drop(change(store, id, *epoch, Change::Begin(at(*from))).await);
        }
        Step::End { status, took, .. } => {
            drop(change(store, id, *epoch, end(*status, *from + took, None)).await);
        }
        Step::Delete(_) => drop(store.delete_run(&run(id)).await.expect("an answer")),
        Step::Retire(_) => drop(store.retire_run(&run(id)).await.expect("an answer")),
        Step::OtherKind(_) => {
            db.execute(&format!("UPDATE runs SET kind = 'flow' WHERE id = '{id}'")).await;
        }
        Step::Create { .. } | Step::DeleteTask(_) | Step::SumUp => {}
    }
}

/// Runs that are alike: task, first hour, kind, trigger, status.
type Alike = (Option<String>, i64, Option<&'static str>, Option<String>, &'static str);

/// What there is of them: how many, together how long, and each.
#[derive(Debug, Default, PartialEq)]
struct Figures {
    runs: i64,
    sum_ms: i64,
    took: i64,
}

fn hour_of(run: &Run) -> i64 {
    run.state.started_at.unwrap_or(run.created_at).as_micros() / HOUR
}

fn meets(filter: &TallyFilter, run: &Run) -> bool {
    let open = !run.state.status.is_terminal();
    (filter.tasks.is_empty() || filter.tasks.contains(&run.task_id))
        && filter.kind.is_none_or(|kind| run.kind == kind)
        && filter.trigger.as_ref().is_none_or(|trigger| run.trigger.0 == *trigger)
        && (open
            || (filter.status.is_none_or(|status| run.state.status == status)
                && (filter.since..filter.until).contains(&hour_of(run))))
}

fn counted(filter: &TallyFilter, runs: &[Run]) -> BTreeMap<Alike, (Figures, Vec<i64>)> {
    let mut counted: BTreeMap<Alike, (Figures, Vec<i64>)> = BTreeMap::new();
    for run in runs.iter().filter(|run| meets(filter, run)) {
        let task = (!filter.tasks.is_empty()).then(|| run.task_id.to_string());
        let at = filter.span.begin(hour_of(run));
        let status = run.state.status.as_str();
        let apart = filter.apart || filter.kind.is_some() || filter.trigger.is_some();
        let kind = apart.then(|| run.kind.as_str());
        let alike = (task, at, kind, apart.then(|| run.trigger.0.clone()), status);
        let (figures, took) = counted.entry(alike).or_default();
        figures.runs += 1;
        if let Some(ms) = run.duration_ms() {
            figures.sum_ms += ms;
            figures.took += 1;
            took.push(ms);
        }
    }
    counted
}

fn told(tallies: Vec<Tally>) -> BTreeMap<Alike, (Figures, Histogram)> {
    let mut told: BTreeMap<Alike, (Figures, Histogram)> = BTreeMap::new();
    for tally in tallies {
        let task = tally.task.map(|task| task.to_string());
        let kind = tally.kind.map(TaskKind::as_str);
        let alike = (task, tally.at, kind, tally.trigger, tally.status.as_str());
        let (figures, histogram) = told.entry(alike).or_default();
        figures.runs += tally.runs;
        figures.sum_ms += tally.sum_ms;
        histogram.merge(&tally.durations);
        figures.took = histogram.total();
    }
    told.retain(|_, (figures, _)| *figures != Figures::default());
    told
}

/// Holds what is told under this filter against a count of `runs`.
async fn compare(store: &Store, filter: &TallyFilter, runs: &[Run]) {
    let (told, histograms): (BTreeMap<_, _>, BTreeMap<_, _>) =
        told(store.tallies(filter).await.expect("figures")).into_iter().map(split).unzip();
    let (counted, durations): (BTreeMap<_, _>, BTreeMap<_, _>) =
        counted(filter, runs).into_iter().map(split).unzip();
    assert_eq!(told, counted, "{filter:?}");
    for (alike, mut took) in durations {
        took.sort_unstable();
        for percent in [50, 95] {
            let told = histograms[&alike].quantile(percent);
            let rank = (took.len() * usize::try_from(percent).expect("small")).div_ceil(100);
            let exact = rank.checked_sub(1).map(|place| took[place]);
            assert_eq!(told.is_some(), exact.is_some(), "{alike:?}");
            let off =
                told.zip(exact).map_or(0, |(told, exact)| (told - exact).abs() * 1000 - exact * 32);
            assert!(off <= 0, "{percent} % of {took:?} is told as {told:?}");
        }
    }
}

/// Holds what is told of the two tasks with the most runs of ten days against a count of `runs`.
async fn compare_busiest(store: &Store, runs: &[Run]) {
    for status in [None, Some(RunStatus::Failure), Some(RunStatus::Running)] {
        let all = filters().pop().expect("the last");
        let mut filter = TallyFilter { apart: false, status, ..all };
        let told = told(store.busiest(&filter, 2).await.expect("figures"));
        let at = filter.since;
        let of_time = |run: &&Run| (filter.since..filter.until).contains(&hour_of(run));
        let of_status = |run: &&Run| status.is_none_or(|status| run.state.status == status);
        let runs: Vec<_> = runs.iter().filter(of_time).filter(of_status).cloned().collect();
        let mut sizes = BTreeMap::<_, i64>::new();
        runs.iter().for_each(|run| *sizes.entry(run.task_id.clone()).or_default() -= 1);
        let mut order: Vec<_> = sizes.into_iter().map(|(task, size)| (size, task)).collect();
        order.sort();
        order.truncate(2);
        filter.tasks = order.into_iter().map(|(_, task)| task).collect();
        let mut counted = counted(&filter, &runs);
        counted.retain(|_, _| !filter.tasks.is_empty());
        let figures = |(alike, (figures, _)): (Alike, (Figures, Histogram))| (alike, figures);
        let told: BTreeMap<_, _> = told.into_iter().map(figures).collect();
        let mut together: BTreeMap<Alike, Figures> = BTreeMap::new();
        for ((task, _, kind, trigger, status), (figures, _)) in counted {
            let sum = together.entry((task, at, kind, trigger, status)).or_default();
            sum.runs += figures.runs;
            sum.sum_ms += figures.sum_ms;
            sum.took += figures.took;
        }
        assert_eq!(told, together, "{filter:?}");
    }
}

/// The figures of runs that are alike, and how long they took.
fn split<T>((alike, (figures, took)): (Alike, (Figures, T))) -> ((Alike, Figures), (Alike, T)) {
    ((alike.clone(), figures), (alike, took))
}

fn filters() -> Vec<TallyFilter> {
    let day = DAY * 24;
    let all = TallyFilter {
        tasks: Vec::new(),
        kind: None,
        status: None,
        trigger: None,
        apart: true,
        span: Span::Day,
        since: day,
        until: day + 10 * 24,
    };
    vec![
        TallyFilter { span: Span::Hour, ..all.clone() },
        TallyFilter { apart: false, ..all.clone() },
        TallyFilter { apart: false, span: Span::Hour, tasks: vec![task("a")], ..all.clone() },
        TallyFilter { apart: false, trigger: Some("api".into()), ..all.clone() },
        TallyFilter { apart: false, kind: Some(TaskKind::Flow), ..all.clone() },
        TallyFilter { span: Span::Hour, since: day + 20, until: day + 40, ..all.clone() },
        TallyFilter { since: day + 24, until: day + 48, ..all.clone() },
        TallyFilter { tasks: vec![task("a"), task("c")], ..all.clone() },
        TallyFilter { tasks: vec![task("b")], span: Span::Hour, ..all.clone() },
        TallyFilter { kind: Some(TaskKind::Flow), trigger: Some("cron".into()), ..all.clone() },
        TallyFilter { status: Some(RunStatus::Failure), tasks: vec![task("d")], ..all.clone() },
        all,
    ]
}

async fn all_runs(store: &Store) -> Vec<Run> {
    let size = PageSize::new(100_000);
    store.runs(&RunFilter::default(), size, None).await.expect("the runs").items
}

pub async fn are_what_a_full_count_gives_after_any_history(db: &Database) {
    let store = &db.store().await;
    let case = AtomicUsize::new(0);
    property(30, steps(), |steps| {
        let of = case.fetch_add(1, Ordering::Relaxed);
        async move {
            let mut made = Made::new();
            for (n, step) in steps.iter().enumerate() {
                take(db, store, &mut made, step, format!("{of}-{n}")).await;
            }
            let runs = all_runs(store).await;
            for filter in filters() {
                compare(store, &filter, &runs).await;
            }
            compare_busiest(store, &runs).await;
        }
    })
    .await;
    while store.sum_up(now()).await.expect("summed up") {}
    let runs = all_runs(store).await;
    for filter in filters() {
        compare(store, &filter, &runs).await;
    }
    compare_busiest(store, &runs).await;
    for of in TASKS {
        store.delete_task(&task(of)).await.expect("deleted");
    }
    while store.sum_up(now()).await.expect("summed up") {}
    assert_eq!(db.count("SELECT COUNT(*) FROM run_counts").await, 0, "nothing is left");
    assert_eq!(db.count("SELECT COUNT(*) FROM run_count_revisions").await, 0);
    compare_busiest(store, &[]).await;
    store.close().await;
}

/// Runs in three hours of two days.
async fn some(store: &Store) {
    for (n, hour) in (0..).zip([0, 0, 1, 30, 30, 30]) {
        let (of, id) = (["a", "b"][n % 2], format!("r{n}"));
        let creation =
            if n < 2 { first(of, &id, hour * HOUR) } else { again(of, &id, hour * HOUR) };
        created(store, creation).await;
        let epoch = store.begin_attempt(&run(&id), "h", at(0)).await.expect("an attempt");
        let from = hour * HOUR;
        change(store, &id, epoch, Change::Begin(at(from))).await.expect("begun");
        if n < 5 {
            change(store, &id, epoch, end(RunStatus::Success, from + 3_000_000, None))
                .await
                .expect("ended");
        }
    }
}

pub async fn of_runs_that_were_there_before(db: &Database) {
    let store = db.store().await;
    some(&store).await;
    store.close().await;
    migrate_down(&db.location, 7).await.expect("taken back");
    annals_store::migrate_up(&db.location).await.expect("applied again");
    let store = db.store().await;
    let runs = all_runs(&store).await;
    for filter in filters() {
        compare(&store, &filter, &runs).await;
    }
    while store.sum_up(now()).await.expect("summed up") {}
    store.recount(now()).await.expect("counted anew");
    for filter in filters() {
        compare(&store, &filter, &runs).await;
    }
    store.close().await;
}

pub async fn of_hours_long_ago_are_let_go(db: &Database) {
    let store = db.store().await;
    some(&store).await;
    let hours = "SELECT COUNT(*) FROM run_counts WHERE span = 1";
    // By then the first day's hours are too far back, and the second's are not.
    let then = at((Span::HOURS_KEPT + 12) * HOUR);
    store.sum_up(then).await.expect("summed up");
    assert_eq!(db.count(hours).await, 6, "all tasks, and each; all triggers, and each");
    store.recount(now()).await.expect("counted anew");
    assert_eq!(db.count(hours).await, 16);
    store.forget_hours(then).await.expect("forgotten");
    assert_eq!(db.count(hours).await, 6);
    let days = filters().pop().expect("the last");
    compare(&store, &days, &all_runs(&store).await).await;
    store.close().await;
}

pub async fn tell_the_busiest_tasks(db: &Database) {
    let store = db.store().await;
    some(&store).await;
    created(&store, again("b", "waits", 31 * HOUR)).await;
    let mut filter = filters().pop().expect("the last");
    let busiest =
        async |filter: &TallyFilter, most| store.busiest_tasks(filter, most).await.expect("tasks");
    for summed_up in [false, true] {
        assert_eq!(busiest(&filter, 9).await, [task("b"), task("a")], "{summed_up}");
        assert_eq!(busiest(&filter, 1).await, [task("b")]);
        store.sum_up(now()).await.expect("summed up");
    }
    filter.status = Some(RunStatus::Success);
    assert_eq!(busiest(&filter, 9).await, [task("a"), task("b")]);
    let names = store.task_names(&[task("a"), task("none")]).await.expect("names");
    assert_eq!(names.into_iter().collect::<Vec<_>>(), [(task("a"), "a".to_owned())]);
    store.close().await;
}

pub async fn of_a_day_that_did_not_change_are_not_read_again(db: &Database) {
    let store = db.store().await;
    some(&store).await;
    while store.sum_up(now()).await.expect("summed up") {}
    let all = filters().pop().expect("the last");
    let filter = TallyFilter { apart: false, ..all };
    let runs = async || -> i64 {
        let tallies = store.busiest(&filter, 9).await.expect("figures");
        tallies.iter().map(|tally| tally.runs).sum()
    };
    let before = runs().await;
    // Past the store and the revision of the day, as nobody does.
    db.execute("UPDATE run_counts SET runs = runs + 100 WHERE scope = 'a' AND kind = ''").await;
    assert_eq!(runs().await, before);
    db.execute("UPDATE run_counts SET runs = runs WHERE scope = '' AND kind = ''").await;
    assert!(runs().await > before + 99);

    let apart = TallyFilter { apart: true, ..filter };
    let runs = async || -> i64 {
        let tallies = store.tallies(&apart).await.expect("figures");
        tallies.iter().map(|tally| tally.runs).sum()
    };
    let before = runs().await;
    db.execute("UPDATE run_counts SET runs = runs + 100 WHERE scope = '' AND kind <> ''").await;
    assert_eq!(runs().await, before);
    db.execute("UPDATE run_counts SET runs = runs WHERE scope = '' AND kind = ''").await;
    assert!(runs().await > before + 99);
    store.close().await;
}
