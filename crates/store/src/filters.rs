//! What lists may be narrowed to.

use annals_domain::{Phase, RunStatus, TaskId, TaskKind, Timestamp};

/// Which tasks a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// Only of this kind.
    pub kind: Option<TaskKind>,
    /// Only those whose name contains this text, in any case, or whose id it is.
    pub q: Option<String>,
    /// Only those whose latest run is in this phase.
    pub phase: Option<Phase>,
    /// Only those whose latest run has this tag.
    pub tag: Option<String>,
}

/// Which runs a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunFilter {
    /// Only of tasks of this kind.
    pub kind: Option<TaskKind>,
    /// Only with this status.
    pub status: Option<RunStatus>,
    /// Only failures of the platform (true), or only others (false).
    pub platform_failure: Option<bool>,
    /// Only of this task.
    pub task_id: Option<TaskId>,
    /// Only those that this set off.
    pub trigger: Option<String>,
    /// Only of this session.
    pub session_id: Option<String>,
    /// Only of this user.
    pub user_id: Option<String>,
    /// Only with this tag.
    pub tag: Option<String>,
    /// Only those whose task's name contains this text, in any case, or whose id it is.
    pub q: Option<String>,
    /// Only started at or after.
    pub started_after: Option<Timestamp>,
    /// Only started before.
    pub started_before: Option<Timestamp>,
    /// Only those that took at least this many milliseconds.
    pub min_duration_ms: Option<i64>,
}
