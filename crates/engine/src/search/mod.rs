//! Looking through the logs of many runs, the newest first.
//!
//! A [`plan`] cuts the logs into parts, [`part`] goes through one: it reads the filters of its
//! blocks, then the blocks that may hold what is looked for, which are opened on threads of their
//! own. A few parts are under way at once, and what they find is handed out in order. Whoever lets
//! go of the hits ends the search.

mod elsewhere;
mod hit;
mod part;
mod plan;

use std::sync::Arc;

use annals_domain::RunId;
use annals_logs::{Case, Pattern};
use futures::StreamExt as _;
use futures::stream::{self, BoxStream};
use tokio::sync::{Semaphore, mpsc};
use tokio_util::task::AbortOnDropHandle;

use crate::engine::{Engine, Inner};
use crate::{Error, RunFilter};
pub use hit::Hit;
use part::Found;
use plan::Plan;

/// How many parts are under way at once.
const AHEAD: usize = 4;

/// How a text to be looked for is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Syntax {
    /// As it stands.
    #[default]
    Text,
    /// As a regular expression.
    Regex,
}

/// What to look for in the logs of runs.
#[derive(Debug, Clone, Default)]
pub struct LogSearch {
    /// The text or expression.
    pub q: String,
    /// Which of the two.
    pub syntax: Syntax,
    /// Whether case matters.
    pub case: Case,
    /// In which runs.
    pub runs: RunFilter,
    /// In this run only.
    pub run: Option<RunId>,
    /// The most lines that are answered.
    pub limit: usize,
}

/// What a search looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SearchSummary {
    /// The runs whose logs were looked through.
    pub searched_runs: i64,
    /// The bytes of lines that were read.
    pub searched_bytes: i64,
    /// The blocks that were passed over by their filters.
    pub skipped_blocks: i64,
    /// The blocks that could not be read.
    pub damaged_blocks: i64,
    /// Whether there is a further line beyond the limit.
    pub more: bool,
}

/// The threads on which blocks are opened: as many as there are cores, for all searches together.
pub(crate) struct Threads(Arc<Semaphore>);

impl Default for Threads {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self(Arc::new(Semaphore::new(cores)))
    }
}

/// A search that is under way.
struct Search {
    inner: Arc<Inner>,
    pattern: Arc<Pattern>,
    /// The most hits of a part.
    most: usize,
}

/// A part that is gone through in a task of its own.
type Underway = AbortOnDropHandle<Result<Found, Error>>;

impl Search {
    /// Begins one part after the other, a few ahead of whoever takes what they find. Each is a task
    /// of its own, and so is this: one that waits for a slow reader must hold no connection, since
    /// a day of blocks can only be closed when nobody reads it.
    async fn go(self: Arc<Self>, mut plan: Plan, to: mpsc::Sender<Underway>) {
        loop {
            let part = plan.next().await.transpose();
            let Ok(place) = to.reserve().await else { return };
            let Some(part) = part else { return };
            let (this, failed) = (Arc::clone(&self), part.is_err());
            let found = tokio::spawn(async move { this.part(part?).await });
            place.send(AbortOnDropHandle::new(found));
            if failed {
                return;
            }
        }
    }
}

/// The lines that a search finds, as it finds them.
pub struct LogHits {
    parts: BoxStream<'static, Result<Found, Error>>,
    left: usize,
    summary: SearchSummary,
}

impl std::fmt::Debug for LogHits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LogHits").field("summary", &self.summary).finish_non_exhaustive()
    }
}

impl Engine {
    /// Looks through the logs of runs, the newest run first, each by `seq`.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an expression that is none.
    pub fn search_logs(&self, search: LogSearch) -> Result<LogHits, Error> {
        let pattern = match search.syntax {
            Syntax::Text => Pattern::text(&search.q, search.case),
            Syntax::Regex => Pattern::regex(&search.q, search.case),
        };
        let pattern = Arc::new(pattern.map_err(|error| Error::invalid("q", error))?);
        let inner = Arc::clone(&self.inner);
        let plan = Plan::new(Arc::clone(&inner), search.runs, search.run);
        let this = Arc::new(Search { inner, pattern, most: search.limit.saturating_add(1) });
        let (to, parts) = mpsc::channel(AHEAD);
        let planning = AbortOnDropHandle::new(tokio::spawn(this.go(plan, to)));
        let parts = stream::unfold((parts, planning), |(mut parts, planning)| async {
            let found: Underway = parts.recv().await?;
            let failed = |error| Err(Error::Internal(format!("a search failed: {error}")));
            Some((found.await.unwrap_or_else(failed), (parts, planning)))
        });
        let parts = parts.boxed();
        Ok(LogHits { parts, left: search.limit, summary: SearchSummary::default() })
    }
}

impl LogHits {
    /// The next hits, at least one; none at the end.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer; the search is over then.
    pub async fn next(&mut self) -> Result<Option<Vec<Hit>>, Error> {
        while let Some(found) = self.parts.next().await {
            let mut found = found?;
            self.summary.add(&found);
            if found.hits.len() > self.left {
                found.hits.truncate(self.left);
                self.summary.more = true;
                self.parts = stream::empty().boxed();
            }
            self.left -= found.hits.len();
            if !found.hits.is_empty() {
                return Ok(Some(found.hits));
            }
        }
        Ok(None)
    }

    /// What was looked at so far.
    #[must_use]
    pub const fn summary(&self) -> SearchSummary {
        self.summary
    }
}

impl SearchSummary {
    const fn add(&mut self, found: &Found) {
        self.searched_runs += found.runs;
        self.searched_bytes += found.bytes;
        self.skipped_blocks += found.skipped;
        self.damaged_blocks += found.damaged;
    }
}
