//! A node of a run, and how much it has printed.

use annals_domain::ledger::LogEnd;
use annals_domain::{NodeRecord, Timestamp};
use annals_engine::Try;
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
    /// Each try of a node that was tried more than once, in order; told with the run itself, as long
    /// as its timeline is kept, and else empty.
    each_try: Vec<TryDetail>,
    /// The environment of a flow's component; that of a script stands with its run.
    environment_id: Option<String>,
    /// The run whose outcome stands for its own, where it was not run again.
    reused_from: Option<String>,
    /// What a flow's component wrote to `ANNALS_OUTPUTS`.
    outputs: Option<serde_json::Value>,
}

/// One try of a node.
#[derive(Debug, Serialize, ToSchema)]
pub struct TryDetail {
    /// When its process started; null where it never did.
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Timestamp>,
    /// When it had ended; null while it goes on.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// One sentence on its failure.
    message: Option<String>,
}

impl From<Try> for TryDetail {
    fn from(Try { started_at, ended_at, message }: Try) -> Self {
        Self { started_at, ended_at, message }
    }
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
    /// A node with what it wrote and its tries.
    #[must_use]
    pub fn of_run(node: NodeRecord, outputs: Option<serde_json::Value>, tries: Vec<Try>) -> Self {
        let each_try = tries.into_iter().map(Into::into).collect();
        Self { outputs, each_try, ..Self::from(node) }
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
            each_try: Vec::new(),
            environment_id: node.environment_id.map(|id| id.to_string()),
            reused_from: node.reused_from.map(|id| id.to_string()),
            outputs: None,
        }
    }
}
