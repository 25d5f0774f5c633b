//! Executors carry out plans and report what they see; they change no state themselves.

pub mod argo;
mod glance;
pub mod local;
mod outcome;
mod redaction;

pub use glance::{Glance, NodeGlance, Printed};
pub use redaction::redacted;

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

use annals_domain::{
    Endpoint, EnvironmentFacts, Epoch, NodeName, Observation, ParcelId, Place, Plan, RunId,
    RunNumber, Spec, TaskId, Timestamp,
};
use annals_redact::Secrets;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

/// One attempt at a run: what an executor is told to carry out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Launch {
    /// The attempt.
    pub attempt: AttemptRef,
    /// The task of the run.
    pub task_id: TaskId,
    /// The run's number.
    pub number: RunNumber,
    /// The steps.
    pub plan: Plan,
    /// What steps gave that are not in the plan, since their outcome in an earlier run stands.
    #[serde(default)]
    pub given: HashMap<NodeName, serde_json::Value>,
    /// The run's inputs, a JSON object.
    pub inputs: serde_json::Value,
    /// The time limit in milliseconds, for each step.
    pub timeout_ms: Option<i64>,
    /// A recorded environment to use again exactly, instead of resolving.
    pub exact: Option<EnvironmentFacts>,
    /// How a language model is asked, for steps that ask one.
    #[serde(default)]
    pub endpoint: Option<Endpoint>,
    /// Where the run reaches the API (`ANNALS_URL`), if anywhere.
    pub api_url: Option<String>,
    /// The run's own token for it (`ANNALS_TOKEN`). No text of a launch holds it.
    #[serde(skip)]
    pub api_token: Option<String>,
    /// The values of the secrets that the steps name, to be masked in all that they print and
    /// leave. No text of a launch holds them.
    #[serde(skip)]
    pub secrets: Secrets,
}

/// Which attempt is meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AttemptRef {
    /// The run.
    pub run_id: RunId,
    /// The attempt's epoch.
    pub epoch: Epoch,
}

/// A JSON text that the steps of an attempt fetch from the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Its id, by which they ask for it.
    pub id: ParcelId,
    /// The text.
    pub content: Vec<u8>,
}

impl Parcel {
    /// The parcel with this content.
    #[must_use]
    pub fn of(content: Vec<u8>) -> Self {
        Self { id: ParcelId::of(&content), content }
    }
}

/// An observation and the place to go on from once it is recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The place right after it.
    pub place: Place,
    /// What was seen.
    pub observation: Observation,
}

/// What came of waiting for reports.
#[derive(Debug)]
pub enum Reports {
    /// Everything that is there now, at least one, at most about 1 MiB of lines.
    Some(Vec<Report>),
    /// Nothing will follow: [`annals_domain::Seen::Finished`] has been handed out.
    End,
    /// Nothing will follow although the attempt did not finish: its supervisor is gone. The text
    /// says what is known of why.
    Gone(String),
}

/// Why an executor could not do what it was told.
#[derive(Debug, thiserror::Error)]
pub enum ExecutorError {
    /// What it runs on refused or failed.
    #[error("{context}: {source}")]
    Io {
        /// What was being done.
        context: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A cluster refused or failed.
    #[error(transparent)]
    Cluster(#[from] argo::ClusterError),
    /// What is stored of the attempt is damaged or unknown.
    #[error("{0}")]
    Attempt(String),
}

impl ExecutorError {
    /// Whether the disk was full: the same may succeed later.
    #[must_use]
    pub fn is_for_want_of_room(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == ErrorKind::StorageFull)
    }

    /// Whether what it runs on is away for a while: the same may succeed later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Cluster(error) if error.is_passing())
    }
}

/// The observations of one attempt, in order.
pub trait Follower: Send {
    /// Waits until something is there, then hands out everything that is.
    fn next(&mut self) -> BoxFuture<'_, Result<Reports, ExecutorError>>;
}

/// What an executor cleared out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cleared {
    /// Environments that nobody had used for long.
    pub environments: u64,
    /// The bytes of their files.
    pub bytes: u64,
}

/// Something that carries out plans.
pub trait Executor: Send + Sync {
    /// Its name in configuration and on the wire: `local`, `argo`.
    fn name(&self) -> &'static str;

    /// What a run is called where it is carried out; people look for it there by that name.
    fn name_of(&self, run: &RunId) -> String {
        format!("{}-{run}", self.name())
    }

    /// Makes a folder for the files that the attempt's steps will find in `ANNALS_FILES`, and says
    /// where, for an attempt that is launched next; none if this executor's steps get no files.
    fn files_folder<'a>(
        &'a self,
        _attempt: &'a AttemptRef,
    ) -> BoxFuture<'a, Result<Option<PathBuf>, ExecutorError>> {
        futures::future::ready(Ok(None)).boxed()
    }

    /// Whether it can carry out anything at all.
    ///
    /// # Errors
    /// What keeps it from that, in words for whoever asks for a run.
    fn check(&self) -> BoxFuture<'_, Result<(), ExecutorError>> {
        std::future::ready(Ok(())).boxed()
    }

    /// Whether its steps fetch files and parcels from the server, and give it parcels, with the
    /// run's own token.
    fn steps_fetch(&self) -> bool {
        false
    }

    /// What is to be kept for the steps of `launch` before it is launched, since it is too large to
    /// be given to the executor.
    ///
    /// # Errors
    /// [`ExecutorError`] if the launch cannot be carried out at all.
    fn parcels(&self, _launch: &Launch) -> Result<Vec<Parcel>, ExecutorError> {
        Ok(Vec::new())
    }

    /// Whether it carries out jobs.
    fn carries_out_jobs(&self) -> bool {
        true
    }

    /// Whether it would carry out what such a task becomes, as it is set up.
    ///
    /// # Errors
    /// One sentence on what it would not do, for whoever asks for a run.
    fn accepts(&self, _spec: &Spec) -> Result<(), String> {
        Ok(())
    }

    /// Starts an attempt. When this returns, the attempt goes on even if this process ends.
    fn launch<'a>(&'a self, launch: &'a Launch) -> BoxFuture<'a, Result<(), ExecutorError>>;

    /// Follows an attempt from `place` on.
    fn follow(
        &self,
        attempt: &AttemptRef,
        place: Place,
    ) -> BoxFuture<'_, Result<Box<dyn Follower>, ExecutorError>>;

    /// How an attempt stands and what its steps have printed, of each about the last `limit` bytes, read
    /// anew from what carries it out; none where nothing of it is there, or where only those who
    /// follow it are told.
    fn glance<'a>(
        &'a self,
        _attempt: &'a AttemptRef,
        _limit: usize,
    ) -> BoxFuture<'a, Result<Option<Glance>, ExecutorError>> {
        futures::future::ready(Ok(None)).boxed()
    }

    /// The number of the last line of the pod `pod` that was seen before `place`, as the pod counts its
    /// lines; 0 if it was none. None where lines are not counted so, or the place is damaged.
    fn last_line(&self, _place: &Place, _pod: &str) -> Option<u64> {
        None
    }

    /// Asks the attempt to end. That it has ended is told by its observations.
    fn cancel<'a>(&'a self, attempt: &'a AttemptRef) -> BoxFuture<'a, Result<(), ExecutorError>>;

    /// Where a file that a step produced lies, to be copied before [`Executor::forget`].
    fn produced_file(&self, attempt: &AttemptRef, path: &str) -> PathBuf;

    /// Drops everything kept of the attempt. It must have ended.
    fn forget<'a>(&'a self, attempt: &'a AttemptRef) -> BoxFuture<'a, Result<(), ExecutorError>>;

    /// Clears out what it keeps from one attempt to the next and nobody used in the `unused_for`
    /// before `now`. Nothing by default.
    fn clear_out(
        &self,
        _unused_for: Duration,
        _now: Timestamp,
    ) -> BoxFuture<'_, Result<Cleared, ExecutorError>> {
        Box::pin(std::future::ready(Ok(Cleared::default())))
    }

    /// Whether an attempt may go on, and can be followed, although nothing is kept of it any more.
    fn outlives_what_is_kept(&self) -> bool {
        false
    }

    /// Whether attempts are followed from any server alike, whichever launched them.
    fn is_shared(&self) -> bool {
        false
    }

    /// The attempts that something is kept of, to be found again after a restart.
    fn known(&self) -> BoxFuture<'_, Result<Vec<AttemptRef>, ExecutorError>>;
}
