//! `POST /api/v1/flows/{id}/runs` and `GET /api/v1/flow-runs/{id}`

use annals_domain::{RunId, TaskId};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{Asker, At, Idempotency, JsonBody};
use crate::problem::{Creating, Problem, Reading};
use crate::state::ApiState;
use crate::wire::flow_runs::{FlowRunBody, FlowRunRow};

/// Run a flow
///
/// As it is now; the body may be left out.
#[utoipa::path(
    post, path = "/api/v1/flows/{id}/runs", tag = "flows",
    params(At<TaskId>, Idempotency),
    request_body = Option<FlowRunBody>,
    responses((status = 201, body = FlowRunRow, description = "The run was accepted"), Creating),
)]
pub(super) async fn run_flow(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(id): At<TaskId>,
    key: Idempotency,
    body: JsonBody<FlowRunBody>,
) -> Result<(StatusCode, Json<FlowRunRow>), Problem> {
    let key = key.of(&caller, &format!("flows/{id}/runs"), &body.raw);
    let submitted = state.engine.run_flow(&caller, &id, body.value.checked()?, key).await?;
    state.metrics.submitted();
    let run = state.engine.flow_run(&submitted.run_id).await?;
    Ok((StatusCode::CREATED, Json(run.into())))
}

/// Read a run of a flow
///
/// `GET /api/v1/runs/{id}` tells of its components too.
#[utoipa::path(
    get, path = "/api/v1/flow-runs/{id}", tag = "flows",
    params(At<RunId>),
    responses((status = 200, body = FlowRunRow, description = "The run"), Reading),
)]
pub(super) async fn get_flow_run(
    State(state): State<ApiState>,
    At(id): At<RunId>,
) -> Result<Json<FlowRunRow>, Problem> {
    Ok(Json(state.engine.flow_run(&id).await?.into()))
}
