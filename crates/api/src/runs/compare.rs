//! `GET /api/v1/runs/compare`

use annals_domain::RunId;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{Params, flag, parsed};
use crate::problem::{Problem, Reading};
use crate::state::ApiState;
use crate::wire::compare::ComparisonAnswer;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// The first run.
    #[serde(default, deserialize_with = "parsed")]
    #[param(value_type = String, min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    a: Option<RunId>,
    /// The second run.
    #[serde(default, deserialize_with = "parsed")]
    #[param(value_type = String, min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    b: Option<RunId>,
    /// Whether to compare the logs, which takes as long as reading both.
    #[serde(default = "yes", deserialize_with = "flag")]
    #[param(value_type = Option<bool>, default = true)]
    logs: bool,
}

const fn yes() -> bool {
    true
}

/// Compare two runs
///
/// What differs in code, packages, inputs, outputs, surroundings and outcome, the nodes' timings
/// side by side, and the first line of each node's log that differs.
#[utoipa::path(
    get, path = "/api/v1/runs/compare", tag = "runs",
    params(Wanted),
    responses((status = 200, body = ComparisonAnswer, description = "What differs"), Reading),
)]
pub(super) async fn compare_runs(
    State(state): State<ApiState>,
    Params(wanted): Params<Wanted>,
) -> Result<Json<ComparisonAnswer>, Problem> {
    let missing = |name| move || Problem::invalid_query(name, "must be given");
    let a = wanted.a.ok_or_else(missing("a"))?;
    let b = wanted.b.ok_or_else(missing("b"))?;
    Ok(Json(state.engine.compare(&a, &b, wanted.logs).await?.into()))
}
