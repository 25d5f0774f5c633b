//! `PUT` and `DELETE /api/v1/runs/{id}/pin`

use annals_domain::RunId;
use axum::Json;
use axum::extract::State;

use crate::extract::At;
use crate::problem::{Acting, Problem};
use crate::state::ApiState;
use crate::wire::runs::RunRow;

/// Pin a run
///
/// Retention leaves pinned runs alone, whatever the limits. A run that is pinned already stays so.
#[utoipa::path(
    put, path = "/api/v1/runs/{id}/pin", tag = "runs",
    params(At<RunId>),
    responses((status = 200, body = RunRow, description = "The run, pinned"), Acting),
)]
pub(super) async fn pin_run(
    State(state): State<ApiState>,
    At(id): At<RunId>,
) -> Result<Json<RunRow>, Problem> {
    Ok(Json(state.engine.pin(&id, true).await?.into()))
}

/// Take a run's pin away
#[utoipa::path(
    delete, path = "/api/v1/runs/{id}/pin", tag = "runs",
    params(At<RunId>),
    responses((status = 200, body = RunRow, description = "The run, not pinned"), Acting),
)]
pub(super) async fn unpin_run(
    State(state): State<ApiState>,
    At(id): At<RunId>,
) -> Result<Json<RunRow>, Problem> {
    Ok(Json(state.engine.pin(&id, false).await?.into()))
}
