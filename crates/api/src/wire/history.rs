//! The build history (snake_case): entries and small answers.

use std::fmt;

use annals_domain::{RunId, TaskId, Timestamp};
use annals_engine::{CreateTaskBuildHistory, HistoryLimits, HistoryPolicy, TaskBuildHistory};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::words::HistoryWord;
use crate::extract::{Case, Check, Empty};
use crate::problem::{Issue, Problem};

/// The most entries in one request.
const TOGETHER: usize = 1_000;

/// An entry of a task's timeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryEntry {
    id: String,
    task_id: String,
    /// The run it belongs to.
    run_id: Option<String>,
    workspace_id: Option<String>,
    session_id: Option<String>,
    #[schema(value_type = HistoryWord)]
    context_type: &'static str,
    content: String,
    /// A JSON text.
    #[schema(example = "{\"tokens\": 12}")]
    metadata: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// From then on it is never answered.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// Its number among the task's entries; order and eviction go by it.
    #[schema(minimum = 1)]
    n: i64,
    /// Its place in the run's ledger; null without a run.
    #[schema(minimum = 1)]
    seq: Option<i64>,
}

impl From<TaskBuildHistory> for HistoryEntry {
    fn from(entry: TaskBuildHistory) -> Self {
        Self {
            id: entry.id,
            task_id: entry.task_id.to_string(),
            run_id: entry.run_id.map(|run| run.to_string()),
            workspace_id: entry.workspace_id,
            session_id: entry.session_id,
            context_type: entry.context_type.as_str(),
            content: entry.content,
            metadata: entry.metadata,
            created_at: entry.created_at,
            expires_at: entry.expires_at,
            n: entry.n,
            seq: entry.seq,
        }
    }
}

/// A page of entries.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryPage {
    /// The entries.
    pub(crate) entries: Vec<HistoryEntry>,
    /// Where the next page begins; null after the last. A page that looks for a text may hold
    /// few entries, or none, and another one follow all the same.
    pub(crate) next_cursor: Option<String>,
    /// How many entries the task has; null under a filter and across tasks.
    #[schema(minimum = 0)]
    pub(crate) total: Option<i64>,
}

/// How many.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryCount {
    /// The task's entries.
    #[schema(minimum = 0)]
    pub(crate) count: i64,
}

/// How many went.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryDeleted {
    /// The entries that were removed.
    #[schema(minimum = 0)]
    pub(crate) deleted: i64,
}

/// An entry to be added.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
pub struct NewHistoryEntry {
    /// What it tells of, in any case.
    #[schema(value_type = HistoryWord, required = true)]
    context_type: Option<String>,
    /// What it says, at most 1 MiB (1,048,576 bytes of UTF-8).
    #[schema(value_type = String, required = true, max_length = 1048576, pattern = "^[^\\u0000]*$")]
    content: Option<String>,
    /// A JSON text, at most 1 MiB; an object or a list is taken too and kept as its text.
    #[schema(value_type = Option<Metadata>)]
    metadata: Option<Value>,
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    workspace_id: Option<String>,
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    session_id: Option<String>,
    /// A run of this task, in whose ledger the entry takes a place. With a run's own token it is
    /// that run.
    #[schema(max_length = 128, pattern = "^[A-Za-z0-9_.:-]*$")]
    run_id: Option<String>,
}

/// Metadata in either form.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Metadata {
    /// A JSON text.
    #[schema(example = "{\"tokens\": 12}")]
    Text(String),
    /// An object.
    Object(serde_json::Map<String, Value>),
    /// A list.
    List(Vec<Value>),
}

/// One entry, or a list of them that is stored all or none.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = NewHistory)]
pub enum NewHistorySchema {
    /// One.
    One(NewHistoryEntry),
    /// 1 to 1,000 of them.
    Many(Vec<NewHistoryEntry>),
}

/// What was added, as it was sent: an entry or a list of entries.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum HistoryAdded {
    /// One.
    One(Box<HistoryEntry>),
    /// Several.
    Many(Vec<HistoryEntry>),
}

/// What is to be added.
#[derive(Debug)]
pub struct NewHistory {
    entries: Vec<NewHistoryEntry>,
    /// Whether it came as a list, and is answered as one.
    pub(crate) list: bool,
}

impl Empty for NewHistory {
    const LIST: bool = true;
}

impl<'de> Deserialize<'de> for NewHistory {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;

        impl<'de> Visitor<'de> for OneOrMany {
            type Value = NewHistory;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an entry or a list of entries")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<NewHistory, A::Error> {
                let entry = NewHistoryEntry::deserialize(MapAccessDeserializer::new(map))?;
                Ok(NewHistory { entries: vec![entry], list: false })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<NewHistory, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = seq.next_element()? {
                    entries.push(entry);
                }
                Ok(NewHistory { entries, list: true })
            }
        }

        deserializer.deserialize_any(OneOrMany)
    }
}

impl NewHistory {
    /// The entries, once every value validates; those that name no run are of the run `own`.
    pub(crate) fn checked(
        self,
        task: &TaskId,
        own: Option<&RunId>,
    ) -> Result<Vec<CreateTaskBuildHistory>, Problem> {
        let mut check = Check::new(Case::Snake);
        if !(1..=TOGETHER).contains(&self.entries.len()) {
            let msg = format!("must hold 1 to {TOGETHER} entries, not {}", self.entries.len());
            return Err(Problem::invalid(vec![Issue::at("body", "", msg)]));
        }
        let list = self.list;
        let checked = self.entries.into_iter().enumerate().filter_map(|(index, entry)| {
            let place = if list { format!("{index}.") } else { String::new() };
            entry.checked(&mut check, &place, task, own)
        });
        let checked: Vec<_> = checked.collect();
        check.done()?;
        let unknown = |run: String| Problem::not_found("run", &run);
        checked.into_iter().map(|entry| entry.map_err(unknown)).collect()
    }
}

/// An entry, or the id that cannot be a run's.
type Checked = Result<CreateTaskBuildHistory, String>;

impl NewHistoryEntry {
    fn checked(
        self,
        check: &mut Check,
        place: &str,
        task: &TaskId,
        own: Option<&RunId>,
    ) -> Option<Checked> {
        let name = |field: &str| format!("{place}{field}");
        check.line(&name("workspace_id"), self.workspace_id.as_deref(), 200);
        check.line(&name("session_id"), self.session_id.as_deref(), 200);
        let metadata = match self.metadata {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text).filter(|text| !text.is_empty()),
            Some(value @ (Value::Object(_) | Value::Array(_))) => Some(value.to_string()),
            Some(_) => {
                check.fail(&name("metadata"), "must be a JSON text, an object or a list");
                None
            }
        };
        let kind = match self.context_type.map(|word| word.parse()) {
            Some(Ok(kind)) => Some(kind),
            Some(Err::<_, String>(error)) => {
                check.fail(&name("context_type"), error);
                None
            }
            None => {
                check.fail(&name("context_type"), "is required");
                None
            }
        };
        let Some(content) = self.content else {
            check.fail(&name("content"), "is required");
            return None;
        };
        let run = self.run_id.filter(|run| !run.is_empty());
        let run_id = match run.map(|run| run.parse::<RunId>().map_err(|_| run)).transpose() {
            Ok(run) => run.or_else(|| own.cloned()),
            Err(run) => return Some(Err(run)),
        };
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        let mut new = CreateTaskBuildHistory::new(task.clone(), kind?, content);
        (new.run_id, new.metadata) = (run_id, metadata);
        (new.workspace_id, new.session_id) = (given(self.workspace_id), given(self.session_id));
        if let Err((field, msg)) = new.check() {
            check.fail(&name(field), msg);
        }
        Some(Ok(new))
    }
}

/// How much of a task's timeline is kept; null: as configured for all.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
pub struct HistoryRetention {
    /// The most entries.
    #[schema(minimum = 1, maximum = 1000000)]
    max_entries: Option<i64>,
    /// For how many days an entry is kept.
    #[schema(exclusive_minimum = 0, maximum = 36500)]
    max_age_days: Option<f64>,
}

impl Empty for HistoryRetention {}

impl HistoryRetention {
    /// The limits, once every value validates.
    pub(crate) fn checked(self) -> Result<HistoryLimits, Problem> {
        let mut check = Check::new(Case::Snake);
        if self.max_entries.is_some_and(|most| !(1..=1_000_000).contains(&most)) {
            check.fail("max_entries", "must be an integer from 1 to 1000000");
        }
        if self.max_age_days.is_some_and(|days| !(days > 0.0 && days <= 36_500.0)) {
            check.fail("max_age_days", "must be more than 0 and at most 36500");
        }
        check.done()?;
        Ok(HistoryLimits {
            max_entries: self.max_entries,
            max_age_ms: self.max_age_days.map(millis),
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "at most 100 years of milliseconds")]
#[expect(clippy::cast_precision_loss, reason = "a day's milliseconds are exact")]
pub(super) fn millis(days: f64) -> i64 {
    (days * HistoryPolicy::DAY_MILLIS as f64).ceil() as i64
}

#[expect(clippy::cast_precision_loss, reason = "at most 100 years of milliseconds")]
pub(super) fn days(millis: i64) -> f64 {
    millis as f64 / HistoryPolicy::DAY_MILLIS as f64
}

impl From<HistoryLimits> for HistoryRetention {
    fn from(limits: HistoryLimits) -> Self {
        Self { max_entries: limits.max_entries, max_age_days: limits.max_age_ms.map(days) }
    }
}

#[cfg(test)]
mod tests;
