//! What the scenarios begin with.

use annals_domain::requirements::Requested;
use annals_domain::{Plan, RunId, RunNumber, ScriptSpec, Spec};
use annals_executor::argo::{ArgoConfig, Cluster};
use annals_executor::{AttemptRef, Launch};
use annals_fake_cluster::FakeCluster;
use kube::{Client, Config};
use serde_json::{Value, json};

/// A fake, and what speaks to it.
pub async fn clusters() -> (FakeCluster, Cluster) {
    let fake = FakeCluster::start().await.expect("a port");
    let mut config = Config::new(fake.url().parse().expect("an address"));
    config.default_namespace = "runs".to_owned();
    let client = Client::try_from(config).expect("a client");
    let settings = ArgoConfig { namespace: "runs".to_owned(), ..ArgoConfig::default() };
    (fake, Cluster::with(client, settings))
}

pub fn attempt(run: &str) -> AttemptRef {
    let run_id: RunId = run.parse().expect("an id");
    AttemptRef { run_id, epoch: 1 }
}

/// The Workflow's name, and its pod's.
pub fn name(run: &str) -> String {
    annals_executor::argo::workflow_name(&attempt(run))
}

pub fn launch(run: &str) -> Launch {
    let spec = ScriptSpec {
        code: "print('hello')".into(),
        requested: Requested::default(),
        env: Default::default(),
        pod: None,
    };
    Launch {
        attempt: attempt(run),
        task_id: "task".parse().expect("an id"),
        number: RunNumber::new(1).expect("a number"),
        plan: Plan::of(&Spec::Script(spec)),
        given: Default::default(),
        inputs: json!({}),
        timeout_ms: None,
        exact: None,
        endpoint: None,
        api_url: None,
        api_token: Some("the-runs-own-token".into()),
        secrets: annals_redact::Secrets::default(),
    }
}

/// The pod of a run, in that phase.
pub fn pod(run: &str, phase: &str) -> Value {
    let name = name(run);
    let labels = json!({
        "app.kubernetes.io/managed-by": "annals", "annals/instance": "annals",
        "annals/epoch": "1", "annals/step": "0", "workflows.argoproj.io/workflow": name,
    });
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "labels": labels, "annotations": {"annals/run-id": run}},
        "status": {"phase": phase},
    })
}
