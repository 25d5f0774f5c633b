//! `GET /api/v1/runs/{id}/recorded`

use annals_domain::RunId;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{At, Bounded, Params, Text, given};
use crate::problem::{Acting, Problem};
use crate::state::ApiState;
use crate::wire::run::RecordedAnswer;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asking {
    /// The name of the pod.
    #[param(value_type = String, max_length = 253, pattern = "^[^\\u0000]*$")]
    pod: Text<253>,
    /// The number of the attempt that the pod belongs to.
    #[param(value_type = i64, minimum = 1)]
    epoch: Bounded<1, { i64::MAX }>,
}

/// How far a pod's log is recorded
///
/// A pod that prints faster than its log is read waits for the server by this. Refused where there is
/// nothing to wait for: the run has ended, another attempt goes on, or its lines are not counted. A run's own
/// token (`ANNALS_TOKEN`) is good for it.
#[utoipa::path(
    get, path = "/api/v1/runs/{id}/recorded", tag = "runs",
    params(At<RunId>, Asking),
    responses((status = 200, body = RecordedAnswer, description = "The last line"), Acting),
)]
pub(super) async fn recorded_line(
    State(state): State<ApiState>,
    At(id): At<RunId>,
    Params(asking): Params<Asking>,
) -> Result<Json<RecordedAnswer>, Problem> {
    let pod = given(Some(asking.pod)).unwrap_or_default();
    let line = state.engine.recorded_line(&id, asking.epoch.get(), &pod).await?;
    Ok(Json(RecordedAnswer { line }))
}
