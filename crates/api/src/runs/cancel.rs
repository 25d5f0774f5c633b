//! `POST /api/v1/runs/{id}/cancel`

use std::time::Duration;

use annals_domain::RunId;
use annals_engine::Cancelled;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::At;
use crate::problem::{Acting, Problem};
use crate::state::ApiState;
use crate::wire::runs::CancelAnswer;

/// Cancel a run
///
/// Waits up to 10 seconds for the last process or pod to be gone. A run that is carried out elsewhere
/// ends when whoever tells of it says so: they hear of the wish by `cancel_requested`.
#[utoipa::path(
    post, path = "/api/v1/runs/{id}/cancel", tag = "runs",
    params(At<RunId>),
    responses(
        (status = 200, body = CancelAnswer, description = "It is gone"),
        (status = 202, body = CancelAnswer, description = "It was asked to end and is not gone yet"),
        Acting,
    ),
)]
pub(super) async fn cancel_run(
    State(state): State<ApiState>,
    At(id): At<RunId>,
) -> Result<(StatusCode, Json<CancelAnswer>), Problem> {
    cancel_and_wait(&state, &id, id.to_string()).await
}

/// Cancels a run and answers in the name of `shown`.
pub(crate) async fn cancel_and_wait(
    state: &ApiState,
    run: &RunId,
    shown: String,
) -> Result<(StatusCode, Json<CancelAnswer>), Problem> {
    let outcome = state.engine.cancel(run, Duration::from_secs(10)).await?;
    let status = match outcome {
        Cancelled::Gone => StatusCode::OK,
        Cancelled::Underway => StatusCode::ACCEPTED,
    };
    Ok((status, Json(CancelAnswer::new(shown, outcome))))
}
