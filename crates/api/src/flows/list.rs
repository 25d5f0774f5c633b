//! `GET /api/v1/flows` and `GET /api/v1/flows/{id}`

use annals_domain::{Cursor, TaskId};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{At, Bounded, Params, Text, given, page};
use crate::problem::{Listing, Problem, Reading};
use crate::state::ApiState;
use crate::wire::flows::{FlowDetail, FlowPage};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only flows whose name contains this, in any case, or whose id it is.
    #[param(value_type = Option<String>, max_length = 1000, pattern = "^[^\\u0000]*$")]
    q: Option<Text<1000>>,
    /// How many flows a page holds.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100, default = 50)]
    limit: Option<Bounded<1, 100>>,
    /// `next_cursor` of the page before.
    #[param(value_type = Option<String>, max_length = 2000, pattern = "^[^\\u0000]*$")]
    cursor: Option<Text<2000>>,
}

/// List flows
///
/// Newest first, each with its graph but without code.
#[utoipa::path(
    get, path = "/api/v1/flows", tag = "flows",
    params(Wanted),
    responses((status = 200, body = FlowPage, description = "A page of flows"), Listing),
)]
pub(super) async fn list_flows(
    State(state): State<ApiState>,
    Params(wanted): Params<Wanted>,
) -> Result<Json<FlowPage>, Problem> {
    let (page, q) = (page(wanted.limit, 50, wanted.cursor), given(wanted.q));
    let found = state.engine.flows(q.as_deref(), page).await.map_err(Problem::of_query)?;
    Ok(Json(FlowPage {
        next_cursor: found.next.as_ref().map(Cursor::encode),
        flows: found.items.into_iter().map(Into::into).collect(),
    }))
}

/// Read a flow
#[utoipa::path(
    get, path = "/api/v1/flows/{id}", tag = "flows",
    params(At<TaskId>),
    responses((status = 200, body = FlowDetail, description = "The flow"), Reading),
)]
pub(super) async fn get_flow(
    State(state): State<ApiState>,
    At(id): At<TaskId>,
) -> Result<Json<FlowDetail>, Problem> {
    Ok(Json(state.engine.flow(&id).await?.into()))
}
