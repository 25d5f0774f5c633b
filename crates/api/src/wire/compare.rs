//! Two runs side by side.

use annals_domain::NodeRecord;
use annals_engine::{CodeDifference, Comparison, LogDifference, LogPlace, Pair, Section};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::node::NodeDetail;
use super::runs::RunRow;

/// What differs between two runs.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComparisonAnswer {
    /// The first run.
    a: RunRow,
    /// The second run.
    b: RunRow,
    /// The sections in which they differ: `code`, `requested` …
    differs: Vec<&'static str>,
    /// The code of every step.
    code: Vec<CodePair>,
    /// The packages asked for, by package.
    requested: DifferenceList,
    /// The packages that were resolved: the versions by package.
    resolved: DifferenceList,
    /// What they were given; `name` is a JSON Pointer, empty for the whole.
    inputs: DifferenceList,
    /// What they gave; `name` is a JSON Pointer, empty for the whole.
    outputs: DifferenceList,
    /// Interpreter, platform, installer, executor, host, time limit and variables (`env.NAME`).
    environment: DifferenceList,
    /// Status and failure.
    outcome: DifferenceList,
    /// The nodes of both, with their timings.
    nodes: Vec<NodePair>,
    /// The logs node by node; null unless asked for.
    logs: Option<Vec<LogPair>>,
}

/// The code of a step.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodePair {
    node: String,
    same: bool,
    /// Null if the first run has no such step.
    a: Option<String>,
    /// Null if the second run has no such step.
    b: Option<String>,
    /// The difference as a unified diff; empty if there is none.
    diff: String,
}

/// What differs in one respect.
#[derive(Debug, Serialize, ToSchema)]
pub struct DifferenceList {
    /// Whether the runs are alike in this; null where that is not known.
    same: Option<bool>,
    /// What differs.
    changes: Vec<DifferenceRow>,
    /// Whether more differs than is listed (at most 1,000 places).
    more: bool,
    /// Why it is not known; null where it is.
    unknown: Option<String>,
}

/// Something that differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct DifferenceRow {
    /// What it is called.
    name: String,
    /// `added` (only the second run has it), `removed` (only the first) or `changed`.
    #[schema(example = "changed")]
    change: &'static str,
    /// As the first run has it; null if it does not.
    a: Option<Value>,
    /// As the second run has it; null if it does not.
    b: Option<Value>,
}

/// A node of two runs.
#[derive(Debug, Serialize, ToSchema)]
pub struct NodePair {
    node: String,
    /// Null if the first run has no such node.
    a: Option<NodeDetail>,
    /// Null if the second run has no such node.
    b: Option<NodeDetail>,
}

/// The logs of a node.
#[derive(Debug, Serialize, ToSchema)]
pub struct LogPair {
    node: String,
    /// Whether they are alike, as far as they go by now; null where that is not known.
    same: Option<bool>,
    /// The lines that are alike from the beginning.
    #[schema(minimum = 0)]
    same_lines: i64,
    /// The first line that differs; null if none does.
    first: Option<LinePair>,
    /// Why it is not known; null where it is.
    unknown: Option<String>,
}

/// A line of two logs.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinePair {
    #[schema(minimum = 1)]
    line_no: i64,
    /// The first run's, at most its first 4,096 bytes; null beyond the end of its log.
    a: Option<String>,
    /// The second run's, alike.
    b: Option<String>,
}

impl From<Comparison> for ComparisonAnswer {
    fn from(found: Comparison) -> Self {
        let logs = found.logs.map(|logs| logs.into_iter().map(LogPair::from).collect::<Vec<_>>());
        let code: Vec<_> = found.code.into_iter().map(CodePair::from).collect();
        let mut answer = Self {
            differs: Vec::new(),
            code,
            requested: found.requested.into(),
            resolved: found.resolved.into(),
            inputs: found.inputs.into(),
            outputs: found.outputs.into(),
            environment: found.environment.into(),
            outcome: found.outcome.into(),
            nodes: found.nodes.into_iter().map(Into::into).collect(),
            logs,
            a: found.a.run.into(),
            b: found.b.run.into(),
        };
        answer.differs = answer.differing();
        answer
    }
}

impl ComparisonAnswer {
    fn differing(&self) -> Vec<&'static str> {
        let logs = self.logs.iter().flatten().any(|log| log.same == Some(false));
        let sections = [
            ("code", self.code.iter().any(|step| !step.same)),
            ("requested", self.requested.same == Some(false)),
            ("resolved", self.resolved.same == Some(false)),
            ("inputs", self.inputs.same == Some(false)),
            ("outputs", self.outputs.same == Some(false)),
            ("environment", self.environment.same == Some(false)),
            ("outcome", self.outcome.same == Some(false)),
            ("logs", logs),
        ];
        sections.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
    }
}

impl From<CodeDifference> for CodePair {
    fn from(code: CodeDifference) -> Self {
        let CodeDifference { step: Pair { name, a, b }, diff } = code;
        Self { node: name, same: a == b, a, b, diff }
    }
}

impl From<Section> for DifferenceList {
    fn from(section: Section) -> Self {
        Self {
            same: section.same(),
            changes: section.changes.into_iter().map(Into::into).collect(),
            more: section.more,
            unknown: section.unknown,
        }
    }
}

impl From<Pair<Value>> for DifferenceRow {
    fn from(Pair { name, a, b }: Pair<Value>) -> Self {
        let change = match (&a, &b) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        Self { name, change, a, b }
    }
}

impl From<Pair<NodeRecord>> for NodePair {
    fn from(Pair { name, a, b }: Pair<NodeRecord>) -> Self {
        Self { node: name, a: a.map(Into::into), b: b.map(Into::into) }
    }
}

impl From<LogDifference> for LogPair {
    fn from(log: LogDifference) -> Self {
        let line = |LogPlace { line, a, b }| LinePair { line_no: line, a, b };
        Self {
            same: log.unknown.is_none().then_some(log.first.is_none()),
            node: log.node,
            same_lines: log.same_lines,
            first: log.first.map(line),
            unknown: log.unknown,
        }
    }
}
