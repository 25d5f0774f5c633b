//! The `Host` header: only configured names are served, so that a foreign name that was made to
//! point here (DNS rebinding) gets nothing.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

use crate::problem::{Kind, Problem};
use crate::settings::Settings;

/// Probes and scrapers reach a server by its address.
const EXEMPT: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Refuses requests for other host names.
pub(crate) async fn known_host(
    State(settings): State<Arc<Settings>>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let name = host(&request).map(name_of).unwrap_or_default();
    let known = settings.allowed_hosts.iter().any(|host| name_of(host).eq_ignore_ascii_case(name));
    if known || EXEMPT.contains(&request.uri().path()) {
        return Ok(next.run(request).await);
    }
    let name = annals_domain::head(name, 100);
    let detail = format!(
        "The host name `{name}` is not served here; name it in the server's allowed hosts.",
    );
    Err(Problem::new(Kind::Forbidden, detail))
}

/// The host (and port) that a request is for.
pub(super) fn host(request: &Request) -> Option<&str> {
    let header = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    header.or_else(|| request.uri().authority().map(|authority| authority.as_str()))
}

/// The name without port and without the brackets of an IPv6 address.
fn name_of(host: &str) -> &str {
    if let Some((address, _)) = host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return address;
    }
    match host.split_once(':') {
        // More than one colon: an IPv6 address without brackets, as configured.
        Some((_, rest)) if rest.contains(':') => host,
        Some((name, _)) => name,
        None => host,
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use rstest::rstest;
    use tower::ServiceExt as _;

    use super::*;

    #[rstest]
    #[case("/", Some("localhost"), 200)]
    #[case("/", Some("LocalHost:7878"), 200)]
    #[case("/", Some("127.0.0.1:1"), 200)]
    #[case("/", Some("[::1]:7878"), 200)]
    #[case("/", Some("evil.example"), 403)]
    #[case("/", Some("localhost.evil.example:7878"), 403)]
    #[case("/", Some(""), 403)]
    #[case("/", None, 403)]
    #[case("/healthz", Some("10.0.0.7:7878"), 200)]
    #[tokio::test]
    async fn hosts(#[case] path: &str, #[case] host: Option<&str>, #[case] expected: u16) {
        let settings = Arc::new(Settings::default());
        let app = Router::new()
            .route("/", get(|| async {}))
            .route("/healthz", get(|| async {}))
            .layer(from_fn_with_state(settings, known_host));
        let mut request = Request::get(path);
        if let Some(host) = host {
            request = request.header(header::HOST, host);
        }
        let request = request.body(Body::empty()).expect("a request");
        assert_eq!(app.oneshot(request).await.expect("a response").status(), expected);
    }
}
