//! The tasks interface.

use annals_domain::{Phase, RunId, RunNumber, TaskId, Timestamp};
use serde::{Deserialize, Deserializer};

/// The answer to a submitted run or a rerun.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Submitted {
    /// The task.
    pub id: TaskId,
    /// The run's number.
    pub run_number: RunNumber,
    /// The run.
    pub run_id: RunId,
}

/// The answer to a flow that was run.
#[derive(Debug, Clone, Deserialize)]
pub struct SubmittedFlow {
    /// The run.
    pub id: RunId,
    /// The flow.
    pub flow_id: TaskId,
    /// The run's number.
    pub number: RunNumber,
}

/// A task with its latest runs.
#[derive(Debug, Deserialize)]
pub struct TaskDetail {
    /// Its id.
    pub id: TaskId,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its runs, newest first.
    pub runs: Vec<TaskRun>,
}

/// One run of a task, as the tasks interface names it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskRun {
    /// The run's id.
    pub id: RunId,
    /// Its number.
    pub run_number: RunNumber,
}

/// A page of tasks.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskPage {
    /// The rows.
    pub tasks: Vec<TaskRow>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// A task in a list; what it tells of a run is of the latest one.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskRow {
    /// Its id.
    pub id: TaskId,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// Where the latest run stands.
    #[serde(default, deserialize_with = "phase_or_none")]
    pub phase: Option<Phase>,
    /// When the latest run began.
    #[serde(default, deserialize_with = "time_or_none")]
    pub started_at: Option<Timestamp>,
    /// When the latest run ended.
    #[serde(default, deserialize_with = "time_or_none")]
    pub finished_at: Option<Timestamp>,
    /// How many runs there are.
    #[serde(default)]
    pub run_count: i64,
}

/// The tasks interface says `""` for a time that does not exist.
fn time_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?.unwrap_or_default();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(serde::de::Error::custom)
}

fn phase_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Phase>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.and_then(|word| word.parse().ok()))
}
