//! Comparing two runs, section by section.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use annals_domain::EnvValue;
use serde_json::Value;
use similar::{Algorithm, ChangeTag, TextDiff};

use crate::client::wire::WholeRun;

/// How long a comparison may look for the shortest difference before it takes a longer one.
const PATIENCE: Duration = Duration::from_secs(2);
/// The lines shown around a change.
const CONTEXT: usize = 3;

/// A part of the runs that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its name for programs.
    pub key: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What differs.
    pub changes: Vec<Change>,
}

/// A line of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Where the next lines stand.
    Place(String),
    /// In both runs.
    Same(String),
    /// Only in the first run.
    Removed(String),
    /// Only in the second run.
    Added(String),
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place(line) => f.write_str(line),
            Self::Same(line) => write!(f, " {line}"),
            Self::Removed(line) => write!(f, "-{line}"),
            Self::Added(line) => write!(f, "+{line}"),
        }
    }
}

/// The parts that differ between `a` and `b`; none if they are the same.
#[must_use]
pub fn compare(a: &WholeRun, b: &WholeRun) -> Vec<Section> {
    let code = |run: &WholeRun| run.snapshot.code.clone().unwrap_or_default();
    let sections = [
        ("status", "Status", facts(status(a), status(b))),
        ("code", "Code", text(&code(a), &code(b))),
        ("packages_requested", "Packages asked for", text(&requested(a), &requested(b))),
        ("packages_resolved", "Packages resolved", facts(packages(a), packages(b))),
        ("environment", "Environment", facts(environment(a), environment(b))),
        ("inputs", "Inputs", values(a.inputs.as_ref(), b.inputs.as_ref())),
        ("outputs", "Outputs", values(a.outputs.as_ref(), b.outputs.as_ref())),
    ];
    let sections = sections.map(|(key, title, changes)| Section { key, title, changes });
    sections.into_iter().filter(|section| !section.changes.is_empty()).collect()
}

/// Named facts, each of which shows as one line.
type Facts = BTreeMap<String, String>;

/// The facts that only one of the two knows, or that they know differently.
fn facts(a: Facts, b: Facts) -> Vec<Change> {
    let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let mut changes = Vec::new();
    for name in names {
        let (before, after) = (a.get(name), b.get(name));
        if before != after {
            changes.extend(before.cloned().map(Change::Removed));
            changes.extend(after.cloned().map(Change::Added));
        }
    }
    changes
}

fn status(run: &WholeRun) -> Facts {
    let mut line = run.row.status.to_string();
    if let Some(error) = run.row.error_type {
        line.push_str(&format!(" ({error})"));
    }
    if let Some(message) = run.error.as_ref().and_then(|error| error.message.as_deref()) {
        line.push_str(&format!(": {message}"));
    }
    Facts::from([("status".into(), line)])
}

/// The packages asked for, the last line ended like the others, whatever was sent.
fn requested(run: &WholeRun) -> String {
    let text = run.snapshot.requested().trim_end_matches('\n');
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

fn packages(run: &WholeRun) -> Facts {
    let packages = run.environment.iter().flat_map(|environment| &environment.packages);
    packages.map(|p| (p.name.clone(), format!("{} {}", p.name, p.version))).collect()
}

fn environment(run: &WholeRun) -> Facts {
    let mut facts = Facts::new();
    if let Some(environment) = &run.environment {
        facts.insert(" python".into(), format!("Python {}", environment.python_version));
        facts.insert(" platform".into(), environment.platform.clone());
        facts.insert(" installer".into(), format!("built by {}", environment.installer));
    }
    for (name, value) in run.snapshot.env.iter().flatten() {
        let line = match value {
            EnvValue::Plain(value) => format!("{name}={value}"),
            EnvValue::Secret { secret } => format!("{name} from the secret {secret}"),
        };
        facts.insert(name.clone(), line);
    }
    facts
}

/// The difference of two JSON values; the order of an object's fields is none.
fn values(a: Option<&Value>, b: Option<&Value>) -> Vec<Change> {
    let (a, b) = (a.unwrap_or(&Value::Null), b.unwrap_or(&Value::Null));
    let shown = |value: &Value| match value {
        Value::Null => String::new(),
        value => format!("{:#}\n", sorted(value)),
    };
    if a == b { Vec::new() } else { text(&shown(a), &shown(b)) }
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(sorted).collect(),
        Value::Object(fields) => {
            let fields: BTreeMap<_, _> = fields.iter().map(|(k, v)| (k, sorted(v))).collect();
            fields.into_iter().map(|(name, value)| (name.clone(), value)).collect()
        }
        other => other.clone(),
    }
}

/// A unified difference of two texts.
fn text(a: &str, b: &str) -> Vec<Change> {
    if a == b {
        return Vec::new();
    }
    let mut config = TextDiff::configure();
    let diff = config.algorithm(Algorithm::Myers).timeout(PATIENCE).diff_lines(a, b);
    let mut changes = Vec::new();
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        changes.push(Change::Place(hunk.header().to_string()));
        for change in hunk.iter_changes() {
            let line = change.value().trim_end_matches('\n').to_owned();
            changes.push(match change.tag() {
                ChangeTag::Equal => Change::Same(line),
                ChangeTag::Delete => Change::Removed(line),
                ChangeTag::Insert => Change::Added(line),
            });
            if change.missing_newline() {
                changes.push(Change::Place("\\ no line end at the end".into()));
            }
        }
    }
    changes
}
