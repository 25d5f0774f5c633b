//! `GET /api/v1/usage`

use annals_domain::Timestamp;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{Bounded, Params, instant};
use crate::problem::{Listing, Problem};
use crate::state::ApiState;
use crate::wire::jobs::UsageReport;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Period {
    /// Only what was used from here on.
    #[serde(default, deserialize_with = "instant")]
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Timestamp>,
    /// Only what was used before this.
    #[serde(default, deserialize_with = "instant")]
    #[param(value_type = Option<String>, format = DateTime)]
    to: Option<Timestamp>,
    /// How many rows a page holds.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 10000, default = 1000)]
    limit: Option<Bounded<1, 10000>>,
    /// How many rows to pass over.
    #[param(value_type = Option<i64>, minimum = 0, default = 0)]
    offset: Option<Bounded<0, { i64::MAX }>>,
}

/// Read what was used
///
/// Completed tasks and their pages by job, user and month, the newest month first. What a job used
/// stays known when the job is deleted.
#[utoipa::path(
    get, path = "/api/v1/usage", tag = "jobs",
    params(Period),
    responses((status = 200, body = UsageReport, description = "The sums"), Listing),
)]
pub(super) async fn get_usage(
    State(state): State<ApiState>,
    Params(period): Params<Period>,
) -> Result<Json<UsageReport>, Problem> {
    let page = (period.limit.map_or(1000, Bounded::get), period.offset.map_or(0, Bounded::get));
    Ok(Json(state.engine.usage(period.from, period.to, page).await?.into()))
}
