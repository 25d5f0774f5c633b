//! What surrounds every route, from the outside in: security headers, CORS, metrics, compression,
//! panics, the common form of errors, host and origin.

use std::sync::Arc;

use axum::Router;
use axum::http::{
    Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header,
};
use axum::middleware::{from_fn_with_state, map_response};
use tower::util::option_layer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate as _};
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::guard::{known_host, own_origin};
use crate::metrics::{self, Metrics};
use crate::problem::{dress, panicked};
use crate::settings::Settings;

/// Puts the layers around `routes`.
pub(crate) fn around(routes: Router, settings: &Arc<Settings>, metrics: Arc<Metrics>) -> Router {
    let nosniff = HeaderValue::from_static("nosniff");
    routes
        .layer(from_fn_with_state(Arc::clone(settings), own_origin))
        .layer(from_fn_with_state(Arc::clone(settings), known_host))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(map_response(dress))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(unmeasured)))
        .layer(from_fn_with_state(metrics, metrics::measure))
        .layer(option_layer(cors(settings)))
        .layer(SetResponseHeaderLayer::if_not_present(header::X_CONTENT_TYPE_OPTIONS, nosniff))
}

/// Whether a response does not state its length itself; one that does wants it kept.
fn unmeasured(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::CONTENT_LENGTH)
}

/// Browsers of the configured origins may call; with none, CORS stays off.
fn cors(settings: &Settings) -> Option<CorsLayer> {
    let origins = settings.allow_origins.iter().filter_map(|origin| origin.parse().ok());
    let origins: Vec<HeaderValue> = origins.collect();
    if origins.is_empty() {
        return None;
    }
    let named = |names: &[&'static str]| -> Vec<HeaderName> {
        names.iter().map(|name| HeaderName::from_static(name)).collect()
    };
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers(named(&[
            "authorization",
            "content-type",
            "idempotency-key",
            "last-event-id",
        ]))
        .expose_headers(named(&["content-disposition", "retry-after", "x-next-cursor"]));
    Some(cors)
}

#[cfg(test)]
mod tests;
