use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use axum::middleware::map_response;
use axum::routing::get;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::*;

async fn parts(response: Response) -> (u16, String, Value) {
    let status = response.status().as_u16();
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
    let body = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    (status, content_type, serde_json::from_slice(&body).expect("JSON"))
}

#[tokio::test]
async fn an_invalid_value_is_named() {
    let error = Error::invalid("tags.0", "must not be empty");
    let (status, content_type, body) = parts(Problem::from(error).into_response()).await;
    assert_eq!((status, &*content_type), (422, PROBLEM_JSON));
    assert_eq!(
        body,
        json!({
            "type": "urn:annals:problem:invalid", "title": "Invalid value", "status": 422,
            "detail": "tags.0: must not be empty",
            "errors": [{"loc": ["body", "tags", 0], "msg": "must not be empty"}],
        })
    );
}

#[tokio::test]
async fn what_the_server_knows_of_its_own_failures_stays_there() {
    for error in [Error::Internal("secret path".into()), Error::Unavailable("db url".into())] {
        let (status, _, body) = parts(Problem::from(error).into_response()).await;
        assert!(status >= 500);
        let text = body.to_string();
        assert!(!text.contains("secret path") && !text.contains("db url"), "{text}");
    }
}

fn app() -> Router {
    Router::new()
        .route("/known", get(|| async { "here" }))
        .fallback(unknown_path)
        .layer(map_response(dress))
}

#[tokio::test]
async fn the_router_itself_answers_problems() {
    let request = Request::get("/unknown").body(Body::empty()).expect("a request");
    let (status, content_type, body) = parts(app().oneshot(request).await.expect("r")).await;
    assert_eq!((status, &*content_type), (404, PROBLEM_JSON));
    assert_eq!(body["type"], "urn:annals:problem:not-found");

    let request = Request::delete("/known").body(Body::empty()).expect("a request");
    let response = app().oneshot(request).await.expect("a response");
    assert_eq!(response.headers()[header::ALLOW], "GET,HEAD");
    let (status, content_type, _) = parts(response).await;
    assert_eq!((status, &*content_type), (405, PROBLEM_JSON));
}

#[test]
fn a_status_without_a_kind_of_its_own_still_becomes_a_problem() {
    assert_eq!(Kind::of(StatusCode::IM_A_TEAPOT), Kind::Malformed);
    assert_eq!(Kind::of(StatusCode::BAD_GATEWAY), Kind::Internal);
    assert_eq!(Kind::of(StatusCode::BAD_REQUEST), Kind::Malformed);
}
