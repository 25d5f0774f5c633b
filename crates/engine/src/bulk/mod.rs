//! One act on many runs: what it will take is told first, then it is carried out, in the
//! background where they are many, with progress that can be read.

mod act;
mod job;
mod plan;

use std::sync::Arc;

use annals_domain::RunId;
use annals_store::RunFilter;

use crate::Error;
use crate::engine::Engine;

pub(crate) use job::Jobs;
pub use job::{BulkProgress, BulkState};
pub use plan::{BulkPlan, Skipped};

/// The most runs that are done before the request is answered.
const AT_ONCE: usize = 200;

/// What is done to each run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkAction {
    /// Asked to end, where it has not ended.
    Cancel,
    /// Given these tags besides its own.
    Tag(Vec<String>),
    /// These tags are taken away.
    Untag(Vec<String>),
    /// Deleted, where it has ended and is not pinned.
    Delete,
    /// Pinned.
    Pin,
    /// No longer pinned.
    Unpin,
}

/// Which runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkRuns {
    /// These.
    Ids(Vec<RunId>),
    /// Those that a list under this filter shows.
    Filter(Box<RunFilter>),
}

/// An act on many runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkRequest {
    /// What to do.
    pub action: BulkAction,
    /// To which runs.
    pub runs: BulkRuns,
    /// How many it must change; if it would change another number now, nothing is done.
    pub expected: Option<i64>,
}

impl Engine {
    /// What an act would change now.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn plan_bulk(&self, request: &BulkRequest) -> Result<BulkPlan, Error> {
        plan::plan(&self.inner.store, &request.action, &request.runs).await
    }

    /// Does it: a few runs before this answers, many in the background. Runs that come to meet
    /// the filter meanwhile are let be.
    ///
    /// # Errors
    /// [`Error::Conflict`] if it would change another number of runs than expected.
    pub async fn start_bulk(&self, request: BulkRequest) -> Result<BulkProgress, Error> {
        let plan = self.plan_bulk(&request).await?;
        let affected = plan.affected();
        if let Some(expected) = request.expected.filter(|expected| *expected != affected) {
            return Err(Error::Conflict(format!(
                "it would change {affected} runs now, not {expected}; look again before you confirm"
            )));
        }
        let few = plan.ids.len() <= AT_ONCE;
        let id = self.inner.ids.uuid().to_string();
        let job = self.inner.jobs.add(id, request.action, plan, self.inner.clock.now());
        let (engine, doing) = (self.clone(), Arc::clone(&job));
        // A task of its own, so that a caller who hangs up leaves nothing half done.
        let done = self.inner.tasks.spawn(async move { act::carry_out(&engine, &doing).await });
        if few {
            done.await.map_err(|error| Error::Internal(format!("a bulk act: {error}")))?;
        }
        Ok(job.progress())
    }

    /// How far an act is. Acts are known to the server that carries them out, the last hundred of
    /// them, until it ends; what is done by then stays done.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such act here.
    pub fn bulk_progress(&self, id: &str) -> Result<BulkProgress, Error> {
        let found = self.inner.jobs.find(id).map(|job| job.progress());
        found.ok_or_else(|| Error::not_found("bulk act", id))
    }
}
