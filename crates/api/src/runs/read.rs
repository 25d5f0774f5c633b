//! `GET /api/v1/runs/{id}`

use annals_domain::RunId;
use axum::Json;
use axum::extract::State;

use crate::extract::At;
use crate::problem::{Problem, Reading};
use crate::state::ApiState;
use crate::wire::run::RunDetail;

/// Read a run, whole
///
/// What it ran, its resolved packages, inputs, outputs, nodes, attempts, files and kin.
#[utoipa::path(
    get, path = "/api/v1/runs/{id}", tag = "runs",
    params(At<RunId>),
    responses((status = 200, body = RunDetail, description = "The run"), Reading),
)]
pub(super) async fn get_run(
    State(state): State<ApiState>,
    At(id): At<RunId>,
) -> Result<Json<RunDetail>, Problem> {
    Ok(Json(state.engine.whole_run(&id).await?.into()))
}
