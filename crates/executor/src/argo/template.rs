//! The templates of a Workflow: a script in a pod, or a graph of tasks.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{EnvFromSource, EnvVar, ResourceRequirements, VolumeMount};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One part of a Workflow. It has a script or a graph.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Template {
    /// Its name within the Workflow.
    pub name: String,
    /// What it is given.
    #[serde(skip_serializing_if = "Parameters::is_empty")]
    pub inputs: Parameters,
    /// What it gives.
    #[serde(skip_serializing_if = "Parameters::is_empty")]
    pub outputs: Parameters,
    /// Labels and annotations of its pod.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<super::workflow::PodMetadata>,
    /// How long its pod may take, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_deadline_seconds: Option<IntOrString>,
    /// Whether it is tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_strategy: Option<RetryStrategy>,
    /// A program in a pod.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script: Option<Script>,
    /// A graph of tasks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dag: Option<DagTemplate>,
    /// Whatever else it has.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Named values.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Parameters {
    /// The values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
    /// Whatever else there is, such as artifacts.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Parameters {
    /// These values and nothing else.
    #[must_use]
    pub fn of(parameters: impl IntoIterator<Item = Parameter>) -> Self {
        Self { parameters: parameters.into_iter().collect(), other: Map::new() }
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parameters.is_empty() && self.other.is_empty()
    }

    /// The value of that name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|parameter| parameter.name == name)?.value.as_deref()
    }
}

/// A named value.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The value itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Where the value is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_from: Option<ValueFrom>,
    /// Whatever else it has.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Parameter {
    /// A parameter that is given when the template is used.
    #[must_use]
    pub fn open(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// A parameter with its value.
    #[must_use]
    pub fn given(name: &str, value: String) -> Self {
        Self { value: Some(value), ..Self::open(name) }
    }

    /// A parameter that is read from a file of the pod; empty if there is none.
    #[must_use]
    pub fn read(name: &str, path: &str) -> Self {
        let from = ValueFrom {
            path: Some(path.to_owned()),
            default: Some(String::new()),
            other: Map::new(),
        };
        Self { value_from: Some(from), ..Self::open(name) }
    }
}

/// Where a value is read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ValueFrom {
    /// A file of the pod.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The value where nothing can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Whatever else it has.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Whether a template is tried again.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RetryStrategy {
    /// How many further tries there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<IntOrString>,
    /// After which ends: `OnFailure`, `OnError`, `Always`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_policy: Option<String>,
    /// A further condition, as Argo writes them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression: Option<String>,
    /// How long to wait before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backoff: Option<Backoff>,
    /// Whatever else it has.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// How long to wait before a try.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Backoff {
    /// So long: `1500ms`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
    /// By what it is multiplied from try to try.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factor: Option<IntOrString>,
    /// Whatever else it has.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A program in a pod.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Script {
    /// The image.
    pub image: String,
    /// When the image is pulled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_pull_policy: Option<String>,
    /// What runs the program.
    pub command: Vec<String>,
    /// The program.
    pub source: String,
    /// Its variables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<EnvVar>,
    /// Whole ConfigMaps and Secrets as variables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env_from: Vec<EnvFromSource>,
    /// What it asks for, and the most it gets.
    #[serde(skip_serializing_if = "is_default")]
    pub resources: ResourceRequirements,
    /// Where it finds volumes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volume_mounts: Vec<VolumeMount>,
    /// Whatever else it has.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A graph of tasks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DagTemplate {
    /// Whether the whole graph ends with its first failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_fast: Option<bool>,
    /// The tasks.
    pub tasks: Vec<DagTask>,
    /// Whatever else it has.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A task of a graph.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DagTask {
    /// Its name within the graph.
    pub name: String,
    /// The template that it carries out.
    pub template: String,
    /// The tasks that must have succeeded before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dependencies: Vec<String>,
    /// What the template is given.
    #[serde(skip_serializing_if = "Parameters::is_empty")]
    pub arguments: Parameters,
    /// Whatever else it has.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Labels by name.
pub(super) type Labels = BTreeMap<String, String>;
