//! Log lines and texts.

use annals_domain::ledger::Line;
use annals_domain::{NodeName, Phase, RunId, Timestamp};
use annals_engine::{LogSource, NodeText, TaskLog};
use serde::Serialize;
use utoipa::ToSchema;

use super::words::{NodePhaseWord, SourceWord, StreamWord, node_phase};
use crate::wire::tasks::time_or_empty;

/// A line of a run's log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LogLine {
    /// Its place in the run's ledger.
    #[schema(minimum = 1)]
    seq: i64,
    /// The node that printed it.
    node: String,
    /// Its number within the node, from 1.
    #[schema(minimum = 1)]
    line_no: i64,
    /// The output it came from.
    #[schema(value_type = StreamWord)]
    stream: &'static str,
    /// When it was read.
    #[schema(value_type = String, format = DateTime)]
    ts: Timestamp,
    /// Its text without the line end; bytes that are not UTF-8 are U+FFFD.
    line: String,
}

impl LogLine {
    /// `line`, printed by `node`.
    #[must_use]
    pub fn new(node: &NodeName, line: &Line) -> Self {
        Self {
            seq: line.seq,
            node: node.to_string(),
            line_no: line.number,
            stream: line.stream.as_str(),
            ts: line.at,
            line: line.text().into_owned(),
        }
    }
}

/// A page of a run's log.
#[derive(Debug, Serialize, ToSchema)]
pub struct LogPage {
    /// The run.
    pub(crate) run_id: String,
    /// The lines: of one node by number, of all by `seq`.
    #[schema(max_items = 10000)]
    pub(crate) lines: Vec<LogLine>,
    /// The lines there are.
    #[schema(minimum = 0)]
    pub(crate) total_lines: i64,
    /// Whether no line can follow.
    pub(crate) ended: bool,
    /// When retention removed the lines: there are none to answer then, though there were
    /// `total_lines`. Left out while they are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = DateTime, required = false)]
    pub(crate) log_removed_at: Option<Timestamp>,
}

/// The log of one node.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NodeLog {
    /// The node's name; a script's program is `main`, the platform `setup`.
    node: String,
    /// The node's id, unique across runs.
    node_id: String,
    /// The pod or process that carried it out; empty before it began.
    pod: String,
    /// Where the node stands.
    #[schema(value_type = NodePhaseWord)]
    phase: &'static str,
    /// The text.
    logs: String,
    /// When the node began; empty before that.
    created_at: String,
    /// When the node ended; when it began, while it runs; empty before that.
    updated_at: String,
    /// Whether something before `firstLine` was left out.
    truncated: bool,
    /// The number of the first line in `logs`, from 1.
    #[schema(minimum = 1)]
    first_line: i64,
    /// The lines the node's log holds.
    #[schema(minimum = 0)]
    lines: i64,
}

impl NodeLog {
    /// The text of a node of the run, which is in that phase.
    #[must_use]
    pub fn new(run: &RunId, phase: Phase, text: NodeText) -> Self {
        let node = text.node;
        Self {
            node_id: format!("{run}-{}", node.name),
            node: node.name.to_string(),
            pod: node.process.unwrap_or_default(),
            phase: node_phase(node.state, phase),
            logs: text.text,
            created_at: time_or_empty(node.started_at),
            updated_at: time_or_empty(node.ended_at.or(node.started_at)),
            truncated: text.truncated,
            first_line: text.first_line.max(1),
            lines: node.log_lines,
        }
    }
}

/// The logs of a run, one row a node, by start of node.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskLogs {
    /// One row a node; `setup` only where it printed.
    pub(crate) logs: Vec<NodeLog>,
    /// Where they were read from.
    #[schema(value_type = SourceWord)]
    pub(crate) source: &'static str,
    /// The run.
    pub(crate) run_id: String,
    /// The run's number.
    #[schema(minimum = 1)]
    pub(crate) run_number: i64,
    /// A warning, where they may be incomplete.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) error: Option<String>,
}

impl From<TaskLog> for TaskLogs {
    fn from(log: TaskLog) -> Self {
        let TaskLog { run_id, number, phase, texts, source, warning } = log;
        Self {
            logs: texts.into_iter().map(|text| NodeLog::new(&run_id, phase, text)).collect(),
            source: source_word(source),
            run_id: run_id.to_string(),
            run_number: number.get(),
            error: warning,
        }
    }
}

/// Where a log was read from, as a word.
#[must_use]
pub const fn source_word(source: LogSource) -> &'static str {
    match source {
        LogSource::Database => "database",
        LogSource::Local => "local",
        LogSource::Kubernetes => "kubernetes",
    }
}

/// A node as a live reader sees it.
#[derive(Debug, Serialize)]
pub struct LiveNode<'a> {
    /// Its name.
    pub node: &'a str,
    /// The pod or process that carries it out.
    pub pod: &'a str,
    /// Where it stands.
    pub phase: &'static str,
    /// Its text so far.
    pub logs: &'a str,
    /// Whether earlier text was left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
}
