//! The Workflow as Argo has it (`argoproj.io/v1alpha1`): what Annals uses of it by name, the rest as
//! it is, so that nothing is lost when one is read and written again.

use std::borrow::Cow;
use std::collections::BTreeMap;

use k8s_openapi::NamespaceResourceScope;
use k8s_openapi::api::core::v1::{LocalObjectReference, Toleration, Volume};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use kube::Resource;
use kube::core::TypeMeta;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::status::WorkflowStatus;
use super::template::{Parameters, Template};

/// A Workflow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Workflow {
    /// That it is a Workflow.
    #[serde(flatten, default)]
    pub types: Option<TypeMeta>,
    /// Name, labels and the like.
    #[serde(default)]
    pub metadata: ObjectMeta,
    /// What is to be done.
    #[serde(default)]
    pub spec: WorkflowSpec,
    /// What has been done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<WorkflowStatus>,
}

/// What a Workflow is to do.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WorkflowSpec {
    /// The template that it begins with.
    pub entrypoint: String,
    /// Values that all templates may name.
    #[serde(skip_serializing_if = "Parameters::is_empty")]
    pub arguments: Parameters,
    /// What it is made of.
    pub templates: Vec<Template>,
    /// The service account of the pods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_account_name: Option<String>,
    /// By which Secrets images are pulled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub image_pull_secrets: Vec<LocalObjectReference>,
    /// What a node must be labelled with.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub node_selector: BTreeMap<String, String>,
    /// Which taints the pods bear.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tolerations: Vec<Toleration>,
    /// Volumes of the pods.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<Volume>,
    /// Labels and annotations of the pods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pod_metadata: Option<PodMetadata>,
    /// Changes the pods: JSON, as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pod_spec_patch: Option<String>,
    /// The most pods at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parallelism: Option<u32>,
    /// When pods are removed.
    #[serde(rename = "podGC", skip_serializing_if = "Option::is_none")]
    pub pod_gc: Option<PodGc>,
    /// When the Workflow itself is removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ttl_strategy: Option<TtlStrategy>,
    /// How it is told to end: `Terminate` or `Stop`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shutdown: Option<String>,
    /// Whatever else it has.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Labels and annotations of pods.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PodMetadata {
    /// Their labels.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// Their annotations.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
}

/// When Argo removes pods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PodGc {
    /// After what: `OnWorkflowCompletion` and others.
    pub strategy: String,
    /// How long after it: `60s`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete_delay_duration: Option<String>,
}

/// When Argo removes a Workflow that ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TtlStrategy {
    /// So many seconds after its end.
    pub seconds_after_completion: u64,
}

impl Resource for Workflow {
    type DynamicType = ();
    type Scope = NamespaceResourceScope;

    fn kind((): &()) -> Cow<'_, str> {
        "Workflow".into()
    }

    fn group((): &()) -> Cow<'_, str> {
        "argoproj.io".into()
    }

    fn version((): &()) -> Cow<'_, str> {
        "v1alpha1".into()
    }

    fn plural((): &()) -> Cow<'_, str> {
        "workflows".into()
    }

    fn meta(&self) -> &ObjectMeta {
        &self.metadata
    }

    fn meta_mut(&mut self) -> &mut ObjectMeta {
        &mut self.metadata
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_has_no_name_here_is_kept() {
        let read = json!({
            "apiVersion": "argoproj.io/v1alpha1",
            "kind": "Workflow",
            "metadata": {"name": "a", "uid": "1"},
            "spec": {
                "entrypoint": "e",
                "templates": [{
                    "name": "e",
                    "memoize": {"key": "k"},
                    "script": {"image": "i", "command": ["c"], "source": "s", "tty": true},
                    "inputs": {"parameters": [{"name": "p", "enum": ["1"]}], "artifacts": []},
                }],
                "synchronization": {"mutexes": [{"name": "m"}]},
            },
            "status": {"phase": "Paused", "nodes": {"n": {"id": "n", "phase": "New", "x": 1}}, "y": 2},
        });
        let workflow: Workflow = serde_json::from_value(read.clone()).expect("a workflow");
        assert_eq!(serde_json::to_value(workflow).expect("JSON"), read);
    }
}
