//! Making, changing and deleting automations.

use annals_domain::{AutomationId, EventId};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{Asker, At, Idempotency, JsonBody};
use crate::problem::{Acting, Creating, Problem};
use crate::state::ApiState;
use crate::wire::automations::{AutomationBody, AutomationDetail, AutomationRunRow, ToggleBody};

/// Make an automation
///
/// Whatever happens at its source makes a run of the job with the fields of the latest one; no run
/// that is there is touched.
#[utoipa::path(
    post, path = "/api/v1/automations", tag = "automations",
    params(Idempotency),
    request_body = AutomationBody,
    responses((status = 201, body = AutomationDetail, description = "The automation"), Creating),
)]
pub(super) async fn create_automation(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    key: Idempotency,
    body: JsonBody<AutomationBody>,
) -> Result<(StatusCode, Json<AutomationDetail>), Problem> {
    let key = key.of(&caller, "automations", &body.raw);
    let made = state.engine.create_automation(&caller, body.value.checked()?, key).await?;
    Ok((StatusCode::CREATED, Json(state.engine.show_automation(made).await?.into())))
}

/// Replace an automation
///
/// Where its source is another one, that is looked at as for the first time.
#[utoipa::path(
    put, path = "/api/v1/automations/{id}", tag = "automations",
    params(At<AutomationId>),
    request_body = AutomationBody,
    responses((status = 200, body = AutomationDetail, description = "The automation"), Creating),
)]
pub(super) async fn replace_automation(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(id): At<AutomationId>,
    body: JsonBody<AutomationBody>,
) -> Result<Json<AutomationDetail>, Problem> {
    let draft = body.value.checked()?;
    let changed = state.engine.replace_automation(&caller, &id, draft).await?;
    Ok(Json(state.engine.show_automation(changed).await?.into()))
}

/// Delete an automation
///
/// The runs that it made stay.
#[utoipa::path(
    delete, path = "/api/v1/automations/{id}", tag = "automations",
    params(At<AutomationId>),
    responses((status = 204, description = "It is deleted"), Acting),
)]
pub(super) async fn delete_automation(
    State(state): State<ApiState>,
    At(id): At<AutomationId>,
) -> Result<StatusCode, Problem> {
    state.engine.delete_automation(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Switch an automation on or off
///
/// What happens at its source meanwhile is found when it is on again; times of a schedule that pass
/// are not made up for.
#[utoipa::path(
    post, path = "/api/v1/automations/{id}/toggle", tag = "automations",
    params(At<AutomationId>),
    request_body = Option<ToggleBody>,
    responses((status = 200, body = AutomationDetail, description = "The automation"), Creating),
)]
pub(super) async fn toggle_automation(
    State(state): State<ApiState>,
    At(id): At<AutomationId>,
    body: JsonBody<ToggleBody>,
) -> Result<Json<AutomationDetail>, Problem> {
    let changed = state.engine.toggle_automation(&id, body.value.is_enabled).await?;
    Ok(Json(state.engine.show_automation(changed).await?.into()))
}

/// Try again what was given up
///
/// Where only its results did not reach their destination they are brought there; else the event gets
/// another run. 409 unless its status is `failed`.
#[utoipa::path(
    post, path = "/api/v1/automations/{id}/runs/{event_id}/retry", tag = "automations",
    params(At<(AutomationId, EventId)>),
    responses((status = 200, body = AutomationRunRow, description = "It is under way"), Acting),
)]
pub(super) async fn retry_automation_run(
    State(state): State<ApiState>,
    At((id, event)): At<(AutomationId, EventId)>,
) -> Result<Json<AutomationRunRow>, Problem> {
    Ok(Json(state.engine.retry_automation_run(&id, &event).await?.into()))
}
