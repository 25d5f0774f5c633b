//! `POST /api/v1/runs/{id}/rerun`

use annals_domain::RunId;
use axum::Json;
use axum::extract::State;

use crate::extract::{Asker, At, Idempotency, JsonBody};
use crate::problem::{Creating, Problem};
use crate::state::ApiState;
use crate::wire::submit::{RerunBody, SubmitAnswer};

/// Run a run again
///
/// What the body leaves out is as in that run; the body itself may be left out.
#[utoipa::path(
    post, path = "/api/v1/runs/{id}/rerun", tag = "runs",
    params(At<RunId>, Idempotency),
    request_body = Option<RerunBody>,
    responses((status = 200, body = SubmitAnswer, description = "The run was accepted"), Creating),
)]
pub(super) async fn rerun(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(id): At<RunId>,
    key: Idempotency,
    body: JsonBody<RerunBody>,
) -> Result<Json<SubmitAnswer>, Problem> {
    let key = key.of(&caller, &format!("rerun/{id}"), &body.raw);
    let change = body.value.checked()?;
    let submitted = state.engine.rerun(&caller, &id, change, key).await?;
    state.metrics.submitted();
    Ok(Json(submitted.into()))
}
