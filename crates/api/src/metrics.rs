//! What Prometheus asks for.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, http::Method};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::guard::bearer;
use crate::problem::{Kind, Problem, Scraping};
use crate::state::ApiState;

/// What is counted.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    durations: Family<Asked, Histogram>,
    submitted: Counter,
    searches: Gauge,
    memory: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    method: &'static str,
    route: String,
}

impl Default for Metrics {
    fn default() -> Self {
        let requests = Family::default();
        let durations = Family::new_with_constructor(duration as fn() -> Histogram);
        let (submitted, memory) = (Counter::default(), Gauge::default());
        let searches = Gauge::default();
        let mut registry = Registry::with_prefix("annals");
        registry.register("http_requests", "Requests answered", requests.clone());
        let help = "Seconds from a request to the head of its answer";
        registry.register("http_request_duration_seconds", help, durations.clone());
        registry.register("runs_submitted", "Runs accepted by this server", submitted.clone());
        let help = "Searches across runs that are under way";
        registry.register("log_searches_running", help, searches.clone());
        let help = "Resident memory of the server's process";
        registry.register("process_resident_memory_bytes", help, memory.clone());
        let durations = Family::clone(&durations);
        Self { registry, requests, durations, submitted, searches, memory }
    }
}

/// Counts a search as long as it is kept.
pub(crate) struct Searching(Gauge);

impl Drop for Searching {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// From half a millisecond to eight seconds.
fn duration() -> Histogram {
    Histogram::new(exponential_buckets(0.000_5, 2.0, 15))
}

impl Metrics {
    /// A run was accepted.
    pub(crate) fn submitted(&self) {
        self.submitted.inc();
    }

    /// A search begins, and ends with what is answered here.
    pub(crate) fn searching(&self) -> Searching {
        self.searches.inc();
        Searching(self.searches.clone())
    }

    fn answered(&self, asked: Asked, status: u16, seconds: f64) {
        self.durations.get_or_create(&asked).observe(seconds);
        let Asked { method, route } = asked;
        self.requests.get_or_create(&Answered { method, route, status }).inc();
    }

    fn text(&self) -> String {
        self.memory.set(resident_bytes().unwrap_or(0));
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// The resident memory of this process, where the system tells.
fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: i64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

/// Counts a request and its answer.
pub(crate) async fn measure(
    State(metrics): State<Arc<Metrics>>,
    request: Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| "unmatched".to_owned());
    let asked = Asked { method: method_name(request.method()), route };
    let began = Instant::now();
    let response = next.run(request).await;
    let took = began.elapsed();
    tracing::debug!(asked.method, asked.route, status = response.status().as_u16(), ?took);
    metrics.answered(asked, response.status().as_u16(), took.as_secs_f64());
    response
}

/// A method that anyone could make up must not become a label of its own.
fn method_name(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

/// The endpoint.
pub(crate) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(metrics))
}

/// Read the metrics
///
/// For Prometheus; needs the metrics token, or a peer on the same machine.
#[utoipa::path(
    get, path = "/metrics", tag = "server", security((), ("bearer" = [])),
    responses(
        (status = 200, body = String, description = "The metrics",
            content_type = "application/openmetrics-text"),
        Scraping,
    ),
)]
async fn metrics(
    State(state): State<ApiState>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let token = state.settings.metrics_token.as_ref().zip(bearer(&headers));
    let known = token.is_some_and(|(secret, sent)| secret.matches(sent));
    if !known && !is_local(peer.map(|Extension(ConnectInfo(peer))| peer), &headers) {
        let detail = "The metrics need their own token, or a peer on the same machine.";
        return Err(Problem::new(Kind::Unauthorized, detail));
    }
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, content_type)], state.metrics.text()).into_response())
}

/// Whether the request comes from this machine. What a proxy passed on comes from elsewhere.
fn is_local(peer: Option<SocketAddr>, headers: &HeaderMap) -> bool {
    let passed_on = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    !passed_on && peer.is_some_and(|peer| peer.ip().to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_route_and_status() {
        let metrics = Metrics::default();
        metrics.submitted();
        let route = "/api/v1/tasks".to_owned();
        metrics.answered(Asked { method: "GET", route }, 200, 0.001);
        let text = metrics.text();
        let count =
            r#"annals_http_requests_total{method="GET",route="/api/v1/tasks",status="200"} 1"#;
        assert!(text.contains(count), "{text}");
        assert!(text.contains("annals_runs_submitted_total 1"), "{text}");
        assert!(text.contains("annals_http_request_duration_seconds_bucket"), "{text}");
        let memory = text.lines().find(|l| l.starts_with("annals_process_resident_memory_bytes "));
        assert!(memory.is_some_and(|line| !line.ends_with(" 0")), "{text}");
    }

    #[test]
    fn a_proxy_on_this_machine_is_not_this_machine() {
        let here = Some("127.0.0.1:5".parse().expect("an address"));
        assert!(is_local(here, &HeaderMap::new()));
        assert!(is_local(Some("[::ffff:127.0.0.1]:5".parse().expect("ok")), &HeaderMap::new()));
        assert!(!is_local(Some("10.0.0.1:5".parse().expect("ok")), &HeaderMap::new()));
        assert!(!is_local(None, &HeaderMap::new()));
        let headers = [("x-forwarded-for".parse().expect("ok"), "1.2.3.4".parse().expect("ok"))];
        assert!(!is_local(here, &headers.into_iter().collect()));
    }

    #[test]
    fn made_up_methods_share_a_label() {
        assert_eq!(method_name(&"BREW".parse().expect("a method")), "other");
        assert_eq!(method_name(&Method::PATCH), "PATCH");
    }
}
