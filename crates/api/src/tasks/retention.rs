//! `GET`, `PUT /api/v1/tasks/{id}/retention`

use annals_domain::TaskId;
use axum::Json;
use axum::extract::State;

use crate::extract::{At, JsonBody};
use crate::problem::{Creating, Problem, Reading};
use crate::state::ApiState;
use crate::wire::retention::TaskRetention;

/// Read how much of a task's runs is kept
#[utoipa::path(
    get, path = "/api/v1/tasks/{id}/retention", tag = "tasks",
    params(At<TaskId>),
    responses((status = 200, body = TaskRetention, description = "The task's own limits"), Reading),
)]
pub(super) async fn get_task_retention(
    State(state): State<ApiState>,
    At(task): At<TaskId>,
) -> Result<Json<TaskRetention>, Problem> {
    Ok(Json(state.engine.task_limits(&task).await?.into()))
}

/// Set how much of a task's runs is kept
///
/// Replaces all of the task's own limits; the next pass of retention holds it to them.
#[utoipa::path(
    put, path = "/api/v1/tasks/{id}/retention", tag = "tasks",
    params(At<TaskId>),
    request_body = TaskRetention,
    responses((status = 200, body = TaskRetention, description = "The task's own limits"), Creating),
)]
pub(super) async fn put_task_retention(
    State(state): State<ApiState>,
    At(task): At<TaskId>,
    body: JsonBody<TaskRetention>,
) -> Result<Json<TaskRetention>, Problem> {
    let limits = body.value.checked()?;
    state.engine.limit_task(&task, limits).await?;
    Ok(Json(limits.into()))
}
