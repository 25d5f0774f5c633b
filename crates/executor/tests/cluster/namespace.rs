//! A namespace for one test, and launches for it.

use std::time::Duration;

use annals_domain::requirements::Requested;
use annals_domain::{EnvValue, Plan, RunId, RunNumber, ScriptSpec, Spec};
use annals_executor::argo::{ArgoConfig, Cluster};
use annals_executor::{AttemptRef, Launch};
use k8s_openapi::api::core::v1::Namespace as Object;
use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
use kube::api::{DeleteParams, Patch, PatchParams, PostParams};
use kube::{Api, Client};
use serde_json::json;

/// A namespace that is removed when the test is over.
pub struct Namespace {
    pub name: String,
    pub client: Client,
}

impl Namespace {
    /// A new one, on a cluster that keeps Workflows.
    pub async fn new(name: &str) -> Self {
        let client = Client::try_default().await.expect("a cluster: run make test-cluster");
        define_workflows(&client).await;
        let all: Api<Object> = Api::all(client.clone());
        let name = format!("annals-{name}-{}", std::process::id());
        let object = serde_json::from_value(json!({"metadata": {"name": name}})).expect("one");
        all.create(&PostParams::default(), &object).await.expect("a namespace");
        let namespace = Self { name, client };
        namespace.until_pods_may_run().await;
        namespace
    }

    /// Pods need the account that the cluster makes for every namespace.
    async fn until_pods_may_run(&self) {
        let accounts: Api<k8s_openapi::api::core::v1::ServiceAccount> =
            Api::namespaced(self.client.clone(), &self.name);
        while accounts.get_opt("default").await.expect("an answer").is_none() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub fn config(&self) -> ArgoConfig {
        ArgoConfig {
            namespace: self.name.clone(),
            image: std::env::var("ANNALS_TEST_PYTHON_IMAGE")
                .unwrap_or_else(|_| "annals.test/python:1".into()),
            image_pull_policy: Some("IfNotPresent".into()),
            ..ArgoConfig::default()
        }
    }

    pub fn cluster(&self) -> Cluster {
        Cluster::with(self.client.clone(), self.config())
    }

    pub async fn remove(self) {
        let all: Api<Object> = Api::all(self.client.clone());
        all.delete(&self.name, &DeleteParams::background()).await.expect("it goes");
    }
}

/// Where Argo is, its own definition is there. Else one without a schema, by which the cluster keeps
/// Workflows and nobody carries them out.
async fn define_workflows(client: &Client) {
    let all: Api<CustomResourceDefinition> = Api::all(client.clone());
    let name = "workflows.argoproj.io";
    if all.get_opt(name).await.expect("an answer").is_none() {
        let definition = json!({
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "metadata": {"name": name},
            "spec": {
                "group": "argoproj.io",
                "scope": "Namespaced",
                "names": {"plural": "workflows", "singular": "workflow", "kind": "Workflow"},
                "versions": [{
                    "name": "v1alpha1", "served": true, "storage": true,
                    "schema": {"openAPIV3Schema": {
                        "type": "object", "x-kubernetes-preserve-unknown-fields": true,
                    }},
                }],
            },
        });
        let how = PatchParams::apply("annals-tests").force();
        all.patch(name, &how, &Patch::Apply(definition)).await.expect("it is defined");
    }
    let established = kube::runtime::conditions::is_crd_established();
    let established = kube::runtime::wait::await_condition(all, name, established);
    tokio::time::timeout(Duration::from_secs(60), established)
        .await
        .expect("in time")
        .expect("it is kept");
}

/// A launch of a program that may read a secret as `PASSWORD`.
pub fn launch(run: &str, code: &str) -> Launch {
    let mut secrets = annals_redact::Secrets::default();
    secrets.insert("db", "s3cret-value");
    let spec = ScriptSpec {
        code: code.into(),
        requested: Requested::default(),
        env: [("PASSWORD".to_owned(), EnvValue::Secret { secret: "db".into() })].into(),
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
        secrets,
    }
}

pub fn attempt(run: &str) -> AttemptRef {
    let run_id: RunId = run.parse().expect("an id");
    AttemptRef { run_id, epoch: 1 }
}
