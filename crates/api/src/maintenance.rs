//! `POST /api/v1/maintenance/gc`

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::JsonBody;
use crate::problem::{Maintaining, Problem};
use crate::state::ApiState;
use crate::wire::retention::{Collection, CollectionBody};

/// Every endpoint below `/api/v1/maintenance`.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(collect))
}

/// Let go of what is not to be kept
///
/// What the server does by itself every hour, now: runs, logs and files beyond their limits, and
/// rows that nothing needs. One request lets go of some thousand runs; while `complete` is false,
/// there is more to do. 409 while a server is at it already.
#[utoipa::path(
    post, path = "/api/v1/maintenance/gc", tag = "server",
    request_body = CollectionBody,
    responses((status = 200, body = Collection, description = "What went, or would"), Maintaining),
)]
async fn collect(
    State(state): State<ApiState>,
    body: JsonBody<CollectionBody>,
) -> Result<Json<Collection>, Problem> {
    Ok(Json(state.engine.collect(body.value.dry_run.unwrap_or(false)).await?.into()))
}
