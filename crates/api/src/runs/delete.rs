//! `DELETE /api/v1/runs/{id}`

use annals_domain::RunId;
use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::At;
use crate::problem::{Acting, Problem};
use crate::state::ApiState;

/// Delete a run
///
/// With its log, files and timeline, pinned or not. A run that has not ended is 409. Its number is
/// never given again.
#[utoipa::path(
    delete, path = "/api/v1/runs/{id}", tag = "runs",
    params(At<RunId>),
    responses((status = 204, description = "It is deleted"), Acting),
)]
pub(super) async fn delete_run(
    State(state): State<ApiState>,
    At(id): At<RunId>,
) -> Result<StatusCode, Problem> {
    state.engine.delete_run(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}
