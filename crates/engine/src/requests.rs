//! What callers ask for, checked by the use cases and independent of any face.

use std::collections::HashMap;

use annals_domain::{
    Environment, EnvironmentFacts, NodeName, NodeRecord, PageSize, PodSettings, Run, RunDetails,
    RunId, RunNumber, Snapshot, TaskId, Timestamp,
};

pub use annals_store::{RunFilter, TaskFilter};

/// Who asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caller {
    /// The name its token was made for; none on an open server.
    pub user_id: Option<String>,
    /// The run that asks, where it is a run's own token.
    pub run_id: Option<RunId>,
}

/// A key under which a creating request answers the same result again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// The caller's key, within `scope`.
    pub key: String,
    /// Who and which operation it belongs to.
    pub scope: String,
    /// The hash of the request's body.
    pub body_hash: String,
}

impl From<IdempotencyKey> for annals_store::Idempotency {
    fn from(IdempotencyKey { key, scope, body_hash }: IdempotencyKey) -> Self {
        Self { scope, key, body_hash }
    }
}

/// A script to run: a new task, or a new run of one. What is left out is as in the latest run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Submit {
    /// The task to run again; none makes a new one.
    pub task_id: Option<TaskId>,
    /// The task's name.
    pub name: Option<String>,
    /// What to change and how to run it.
    pub change: Change,
}

/// What a new run has that differs from the run it is made from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Change {
    /// The program's source.
    pub code: Option<String>,
    /// PEP 508 requirements; an empty text clears them.
    pub dependencies: Option<String>,
    /// The text of a requirements file; an empty text clears it.
    pub requirements_file: Option<String>,
    /// Inputs, a JSON object.
    pub inputs: Option<serde_json::Value>,
    /// Variables for the process.
    pub env: Option<Environment>,
    /// What it asks of its pod; empty settings clear them.
    pub pod: Option<PodSettings>,
    /// The time limit in milliseconds.
    pub timeout_ms: Option<i64>,
    /// Labels.
    pub tags: Vec<String>,
    /// What is to carry it out.
    pub executor: Option<String>,
    /// The caller's session.
    pub session_id: Option<String>,
    /// The caller's workspace.
    pub workspace_id: Option<String>,
    /// Use the earlier run's recorded lock instead of resolving again.
    pub exact: bool,
    /// The component of a flow to begin with; what it does not concern is used again.
    pub from_component: Option<NodeName>,
}

/// A run that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// The task.
    pub task_id: TaskId,
    /// The run.
    pub run_id: RunId,
    /// Its number.
    pub number: RunNumber,
    /// Its name on the executor.
    pub workflow_id: String,
}

/// What came of asking a run to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancelled {
    /// Its processes or pods are gone.
    Gone,
    /// Asked, not gone yet.
    Underway,
}

/// What deleting a task took away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deleted {
    /// Runs.
    pub runs: i64,
    /// Nodes that had a stored log.
    pub logs: i64,
    /// Executions that were ended or removed on the executor.
    pub workflows: i64,
}

/// Which page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// How many rows.
    pub size: PageSize,
    /// Where to go on; none for the beginning.
    pub cursor: Option<String>,
}

/// Everything about a run that is not a log line.
#[derive(Debug, Clone)]
pub struct WholeRun {
    /// The list row.
    pub run: Run,
    /// The large parts.
    pub details: RunDetails,
    /// What it executes.
    pub snapshot: Snapshot,
    /// The environment it ran in.
    pub environment: Option<EnvironmentFacts>,
    /// Its nodes, by index.
    pub nodes: Vec<NodeRecord>,
    /// What the components of a flow wrote, by the indexes of their nodes.
    pub node_outputs: HashMap<i64, serde_json::Value>,
    /// The tries of nodes that were tried more than once, by the names of the nodes.
    pub tries: HashMap<String, Vec<crate::Try>>,
    /// Its attempts, by epoch.
    pub attempts: Vec<annals_domain::Attempt>,
    /// The files kept with it, by path.
    pub artifacts: Vec<Artifact>,
    /// Runs made from it, newest first, at most 100.
    pub children: Vec<RunId>,
    /// The last run of its task before it that succeeded.
    pub last_success: Option<RunId>,
    /// What retention has done with its log and files.
    pub kept: annals_store::LogState,
}

/// A file kept with a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Its path, with `/` between the parts.
    pub path: String,
    /// Its size in bytes.
    pub size: i64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
    /// When it was kept.
    pub created_at: Timestamp,
}

/// Which lines of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineQuery {
    /// Only this node's; none for all nodes by `seq`.
    pub node: Option<NodeName>,
    /// The first line, from 1 (of the node; without a node, of the run's lines by `seq`).
    pub from_line: Option<i64>,
    /// The last line, inclusive.
    pub to_line: Option<i64>,
    /// Only lines that contain this text.
    pub q: Option<String>,
}
