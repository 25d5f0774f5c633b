//! Runs in lists, and their log lines.

use annals_domain::{
    ErrorType, RunId, RunNumber, RunStatus, Seq, Stream, TaskId, TaskKind, Timestamp,
};
use serde::{Deserialize, Serialize};

/// A page of runs.
#[derive(Debug, Deserialize)]
pub struct RunPage {
    /// The rows.
    pub runs: Vec<RunRow>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// A run in a list.
#[derive(Debug, Clone, Deserialize)]
pub struct RunRow {
    /// Its id.
    pub id: RunId,
    /// The kind of its task.
    pub kind: TaskKind,
    /// Its task.
    pub task_id: TaskId,
    /// Its task's name.
    #[serde(default)]
    pub task_name: Option<String>,
    /// Its number within the task.
    pub number: RunNumber,
    /// Where it stands.
    pub status: RunStatus,
    /// How it failed.
    pub error_type: Option<ErrorType>,
    /// What set it off.
    pub trigger_type: String,
    /// What carries it out.
    pub executor: String,
    /// Labels.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Whether retention leaves it alone.
    #[serde(default)]
    pub pinned: bool,
    /// When it was accepted.
    pub created_at: Timestamp,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Milliseconds from start to end.
    pub duration_ms: Option<i64>,
}

impl RunRow {
    /// The task's name, or its id where it has none.
    #[must_use]
    pub fn task_label(&self) -> &str {
        self.task_name.as_deref().filter(|name| !name.is_empty()).unwrap_or(self.task_id.as_str())
    }
}

/// A page of log lines.
#[derive(Debug, Deserialize)]
pub struct LogPage {
    /// The lines, by `seq`.
    pub lines: Vec<LogLine>,
    /// How many lines there are in all.
    pub total_lines: i64,
    /// When retention removed the lines.
    #[serde(default)]
    pub log_removed_at: Option<Timestamp>,
}

/// A log line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Its place in the run's ledger.
    pub seq: Seq,
    /// The node that printed it.
    pub node: String,
    /// Its number within the node, from 1.
    pub line_no: i64,
    /// The stream it came from.
    pub stream: Stream,
    /// When it was read.
    pub ts: Timestamp,
    /// The text, without the line end.
    pub line: String,
}
