//! Making, changing and deleting flows.

use annals_domain::TaskId;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{Asker, At, Idempotency, JsonBody};
use crate::problem::{Acting, Creating, Problem};
use crate::state::ApiState;
use crate::wire::flow_bodies::{FlowBody, FlowPatch};
use crate::wire::flows::{FlowDeleted, FlowDetail};

/// Make a flow
///
/// A graph in which a way leads back to where it begins, an edge whose end is no component and an
/// id that is there twice are 422.
#[utoipa::path(
    post, path = "/api/v1/flows", tag = "flows",
    params(Idempotency),
    request_body = FlowBody,
    responses((status = 201, body = FlowDetail, description = "The flow"), Creating),
)]
pub(super) async fn create_flow(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    key: Idempotency,
    body: JsonBody<FlowBody>,
) -> Result<(StatusCode, Json<FlowDetail>), Problem> {
    let key = key.of(&caller, "flows", &body.raw);
    let id = state.engine.create_flow(body.value.checked()?, key).await?;
    Ok((StatusCode::CREATED, Json(state.engine.flow(&id).await?.into())))
}

/// Replace a flow
///
/// Its runs keep what they ran.
#[utoipa::path(
    put, path = "/api/v1/flows/{id}", tag = "flows",
    params(At<TaskId>),
    request_body = FlowBody,
    responses((status = 200, body = FlowDetail, description = "The flow"), Creating),
)]
pub(super) async fn replace_flow(
    State(state): State<ApiState>,
    At(id): At<TaskId>,
    body: JsonBody<FlowBody>,
) -> Result<Json<FlowDetail>, Problem> {
    let flow = state.engine.replace_flow(&id, body.value.checked()?).await?;
    Ok(Json(flow.into()))
}

/// Change parts of a flow
///
/// What the body leaves out stays; components and edges are replaced as a whole.
#[utoipa::path(
    patch, path = "/api/v1/flows/{id}", tag = "flows",
    params(At<TaskId>),
    request_body = FlowPatch,
    responses((status = 200, body = FlowDetail, description = "The flow"), Creating),
)]
pub(super) async fn change_flow(
    State(state): State<ApiState>,
    At(id): At<TaskId>,
    body: JsonBody<FlowPatch>,
) -> Result<Json<FlowDetail>, Problem> {
    let flow = state.engine.change_flow(&id, body.value.checked()?).await?;
    Ok(Json(flow.into()))
}

/// Delete a flow
///
/// Cancels what runs, then deletes the flow with its runs, logs and files.
#[utoipa::path(
    delete, path = "/api/v1/flows/{id}", tag = "flows",
    params(At<TaskId>),
    responses((status = 200, body = FlowDeleted, description = "It is deleted"), Acting),
)]
pub(super) async fn delete_flow(
    State(state): State<ApiState>,
    At(id): At<TaskId>,
) -> Result<Json<FlowDeleted>, Problem> {
    let deleted = state.engine.delete_flow(&id).await?;
    Ok(Json(FlowDeleted::new(id.to_string(), deleted)))
}
