//! `PUT` and `DELETE /api/v1/secrets/{name}`, `GET /api/v1/secrets`

mod name;

use annals_domain::Cursor;
use annals_engine::Error;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{At, Bounded, JsonBody, Params, Text, page};
use crate::problem::{Acting, Creating, Issue, Listing, Problem};
use crate::state::ApiState;
use crate::wire::secrets::{SecretBody, SecretPage, SecretRow};
use name::SecretName;

/// Every endpoint below `/api/v1/secrets`.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list_secrets)).routes(routes!(put_secret, delete_secret))
}

/// Store a secret
///
/// Stores the value encrypted, in place of the one of that name. It never comes back: runs that
/// name it in `env` get it, and whatever they print or return shows `***` in its place.
#[utoipa::path(
    put, path = "/api/v1/secrets/{name}", tag = "secrets",
    params(At<SecretName>),
    request_body = SecretBody,
    responses((status = 200, body = SecretRow, description = "The secret is stored"), Creating),
)]
async fn put_secret(
    State(state): State<ApiState>,
    At(SecretName(name)): At<SecretName>,
    body: JsonBody<SecretBody>,
) -> Result<Json<SecretRow>, Problem> {
    let stored = state.engine.put_secret(&name, &body.value.value).await.map_err(of_path)?;
    Ok(Json(stored.into()))
}

/// Remove a secret
///
/// Runs that have begun keep what they were given.
#[utoipa::path(
    delete, path = "/api/v1/secrets/{name}", tag = "secrets",
    params(At<SecretName>),
    responses((status = 204, description = "The secret is gone"), Acting),
)]
async fn delete_secret(
    State(state): State<ApiState>,
    At(SecretName(name)): At<SecretName>,
) -> Result<StatusCode, Problem> {
    state.engine.delete_secret(&name).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// How many secrets a page holds.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 500, default = 100)]
    limit: Option<Bounded<1, 500>>,
    /// `next_cursor` of the page before.
    #[param(value_type = Option<String>, max_length = 2000, pattern = "^[^\\u0000]*$")]
    cursor: Option<Text<2000>>,
}

/// List the names of secrets
#[utoipa::path(
    get, path = "/api/v1/secrets", tag = "secrets",
    params(Wanted),
    responses((status = 200, body = SecretPage, description = "A page of names"), Listing),
)]
async fn list_secrets(
    State(state): State<ApiState>,
    Params(wanted): Params<Wanted>,
) -> Result<Json<SecretPage>, Problem> {
    let page = page(wanted.limit, 100, wanted.cursor);
    let found = state.engine.secrets(page).await.map_err(Problem::of_query)?;
    Ok(Json(SecretPage {
        next_cursor: found.next.as_ref().map(Cursor::encode),
        secrets: found.items.into_iter().map(Into::into).collect(),
    }))
}

/// The name stands in the path, not in the body.
fn of_path(error: Error) -> Problem {
    match error {
        Error::Invalid(fields) if fields.iter().all(|field| field.field == "name") => {
            let issue = |msg: String| Issue::at("path", "name", msg);
            Problem::invalid(fields.into_iter().map(|field| issue(field.message)).collect())
        }
        other => other.into(),
    }
}
