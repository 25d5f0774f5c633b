//! The HTTP face of Annals: REST, OpenAPI, server-sent events, WebSocket, authentication.
//!
//! [`router`] is the whole of it. A request passes the layers (`layers`), the guards of `guard`
//! (host, origin, token), then one handler, which reads it by `extract`, calls one use case of
//! [`annals_engine::Engine`] and answers a type of [`wire`], or a problem. Everything that is
//! routed stands in the OpenAPI description, since both are made by the same `routes!`.
//!
//! A new endpoint: a file beside the others with a handler and its `utoipa::path`, and one line in
//! the `router()` of its folder.
//!
//! `/metrics` knows a loopback peer by [`axum::extract::ConnectInfo`], so serve the router with
//! `into_make_service_with_connect_info::<SocketAddr>()`.

mod attachment;
mod automations;
mod docs;
mod events;
mod extract;
mod flows;
mod guard;
mod health;
mod history;
mod jobs;
mod layers;
mod maintenance;
mod metrics;
mod problem;
mod range;
mod runs;
mod search;
mod secrets;
mod session;
mod settings;
mod state;
mod stream;
mod tasks;
mod ui;
pub mod wire;

pub use guard::Secret;
pub use settings::Settings;
pub use state::ApiState;

use axum::middleware::from_fn_with_state;
use axum::{Extension, Router};
use utoipa_axum::router::OpenApiRouter;

/// Everything that is served.
pub fn router(state: ApiState) -> Router {
    let guarded = guarded().route_layer(from_fn_with_state(state.auth.clone(), guard::require));
    let (routes, description) = open().merge(guarded).split_for_parts();
    let document = docs::Document::new(description, state.settings.open);
    let routes = routes
        .merge(docs::browser())
        .layer(Extension(document))
        .fallback(ui::serve)
        .with_state(state.clone());
    layers::around(routes, &state.settings, state.metrics)
}

/// What needs a token (unless the server is open).
fn guarded() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .merge(tasks::router())
        .merge(runs::router())
        .merge(flows::router())
        .merge(jobs::router())
        .merge(automations::router())
        .merge(events::router())
        .merge(search::router())
        .merge(history::router())
        .merge(secrets::router())
        .merge(maintenance::router())
        .merge(stream::router())
        .merge(session::guarded())
}

/// What needs none.
fn open() -> OpenApiRouter<ApiState> {
    docs::described()
        .merge(jobs::open())
        .merge(automations::open())
        .merge(health::router())
        .merge(metrics::router())
        .merge(session::open())
}
