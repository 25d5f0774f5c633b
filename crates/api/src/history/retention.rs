//! `GET`, `PUT /api/v1/tasks/{id}/history/retention`

use annals_domain::TaskId;
use axum::Json;
use axum::extract::State;

use crate::extract::{At, JsonBody};
use crate::problem::{Creating, Problem, Reading};
use crate::state::ApiState;
use crate::wire::history::HistoryRetention;

/// Read how much of a task's timeline is kept
#[utoipa::path(
    get, path = "/api/v1/tasks/{id}/history/retention", tag = "history",
    params(At<TaskId>),
    responses((status = 200, body = HistoryRetention, description = "The task's own limits"), Reading),
)]
pub(super) async fn get_history_retention(
    State(state): State<ApiState>,
    At(task): At<TaskId>,
) -> Result<Json<HistoryRetention>, Problem> {
    Ok(Json(state.engine.history_limits(&task).await?.into()))
}

/// Set how much of a task's timeline is kept
///
/// Replaces both limits; they hold at once, for the entries that are there too.
#[utoipa::path(
    put, path = "/api/v1/tasks/{id}/history/retention", tag = "history",
    params(At<TaskId>),
    request_body = HistoryRetention,
    responses((status = 200, body = HistoryRetention, description = "The task's own limits"), Creating),
)]
pub(super) async fn put_history_retention(
    State(state): State<ApiState>,
    At(task): At<TaskId>,
    body: JsonBody<HistoryRetention>,
) -> Result<Json<HistoryRetention>, Problem> {
    let limits = body.value.checked()?;
    state.engine.limit_history(&task, limits).await?;
    Ok(Json(limits.into()))
}
