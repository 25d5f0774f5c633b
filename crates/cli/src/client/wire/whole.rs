//! A run with everything about it.

use annals_domain::ledger::LogEnd;
use annals_domain::{Environment, ErrorType, NodeState, Package, RunId, Timestamp};
use serde::Deserialize;
use serde_json::Value;

use super::RunRow;

/// A whole run.
#[derive(Debug, Clone, Deserialize)]
pub struct WholeRun {
    /// What a list tells of it.
    #[serde(flatten)]
    pub row: RunRow,
    /// Its name on the executor.
    pub workflow_id: Option<String>,
    /// The run it was made from.
    pub parent_run_id: Option<RunId>,
    /// The runs made from it.
    #[serde(default)]
    pub child_run_ids: Vec<RunId>,
    /// What it executed.
    pub snapshot: RunSnapshot,
    /// The environment it ran in.
    pub environment: Option<RunEnvironment>,
    /// The inputs given.
    pub inputs: Option<Value>,
    /// The outputs written.
    pub outputs: Option<Value>,
    /// Why it failed.
    pub error: Option<RunError>,
    /// The time limit in milliseconds.
    pub timeout_ms: Option<i64>,
    /// Its steps.
    #[serde(default)]
    pub nodes: Vec<Node>,
    /// The tries at it.
    #[serde(default)]
    pub attempts: Vec<Value>,
    /// The files it left.
    #[serde(default)]
    pub artifacts: Vec<Artifact>,
    /// Whether its end by cancelling has been asked for.
    #[serde(default)]
    pub cancel_requested: bool,
    /// When retention removed its log lines.
    #[serde(default)]
    pub log_removed_at: Option<Timestamp>,
    /// When retention removed its files.
    #[serde(default)]
    pub files_removed_at: Option<Timestamp>,
}

/// Why a run failed.
#[derive(Debug, Clone, Deserialize)]
pub struct RunError {
    /// The kind of failure.
    #[serde(rename = "type")]
    pub error_type: Option<ErrorType>,
    /// One plain sentence.
    pub message: Option<String>,
}

/// What a run executed.
#[derive(Debug, Clone, Deserialize)]
pub struct RunSnapshot {
    /// Its hash.
    pub id: String,
    /// The program.
    pub code: Option<String>,
    /// The packages asked for.
    pub dependencies: Option<String>,
    /// The requirements file asked for.
    pub requirements_file: Option<String>,
    /// Variables of its process.
    pub env: Option<Environment>,
}

impl RunSnapshot {
    /// The packages asked for, as a requirements file.
    #[must_use]
    pub fn requested(&self) -> &str {
        self.requirements_file.as_deref().or(self.dependencies.as_deref()).unwrap_or_default()
    }
}

/// The environment a run ran in.
#[derive(Debug, Clone, Deserialize)]
pub struct RunEnvironment {
    /// Its hash.
    pub id: String,
    /// A requirements file with every package pinned.
    pub lock: String,
    /// The packages.
    #[serde(default)]
    pub packages: Vec<Package>,
    /// The interpreter's version.
    pub python_version: String,
    /// The operating system and machine.
    pub platform: String,
    /// What built it.
    pub installer: String,
}

/// A step of a run.
#[derive(Debug, Clone, Deserialize)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: NodeState,
    /// Milliseconds from start to end.
    pub duration_ms: Option<i64>,
    /// The exit code.
    pub exit_code: Option<i64>,
    /// One sentence on its failure, or why it was skipped.
    pub message: Option<String>,
    /// Its log.
    pub log: Option<NodeLog>,
}

/// What a node's log holds.
#[derive(Debug, Clone, Deserialize)]
pub struct NodeLog {
    /// Its lines.
    pub lines: i64,
    /// Its bytes.
    pub bytes: i64,
    /// How it ended.
    pub end: Option<LogEnd>,
}

/// A file that a run left.
#[derive(Debug, Clone, Deserialize)]
pub struct Artifact {
    /// Its path, with `/` between the parts.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its content, hexadecimal.
    pub sha256: Option<String>,
}
