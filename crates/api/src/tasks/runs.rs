//! `GET /api/v1/tasks/{id}/runs` and `/runs/{n}`

use annals_domain::{Cursor, RunNumber, TaskId};
use annals_engine::{Engine, PageRequest};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{At, Bounded, Params, Text, page};
use crate::problem::{Problem, Reading};
use crate::state::ApiState;
use crate::wire::tasks::{TaskRun, TaskRunDetail, TaskRunPage};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// How many runs a page holds.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100, default = 50)]
    limit: Option<Bounded<1, 100>>,
    /// `nextCursor` of the page before.
    #[param(value_type = Option<String>, max_length = 2000, pattern = "^[^\\u0000]*$")]
    cursor: Option<Text<2000>>,
}

/// List a task's runs
///
/// Newest first, each with the code and the dependencies that it ran.
#[utoipa::path(
    get, path = "/api/v1/tasks/{id}/runs", tag = "tasks",
    params(At<TaskId>, Wanted),
    responses((status = 200, body = TaskRunPage, description = "A page of runs"), Reading),
)]
pub(super) async fn list_task_runs(
    State(state): State<ApiState>,
    At(id): At<TaskId>,
    Params(wanted): Params<Wanted>,
) -> Result<Json<TaskRunPage>, Problem> {
    let wanted = page(wanted.limit, 50, wanted.cursor);
    page_of_runs(&state.engine, &id, wanted).await.map(Json)
}

/// Read a run of a task by its number
#[utoipa::path(
    get, path = "/api/v1/tasks/{id}/runs/{n}", tag = "tasks",
    params(At<(TaskId, RunNumber)>),
    responses((status = 200, body = TaskRunDetail, description = "The run"), Reading),
)]
pub(super) async fn get_task_run(
    State(state): State<ApiState>,
    At((id, number)): At<(TaskId, RunNumber)>,
) -> Result<Json<TaskRunDetail>, Problem> {
    let run = state.engine.run_by_number(&id, number).await?;
    let whole = state.engine.whole_run(&run.id).await?;
    Ok(Json(TaskRunDetail::new(whole.run, &whole.snapshot, whole.details)))
}

/// A page of a task's runs with their own code.
pub(super) async fn page_of_runs(
    engine: &Engine,
    id: &TaskId,
    wanted: PageRequest,
) -> Result<TaskRunPage, Problem> {
    let found = engine.task_runs(id, wanted).await.map_err(Problem::of_query)?;
    let snapshots = engine.snapshots(&found.items).await?;
    let runs = found.items.iter().zip(&snapshots);
    Ok(TaskRunPage {
        next_cursor: found.next.as_ref().map(Cursor::encode),
        runs: runs.map(|(run, snapshot)| TaskRun::new(run, snapshot)).collect(),
    })
}
