//! The OpenAPI description and the page to browse it.

use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Router};
use bytes::Bytes;
use utoipa::Modify;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::guard::COOKIE;
use crate::problem::{ProblemBody, Unguarded};
use crate::state::ApiState;
use crate::wire::flow_runs::{IncludeWord, OrderByWord};
use crate::wire::stats::GroupWord;
use crate::wire::words::{ExportWord, OrderWord};

const PATH: &str = "/api/openapi.json";

/// Keeps every run: code, packages, inputs, outputs, files, timeline and every log line.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Annals", license(name = "Apache-2.0", identifier = "Apache-2.0")),
    components(schemas(
        ExportWord, GroupWord, IncludeWord, OrderByWord, OrderWord, ProblemBody
    )),
    modifiers(&Tokens),
    tags(
        (name = "tasks", description = "Python programs that can be run again and again"),
        (name = "flows", description = "Graphs of components, and their runs"),
        (name = "jobs", description = "Documents, and the fields that are found in them"),
        (name = "runs", description = "Runs across all kinds of tasks"),
        (name = "automations", description = "What sets runs of jobs off, and connected accounts"),
        (name = "secrets", description = "Values for runs, given by name and masked in all they leave"),
        (name = "history", description = "The timelines of tasks"),
        (name = "session", description = "Sessions of browsers"),
        (name = "server", description = "The server itself"),
    ),
)]
struct Description;

struct Tokens;

impl Modify for Tokens {
    fn modify(&self, api: &mut OpenApi) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let cookie = ApiKey::Cookie(ApiKeyValue::new(COOKIE));
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(cookie));
    }
}

/// The description as it is served.
#[derive(Clone)]
pub(crate) struct Document(Bytes);

impl Document {
    /// Finishes the description; on an `open` server a token may be left out.
    pub(crate) fn new(mut api: OpenApi, open: bool) -> Self {
        finish(&mut api, open);
        // The description is made of texts, numbers and maps by text: it always has a JSON form.
        Self(serde_json::to_vec(&api).unwrap_or_default().into())
    }
}

fn finish(api: &mut OpenApi, open: bool) {
    let no_scopes: [&str; 0] = [];
    let named = ["bearer", "cookie"].map(|name| SecurityRequirement::new(name, no_scopes));
    let none = open.then(SecurityRequirement::default);
    api.security = Some(none.into_iter().chain(named).collect());
    // The router writes `{*path}` for a parameter that spans slashes, OpenAPI `{path}`.
    let paths = std::mem::take(&mut api.paths.paths);
    api.paths.paths = paths.into_iter().map(|(p, item)| (p.replace("{*", "{"), item)).collect();
}

/// The router that all others are merged into, with the description's own endpoint.
pub(crate) fn described() -> OpenApiRouter<ApiState> {
    OpenApiRouter::with_openapi(Description::openapi()).routes(routes!(openapi))
}

/// Read this description
#[utoipa::path(
    get, path = "/api/openapi.json", tag = "server", security(()),
    responses(
        (status = 200, body = serde_json::Value, description = "OpenAPI 3.1"),
        Unguarded,
    ),
)]
async fn openapi(Extension(document): Extension<Document>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], document.0).into_response()
}

/// The page at `/api/docs`; everything it needs is part of the program.
pub(crate) fn browser() -> Router<ApiState> {
    SwaggerUi::new("/api/docs").config(Config::from(PATH)).into()
}

#[cfg(test)]
mod tests;
