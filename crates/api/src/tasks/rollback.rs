//! `POST /api/v1/tasks/{id}/runs/{n}/rollback`

use annals_domain::{RunNumber, TaskId};
use axum::Json;
use axum::extract::State;

use crate::extract::{Asker, At, Idempotency};
use crate::problem::{Acting, Problem};
use crate::state::ApiState;
use crate::wire::submit::SubmitAnswer;

/// Go back to an earlier run
///
/// Makes the run's code and dependencies the task's again and runs them.
#[utoipa::path(
    post, path = "/api/v1/tasks/{id}/runs/{n}/rollback", tag = "tasks",
    params(At<(TaskId, RunNumber)>, Idempotency),
    responses((status = 200, body = SubmitAnswer, description = "The run was accepted"), Acting),
)]
pub(super) async fn rollback_task(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At((id, number)): At<(TaskId, RunNumber)>,
    key: Idempotency,
) -> Result<Json<SubmitAnswer>, Problem> {
    let key = key.of(&caller, &format!("rollback/{id}/{number}"), b"");
    let submitted = state.engine.rollback(&caller, &id, number, key).await?;
    state.metrics.submitted();
    Ok(Json(submitted.into()))
}
