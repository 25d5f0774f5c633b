//! `POST /api/v1/flow-runs/` and `PATCH /api/v1/flow-runs/{id}`: runs that are carried out elsewhere.

use annals_domain::RunId;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{Asker, At, Idempotency, JsonBody};
use crate::problem::{Creating, Problem};
use crate::state::ApiState;
use crate::wire::flow_runs::FlowRunRow;
use crate::wire::recordings::FlowRunReport;

/// Record a run that is carried out elsewhere
///
/// Of any system: it gets its number and is kept, listed, counted and searched as any run is, but
/// nothing here starts, queues or ends it. A run that has ended already can be recorded with its
/// times. Until it is told to have ended, it is to be told of (`PATCH`) within its
/// `heartbeat_timeout_seconds`, else it ends as a failure.
#[utoipa::path(
    post, path = "/api/v1/flow-runs/", tag = "flows",
    params(Idempotency),
    request_body = FlowRunReport,
    responses((status = 201, body = FlowRunRow, description = "It is recorded"), Creating),
)]
pub(super) async fn record_flow_run(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    key: Idempotency,
    body: JsonBody<FlowRunReport>,
) -> Result<(StatusCode, Json<FlowRunRow>), Problem> {
    let key = key.of(&caller, "flow-runs", &body.raw);
    let (flow, report) = body.value.recorded()?;
    let id = state.engine.record_flow_run(&caller, flow, report, key).await?;
    Ok((StatusCode::CREATED, Json(state.engine.flow_run(&id).await?.into())))
}

/// Tell of a run that is carried out elsewhere
///
/// Every such request is a sign of life, also one that changes nothing; the answer says by
/// `cancel_requested` whether the run's end was asked for. Of a run that has ended, or that Annals
/// carries out itself, only `metadata` and `tags` can be changed; anything else is 409.
#[utoipa::path(
    patch, path = "/api/v1/flow-runs/{id}", tag = "flows",
    params(At<RunId>),
    request_body = Option<FlowRunReport>,
    responses((status = 200, body = FlowRunRow, description = "The run"), Creating),
)]
pub(super) async fn report_flow_run(
    State(state): State<ApiState>,
    At(id): At<RunId>,
    body: JsonBody<FlowRunReport>,
) -> Result<Json<FlowRunRow>, Problem> {
    state.engine.report_flow_run(&id, body.value.told()?).await?;
    Ok(Json(state.engine.flow_run(&id).await?.into()))
}
