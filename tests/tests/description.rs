//! The OpenAPI description and the page to browse it.

use annals_tests::{Database, Server};
use serde_json::Value;

/// Endpoints that must be described.
const PATHS: &[&str] = &[
    "/api/v1/tasks/submit",
    "/api/v1/tasks",
    "/api/v1/tasks/{id}",
    "/api/v1/tasks/{id}/runs",
    "/api/v1/tasks/{id}/runs/{n}",
    "/api/v1/tasks/{id}/logs",
    "/api/v1/tasks/{id}/runs/{n}/logs",
    "/api/v1/tasks/{id}/delete",
    "/api/v1/tasks/{id}/runs/{n}/rollback",
    "/ws/tasks/{id}/logs",
    "/api/v1/runs",
    "/api/v1/runs/stats",
    "/api/v1/runs/bulk",
    "/api/v1/runs/bulk/{id}",
    "/api/v1/runs/compare",
    "/api/v1/runs/{id}",
    "/api/v1/runs/{id}/events",
    "/api/v1/runs/{id}/logs",
    "/api/v1/runs/{id}/logs/download",
    "/api/v1/runs/{id}/artifacts",
    "/api/v1/runs/{id}/artifacts/{path}",
    "/api/v1/runs/{id}/recorded",
    "/api/v1/runs/{id}/tags",
    "/api/v1/runs/{id}/tags/{tag}",
    "/api/v1/runs/{id}/cancel",
    "/api/v1/runs/{id}/pin",
    "/api/v1/tasks/{id}/retention",
    "/api/v1/maintenance/gc",
    "/api/v1/runs/{id}/rerun",
    "/api/v1/events",
    "/api/v1/jobs",
    "/api/v1/jobs/initiate",
    "/api/v1/jobs/{id}",
    "/api/v1/jobs/{id}/runs",
    "/api/v1/jobs/{id}/runs/{run_id}",
    "/api/v1/jobs/{id}/files",
    "/api/v1/jobs/{id}/files/{file_id}",
    "/api/v1/jobs/{id}/files/{file_id}/pages/{n}",
    "/api/v1/jobs/{id}/preview",
    "/api/v1/jobs/{id}/fields",
    "/api/v1/jobs/{id}/config-step",
    "/api/v1/jobs/{id}/submit",
    "/api/v1/jobs/{id}/cancel",
    "/api/v1/jobs/{id}/progress",
    "/api/v1/jobs/{id}/results",
    "/api/v1/jobs/{id}/results/{task_id}",
    "/api/v1/jobs/{id}/export/csv",
    "/api/v1/jobs/{id}/export/excel",
    "/api/v1/jobs/{id}/exports",
    "/api/v1/jobs/{id}/events",
    "/api/v1/templates",
    "/api/v1/data-types",
    "/api/v1/usage",
    "/healthz",
    "/readyz",
    "/metrics",
];

#[tokio::test]
async fn the_description_is_served_and_names_every_endpoint() {
    let server = Server::start(Database::Sqlite).await;
    let answer = server.get("/api/openapi.json").await;
    assert_eq!(answer.header("content-type"), "application/json");
    let description = answer.ok();
    assert!(description["openapi"].as_str().is_some_and(|version| version.starts_with("3.")));
    let paths = description["paths"].as_object().expect("paths");
    for path in PATHS {
        assert!(paths.contains_key(*path), "{path} is not described");
    }
    dangling(&description, &description);
}

/// Every reference leads somewhere.
fn dangling(part: &Value, whole: &Value) {
    match part {
        Value::Object(map) => {
            if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
                let pointer = reference.trim_start_matches('#');
                assert!(whole.pointer(pointer).is_some(), "{reference} leads nowhere");
            }
            map.values().for_each(|value| dangling(value, whole));
        }
        Value::Array(list) => list.iter().for_each(|value| dangling(value, whole)),
        _ => {}
    }
}

#[tokio::test]
async fn the_page_loads_everything_from_this_server() {
    let server = Server::start(Database::Sqlite).await;
    let page = server.get("/api/docs/").await;
    assert_eq!(page.status, 200);
    let html = page.text();
    let named = html
        .split(['"', '\''])
        .filter(|part| part.ends_with(".js") || part.ends_with(".css") || part.ends_with(".png"));
    let files: Vec<_> = named.collect();
    assert!(files.iter().any(|file| file.ends_with(".js")), "{html}");
    for file in &files {
        assert!(!file.contains("//"), "{file} comes from elsewhere");
        let path = format!("/api/docs/{}", file.trim_start_matches("./"));
        assert_eq!(server.get(&path).await.status, 200, "{path}");
    }
    let script = server.get("/api/docs/swagger-initializer.js").await.text();
    assert!(script.contains("/api/openapi.json") && !script.contains("https://"), "{script}");
}

#[tokio::test]
async fn metrics_count_what_happens() {
    let server = Server::start(Database::Sqlite).await;
    server.run_to_end("print('x')").await;
    let metrics = server.get("/metrics").await.text();
    assert!(metrics.contains("# TYPE") && metrics.contains("annals_"), "{metrics}");
}
