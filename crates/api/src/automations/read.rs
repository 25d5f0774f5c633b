//! Reading automations and what came of them.

use annals_domain::AutomationId;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{At, Bounded, Params, Text, page};
use crate::problem::{Listing, Problem, Reading};
use crate::state::ApiState;
use crate::wire::automations::{AutomationDetail, AutomationPage, AutomationRunPage};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Pages {
    /// How many rows a page holds.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100, default = 50)]
    limit: Option<Bounded<1, 100>>,
    /// `next_cursor` of the page before.
    #[param(value_type = Option<String>, max_length = 2000, pattern = "^[^\\u0000]*$")]
    cursor: Option<Text<2000>>,
}

/// List automations
///
/// The newest first.
#[utoipa::path(
    get, path = "/api/v1/automations", tag = "automations",
    params(Pages),
    responses((status = 200, body = AutomationPage, description = "A page of them"), Listing),
)]
pub(super) async fn list_automations(
    State(state): State<ApiState>,
    Params(wanted): Params<Pages>,
) -> Result<Json<AutomationPage>, Problem> {
    let found = state.engine.automations(page(wanted.limit, 50, wanted.cursor)).await;
    Ok(Json(found.map_err(Problem::of_query)?.into()))
}

/// Read an automation
#[utoipa::path(
    get, path = "/api/v1/automations/{id}", tag = "automations",
    params(At<AutomationId>),
    responses((status = 200, body = AutomationDetail, description = "The automation"), Reading),
)]
pub(super) async fn get_automation(
    State(state): State<ApiState>,
    At(id): At<AutomationId>,
) -> Result<Json<AutomationDetail>, Problem> {
    let found = state.engine.automation(&id).await?;
    Ok(Json(state.engine.show_automation(found).await?.into()))
}

/// List what came of an automation's events
///
/// One row an event, the newest first: the files that came in, the run that was made of them, how
/// far it is, where its results went, and what failed.
#[utoipa::path(
    get, path = "/api/v1/automations/{id}/runs", tag = "automations",
    params(At<AutomationId>, Pages),
    responses((status = 200, body = AutomationRunPage, description = "A page of them"), Reading),
)]
pub(super) async fn list_automation_runs(
    State(state): State<ApiState>,
    At(id): At<AutomationId>,
    Params(wanted): Params<Pages>,
) -> Result<Json<AutomationRunPage>, Problem> {
    let page = page(wanted.limit, 50, wanted.cursor);
    let found = state.engine.automation_runs(&id, page).await;
    Ok(Json(found.map_err(Problem::of_query)?.into()))
}
