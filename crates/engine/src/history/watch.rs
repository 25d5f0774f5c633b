//! Following a task's timeline: from any number on, nothing missed, nothing twice.

use std::sync::Arc;
use std::time::Duration;

use annals_domain::{PageSize, TaskId};
use annals_store::{HistoryFilter, HistoryOf, HistoryOrder, HistoryQuery, TaskBuildHistory};
use tokio::sync::watch::Receiver;

use crate::Error;
use crate::engine::{Engine, Inner};

/// How long a timeline that nobody here adds to is let be before it is looked at again: other
/// servers add to it too.
const SILENCE: Duration = Duration::from_secs(1);
/// How many entries are read at a time.
const PAGE: usize = 100;

/// A reader of one task's timeline.
pub struct HistoryWatch {
    inner: Arc<Inner>,
    task: TaskId,
    query: HistoryQuery,
    after: i64,
    moved: Receiver<()>,
}

impl std::fmt::Debug for HistoryWatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HistoryWatch({} after {})", self.task, self.after)
    }
}

impl Engine {
    /// A reader that sees the task's entries after number `after` (0: all that are kept).
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown task.
    pub async fn watch_history(
        &self,
        task: &TaskId,
        filter: HistoryFilter,
        after: i64,
    ) -> Result<HistoryWatch, Error> {
        // Subscribed before anything is read, so that nothing falls between the two.
        let moved = self.inner.timelines.follow(task);
        self.task(task).await?;
        let query = HistoryQuery {
            of: HistoryOf::Task(task.clone()),
            filter,
            order: HistoryOrder::Ascending,
        };
        Ok(HistoryWatch { inner: Arc::clone(&self.inner), task: task.clone(), query, after, moved })
    }
}

impl HistoryWatch {
    /// The entries after the reader's place, once there are some. None once the task is gone.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer; the reader's place stays and it may be asked
    /// again.
    pub async fn next(&mut self) -> Result<Option<Vec<TaskBuildHistory>>, Error> {
        loop {
            self.moved.mark_unchanged();
            let after = self.query.after(self.after);
            let store = &self.inner.store;
            let page = store.history(&self.query, PageSize::new(PAGE), Some(&after)).await?;
            if let Some(last) = page.entries.last() {
                self.after = last.n;
                return Ok(Some(page.entries));
            }
            if let Some(next) = page.next {
                // A text was looked for in many entries, and not found yet.
                self.after = next.key;
            } else if self.waited().await? {
                return Ok(None);
            }
        }
    }

    /// Waits for the next entry; true once the task is gone.
    async fn waited(&mut self) -> Result<bool, Error> {
        if tokio::time::timeout(SILENCE, self.moved.changed()).await.is_ok() {
            return Ok(false);
        }
        Ok(self.inner.store.task(&self.task).await?.is_none())
    }
}
