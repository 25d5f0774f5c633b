//! `DELETE /api/v1/tasks/{id}`

use annals_domain::TaskId;
use annals_engine::Error;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::At;
use crate::problem::{Acting, Problem};
use crate::runs::cancel_and_wait;
use crate::state::ApiState;
use crate::wire::runs::CancelAnswer;

/// Cancel a task's latest run
///
/// Waits up to 10 seconds for the last process or pod to be gone.
#[utoipa::path(
    delete, path = "/api/v1/tasks/{id}", tag = "tasks",
    params(At<TaskId>),
    responses(
        (status = 200, body = CancelAnswer, description = "It is gone"),
        (status = 202, body = CancelAnswer, description = "It was asked to end and is not gone yet"),
        Acting,
    ),
)]
pub(super) async fn cancel_task(
    State(state): State<ApiState>,
    At(id): At<TaskId>,
) -> Result<(StatusCode, Json<CancelAnswer>), Problem> {
    state.engine.task(&id).await?;
    let run = state.engine.latest_run(&id).await.map_err(|error| match error {
        Error::NotFound { .. } => Error::Conflict(format!("task {id} has no run to cancel")),
        other => other,
    })?;
    cancel_and_wait(&state, &run.id, id.to_string()).await
}
