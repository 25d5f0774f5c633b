//! The tasks interface (camelCase). Times that do not exist yet are empty texts.

use annals_domain::{Phase, Run, RunDetails, Snapshot, Task, Timestamp};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::run::Failure;
use super::words::{PhaseWord, TaskPhaseWord};

/// `time`, or an empty text where there is none.
pub(crate) fn time_or_empty(time: Option<Timestamp>) -> String {
    time.map(|time| time.to_string()).unwrap_or_default()
}

/// A task in a list; what it tells of is its latest run.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskRow {
    id: String,
    name: String,
    /// The latest run's phase; empty where the task has no run.
    #[schema(value_type = TaskPhaseWord)]
    phase: &'static str,
    /// When the latest run began; empty before that.
    started_at: String,
    /// When the latest run ended; empty before that.
    finished_at: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// The latest run's code, at most its first 4,096 characters.
    #[schema(max_length = 4096)]
    python_code: String,
    /// The dependencies asked for.
    dependencies: Option<String>,
    #[schema(minimum = 0)]
    run_count: i64,
    /// The latest run's number; null where the task has no run.
    #[schema(minimum = 1)]
    latest_run_number: Option<i64>,
}

impl From<Task> for TaskRow {
    fn from(task: Task) -> Self {
        let latest = task.latest;
        Self {
            id: task.id.to_string(),
            name: task.name,
            phase: latest.as_ref().map_or("", |run| run.phase().as_str()),
            started_at: time_or_empty(latest.as_ref().and_then(|run| run.started_at)),
            finished_at: time_or_empty(latest.as_ref().and_then(|run| run.ended_at)),
            created_at: task.created_at,
            run_count: task.run_count,
            latest_run_number: latest.as_ref().map(|run| run.number.get()),
            dependencies: latest.as_ref().and_then(|run| run.dependencies.clone()),
            python_code: latest.map(|run| run.code_head).unwrap_or_default(),
        }
    }
}

/// A page of tasks, newest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskPage {
    /// The tasks.
    pub(crate) tasks: Vec<TaskRow>,
    /// Where the next page begins; null after the last.
    pub(crate) next_cursor: Option<String>,
}

/// A run of a task, with the code and the dependencies that it ran.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskRun {
    id: String,
    #[schema(minimum = 1)]
    run_number: i64,
    /// Its name on the executor.
    workflow_id: String,
    #[schema(value_type = PhaseWord)]
    phase: &'static str,
    python_code: String,
    dependencies: Option<String>,
    requirements_file: Option<String>,
    /// When it began; empty before that.
    started_at: String,
    /// When it ended; empty before that.
    finished_at: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl TaskRun {
    /// `run`, which executes `snapshot`.
    #[must_use]
    pub fn new(run: &Run, snapshot: &Snapshot) -> Self {
        let requested = snapshot.spec.requested();
        Self {
            id: run.id.to_string(),
            run_number: run.number.get(),
            workflow_id: run.workflow_id.clone(),
            phase: phase(run).as_str(),
            python_code: snapshot.spec.code().into_owned(),
            dependencies: requested.dependencies.clone(),
            requirements_file: requested.requirements_file.clone(),
            started_at: time_or_empty(run.state.started_at),
            finished_at: time_or_empty(run.state.ended_at),
            created_at: run.created_at,
        }
    }
}

/// The run's phase.
#[must_use]
pub(crate) const fn phase(run: &Run) -> Phase {
    Phase::of(run.state.status, run.error_type)
}

/// A run of a task with what went in and what came out.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskRunDetail {
    #[serde(flatten)]
    run: TaskRun,
    /// The JSON object given as inputs.
    inputs: Option<Value>,
    /// What the program wrote to `ANNALS_OUTPUTS`.
    outputs: Option<Value>,
    /// How it failed; null unless it did.
    error: Option<Failure>,
    tags: Vec<String>,
}

impl TaskRunDetail {
    /// `run`, which executes `snapshot`, with its `details`.
    #[must_use]
    pub fn new(run: Run, snapshot: &Snapshot, details: RunDetails) -> Self {
        Self {
            error: Failure::of(&run, details.error_message),
            run: TaskRun::new(&run, snapshot),
            inputs: details.inputs,
            outputs: details.outputs,
            tags: run.tags,
        }
    }
}

/// A page of a task's runs, newest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskRunPage {
    /// The runs.
    pub(crate) runs: Vec<TaskRun>,
    /// Where the next page begins; null after the last.
    pub(crate) next_cursor: Option<String>,
}

/// A task with its latest runs.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskDetail {
    id: String,
    name: String,
    /// The latest run's code; empty where the task has no run.
    python_code: String,
    dependencies: Option<String>,
    requirements_file: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Its runs, newest first, the latest 100.
    #[schema(max_items = 100)]
    runs: Vec<TaskRun>,
    #[schema(minimum = 0)]
    run_count: i64,
    /// Where `/runs?cursor=` goes on after these runs; null where there are no more.
    next_cursor: Option<String>,
}

impl TaskDetail {
    /// `task` with its latest runs.
    #[must_use]
    pub fn new(task: Task, page: TaskRunPage) -> Self {
        let latest = page.runs.first();
        Self {
            id: task.id.to_string(),
            name: task.name,
            python_code: latest.map(|run| run.python_code.clone()).unwrap_or_default(),
            dependencies: latest.and_then(|run| run.dependencies.clone()),
            requirements_file: latest.and_then(|run| run.requirements_file.clone()),
            created_at: task.created_at,
            updated_at: task.updated_at,
            runs: page.runs,
            run_count: task.run_count,
            next_cursor: page.next_cursor,
        }
    }
}

/// What came of deleting a task.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskDeleted {
    /// `deleted`.
    #[schema(example = "deleted")]
    pub(crate) status: &'static str,
    /// The task.
    pub(crate) id: String,
    /// Runs that went.
    #[schema(minimum = 0)]
    pub(crate) runs_deleted: i64,
    /// Logs that went.
    #[schema(minimum = 0)]
    pub(crate) logs_deleted: i64,
    /// Executions that were ended or removed.
    #[schema(minimum = 0)]
    pub(crate) workflows_deleted: i64,
}
