use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use axum::routing::{get, post};
use tower::ServiceExt as _;

use super::*;

fn app(settings: Settings) -> Router {
    let long = || async { "x".repeat(1000) };
    let measured = || async { ([(header::CONTENT_LENGTH, "1000")], "x".repeat(1000)) };
    let events = || async { ([(header::CONTENT_TYPE, "text/event-stream")], "x".repeat(1000)) };
    let panics = |uri: axum::http::Uri| async move { assert_eq!(uri.path(), "", "on purpose") };
    let routes = Router::new()
        .route("/long", get(long))
        .route("/measured", get(measured))
        .route("/events", get(events))
        .route("/panics", get(panics))
        .route("/write", post(|| async {}));
    around(routes, &Arc::new(settings), Arc::default())
}

async fn ask(app: Router, request: axum::http::request::Builder) -> Response {
    let request = request.header(header::HOST, "localhost").body(Body::empty());
    app.oneshot(request.expect("a request")).await.expect("a response")
}

#[tokio::test]
async fn a_panic_is_a_problem() {
    let response = ask(app(Settings::default()), Request::get("/panics")).await;
    assert_eq!(response.status(), 500);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
}

#[tokio::test]
async fn responses_are_compressed_but_for_streams_and_stated_lengths() {
    for (path, compressed) in [("/long", true), ("/measured", false), ("/events", false)] {
        let request = Request::get(path).header(header::ACCEPT_ENCODING, "gzip");
        let response = ask(app(Settings::default()), request).await;
        assert_eq!(response.headers().contains_key(header::CONTENT_ENCODING), compressed, "{path}");
        assert_eq!(response.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
}

#[tokio::test]
async fn guards_answer_problems() {
    let foreign = Request::post("/write").header(header::ORIGIN, "http://evil.example");
    let response = ask(app(Settings::default()), foreign).await;
    assert_eq!(response.status(), 403);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
}

#[tokio::test]
async fn cors_is_for_named_origins_only() {
    let ui = "https://ui.example.com";
    let ask_first = |origin: &'static str| {
        let request = Request::options("/write").header(header::ORIGIN, origin);
        request.header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
    };
    let open = Settings { allow_origins: vec![ui.to_owned()], ..Settings::default() };
    let response = ask(app(open.clone()), ask_first(ui)).await;
    assert_eq!(response.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], ui);
    for (settings, origin) in [(open, "https://other.example"), (Settings::default(), ui)] {
        let response = ask(app(settings), ask_first(origin)).await;
        assert!(!response.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
    }
}
