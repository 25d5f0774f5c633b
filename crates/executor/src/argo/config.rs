//! How the Argo executor is set up.

use std::collections::BTreeMap;
use std::time::Duration;

use annals_domain::PodPart;
use k8s_openapi::api::core::v1::{
    EnvFromSource, EnvVar, ResourceRequirements, Toleration, Volume, VolumeMount,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where the packages that a step asks for come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Packages {
    /// They are resolved and installed in the pod, by `uv` where the image has it, else by `pip`.
    #[default]
    Build,
    /// The image holds them; what the step asks for is recorded and not installed.
    Image,
}

/// The settings of the Argo executor. What Kubernetes has a word for is written as in a pod.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ArgoConfig {
    /// The namespace of Workflows and pods.
    pub namespace: String,
    /// Which Annals this is: what another one has in the namespace is left alone. A label's value.
    pub instance: String,
    /// The image of the steps; it has Python 3.9 or newer.
    pub image: String,
    /// The image of Annals, of this version, for the steps of jobs: what searches documents for fields
    /// is Annals itself. Without it jobs are carried out by the server.
    pub annals_image: Option<String>,
    /// When the image is pulled: `Always`, `IfNotPresent` or `Never`.
    pub image_pull_policy: Option<String>,
    /// The interpreter in the image.
    pub python: String,
    /// Where the packages come from.
    pub packages: Packages,
    /// The service account of the pods; it may create and patch `workflowtaskresults`.
    pub service_account: Option<String>,
    /// The names of the Secrets by which the image is pulled.
    pub image_pull_secrets: Vec<String>,
    /// What a node must be labelled with.
    pub node_selector: BTreeMap<String, String>,
    /// Which taints the pods bear.
    pub tolerations: Vec<Toleration>,
    /// What a step asks for, and the most it gets.
    pub resources: ResourceRequirements,
    /// Volumes of the pods.
    pub volumes: Vec<Volume>,
    /// Where the steps find them.
    pub volume_mounts: Vec<VolumeMount>,
    /// Further variables of the steps, values of Secrets too; an index mirror is told here
    /// (`UV_DEFAULT_INDEX`).
    pub env: Vec<EnvVar>,
    /// Whole ConfigMaps and Secrets as variables.
    pub env_from: Vec<EnvFromSource>,
    /// Changes the pods in whatever else they have (a strategic merge patch of a pod's spec).
    pub pod_spec_patch: Option<Value>,
    /// What tasks may set of their own pods.
    pub task_may_set: Vec<PodPart>,
    /// The most steps of one run that are carried out at once.
    pub steps_at_once: Option<u32>,
    /// How long a pod may take besides its step's own time: pulling the image, building the
    /// environment.
    #[serde(with = "seconds")]
    pub setup_limit: Duration,
    /// How long a pod may wait before it begins, for a place on a node or its image; then its run
    /// fails with the reason. None is without end.
    #[serde(with = "seconds::option")]
    pub pending_limit: Option<Duration>,
    /// How long a Workflow that ended is kept if Annals never comes to remove it. Its log is in its
    /// pods until Annals has read it.
    #[serde(with = "seconds")]
    pub keep: Duration,
}

impl Default for ArgoConfig {
    fn default() -> Self {
        Self {
            namespace: "default".into(),
            instance: "annals".into(),
            image: "python:3.12-slim".into(),
            annals_image: None,
            image_pull_policy: None,
            python: "python3".into(),
            packages: Packages::Build,
            service_account: None,
            image_pull_secrets: Vec::new(),
            node_selector: BTreeMap::new(),
            tolerations: Vec::new(),
            resources: ResourceRequirements::default(),
            volumes: Vec::new(),
            volume_mounts: Vec::new(),
            env: Vec::new(),
            env_from: Vec::new(),
            pod_spec_patch: None,
            task_may_set: vec![
                PodPart::Image,
                PodPart::NodeSelector,
                PodPart::Tolerations,
                PodPart::Resources,
            ],
            steps_at_once: None,
            setup_limit: Duration::from_secs(60 * 60),
            pending_limit: None,
            keep: Duration::from_secs(7 * 24 * 60 * 60),
        }
    }
}

/// Durations as whole seconds.
mod seconds {
    use std::time::Duration;

    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(value.as_secs())
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Duration, D::Error> {
        u64::deserialize(from).map(Duration::from_secs)
    }

    /// The same where there may be none.
    pub(super) mod option {
        use std::time::Duration;

        use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

        #[expect(clippy::ref_option, reason = "so serde calls it")]
        pub(in super::super) fn serialize<S: Serializer>(
            value: &Option<Duration>,
            to: S,
        ) -> Result<S::Ok, S::Error> {
            value.map(|value| value.as_secs()).serialize(to)
        }

        pub(in super::super) fn deserialize<'d, D: Deserializer<'d>>(
            from: D,
        ) -> Result<Option<Duration>, D::Error> {
            Option::<u64>::deserialize(from).map(|seconds| seconds.map(Duration::from_secs))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_as_usual_and_what_is_unknown_is_refused() {
        let config: ArgoConfig =
            serde_json::from_value(serde_json::json!({"namespace": "runs", "keep": 60}))
                .expect("a configuration");
        let usual = ArgoConfig::default();
        let expected =
            ArgoConfig { namespace: "runs".into(), keep: Duration::from_secs(60), ..usual };
        assert_eq!(config, expected);
        let misspelt = serde_json::json!({"namspace": "runs"});
        assert!(serde_json::from_value::<ArgoConfig>(misspelt).is_err());
    }
}
