//! The `Origin` header: a page of another origin may not write, nor open a WebSocket.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::Response;

use super::host::host;
use crate::problem::{Kind, Problem};
use crate::settings::Settings;

/// Refuses writes and WebSockets that a foreign page asks for.
pub(crate) async fn own_origin(
    State(settings): State<Arc<Settings>>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    if acts(&request) && is_foreign(&settings, &request) {
        let detail = "The page's origin may not do this; name it with --allow-origin if it should.";
        return Err(Problem::new(Kind::Forbidden, detail));
    }
    Ok(next.run(request).await)
}

fn acts(request: &Request) -> bool {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    !reads || request.headers().contains_key(header::UPGRADE)
}

/// Whether a browser that does not name the page's origin says that it is another one.
fn comes_from_elsewhere(request: &Request) -> bool {
    let site = request.headers().get("sec-fetch-site");
    site.is_some_and(|site| site == "cross-site" || site == "same-site")
}

fn is_foreign(settings: &Settings, request: &Request) -> bool {
    let Some(origin) = request.headers().get(header::ORIGIN) else {
        return comes_from_elsewhere(request);
    };
    let Ok(origin) = origin.to_str() else { return true };
    if settings.allow_origins.iter().any(|known| known.eq_ignore_ascii_case(origin)) {
        return false;
    }
    let Some((scheme, authority)) = origin.split_once("://") else { return true };
    let port = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
    let bare = |name: &str| name.strip_suffix(port).unwrap_or(name).to_ascii_lowercase();
    host(request).is_none_or(|host| bare(host) != bare(authority))
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::any;
    use rstest::rstest;
    use tower::ServiceExt as _;

    use super::*;

    #[rstest]
    #[case("POST", "", 200)]
    #[case("POST", "http://localhost:7878", 200)]
    #[case("POST", "HTTP://LOCALHOST:7878", 200)]
    #[case("POST", "https://ui.example.com", 200)]
    #[case("POST", "http://localhost:9999", 403)]
    #[case("PUT", "http://evil.example", 403)]
    #[case("DELETE", "null", 403)]
    #[case("GET", "http://evil.example", 200)]
    #[case("UPGRADE", "http://evil.example", 403)]
    #[case("UPGRADE", "http://localhost:7878", 200)]
    #[tokio::test]
    async fn origins(#[case] method: &str, #[case] origin: &str, #[case] expected: u16) {
        let allow_origins = vec!["https://ui.example.com".to_owned()];
        let settings = Arc::new(Settings { allow_origins, ..Settings::default() });
        let app = Router::new()
            .route("/", any(|| async {}))
            .layer(from_fn_with_state(settings, own_origin));
        let mut request = Request::builder().uri("/").header(header::HOST, "localhost:7878");
        request = match method {
            "UPGRADE" => request.header(header::UPGRADE, "websocket"),
            method => request.method(method),
        };
        if !origin.is_empty() {
            request = request.header(header::ORIGIN, origin);
        }
        let request = request.body(Body::empty()).expect("a request");
        assert_eq!(app.oneshot(request).await.expect("a response").status(), expected);
    }

    #[rstest]
    #[case("cross-site", true)]
    #[case("same-site", true)]
    #[case("same-origin", false)]
    #[case("none", false)]
    fn a_browser_that_names_no_origin(#[case] site: &str, #[case] foreign: bool) {
        let request = Request::post("/").header(header::HOST, "localhost:7878");
        let request = request.header("sec-fetch-site", site).body(Body::empty());
        assert_eq!(is_foreign(&Settings::default(), &request.expect("a request")), foreign);
    }

    #[test]
    fn the_default_port_may_be_left_out() {
        let request = Request::post("/").header(header::HOST, "a.example:443");
        let request = request.header(header::ORIGIN, "https://a.example").body(Body::empty());
        assert!(!is_foreign(&Settings::default(), &request.expect("a request")));
    }
}
