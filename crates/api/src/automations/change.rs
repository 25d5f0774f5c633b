//! Making, changing and deleting automations.

use annals_domain::AutomationId;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{Asker, At, Idempotency, JsonBody};
use crate::problem::{Acting, Creating, Problem};
use crate::state::ApiState;
use crate::wire::automations::{AutomationBody, AutomationDetail, ToggleBody};

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
    Ok((StatusCode::CREATED, Json(made.into())))
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
    Ok(Json(state.engine.replace_automation(&caller, &id, draft).await?.into()))
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
    Ok(Json(state.engine.toggle_automation(&id, body.value.is_enabled).await?.into()))
}
