//! A node of a run, and how much it has printed.

use annals_domain::ledger::LogEnd;
use annals_domain::{NodeRecord, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::words::{LogEndWord, NodeStateWord, log_end};

/// A node of a run: a step, or `setup`.
#[derive(Debug, Serialize, ToSchema)]
pub struct NodeDetail {
    name: String,
    #[schema(value_type = NodeStateWord)]
    state: &'static str,
    /// The process id or pod that carried it out.
    process: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    #[schema(minimum = 0)]
    duration_ms: Option<i64>,
    exit_code: Option<i64>,
    /// One sentence on its failure, or why it was skipped.
    message: Option<String>,
    log: LogFacts,
    /// How often it was begun.
    #[schema(minimum = 0)]
    tries: i64,
    /// The environment of a flow's component; that of a script stands with its run.
    environment_id: Option<String>,
    /// The run whose outcome stands for its own, where it was not run again.
    reused_from: Option<String>,
    /// What a flow's component wrote to `ANNALS_OUTPUTS`.
    outputs: Option<serde_json::Value>,
}

/// How much a node has printed.
#[derive(Debug, Serialize, ToSchema)]
pub struct LogFacts {
    #[schema(minimum = 0)]
    lines: i64,
    /// Line ends included.
    #[schema(minimum = 0)]
    bytes: i64,
    /// How the log ended; null while it may still grow.
    end: Option<LogEndMark>,
}

/// How a log ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct LogEndMark {
    #[schema(value_type = LogEndWord)]
    kind: &'static str,
    /// An exit code, a signal, out of memory, a limit.
    reason: String,
    /// The bytes kept.
    #[schema(minimum = 0)]
    at_byte: i64,
}

impl From<LogEnd> for LogEndMark {
    fn from(end: LogEnd) -> Self {
        Self { kind: log_end(end.kind), reason: end.reason, at_byte: end.at_byte }
    }
}

impl NodeDetail {
    /// A node with what it wrote.
    #[must_use]
    pub fn with_outputs(node: NodeRecord, outputs: Option<serde_json::Value>) -> Self {
        Self { outputs, ..Self::from(node) }
    }
}

impl From<NodeRecord> for NodeDetail {
    fn from(node: NodeRecord) -> Self {
        let times = node.ended_at.zip(node.started_at);
        Self {
            name: node.name.to_string(),
            state: node.state.as_str(),
            process: node.process,
            started_at: node.started_at,
            ended_at: node.ended_at,
            duration_ms: times.map(|(end, start)| end.millis_since(start)),
            exit_code: node.exit_code,
            message: node.message,
            log: LogFacts {
                lines: node.log_lines,
                bytes: node.log_bytes,
                end: node.log_end.map(Into::into),
            },
            tries: node.tries,
            environment_id: node.environment_id.map(|id| id.to_string()),
            reused_from: node.reused_from.map(|id| id.to_string()),
            outputs: None,
        }
    }
}
