//! Which problems an endpoint may answer, for the OpenAPI description.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use utoipa::IntoResponses;
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};

use super::{Kind, PROBLEM_JSON};

macro_rules! declared {
    ($($(#[$doc:meta])* $name:ident: $($code:literal)+;)+) => {$(
        $(#[$doc])*
        pub(crate) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                [$($code),+].into_iter().map(|code: u16| (code.to_string(), problem(code))).collect()
            }
        }
    )+};
}

declared! {
    /// Reads one thing.
    Reading: 401 403 404 422 500 503;
    /// Reads a stretch of one thing.
    Ranging: 401 403 404 416 422 500 503;
    /// Reads a list.
    Listing: 401 403 422 500 503;
    /// Follows a run.
    Following: 401 403 404 422 500 503;
    /// Creates or replaces something from a body.
    Creating: 400 401 403 404 409 413 415 422 500 503;
    /// Takes the bytes of a file.
    Uploading: 400 401 403 404 409 413 422 500 503;
    /// Changes something without a body.
    Acting: 401 403 404 409 422 500 503;
    /// Does the server's own work.
    Maintaining: 400 401 403 409 413 415 422 500 503;
    /// Opens a WebSocket.
    Upgrading: 400 401 403 422 426 500 503;
    /// Exchanges a token for a session.
    Signing: 400 401 403 413 415 422 500 503;
    /// Anyone may ask.
    Unguarded: 403 500 503;
    /// Whether the server can do its work.
    Unready: 500 503;
    /// Reads the metrics.
    Scraping: 401 500;
}

fn problem(code: u16) -> RefOr<Response> {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new()
        .description(Kind::of(status).title())
        .content(PROBLEM_JSON, content)
        .build()
        .into()
}
