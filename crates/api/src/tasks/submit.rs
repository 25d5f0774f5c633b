//! `POST /api/v1/tasks/submit`

use axum::Json;
use axum::extract::State;

use crate::extract::{Asker, Idempotency, JsonBody};
use crate::problem::{Creating, Problem};
use crate::state::ApiState;
use crate::wire::submit::{SubmitAnswer, SubmitBody};

/// Run a Python program
///
/// Makes a new task with its first run, or, where `taskId` is given, a new run of that task.
#[utoipa::path(
    post, path = "/api/v1/tasks/submit", tag = "tasks",
    params(Idempotency),
    request_body = SubmitBody,
    responses((status = 200, body = SubmitAnswer, description = "The run was accepted"), Creating),
)]
pub(super) async fn submit_task(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    key: Idempotency,
    body: JsonBody<SubmitBody>,
) -> Result<Json<SubmitAnswer>, Problem> {
    let key = key.of(&caller, "submit", &body.raw);
    let request = body.value.checked()?;
    let submitted = state.engine.submit(&caller, request, key).await?;
    state.metrics.submitted();
    Ok(Json(submitted.into()))
}
