//! The build history: adding to a task's timeline, reading it, following it.

mod fill;
mod mask;
mod timelines;
mod watch;

use annals_domain::{Page, RunId, TaskId};
use annals_store::{
    CreateTaskBuildHistory, HistoryCreated, HistoryLimits, HistoryOf, HistoryPage, HistoryQuery,
    Idempotency, News, Notice, StoreError, TaskBuildHistory,
};

pub(crate) use fill::fill;
pub(crate) use timelines::Timelines;
pub use watch::HistoryWatch;

use crate::engine::Engine;
use crate::{Error, FieldError, IdempotencyKey, PageRequest};

impl Engine {
    /// Adds entries to a task's timeline, all or none.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown task, or a run that is not of this task;
    /// [`Error::Invalid`] names what cannot be stored, by its place in the list;
    /// [`Error::Conflict`] if the key was used with another request.
    pub async fn add_history(
        &self,
        task: &TaskId,
        mut new: Vec<CreateTaskBuildHistory>,
        key: Option<IdempotencyKey>,
    ) -> Result<Vec<TaskBuildHistory>, Error> {
        checked(&new)?;
        self.task(task).await?;
        for run in new.iter().filter_map(|entry| entry.run_id.as_ref()) {
            self.run_of_task(task, run).await?;
        }
        mask::mask(&self.inner, task, &mut new).await?;
        let key = key.map(|k| Idempotency { scope: k.scope, key: k.key, body_hash: k.body_hash });
        match self.inner.store.add_history(new, key).await {
            Ok(HistoryCreated::New(entries, places)) => {
                for (run, seq) in places {
                    self.inner.hub.noted(&run, seq);
                    self.inner.store.announce(Notice { run, news: News::Stored(seq) });
                }
                self.inner.timelines.moved(task);
                Ok(entries)
            }
            Ok(HistoryCreated::Before(entries)) => Ok(entries),
            Ok(HistoryCreated::OtherRequest) => Err(Error::Conflict(
                "this Idempotency-Key was used before with another request; use a new key".into(),
            )),
            // Deleted between the look and the deed.
            Err(StoreError::Gone(what)) => Err(Error::not_found(what, task)),
            Err(error) => Err(error.into()),
        }
    }

    /// The run, if it is one of this task's.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it is not.
    pub async fn run_of_task(&self, task: &TaskId, run: &RunId) -> Result<(), Error> {
        match self.inner.store.run(run).await? {
            Some(found) if found.task_id == *task => Ok(()),
            _ => Err(Error::NotFound { what: "run", id: format!("{run} of task {task}") }),
        }
    }

    /// A page of entries, and how many there are in all where a counter knows.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown task, [`Error::Invalid`] for a cursor that this list,
    /// in this order, has not given.
    pub async fn history(
        &self,
        query: HistoryQuery,
        page: PageRequest,
    ) -> Result<(Page<TaskBuildHistory>, Option<i64>), Error> {
        let invalid = |error| Error::invalid("cursor", error);
        let after =
            page.cursor.as_deref().map(|text| query.cursor(text)).transpose().map_err(invalid)?;
        let total = match &query.of {
            HistoryOf::Task(task) => {
                self.task(task).await?;
                let counts = query.filter.is_empty();
                if counts { Some(self.inner.store.history_count(task).await?) } else { None }
            }
            HistoryOf::All => None,
        };
        let HistoryPage { entries, next } =
            self.inner.store.history(&query, page.size, after.as_ref()).await?;
        Ok((Page { items: entries, next }, total))
    }

    /// How many entries a task has.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown task.
    pub async fn history_count(&self, task: &TaskId) -> Result<i64, Error> {
        self.task(task).await?;
        Ok(self.inner.store.history_count(task).await?)
    }

    /// Deletes a task's entries; answers how many.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown task.
    pub async fn delete_history(&self, task: &TaskId) -> Result<i64, Error> {
        self.task(task).await?;
        Ok(self.inner.store.delete_history(task).await?)
    }

    /// Removes what has expired, of all tasks; answers how many entries.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn clean_history(&self) -> Result<i64, Error> {
        Ok(self.inner.store.sweep_history(self.inner.clock.now(), false).await?)
    }

    /// A task's own limits.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown task.
    pub async fn history_limits(&self, task: &TaskId) -> Result<HistoryLimits, Error> {
        self.task(task).await?;
        Ok(self.inner.store.history_limits(task).await?)
    }

    /// Gives a task limits of its own; they hold at once.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown task.
    pub async fn limit_history(&self, task: &TaskId, limits: HistoryLimits) -> Result<(), Error> {
        match self.inner.store.limit_history(task, limits).await {
            Err(StoreError::Gone(what)) => Err(Error::not_found(what, task)),
            other => Ok(other?),
        }
    }
}

/// Refuses entries that cannot be stored, each by its place.
fn checked(new: &[CreateTaskBuildHistory]) -> Result<(), Error> {
    let wrong = new.iter().enumerate().filter_map(|(index, entry)| {
        let (field, message) = entry.check().err()?;
        Some(FieldError { field: format!("{index}.{field}"), message })
    });
    let wrong: Vec<_> = wrong.collect();
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}
