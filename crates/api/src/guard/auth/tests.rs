use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use axum::middleware::from_fn_with_state;
use axum::routing::any;
use axum::{Extension, Router};
use rstest::rstest;
use tower::ServiceExt as _;

use super::*;
use crate::guard::Secret;

#[derive(Default)]
struct Known {
    away: AtomicBool,
}

impl Tokens for Known {
    fn owner<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<Caller>, Error>> {
        let run_id = token.strip_prefix("run:").map(|id| id.parse().expect("an id"));
        let caller = Caller { user_id: Some("ada".into()), run_id };
        let known = token == "good" || caller.run_id.is_some();
        let away = self.away.load(Ordering::SeqCst);
        async move {
            if away { Err(Error::Unavailable("away".into())) } else { Ok(known.then_some(caller)) }
        }
        .boxed()
    }
}

fn app(open: bool, tokens: Arc<Known>) -> Router {
    let admin_token = Some(Secret::new("root"));
    let settings = Settings { open, admin_token, ..Settings::default() };
    let auth = Auth::new(Arc::new(settings), tokens);
    let whoami = |Extension(caller): Extension<Caller>| async move {
        caller.user_id.unwrap_or_else(|| "nobody".into())
    };
    Router::new().route("/{*path}", any(whoami)).layer(from_fn_with_state(auth, require))
}

async fn ask(app: &Router, header: &str, value: &str) -> Result<String, u16> {
    let mut request = Request::get("/api/v1/tasks");
    if !header.is_empty() {
        request = request.header(header, value);
    }
    let request = request.body(Body::empty()).expect("a request");
    let response = app.clone().oneshot(request).await.expect("a response");
    let status = response.status().as_u16();
    if status == 401 {
        assert_eq!(response.headers()[header::WWW_AUTHENTICATE], "Bearer");
    }
    let body = axum::body::to_bytes(response.into_body(), 1 << 16).await.expect("a body");
    if status == 200 { Ok(String::from_utf8(body.to_vec()).expect("text")) } else { Err(status) }
}

#[rstest]
#[case("", "", Err(401), Ok("nobody"))]
#[case("authorization", "Bearer good", Ok("ada"), Ok("ada"))]
#[case("authorization", "bearer root", Ok("admin"), Ok("admin"))]
#[case("authorization", "Bearer bad", Err(401), Err(401))]
#[case("authorization", "Basic Z29vZA==", Err(401), Err(401))]
#[case("cookie", "a=b; annals_session=good", Ok("ada"), Ok("ada"))]
#[case("cookie", "annals_session=over", Err(401), Ok("nobody"))]
#[case("sec-websocket-protocol", "annals.bearer, good", Ok("ada"), Ok("ada"))]
#[case("sec-websocket-protocol", "annals.bearer, bad", Err(401), Err(401))]
#[case("sec-websocket-protocol", "other", Err(401), Ok("nobody"))]
#[tokio::test]
async fn tokens(
    #[case] header: &str,
    #[case] value: &str,
    #[case] closed: Result<&str, u16>,
    #[case] open: Result<&str, u16>,
) {
    for (is_open, expected) in [(false, closed), (true, open)] {
        let answer = ask(&app(is_open, Arc::default()), header, value).await;
        assert_eq!(answer, expected.map(str::to_owned), "open: {is_open}");
    }
}

#[tokio::test]
async fn tokens_seen_lately_outlive_the_database() {
    let known = Arc::new(Known::default());
    let app = app(false, known.clone());
    assert_eq!(ask(&app, "authorization", "Bearer good").await, Ok("ada".into()));
    known.away.store(true, Ordering::SeqCst);
    assert_eq!(ask(&app, "authorization", "Bearer good").await, Ok("ada".into()));
    assert_eq!(ask(&app, "authorization", "Bearer root").await, Ok("admin".into()));
    assert_eq!(ask(&app, "authorization", "Bearer run:r1").await, Err(503));
}

#[tokio::test]
async fn a_runs_own_token_reaches_its_own_run_only() {
    let app = app(false, Arc::default());
    for (method, path, expected) in [
        ("GET", "/api/v1/runs/r1/logs", 200),
        ("GET", "/api/v1/runs/r2/logs", 403),
        ("PUT", "/api/v1/runs/r1/tags", 200),
        ("POST", "/api/v1/tasks/submit", 403),
    ] {
        let request = Request::builder().method(method).uri(path);
        let request = request.header("authorization", "Bearer run:r1");
        let request = request.body(Body::empty()).expect("a request");
        let response = app.clone().oneshot(request).await.expect("a response");
        assert_eq!(response.status(), expected, "{method} {path}");
    }
}
