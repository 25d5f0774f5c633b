//! What tasks ask of their pods: checked, kept with the run, and no matter to the local executor.

use annals_tests::{Database, Server, component, edges};
use rstest::rstest;
use serde_json::{Value, json};

/// Settings that a pod may have.
fn settings() -> Value {
    json!({
        "image": "registry.example/python:3", "imagePullPolicy": "Always",
        "nodeSelector": {"pool": "batch"},
        "tolerations": [{"key": "batch", "operator": "Exists", "effect": "NoSchedule"}],
        "resources": {"requests": {"cpu": "500m"}, "limits": {"memory": "1Gi"}},
        "serviceAccountName": "trainer",
        "env": [{"name": "KEY", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}],
    })
}

#[rstest]
#[tokio::test]
async fn are_kept_with_the_run_and_a_rerun_keeps_them(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let body = json!({"pythonCode": "print(1)", "pod": settings()});
    let run = server.submit_with(body).await;
    let pod_of = async |run| server.ended(run).await["snapshot"]["pod"].clone();
    assert_eq!(pod_of(&run).await, settings());
    let again = server.rerun(&run, json!({})).await;
    assert_eq!(pod_of(&again).await, settings());
    let body = json!({"taskId": run.task, "pod": {"image": "other"}});
    let other = server.submit_with(body).await;
    assert_eq!(pod_of(&other).await, json!({"image": "other"}));
    let path = format!("/api/v1/runs/compare?a={}&b={}", run.id, other.id);
    let compared = server.get(&path).await.ok()["environment"].to_string();
    for text in ["pod.main.image", "pod.main.nodeSelector", "registry.example/python:3"] {
        assert!(compared.contains(text), "{compared}");
    }
    let without = server.rerun(&run, json!({"pod": {}})).await;
    let whole = server.ended(&without).await;
    assert_eq!((&whole["status"], &whole["snapshot"]["pod"]), (&json!("success"), &Value::Null));
}

#[rstest]
#[tokio::test]
async fn of_components_are_kept_with_the_flow(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let mut asks = component("asks", "give(1)");
    asks["pod"] = settings();
    let flow = server.flow("f", &[asks, component("b", "give(2)")], &["asks b"]).await;
    let read = server.get(&format!("/api/v1/flows/{flow}")).await.ok();
    assert_eq!(read["components"][0]["pod"], settings());
    let run = server.run_flow(&flow, &json!({})).await;
    let whole = server.ended(&run).await;
    assert_eq!(whole["snapshot"]["components"][0]["pod"], settings(), "{whole}");
    assert_eq!(whole["snapshot"]["components"][1]["pod"], Value::Null);
    server.post(&run.path("/rerun"), &json!({"pod": settings()})).await.problem(422);
}

#[rstest]
#[case(json!({"hostNetwork": true}), "unknown field `hostNetwork`")]
#[case(json!({"volumes": [{"name": "v", "hostPath": {"path": "/"}}]}), "unknown field `hostPath`")]
#[case(json!({"resources": {"limits": {"memory": "much"}}}), "pod.resources.limits.memory: must be an amount")]
#[case(json!({"image": "a b"}), "pod.image: must be the name of an image")]
#[case(json!({"env": [{"name": "K", "valueFrom": {"secretKeyRef": {"name": "annals-r-1", "key": "s0"}}}]}), "must not begin with `annals-`")]
#[case(json!([]), "pod")]
#[tokio::test]
async fn what_no_pod_may_have_is_refused(#[case] pod: Value, #[case] text: &str) {
    let server = Server::start(Database::Sqlite).await;
    let body = json!({"pythonCode": "pass", "pod": pod});
    let refused = server.post("/api/v1/tasks/submit", &body).await.problem(422);
    let detail = refused["detail"].as_str().expect("a sentence");
    assert!(detail.contains(text), "{detail}");
    let mut asks = component("a", "pass");
    asks["pod"] = pod;
    let body = json!({"name": "f", "components": [asks], "edges": edges(&[])});
    let refused = server.post("/api/v1/flows", &body).await.problem(422);
    assert!(
        refused["detail"].as_str().is_some_and(|d| d.contains("components.0.pod")),
        "{refused}"
    );
}
