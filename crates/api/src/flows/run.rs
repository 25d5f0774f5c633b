//! `POST /api/v1/flows/{id}/runs` and `GET /api/v1/flow-runs/{id}`

use annals_domain::{RunId, TaskId};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use crate::extract::{Asker, At, Idempotency, JsonBody};
use crate::problem::{Creating, Problem, Reading};
use crate::state::ApiState;
use crate::wire::flow_runs::{FlowPlan, FlowRunBody, FlowRunRow};

/// Run a flow
///
/// As it is now; the body may be left out. With `from_run_id` it goes on from an earlier run: what
/// succeeded there and is not concerned by a change is used again. With `plan_only` it only tells
/// what would become of each component.
#[utoipa::path(
    post, path = "/api/v1/flows/{id}/runs", tag = "flows",
    params(At<TaskId>, Idempotency),
    request_body = Option<FlowRunBody>,
    responses(
        (status = 200, body = FlowPlan, description = "What would be done"),
        (status = 201, body = FlowRunRow, description = "The run was accepted"),
        Creating,
    ),
)]
pub(super) async fn run_flow(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(id): At<TaskId>,
    key: Idempotency,
    body: JsonBody<FlowRunBody>,
) -> Result<Response, Problem> {
    let key = key.of(&caller, &format!("flows/{id}/runs"), &body.raw);
    let only_plan = body.value.plan_only.unwrap_or(false);
    let request = body.value.checked()?;
    if only_plan {
        let plan = FlowPlan::from(state.engine.plan_flow_run(&id, &request).await?);
        return Ok(Json(plan).into_response());
    }
    let submitted = state.engine.run_flow(&caller, &id, request, key).await?;
    state.metrics.submitted();
    let run = FlowRunRow::from(state.engine.flow_run(&submitted.run_id).await?);
    Ok((StatusCode::CREATED, Json(run)).into_response())
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
