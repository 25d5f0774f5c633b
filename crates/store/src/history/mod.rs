//! The build history: the timeline of each task, its entries numbered 1, 2, 3….
//!
//! [`TaskBuildHistory`] is the face of it, with the store in the place of a connection pool. At
//! most so many entries of a task are kept ([`HistoryPolicy`]); those with the lowest numbers go
//! first, in the transaction that adds others, under the lock of the task's head. What has expired
//! is never read; a sweep removes it later. An entry of a run takes a place in the run's ledger,
//! where only a pointer lies, so that the entry lives and goes in one place.

mod create;
mod derive;
mod evict;
mod find;
mod keys;
mod policy;
mod rows;
mod sweep;
mod types;
#[cfg(test)]
mod typescript;

use std::collections::BTreeMap;

use annals_domain::{PageSize, RunId, Seq, TaskId};
use sqlx::AnyConnection;

pub(crate) use derive::tell;
pub use find::{HistoryFilter, HistoryOf, HistoryOrder, HistoryPage, HistoryQuery};
pub(crate) use policy::Keeper;
pub use policy::{HistoryLimits, HistoryPolicy};
pub(crate) use sweep::forget_run;
pub use types::{CreateTaskBuildHistory, TaskBuildHistory, TaskBuildHistoryContextType};

use crate::{Dialect, Idempotency, Store, StoreError};
use create::Grown;
use keys::Before;

/// How many entries a page of [`TaskBuildHistory`]'s readers holds.
const PAGE: usize = 500;

/// What came of adding entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryCreated {
    /// They are there. With them the last numbers of the ledgers that grew.
    New(Vec<TaskBuildHistory>, Vec<(RunId, Seq)>),
    /// The same request was answered before, with these.
    Before(Vec<TaskBuildHistory>),
    /// The key was used before with another request.
    OtherRequest,
}

impl Store {
    /// Adds entries, all or none; each task's in the order given. A `key` belongs to the first
    /// entry's task.
    ///
    /// It goes on to its end even where the caller does not wait for it: a number that was given
    /// is never given again.
    ///
    /// # Errors
    /// [`StoreError::Gone`] names what there is not: the `task`, or the `run` of that task; else
    /// the database does not answer.
    pub async fn add_history(
        &self,
        new: Vec<CreateTaskBuildHistory>,
        key: Option<Idempotency>,
    ) -> Result<HistoryCreated, StoreError> {
        let this = self.clone();
        let adding = tokio::spawn(async move { this.add(new, key).await });
        adding.await.map_err(|error| StoreError::Unavailable(error.to_string()))?
    }

    async fn add(
        &self,
        new: Vec<CreateTaskBuildHistory>,
        key: Option<Idempotency>,
    ) -> Result<HistoryCreated, StoreError> {
        let Some(task) = new.first().map(|entry| entry.task_id.clone()) else {
            return Ok(HistoryCreated::New(Vec::new(), Vec::new()));
        };
        let runs = new.iter().filter_map(|entry| entry.run_id.clone()).collect();
        let mut held = self.hold_ledgers(runs).await?;
        let (ends, keeper, dialect) = (held.ends(), self.history.clone(), self.dialect);
        let added = self
            .write(move |tx| {
                Box::pin(async move { once(tx, dialect, &keeper, task, new, key, &ends).await })
            })
            .await;
        match added {
            Ok((created, runs)) => {
                held.moved(&runs);
                self.let_go(held, &runs);
                Ok(created)
            }
            Err(error) => {
                held.doubt();
                Err(error)
            }
        }
    }
}

/// Adds entries, unless their key was used before.
async fn once(
    tx: &mut AnyConnection,
    dialect: Dialect,
    keeper: &Keeper,
    task: TaskId,
    new: Vec<CreateTaskBuildHistory>,
    key: Option<Idempotency>,
    ends: &BTreeMap<RunId, Seq>,
) -> Result<(HistoryCreated, Grown), StoreError> {
    if let Some(key) = &key {
        create::hold_task(tx, dialect, &task).await?;
        let before = match keys::claim(tx, key, &task, &new, keeper.now()).await? {
            Before::Nothing => None,
            Before::Same(entries) => Some(HistoryCreated::Before(entries)),
            Before::Other => Some(HistoryCreated::OtherRequest),
        };
        if let Some(before) = before {
            return Ok((before, Grown::new()));
        }
    }
    let made = create::add(tx, dialect, keeper, new, ends).await?;
    if let Some(key) = &key {
        keys::note(tx, key, &made.entries).await?;
    }
    let places = made.runs.iter().map(|(run, (last, _))| (run.clone(), *last)).collect();
    Ok((HistoryCreated::New(made.entries, places), made.runs))
}

impl TaskBuildHistory {
    /// Adds an entry.
    ///
    /// # Errors
    /// [`StoreError::Gone`] if there is no such task, or no such run of it; else the database does
    /// not answer.
    pub async fn create(pool: &Store, new: &CreateTaskBuildHistory) -> Result<Self, StoreError> {
        let entries = Self::create_many(pool, std::slice::from_ref(new)).await?;
        entries.into_iter().next().ok_or(StoreError::Gone("task"))
    }

    /// Adds entries, all or none, in this order.
    ///
    /// # Errors
    /// As [`TaskBuildHistory::create`].
    pub async fn create_many(
        pool: &Store,
        new: &[CreateTaskBuildHistory],
    ) -> Result<Vec<Self>, StoreError> {
        match pool.add_history(new.to_vec(), None).await? {
            HistoryCreated::New(entries, _) | HistoryCreated::Before(entries) => Ok(entries),
            HistoryCreated::OtherRequest => Ok(Vec::new()),
        }
    }

    /// A task's entries, by number.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn find_by_task_id(pool: &Store, task_id: &TaskId) -> Result<Vec<Self>, StoreError> {
        find(pool, HistoryOf::Task(task_id.clone()), HistoryFilter::default()).await
    }

    /// The entries of a workspace across tasks, by time.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn find_by_workspace_id(
        pool: &Store,
        workspace_id: &str,
    ) -> Result<Vec<Self>, StoreError> {
        let workspace_id = Some(workspace_id.to_owned());
        find(pool, HistoryOf::All, HistoryFilter { workspace_id, ..HistoryFilter::default() }).await
    }

    /// The entries of a session across tasks, by time.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn find_by_session_id(
        pool: &Store,
        session_id: &str,
    ) -> Result<Vec<Self>, StoreError> {
        let session_id = Some(session_id.to_owned());
        find(pool, HistoryOf::All, HistoryFilter { session_id, ..HistoryFilter::default() }).await
    }

    /// How many entries a task has.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn count_by_task_id(pool: &Store, task_id: &TaskId) -> Result<i64, StoreError> {
        pool.history_count(task_id).await
    }

    /// Removes expired entries of all tasks; answers how many.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn cleanup_expired(pool: &Store) -> Result<i64, StoreError> {
        pool.sweep_history(pool.history.now(), false).await
    }

    /// Deletes a task's entries; answers how many.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn delete_by_task_id(pool: &Store, task_id: &TaskId) -> Result<i64, StoreError> {
        pool.delete_history(task_id).await
    }
}

async fn find(
    pool: &Store,
    of: HistoryOf,
    filter: HistoryFilter,
) -> Result<Vec<TaskBuildHistory>, StoreError> {
    let query = HistoryQuery { of, filter, order: HistoryOrder::Ascending };
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = pool.history(&query, PageSize::new(PAGE), after.as_ref()).await?;
        all.extend(page.entries);
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(all),
        }
    }
}
