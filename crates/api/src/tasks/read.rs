//! `GET /api/v1/tasks/{id}`

use annals_domain::{PageSize, TaskId};
use annals_engine::PageRequest;
use axum::Json;
use axum::extract::State;

use super::runs::page_of_runs;
use crate::extract::At;
use crate::problem::{Problem, Reading};
use crate::state::ApiState;
use crate::wire::tasks::TaskDetail;

/// Read a task
///
/// With its latest 100 runs; the code and the dependencies at the top are the latest run's.
#[utoipa::path(
    get, path = "/api/v1/tasks/{id}", tag = "tasks",
    params(At<TaskId>),
    responses((status = 200, body = TaskDetail, description = "The task"), Reading),
)]
pub(super) async fn get_task(
    State(state): State<ApiState>,
    At(id): At<TaskId>,
) -> Result<Json<TaskDetail>, Problem> {
    let task = state.engine.task(&id).await?;
    let latest = PageRequest { size: PageSize::new(100), cursor: None };
    let runs = page_of_runs(&state.engine, &id, latest).await?;
    Ok(Json(TaskDetail::new(task, runs)))
}
