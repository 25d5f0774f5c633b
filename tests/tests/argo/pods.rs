//! What tasks ask of their pods.

use annals_tests::{Database, component, node};
use serde_json::{Value, json};

use crate::place::{Place, kubectl};

const ALL: &str =
    ",task_may_set=[\"image\",\"node_selector\",\"tolerations\",\"resources\",\"env\",\"volumes\"]";

/// A Secret of the cluster, until it is dropped.
struct Secret(String);

impl Secret {
    async fn new(value: &str) -> Self {
        let name = format!("test-pods-{}", std::process::id());
        let literal = format!("--from-literal=key={value}");
        kubectl(&["create", "secret", "generic", &name, &literal]).await;
        Self(name)
    }

    async fn remove(self) {
        kubectl(&["delete", "secret", &self.0]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_volumes_and_nodes_are_as_the_task_says_and_stay_so() {
    let place = Place::with(Database::Sqlite, ALL).await;
    let secret = Secret::new("s3cret-of-the-cluster").await;
    let code = "import os
print(len(os.environ['KEY']), open('/mnt/secret/key').read() == os.environ['KEY'], os.environ['KEY'])
open('/scratch/x', 'w').close()";
    let from = json!({"secretKeyRef": {"name": secret.0, "key": "key"}});
    let pod = json!({
        "nodeSelector": {"kubernetes.io/os": "linux"},
        "env": [{"name": "KEY", "valueFrom": from}],
        "volumes": [
            {"name": "s", "secret": {"secretName": secret.0}},
            {"name": "scratch", "emptyDir": {"sizeLimit": "1Mi"}},
        ],
        "volumeMounts": [
            {"name": "s", "mountPath": "/mnt/secret", "readOnly": true},
            {"name": "scratch", "mountPath": "/scratch"},
        ],
    });
    let run = place.submit_with(json!({"pythonCode": code, "pod": pod})).await;
    let whole = place.ended(&run).await;
    assert_eq!(whole["status"], "success", "{whole} {}", place.text(&run).await);
    assert_eq!(place.text(&run).await, "21 True ***\n");
    assert_eq!(whole["snapshot"]["pod"], pod);
    let again = place.rerun(&run, json!({})).await;
    let whole = place.ended(&again).await;
    assert_eq!((&whole["status"], &whole["snapshot"]["pod"]), (&json!("success"), &pod));
    secret.remove().await;
    place.until_nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_component_has_the_memory_that_it_asks_for_and_no_more() {
    let place = Place::with(Database::Sqlite, ALL).await;
    let greedy = "x = bytearray(1 << 29)\nx[::4096] = b'1' * (1 << 17)\ngive(1)";
    let mut little = component("little", greedy);
    little["pod"] =
        json!({"resources": {"requests": {"memory": "32Mi"}, "limits": {"memory": "128Mi"}}});
    let flow = place.flow("memory", &[little, component("much", greedy)], &[]).await;
    let run = place.run_flow(&flow, &json!({})).await;
    let whole = place.ended(&run).await;
    assert_eq!(whole["error_type"], "out_of_memory", "{whole}");
    assert_eq!(node(&whole, "little")["state"], "failure", "{whole}");
    assert_eq!(node(&whole, "much")["state"], "success", "{whole}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_tasks_may_not_set_is_refused() {
    let place = Place::new(Database::Sqlite).await;
    let submit = async |pod: Value| {
        let body = json!({"pythonCode": "pass", "pod": pod});
        place.post("/api/v1/tasks/submit", &body).await
    };
    let refused = submit(json!({"serviceAccountName": "admin"})).await.problem(409);
    let detail = refused["detail"].as_str().expect("a sentence");
    assert!(detail.contains("may not have `serviceAccountName` of its own"), "{detail}");
    submit(json!({"hostNetwork": true})).await.problem(422);
    assert_eq!(place.get("/api/v1/runs").await.ok()["runs"], json!([]));
}
