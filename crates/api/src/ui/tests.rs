use std::borrow::Cow;

use axum::body::to_bytes;
use rstest::rstest;

use super::*;

fn file(data: &'static [u8]) -> EmbeddedFile {
    let metadata = rust_embed::Metadata::__rust_embed_new([7; 32], None, None);
    EmbeddedFile { data: Cow::Borrowed(data), metadata }
}

fn value(response: &Response, name: header::HeaderName) -> String {
    let value = response.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    value.unwrap_or("").to_owned()
}

async fn ask(method: &str, path: &str, accept: &str) -> Response {
    let request = Request::builder().method(method).uri(path).header(header::ACCEPT, accept);
    serve(request.body(Body::empty()).expect("a request")).await
}

#[rstest]
#[case("GET", "/", "text/html,*/*;q=0.8", 200)]
#[case("HEAD", "/history", "text/html", 200)]
#[case("GET", "/runs/some-run", "text/html", 200)]
#[case("GET", "/runs/some-run", "*/*", 404)]
#[case("POST", "/history", "text/html", 404)]
#[case("GET", "/api/v1/nothing", "text/html", 404)]
#[case("GET", "/api", "text/html", 404)]
#[case("GET", "/ws/nothing", "text/html", 404)]
#[case("GET", "/assets/gone-12345678.js", "text/html", 404)]
#[case("GET", "/.gitignore", "*/*", 404)]
#[tokio::test]
async fn pages_are_for_browsers(
    #[case] method: &str,
    #[case] path: &str,
    #[case] accept: &str,
    #[case] expected: u16,
) {
    let response = ask(method, path, accept).await;
    assert_eq!(response.status(), expected);
    let kind = value(&response, header::CONTENT_TYPE);
    if expected == 200 {
        assert_eq!(kind, "text/html; charset=utf-8");
        let policy = value(&response, header::CONTENT_SECURITY_POLICY);
        assert!(policy.contains("script-src 'self';"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
    } else {
        assert_eq!(kind, "application/problem+json");
    }
}

#[tokio::test]
async fn a_file_that_is_known_is_not_sent_again() {
    let found = file(b"let a;");
    let first = answer("assets/a-1.js", &found, &HeaderMap::new());
    assert_eq!(value(&first, header::CACHE_CONTROL), FOR_EVER);
    assert_eq!(value(&first, header::CONTENT_TYPE), "text/javascript; charset=utf-8");
    let tag = first.headers()[header::ETAG].clone();
    assert_eq!(to_bytes(first.into_body(), 100).await.expect("a body"), "let a;");

    let mut asks = HeaderMap::from_iter([(header::IF_NONE_MATCH, tag)]);
    let again = answer("index.html", &found, &asks);
    assert_eq!(
        (again.status(), value(&again, header::CACHE_CONTROL)),
        (StatusCode::NOT_MODIFIED, ASK_AGAIN.to_owned())
    );
    assert!(to_bytes(again.into_body(), 100).await.expect("a body").is_empty());

    asks.insert(header::IF_NONE_MATCH, HeaderValue::from_static("W/\"other\""));
    assert_eq!(answer("index.html", &found, &asks).status(), StatusCode::OK);
}
