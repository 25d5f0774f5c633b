//! `POST /api/v1/runs/bulk` and `GET /api/v1/runs/bulk/{id}`

use annals_engine::BulkState;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{At, JsonBody};
use crate::problem::{Creating, Problem, Reading};
use crate::state::ApiState;
use crate::wire::bulk::{BulkAnswer, BulkBody};

/// Act on many runs
///
/// Cancels, tags, pins or deletes the runs named by `ids` or `filter`; `affected` are those that it
/// changes. With `dry_run` it only tells. With `expected` nothing is done where another number
/// would be affected by now: 409. A few runs are done with before the answer, many in the
/// background: 202, and `GET /api/v1/runs/bulk/{id}` tells how far it is.
#[utoipa::path(
    post, path = "/api/v1/runs/bulk", tag = "runs",
    request_body = BulkBody,
    responses(
        (status = 200, body = BulkAnswer, description = "What was done, or would be"),
        (status = 202, body = BulkAnswer, description = "It is being done"),
        Creating,
    ),
)]
pub(super) async fn act_on_runs(
    State(state): State<ApiState>,
    body: JsonBody<BulkBody>,
) -> Result<(StatusCode, Json<BulkAnswer>), Problem> {
    let dry_run = body.value.dry_run.unwrap_or(false);
    let request = body.value.request()?;
    if dry_run {
        let plan = state.engine.plan_bulk(&request).await?;
        return Ok((StatusCode::OK, Json(BulkAnswer::planned(&request.action, &plan))));
    }
    let progress = state.engine.start_bulk(request).await?;
    let status = match progress.state {
        BulkState::Running => StatusCode::ACCEPTED,
        BulkState::Done | BulkState::Stopped => StatusCode::OK,
    };
    Ok((status, Json(progress.into())))
}

/// Read how far an act on many runs is
///
/// Known to the server that carries it out, until that ends.
#[utoipa::path(
    get, path = "/api/v1/runs/bulk/{id}", tag = "runs",
    params(At<String>),
    responses((status = 200, body = BulkAnswer, description = "How far it is"), Reading),
)]
pub(super) async fn bulk_progress(
    State(state): State<ApiState>,
    At(id): At<String>,
) -> Result<Json<BulkAnswer>, Problem> {
    Ok(Json(state.engine.bulk_progress(&id)?.into()))
}
