//! Lists of flow runs under any filters together and in either direction, held against a plain
//! filter over all runs.

use annals_domain::{Cursor, Page, PageSize, Run, RunStatus, TaskKind};
use annals_store::{Change, Direction, FlowRunFilter, RunFilter, Store};
use proptest::option::weighted;
use proptest::prelude::Strategy;
use proptest::sample::select;

use super::fixture::{Database, property};
use super::make::{again, at, change, created, end, first, run, task};

const RUNS: i64 = 260;
const SECOND: i64 = 1_000_000;

/// Mostly runs of flows; several begin at one instant, and some never.
async fn history(db: &Database, store: &Store) {
    for n in 0..RUNS {
        let (of, id) = (format!("f{}", n % 4), format!("r{n:03}"));
        let micros = n / 3 * SECOND;
        let mut creation = if n < 4 { first(&of, &id, micros) } else { again(&of, &id, micros) };
        creation.run.trigger.0 = ["api", "cron"][usize::from(n % 5 == 0)].into();
        creation.run.user_id = (n % 3 > 0).then(|| format!("user-{}", n % 2));
        creation.run.session_id = (n % 7 == 0).then(|| "session".into());
        created(store, creation).await;
        progress(store, &id, n, micros).await;
    }
    db.execute("UPDATE runs SET kind = 'flow' WHERE task_id <> 'f3'").await;
}

/// Brings a run into one of the five states.
async fn progress(store: &Store, id: &str, n: i64, created: i64) {
    let status = match n * 5 % 11 {
        0 => return,
        1 => RunStatus::Running,
        2..=4 => RunStatus::Failure,
        5 => RunStatus::Cancelled,
        _ => RunStatus::Success,
    };
    let epoch = store.begin_attempt(&run(id), "host", at(0)).await.expect("an attempt");
    let begun = created + n % 4 * 20 * SECOND;
    change(store, id, epoch, Change::Begin(at(begun))).await.expect("begun");
    if status != RunStatus::Running {
        change(store, id, epoch, end(status, begun + SECOND, None)).await.expect("ended");
    }
}

fn filters() -> impl Strategy<Value = FlowRunFilter> {
    let text = |of: &'static [&'static str]| {
        weighted(0.4, select(of)).prop_map(|text| text.map(str::to_owned))
    };
    let flows = weighted(0.4, select(&["f0", "f1", "f3", "gone"][..]));
    let statuses = weighted(0.5, select(RunStatus::ALL));
    let users = text(&["user-0", "user-1", "nobody"]);
    let directions = select(&[Direction::Ascending, Direction::Descending][..]);
    let rest = (users, text(&["session"]), text(&["api", "cron"]), directions, 0..5_i64);
    (flows, statuses, rest).prop_map(
        |(flow, status, (user_id, session_id, trigger, direction, offset))| {
            let flow_id = flow.map(task);
            FlowRunFilter { flow_id, status, trigger, session_id, user_id, direction, offset }
        },
    )
}

fn meets(filter: &FlowRunFilter, run: &Run) -> bool {
    run.kind == TaskKind::Flow
        && filter.flow_id.as_ref().is_none_or(|flow| run.task_id == *flow)
        && filter.status.is_none_or(|status| run.state.status == status)
        && filter.trigger.as_ref().is_none_or(|trigger| run.trigger.0 == *trigger)
        && filter.session_id.as_ref().is_none_or(|id| run.session_id.as_ref() == Some(id))
        && filter.user_id.as_ref().is_none_or(|id| run.user_id.as_ref() == Some(id))
}

/// The runs that a list should show, in its order.
fn expected<'r>(filter: &FlowRunFilter, all: &'r [Run]) -> Vec<&'r Run> {
    let mut runs: Vec<_> = all.iter().filter(|run| meets(filter, run)).collect();
    runs.sort_by_key(|run| (run.state.started_at.unwrap_or(run.created_at), run.id.as_str()));
    if filter.direction == Direction::Descending {
        runs.reverse();
    }
    runs
}

async fn page(store: &Store, filter: &FlowRunFilter, after: Option<&Cursor>) -> Page<Run> {
    store.flow_runs(filter, PageSize::new(17), after).await.expect("a page")
}

/// Reads all pages; only the first passes over some.
async fn listed(store: &Store, filter: &FlowRunFilter) -> Vec<Run> {
    let Page { mut items, mut next } = page(store, filter, None).await;
    let further = FlowRunFilter { offset: 0, ..filter.clone() };
    while let Some(after) = next {
        let text = after.encode();
        let after = Store::flow_runs_cursor(&text, filter.direction).expect("its own cursor");
        let read = page(store, &further, Some(&after)).await;
        assert!(!read.items.is_empty(), "a page that was promised is empty");
        items.extend(read.items);
        next = read.next;
    }
    items
}

pub async fn any_filters_let_through_what_they_say(db: &Database) {
    let store = &db.store().await;
    history(db, store).await;
    let all = store.runs(&RunFilter::default(), PageSize::new(1000), None).await;
    let all = &all.expect("all runs").items;
    let flows = all.iter().filter(|run| run.kind == TaskKind::Flow).count();
    assert_eq!((i64::try_from(all.len()), i64::try_from(flows)), (Ok(RUNS), Ok(RUNS / 4 * 3)));
    property(150, filters(), |filter| async move {
        let found = listed(store, &filter).await;
        let offset = usize::try_from(filter.offset).expect("small");
        let expected: Vec<_> = expected(&filter, all).into_iter().skip(offset).collect();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{filter:?}");
    })
    .await;
    store.close().await;
}
