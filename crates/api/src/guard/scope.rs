//! What a run's own token may do: read everything of its own run, write its tags, give files and
//! parcels to be kept with it, and read and add to the timeline of its task.

use annals_engine::Caller;
use axum::http::Method;

use crate::problem::{Kind, Problem};

/// Refuses what the caller's token is not for.
pub(super) fn check(caller: &Caller, method: &Method, path: &str) -> Result<(), Problem> {
    match &caller.run_id {
        Some(own) if !allows(own.as_str(), method, path) => {
            Err(Problem::new(Kind::Forbidden, "A run's own token is good for its own run only."))
        }
        _ => Ok(()),
    }
}

/// Compares the path as it was sent: an id written with escapes is not recognised, which refuses.
fn allows(own: &str, method: &Method, path: &str) -> bool {
    let reads = matches!(*method, Method::GET | Method::HEAD);
    if history(path) {
        // Which task it is, the handlers look at.
        return reads || (*method == Method::POST && path.ends_with("/history"));
    }
    let Some(rest) = path.strip_prefix("/api/v1/runs/") else {
        // A search is then one of its own run.
        return reads && matches!(path, "/api/v1/session" | "/api/v1/logs/search");
    };
    let (id, below) = rest.split_once('/').unwrap_or((rest, ""));
    let gives = (*method == Method::PUT && below.starts_with("artifacts/"))
        || (*method == Method::POST && below == "parcels");
    id == own && (reads || gives || below == "tags" || below.starts_with("tags/"))
}

/// Whether the path is a task's timeline or below it, but for its limits.
fn history(path: &str) -> bool {
    let below = path.strip_prefix("/api/v1/tasks/").and_then(|rest| rest.split_once('/'));
    below.is_some_and(|(_, below)| {
        matches!(below, "history" | "history/count" | "history/export" | "history/stream")
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("GET", "/api/v1/runs/r1", true)]
    #[case("GET", "/api/v1/runs/r1/artifacts/a/b", true)]
    #[case("PUT", "/api/v1/runs/r1/artifacts/a/b", true)]
    #[case("DELETE", "/api/v1/runs/r1/artifacts/a/b", false)]
    #[case("PUT", "/api/v1/runs/r2/artifacts/a/b", false)]
    #[case("POST", "/api/v1/runs/r1/parcels", true)]
    #[case("POST", "/api/v1/runs/r2/parcels", false)]
    #[case("GET", "/api/v1/runs/r1/parcels/p", true)]
    #[case("GET", "/api/v1/runs/r2/parcels/p", false)]
    #[case("GET", "/api/v1/runs/r1/recorded", true)]
    #[case("GET", "/api/v1/runs/r2/recorded", false)]
    #[case("PUT", "/api/v1/runs/r1/tags", true)]
    #[case("DELETE", "/api/v1/runs/r1/tags/x", true)]
    #[case("DELETE", "/api/v1/runs/r1", false)]
    #[case("POST", "/api/v1/runs/r1/cancel", false)]
    #[case("POST", "/api/v1/runs/r1/rerun", false)]
    #[case("GET", "/api/v1/runs/r12", false)]
    #[case("GET", "/api/v1/runs", false)]
    #[case("GET", "/api/v1/events", false)]
    #[case("GET", "/api/v1/runs/stats", false)]
    #[case("GET", "/api/v1/runs/compare", false)]
    #[case("POST", "/api/v1/runs/bulk", false)]
    #[case("PUT", "/api/v1/runs/r2/tags", false)]
    #[case("GET", "/api/v1/tasks", false)]
    #[case("GET", "/ws/tasks/t1/logs", false)]
    #[case("POST", "/api/v1/tasks/t1/history", true)]
    #[case("GET", "/api/v1/tasks/t1/history/stream", true)]
    #[case("DELETE", "/api/v1/tasks/t1/history", false)]
    #[case("POST", "/api/v1/tasks/t1/history/count", false)]
    #[case("PUT", "/api/v1/tasks/t1/history/retention", false)]
    #[case("GET", "/api/v1/tasks/t1/history/retention", false)]
    #[case("POST", "/api/v1/history/cleanup", false)]
    #[case("GET", "/api/v1/history", false)]
    #[case("POST", "/api/v1/tasks/t1/x/history", false)]
    #[case("GET", "/api/v1/session", true)]
    #[case("GET", "/api/v1/logs/search", true)]
    fn a_runs_token(#[case] method: Method, #[case] path: &str, #[case] allowed: bool) {
        assert_eq!(allows("r1", &method, path), allowed);
    }
}
