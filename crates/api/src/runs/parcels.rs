//! `POST /api/v1/runs/{id}/parcels` and `GET …/parcels/{parcel}`

use annals_domain::{Epoch, ParcelId, RunId};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{At, Bounded, Params, RawBody};
use crate::problem::{Creating, Problem, Reading};
use crate::state::ApiState;
use crate::wire::run::ParcelAnswer;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Attempt {
    /// The number of the attempt that gives it; refused where another one goes on.
    #[param(value_type = Option<i64>, minimum = 1)]
    epoch: Option<Bounded<1, { i64::MAX }>>,
}

/// Give a parcel
///
/// The body is JSON that is too large to travel otherwise, such as the outputs of a step in a pod. It is
/// kept until the run has ended. A run's own token (`ANNALS_TOKEN`) is good for it.
#[utoipa::path(
    post, path = "/api/v1/runs/{id}/parcels", tag = "runs",
    params(At<RunId>, Attempt),
    request_body(content = serde_json::Value, content_type = "application/json"),
    responses((status = 200, body = ParcelAnswer, description = "The parcel's id"), Creating),
)]
pub(super) async fn keep_parcel(
    State(state): State<ApiState>,
    At(id): At<RunId>,
    Params(attempt): Params<Attempt>,
    RawBody(text): RawBody,
) -> Result<Json<ParcelAnswer>, Problem> {
    let epoch: Option<Epoch> = attempt.epoch.map(Bounded::get);
    let kept = state.engine.put_parcel(&id, epoch, &text).await?;
    Ok(Json(ParcelAnswer { id: kept.to_string() }))
}

/// Fetch a parcel
///
/// Its id is the SHA-256 of what is answered.
#[utoipa::path(
    get, path = "/api/v1/runs/{id}/parcels/{parcel}", tag = "runs",
    params(At<(RunId, ParcelId)>),
    responses((status = 200, body = serde_json::Value, description = "The JSON"), Reading),
)]
pub(super) async fn get_parcel(
    State(state): State<ApiState>,
    At((id, parcel)): At<(RunId, ParcelId)>,
) -> Result<Response, Problem> {
    let content = state.engine.parcel(&id, &parcel).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], content).into_response())
}
