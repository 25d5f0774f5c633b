//! The runs interface (snake_case): list rows and small answers. Times that do not exist yet are
//! null.

use annals_domain::{Run, Timestamp};
use annals_engine::Cancelled;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::submit::Tag;
use super::words::{ErrorWord, KindWord, StatusWord};
use crate::extract::Empty;

/// A run in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunRow {
    id: String,
    /// The task's kind.
    #[schema(value_type = KindWord)]
    kind: &'static str,
    task_id: String,
    task_name: String,
    /// Its number within the task.
    #[schema(minimum = 1)]
    number: i64,
    #[schema(value_type = StatusWord)]
    status: &'static str,
    /// How it failed; null unless it did.
    #[schema(value_type = Option<ErrorWord>)]
    error_type: Option<&'static str>,
    /// What set it off: `manual`, `api`, `rerun` … or a caller's own word.
    trigger_type: String,
    /// What carries it out: `local` or `argo`.
    executor: String,
    tags: Vec<String>,
    user_id: Option<String>,
    session_id: Option<String>,
    /// Whether retention leaves it alone.
    pinned: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// From start to end, in milliseconds.
    #[schema(minimum = 0)]
    duration_ms: Option<i64>,
}

impl From<Run> for RunRow {
    fn from(run: Run) -> Self {
        Self {
            duration_ms: run.duration_ms(),
            id: run.id.to_string(),
            kind: run.kind.as_str(),
            task_id: run.task_id.to_string(),
            task_name: run.task_name,
            number: run.number.get(),
            status: run.state.status.as_str(),
            error_type: run.error_type.map(annals_domain::ErrorType::as_str),
            trigger_type: run.trigger.0,
            executor: run.executor,
            tags: run.tags,
            user_id: run.user_id,
            session_id: run.session_id,
            pinned: run.pinned,
            created_at: run.created_at,
            started_at: run.state.started_at,
            ended_at: run.state.ended_at,
        }
    }
}

/// A page of runs, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunPage {
    /// The runs.
    pub(crate) runs: Vec<RunRow>,
    /// Where the next page begins; null after the last.
    pub(crate) next_cursor: Option<String>,
}

/// The labels that a run is to have.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TagsBody {
    /// The labels; they replace the run's.
    #[schema(max_items = 50, value_type = Vec<Tag>)]
    pub(crate) tags: Vec<String>,
}

impl Empty for TagsBody {}

/// The labels that a run has now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tags {
    /// The labels.
    pub(crate) tags: Vec<String>,
}

/// What came of asking for an end.
#[derive(Debug, Serialize, ToSchema)]
pub struct CancelAnswer {
    /// `cancelled` once the last process or pod is gone, else `cancelling`.
    #[schema(example = "cancelled")]
    status: &'static str,
    /// What was asked to end.
    id: String,
}

impl CancelAnswer {
    /// The answer, and whether everything is gone.
    #[must_use]
    pub fn new(id: String, outcome: Cancelled) -> Self {
        let status = match outcome {
            Cancelled::Gone => "cancelled",
            Cancelled::Underway => "cancelling",
        };
        Self { status, id }
    }
}
