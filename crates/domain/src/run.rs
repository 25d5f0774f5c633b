//! A run: one execution of one snapshot, numbered within its task.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ledger::LogEnd;
use crate::status::words;
use crate::{
    EnvironmentId, Epoch, ErrorType, NodeName, Phase, RunId, RunNumber, RunState, SnapshotId,
    TaskId, TaskKind, Timestamp,
};

/// What set a run off: one of the known words or a caller's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Trigger(pub String);

impl Trigger {
    /// A call of the API.
    #[must_use]
    pub fn api() -> Self {
        Self("api".into())
    }

    /// A run made from an earlier one.
    #[must_use]
    pub fn rerun() -> Self {
        Self("rerun".into())
    }
}

/// Why a run failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFailure {
    /// The kind of failure.
    pub error_type: ErrorType,
    /// One plain sentence.
    pub message: String,
}

/// A run as it is handed to the store, before it has a number.
#[derive(Debug, Clone)]
pub struct NewRun {
    /// Its id.
    pub id: RunId,
    /// What set it off.
    pub trigger: Trigger,
    /// What is to carry it out: `local`, `argo` or [`Run::EXTERNAL`].
    pub executor: String,
    /// Labels.
    pub tags: Vec<String>,
    /// The name the caller's token was made for.
    pub user_id: Option<String>,
    /// The caller's session.
    pub session_id: Option<String>,
    /// The caller's workspace.
    pub workspace_id: Option<String>,
    /// The run this one was made from.
    pub parent: Option<RunId>,
    /// The JSON object given as inputs.
    pub inputs: Option<serde_json::Value>,
    /// The time limit in milliseconds.
    pub timeout_ms: Option<i64>,
    /// The recorded environment to use again, lock and all.
    pub exact_environment: Option<EnvironmentId>,
    /// When it was accepted.
    pub created_at: Timestamp,
}

/// A run as a list row knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// The task it belongs to.
    pub task_id: TaskId,
    /// The task's name.
    pub task_name: String,
    /// The task's kind.
    pub kind: TaskKind,
    /// Its number within the task.
    pub number: RunNumber,
    /// Status, epoch, start and end.
    pub state: RunState,
    /// How it failed.
    pub error_type: Option<ErrorType>,
    /// What set it off.
    pub trigger: Trigger,
    /// What carries it out, or [`Run::EXTERNAL`].
    pub executor: String,
    /// Its name on that executor (`local-{id}`, or the Workflow's name).
    pub workflow_id: String,
    /// The server that carries it out.
    pub owner: String,
    /// Labels.
    pub tags: Vec<String>,
    /// Who started it.
    pub user_id: Option<String>,
    /// The caller's session.
    pub session_id: Option<String>,
    /// The caller's workspace.
    pub workspace_id: Option<String>,
    /// Whether retention leaves it alone.
    pub pinned: bool,
    /// Whether its end by cancelling has been asked for.
    pub cancel_requested: bool,
    /// What it executes.
    pub snapshot_id: SnapshotId,
    /// The run it was made from.
    pub parent: Option<RunId>,
    /// When it was accepted.
    pub created_at: Timestamp,
}

impl Run {
    /// The executor of a run that is carried out elsewhere and only recorded here.
    pub const EXTERNAL: &str = "external";

    /// Whether it is carried out elsewhere: nothing here starts, ends or recovers it.
    #[must_use]
    pub fn is_external(&self) -> bool {
        self.executor == Self::EXTERNAL
    }

    /// The day its log blocks lie in: that of its creation.
    #[must_use]
    pub const fn day(&self) -> i64 {
        self.created_at.day()
    }

    /// Its phase in the tasks interface's words.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        Phase::of(self.state.status, self.error_type)
    }

    /// Milliseconds from start to end; none unless both are known.
    #[must_use]
    pub fn duration_ms(&self) -> Option<i64> {
        Some(self.state.ended_at?.millis_since(self.state.started_at?))
    }
}

/// What happened to a run, for lists that are kept up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunChange {
    /// It was accepted.
    Created,
    /// It began.
    Status,
    /// It ended.
    Ended,
    /// It has other tags.
    Tagged,
    /// It was pinned, or its pin was taken away.
    Pinned,
    /// It is gone.
    Deleted,
}
words!(RunChange {
    Created = "created",
    Status = "status",
    Ended = "ended",
    Tagged = "tagged",
    Pinned = "pinned",
    Deleted = "deleted",
});

/// The large or rarely read part of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunDetails {
    /// The JSON object given as inputs.
    pub inputs: Option<serde_json::Value>,
    /// What it wrote to `ANNALS_OUTPUTS`.
    pub outputs: Option<serde_json::Value>,
    /// The JSON object that its caller keeps with it.
    pub metadata: Option<serde_json::Value>,
    /// One sentence on its failure.
    pub error_message: Option<String>,
    /// The time limit in milliseconds.
    pub timeout_ms: Option<i64>,
    /// The environment it ran in.
    pub environment_id: Option<EnvironmentId>,
    /// The recorded environment it was told to use.
    pub exact_environment: Option<EnvironmentId>,
}

/// Where a node stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeState {
    /// Not begun.
    Pending,
    /// Begun.
    Running,
    /// Ended well.
    Success,
    /// Ended badly.
    Failure,
    /// Ended because the run was cancelled.
    Cancelled,
    /// Never begun.
    Skipped,
}
words!(NodeState {
    Pending = "pending",
    Running = "running",
    Success = "success",
    Failure = "failure",
    Cancelled = "cancelled",
    Skipped = "skipped",
});

/// A node of a run: a step, or `setup`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeRecord {
    /// Its place among the run's nodes, from 0; `setup` is 0.
    pub index: i64,
    /// Its name.
    pub name: NodeName,
    /// Where it stands.
    pub state: NodeState,
    /// The process id or pod that carried it out.
    pub process: Option<String>,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The exit code.
    pub exit_code: Option<i64>,
    /// One sentence on its failure, or why it was skipped.
    pub message: Option<String>,
    /// The lines its log holds; final once `log_end` is there.
    pub log_lines: i64,
    /// The bytes its log holds, line ends included; final once `log_end` is there.
    pub log_bytes: i64,
    /// How its log ended; none while it may still grow.
    pub log_end: Option<LogEnd>,
    /// The environment it runs in, for a flow's component.
    pub environment_id: Option<EnvironmentId>,
    /// How often it was begun.
    pub tries: i64,
    /// The run whose outcome stands for its own, where it was not run again.
    pub reused_from: Option<RunId>,
}

/// One try at running a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Its epoch, from 1.
    pub epoch: Epoch,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The host that carried it out.
    pub host: String,
}
