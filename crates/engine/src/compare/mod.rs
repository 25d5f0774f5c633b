//! Comparing two runs: what they ran, with what, and where their logs part.

mod cells;
mod facts;
mod json;
mod log;
mod packages;
mod text;

use annals_domain::{NodeRecord, Plan, RunId, Spec, Step, Work};
use serde_json::Value;

use crate::engine::Engine;
use crate::{Error, WholeRun};

pub use log::{LogDifference, LogPlace};

/// Something of two runs under one name; none on a side that does not have it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair<T> {
    /// What it is called.
    pub name: String,
    /// As the first run has it.
    pub a: Option<T>,
    /// As the second run has it.
    pub b: Option<T>,
}

/// What differs in one respect.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// What differs, by name.
    pub changes: Vec<Pair<Value>>,
    /// Whether more differs than is told.
    pub more: bool,
    /// Why it cannot be said whether the runs differ, if it cannot.
    pub unknown: Option<String>,
}

/// The code of one step.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeDifference {
    /// The step, with both codes.
    pub step: Pair<String>,
    /// The difference as a unified diff; empty if there is none.
    pub diff: String,
}

/// Two runs side by side.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The first run.
    pub a: WholeRun,
    /// The second run.
    pub b: WholeRun,
    /// The code of every step.
    pub code: Vec<CodeDifference>,
    /// The packages asked for.
    pub requested: Section,
    /// The packages that were resolved.
    pub resolved: Section,
    /// What they were given, by JSON Pointer.
    pub inputs: Section,
    /// What they gave, by JSON Pointer.
    pub outputs: Section,
    /// What they ran in and how they were run.
    pub environment: Section,
    /// How they ended.
    pub outcome: Section,
    /// The nodes of both.
    pub nodes: Vec<Pair<NodeRecord>>,
    /// Their logs, node by node; none unless asked for.
    pub logs: Option<Vec<LogDifference>>,
}

impl Engine {
    /// Compares two runs; their logs too if `logs` says so, which takes as long as reading both up
    /// to the first line that differs.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run.
    pub async fn compare(&self, a: &RunId, b: &RunId, logs: bool) -> Result<Comparison, Error> {
        let (a, b) = (self.whole_run(a).await?, self.whole_run(b).await?);
        let nodes = pairs(
            a.nodes.iter().map(|node| (node.name.to_string(), node.clone())).collect(),
            b.nodes.iter().map(|node| (node.name.to_string(), node.clone())).collect(),
        );
        let logs = match logs {
            true => Some(self.compare_logs(&a, &b, &nodes).await?),
            false => None,
        };
        let steps = pairs(codes(&a), codes(&b));
        let code = tokio::task::spawn_blocking(|| steps.into_iter().map(text::code).collect());
        Ok(Comparison {
            code: code.await.map_err(|error| Error::Internal(format!("a diff: {error}")))?,
            requested: packages::requested(&a, &b),
            resolved: packages::resolved(&a, &b),
            inputs: json::section(a.details.inputs.as_ref(), b.details.inputs.as_ref()),
            outputs: self.compare_outputs(&a, &b).await?,
            environment: facts::environment(&a, &b),
            outcome: facts::outcome(&a, &b),
            nodes,
            logs,
            a,
            b,
        })
    }
}

/// The code of each step; a job's fields stand for the code that it has not.
fn codes(run: &WholeRun) -> Vec<(String, String)> {
    let spec = &run.snapshot.spec;
    if let Spec::Extraction(job) = spec {
        return vec![("fields".to_owned(), job.summary())];
    }
    let steps = Plan::of(spec).steps.into_iter();
    let code = |step: Step| match step.work {
        Work::Python(program) => Some((step.name.to_string(), program.code)),
        Work::Extract(_) => None,
    };
    steps.filter_map(code).collect()
}

/// Everything that the two have, by name: in the order of the first, then what only the second has.
fn pairs<T>(a: Vec<(String, T)>, mut b: Vec<(String, T)>) -> Vec<Pair<T>> {
    let mut found = Vec::new();
    for (name, value) in a {
        let other = b.iter().position(|(other, _)| *other == name).map(|place| b.remove(place).1);
        found.push(Pair { name, a: Some(value), b: other });
    }
    found.extend(b.into_iter().map(|(name, value)| Pair { name, a: None, b: Some(value) }));
    found
}

impl Section {
    /// Those of named texts that differ.
    fn of(a: Vec<(String, String)>, b: Vec<(String, String)>) -> Self {
        let differ = pairs(a, b).into_iter().filter(|pair| pair.a != pair.b);
        let text = |pair: Pair<String>| Pair {
            name: pair.name,
            a: pair.a.map(Value::String),
            b: pair.b.map(Value::String),
        };
        Self { changes: differ.map(text).collect(), ..Self::default() }
    }

    /// It cannot be said, and why.
    fn unknown(why: String) -> Self {
        Self { unknown: Some(why), ..Self::default() }
    }

    /// Whether the runs are alike in this; none where that cannot be said.
    #[must_use]
    pub fn same(&self) -> Option<bool> {
        self.unknown.is_none().then_some(self.changes.is_empty())
    }
}
