//! What the cases are made of.

use std::sync::Arc;

use annals_domain::{Clock, IdSource, ManualClock, PageSize, Timestamp};
use annals_store::{
    CreateTaskBuildHistory, HistoryFilter, HistoryOf, HistoryOrder, HistoryPolicy, HistoryQuery,
    Store, TaskBuildHistory, TaskBuildHistoryContextType as Type,
};

use crate::fixture::Database;
use crate::make::{at, run, task};

pub const DAY: i64 = HistoryPolicy::DAY_MILLIS;

/// A store whose time stands still until it is moved.
pub async fn store(db: &Database) -> (Store, Arc<ManualClock>) {
    store_with(db, HistoryPolicy::default()).await
}

pub async fn store_with(db: &Database, policy: HistoryPolicy) -> (Store, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(at(0)));
    let store = db.store().await.with_history_policy(policy);
    (with_clock(store, &clock), clock)
}

pub fn with_clock(store: Store, clock: &Arc<ManualClock>) -> Store {
    let clock: Arc<dyn Clock> = Arc::clone(clock) as Arc<dyn Clock>;
    store.with_history_clock(Arc::clone(&clock), IdSource::new(clock, next))
}

/// Ids that differ, in no order.
fn next() -> [u8; 10] {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let mut bytes = [0; 10];
    let next = NEXT.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bytes[2..].copy_from_slice(&next.to_be_bytes());
    bytes
}

pub fn said(task_id: &str, content: &str) -> CreateTaskBuildHistory {
    CreateTaskBuildHistory::new(task(task_id), Type::ChatMessage, content)
}

/// The same at a run.
pub fn said_at(task_id: &str, run_id: &str, content: &str) -> CreateTaskBuildHistory {
    CreateTaskBuildHistory { run_id: Some(run(run_id)), ..said(task_id, content) }
}

pub async fn say(store: &Store, task_id: &str, content: &str) -> TaskBuildHistory {
    TaskBuildHistory::create(store, &said(task_id, content)).await.expect("created")
}

pub async fn all(store: &Store, task_id: &str) -> Vec<TaskBuildHistory> {
    TaskBuildHistory::find_by_task_id(store, &task(task_id)).await.expect("found")
}

pub async fn numbers(store: &Store, task_id: &str) -> Vec<i64> {
    all(store, task_id).await.iter().map(|entry| entry.n).collect()
}

pub async fn count(store: &Store, task_id: &str) -> i64 {
    TaskBuildHistory::count_by_task_id(store, &task(task_id)).await.expect("counted")
}

/// The contents of one large page of a task's entries.
pub async fn matching(store: &Store, task_id: &str, filter: HistoryFilter) -> Vec<String> {
    let query =
        HistoryQuery { of: HistoryOf::Task(task(task_id)), filter, order: HistoryOrder::Ascending };
    let page = store.history(&query, PageSize::new(500), None).await.expect("a page");
    assert_eq!(page.next, None);
    page.entries.into_iter().map(|entry| entry.content).collect()
}

pub fn later(millis: i64) -> Timestamp {
    at(0).plus_millis(millis)
}
