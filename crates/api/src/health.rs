//! Probes.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::problem::{Problem, Unready};
use crate::state::ApiState;

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok` or `ready`.
    #[schema(example = "ok")]
    status: &'static str,
}

/// The probes.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz))
}

/// Whether the server is alive
#[utoipa::path(
    get, path = "/healthz", tag = "server", security(()),
    responses((status = 200, body = Health, description = "It is")),
)]
async fn healthz() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Whether the server can do its work
#[utoipa::path(
    get, path = "/readyz", tag = "server", security(()),
    responses((status = 200, body = Health, description = "It can"), Unready),
)]
async fn readyz(State(state): State<ApiState>) -> Result<Json<Health>, Problem> {
    state.engine.ready().await?;
    Ok(Json(Health { status: "ready" }))
}
