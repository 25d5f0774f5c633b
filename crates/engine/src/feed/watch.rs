//! Following the changes of all runs.

use std::sync::Arc;
use std::time::Duration;

use annals_domain::{Run, RunChange, RunId, TaskId, TaskKind};
use tokio::sync::watch::Receiver;

use crate::Error;
use crate::engine::{Engine, Inner};

use super::Change;

/// The most changes that are handed out at once.
const BATCH: usize = 500;
/// How long changes gather before the next are handed out: nobody reads faster, and where
/// thousands of runs change a second their rows are read in a few statements.
const PAUSE: Duration = Duration::from_millis(50);

/// Which runs a reader wants to hear of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedFilter {
    /// Only of this task.
    pub task_id: Option<TaskId>,
    /// Only of tasks of this kind.
    pub kind: Option<TaskKind>,
}

/// What a reader of all runs is told.
#[derive(Debug, Clone)]
pub enum Told {
    /// It has missed nothing; what comes now continues from its place.
    Ready,
    /// Something may be missing: what it shows is to be read anew.
    Reset,
    /// A run changed; this is what it is now.
    Run(RunChange, Arc<Run>),
    /// A run is gone, whatever the filter.
    Deleted(RunId),
}

/// A reader of the changes of all runs.
pub struct RunsWatch {
    inner: Arc<Inner>,
    filter: FeedFilter,
    /// The number of the last change it was told of; none before it was told where it stands.
    after: Option<u64>,
    /// Where it was before.
    since: Option<String>,
    moved: Receiver<u64>,
}

impl std::fmt::Debug for RunsWatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RunsWatch(after {:?})", self.after)
    }
}

impl Engine {
    /// A reader of what changes among all runs, from now on or from the place `since` that an
    /// earlier reader came to.
    #[must_use]
    pub fn watch_runs(&self, filter: FeedFilter, since: Option<String>) -> RunsWatch {
        let moved = self.inner.feed.follow();
        RunsWatch { inner: Arc::clone(&self.inner), filter, after: None, since, moved }
    }
}

impl RunsWatch {
    /// What comes after the reader's place, once there is something, each with the place that it
    /// leads to. The first is [`Told::Ready`] or [`Told::Reset`].
    ///
    /// # Errors
    /// [`Error`] if the database does not answer; the reader's place stays and it may be asked
    /// again.
    pub async fn next(&mut self) -> Result<Vec<(String, Told)>, Error> {
        let Some(mut after) = self.after else { return Ok(vec![self.begin()]) };
        loop {
            self.moved.mark_unchanged();
            let feed = &self.inner.feed;
            let Some(changes) = feed.after(after, BATCH) else { return Ok(vec![self.reset()]) };
            feed.read_rows(&changes).await?;
            after = changes.last().map_or(after, |last| last.number);
            self.after = Some(after);
            let told = changes.iter().filter_map(|change| self.told(change));
            let told: Vec<_> = told.collect();
            let more = changes.len() == BATCH;
            if !told.is_empty() {
                return Ok(told);
            }
            // The feed outlives its readers, so this only ends when something changes.
            if !more && self.moved.changed().await.is_ok() {
                tokio::time::sleep(PAUSE).await;
            }
        }
    }

    fn begin(&mut self) -> (String, Told) {
        let feed = &self.inner.feed;
        let Some(since) = self.since.take() else {
            let last = feed.last();
            self.after = Some(last);
            return (feed.place(last), Told::Ready);
        };
        match feed.number(&since).filter(|number| feed.after(*number, 0).is_some()) {
            Some(number) => {
                self.after = Some(number);
                (since, Told::Ready)
            }
            None => self.reset(),
        }
    }

    fn reset(&mut self) -> (String, Told) {
        let last = self.inner.feed.last();
        self.after = Some(last);
        (self.inner.feed.place(last), Told::Reset)
    }

    fn told(&self, change: &Change) -> Option<(String, Told)> {
        let place = self.inner.feed.place(change.number);
        if change.change == RunChange::Deleted {
            return Some((place, Told::Deleted(change.run.clone())));
        }
        let run = change.row()?;
        let FeedFilter { task_id, kind } = &self.filter;
        let wanted = task_id.as_ref().is_none_or(|task| run.task_id == *task)
            && kind.is_none_or(|kind| run.kind == kind);
        wanted.then(|| (place, Told::Run(change.change, Arc::clone(run))))
    }
}
