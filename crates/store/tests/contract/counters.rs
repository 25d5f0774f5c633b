//! What a task's row tells of its runs is what counting them would tell, after any history.

use std::sync::atomic::{AtomicUsize, Ordering};

use annals_domain::{ErrorType, PageSize, Run, RunStatus};
use annals_store::{Change, RunFilter, Store};
use proptest::prelude::*;

use super::fixture::{Database, property};
use super::make::{DAY, again, at, change, created, end, first, run, task};

/// One step of a random history; the number picks one of the runs that are there.
#[derive(Debug, Clone)]
enum Step {
    Rerun,
    Attempt(usize),
    Begin(usize),
    End(usize, RunStatus),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let ends =
        prop::sample::select(vec![RunStatus::Success, RunStatus::Failure, RunStatus::Cancelled]);
    let step = prop_oneof![
        Just(Step::Rerun),
        any::<usize>().prop_map(Step::Attempt),
        any::<usize>().prop_map(Step::Begin),
        (any::<usize>(), ends).prop_map(|(pick, status)| Step::End(pick, status)),
    ];
    prop::collection::vec(step, 1..25)
}

/// Does a step; a run that does not allow it refuses, which must leave the counters right too.
async fn take(store: &Store, of: &str, runs: &mut Vec<(String, i64)>, step: &Step, micros: i64) {
    let pick = |n: &usize| n % runs.len();
    match step {
        Step::Rerun => {
            let id = format!("{of}-{}", runs.len());
            created(store, again(of, &id, micros)).await;
            runs.push((id, 0));
        }
        Step::Attempt(n) => {
            let n = pick(n);
            let epoch = store.begin_attempt(&run(&runs[n].0), "host", at(micros)).await;
            runs[n].1 = epoch.unwrap_or(runs[n].1);
        }
        Step::Begin(n) => {
            let (id, epoch) = &runs[pick(n)];
            drop(change(store, id, *epoch, Change::Begin(at(micros))).await);
        }
        Step::End(n, status) => {
            let (id, epoch) = &runs[pick(n)];
            let error = (*status == RunStatus::Failure).then_some(ErrorType::Timeout);
            drop(change(store, id, *epoch, end(*status, micros, error)).await);
        }
    }
}

/// Holds the row against its runs, read one by one.
async fn recount(store: &Store, of: &str) {
    let filter = RunFilter { task_id: Some(task(of)), ..RunFilter::default() };
    let runs = store.runs(&filter, PageSize::new(1000), None).await.expect("the runs").items;
    let row = store.task(&task(of)).await.expect("an answer").expect("the task");
    assert_eq!(row.run_count, i64::try_from(runs.len()).expect("few"));
    let last: &Run = runs.iter().max_by_key(|run| run.number).expect("a run");
    let latest = row.latest.expect("a latest run");
    assert_eq!((&latest.id, latest.number), (&last.id, last.number));
    let told = (latest.status, latest.error_type, latest.started_at, latest.ended_at);
    let is = (last.state.status, last.error_type, last.state.started_at, last.state.ended_at);
    assert_eq!(told, is);
    assert_eq!(last.number.get(), row.run_count, "numbers have no gap while none is deleted");
    for run in &runs {
        assert_eq!(run.state.ended_at.is_some(), run.state.status.is_terminal());
        assert_eq!(run.day(), DAY);
    }
}

pub async fn follow_any_history(db: &Database) {
    let store = &db.store().await;
    let case = AtomicUsize::new(0);
    property(40, steps(), |steps| {
        let of = format!("t{}", case.fetch_add(1, Ordering::Relaxed));
        async move {
            let id = format!("{of}-0");
            created(store, first(&of, &id, 0)).await;
            let mut runs = vec![(id, 0)];
            for (micros, step) in (1..).zip(&steps) {
                take(store, &of, &mut runs, step, micros).await;
            }
            recount(store, &of).await;
        }
    })
    .await;
    store.close().await;
}
