//! What a step asks of its pod, as it is described: it is read as [`PodSettings`], whose words these are.

use std::collections::BTreeMap;

use annals_domain::PodSettings;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What a step asks of the pod that it runs in, in the words of Kubernetes; what is left out is as the
/// server says. Kept with the run; steps on the server's own machine have no pod and ask for nothing.
/// Which of these a task may set, the server's configuration says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PodBody {
    /// The image.
    #[schema(min_length = 1, max_length = 500, pattern = "^[!-z|~]+$")]
    pub image: Option<String>,
    /// When the image is pulled.
    pub image_pull_policy: Option<PullPolicyWord>,
    /// Secrets by which images are pulled.
    #[schema(max_items = 32)]
    pub image_pull_secrets: Option<Vec<PodObjectBody>>,
    /// The service account; it may create and patch `workflowtaskresults`.
    #[schema(max_length = 253, pattern = "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
    pub service_account_name: Option<String>,
    /// What its node must be labelled with.
    pub node_selector: Option<BTreeMap<String, String>>,
    /// Taints that it bears.
    #[schema(max_items = 32)]
    pub tolerations: Option<Vec<TolerationBody>>,
    /// Memory, processors and the like.
    pub resources: Option<ResourcesBody>,
    /// Its volumes.
    #[schema(max_items = 32)]
    pub volumes: Option<Vec<VolumeBody>>,
    /// Where the step finds them, and those of the server's configuration.
    #[schema(max_items = 32)]
    pub volume_mounts: Option<Vec<MountBody>>,
    /// Variables whose values are in Secrets and ConfigMaps of the cluster.
    #[schema(max_items = 32)]
    pub env: Option<Vec<PodVariableBody>>,
    /// Whole Secrets and ConfigMaps as variables.
    #[schema(max_items = 32)]
    pub env_from: Option<Vec<PodVariablesBody>>,
}

/// When an image is pulled.
#[derive(Debug, Deserialize, ToSchema)]
pub enum PullPolicyWord {
    /// Before each start.
    Always,
    /// Where the node does not have it.
    IfNotPresent,
    /// Never.
    Never,
}

/// An object of the cluster.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PodObjectBody {
    /// Its name.
    #[schema(max_length = 253, pattern = "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
    pub name: String,
}

/// A taint that is borne.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TolerationBody {
    /// Its key.
    #[schema(max_length = 316, pattern = "^[A-Za-z0-9_./-]*$")]
    pub key: Option<String>,
    /// How its value is compared.
    pub operator: Option<TolerationWord>,
    /// Its value.
    #[schema(max_length = 63, pattern = "^[A-Za-z0-9_./-]*$")]
    pub value: Option<String>,
    /// What it does.
    pub effect: Option<TaintWord>,
    /// For how long one that evicts is borne.
    pub toleration_seconds: Option<i64>,
}

/// How a taint's value is compared.
#[derive(Debug, Deserialize, ToSchema)]
pub enum TolerationWord {
    /// It is the same.
    Equal,
    /// Whatever it is.
    Exists,
}

/// What a taint does.
#[derive(Debug, Deserialize, ToSchema)]
pub enum TaintWord {
    /// Pods do not come.
    NoSchedule,
    /// They come where nothing else is left.
    PreferNoSchedule,
    /// They go.
    NoExecute,
}

/// Amounts by the names of resources: `{"cpu": "500m", "memory": "1Gi"}`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResourcesBody {
    /// What the node must have free.
    pub requests: Option<BTreeMap<String, String>>,
    /// The most that it gets.
    pub limits: Option<BTreeMap<String, String>>,
}

/// A volume: its name and one place that it is of.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VolumeBody {
    /// Its name within the pod; not `annals`.
    #[schema(max_length = 253, pattern = "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
    pub name: String,
    /// A claim.
    pub persistent_volume_claim: Option<ClaimBody>,
    /// The keys of a Secret as files.
    pub secret: Option<VolumeSecretBody>,
    /// The keys of a ConfigMap as files.
    pub config_map: Option<PodObjectBody>,
    /// A folder that is there as long as the pod.
    pub empty_dir: Option<EmptyDirBody>,
}

/// A claim of a volume.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClaimBody {
    /// Its name.
    #[schema(max_length = 253, pattern = "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
    pub claim_name: String,
    /// Whether nothing is written to it.
    pub read_only: Option<bool>,
}

/// A Secret as files.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VolumeSecretBody {
    /// Its name.
    #[schema(max_length = 253, pattern = "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
    pub secret_name: String,
}

/// A folder of the node.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EmptyDirBody {
    /// `Memory`; left out, the node's disk.
    pub medium: Option<MediumWord>,
    /// The most that it holds.
    #[schema(max_length = 30, pattern = "^[0-9]+(\\.[0-9]+)?([numkMGTPE]|[KMGTPE]i)?$")]
    pub size_limit: Option<String>,
}

/// What a folder is made of.
#[derive(Debug, Deserialize, ToSchema)]
pub enum MediumWord {
    /// Memory.
    Memory,
}

/// Where a volume is found.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MountBody {
    /// The volume's name.
    #[schema(max_length = 253, pattern = "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
    pub name: String,
    /// The folder, an absolute path.
    #[schema(max_length = 1024, pattern = "^/[^:\\u0000]*$")]
    pub mount_path: String,
    /// A path within the volume instead of all of it.
    #[schema(min_length = 1, max_length = 1024, pattern = "^[^/:\\u0000][^:\\u0000]*$")]
    pub sub_path: Option<String>,
    /// Whether nothing is written to it.
    pub read_only: Option<bool>,
}

/// A variable whose value is in the cluster.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PodVariableBody {
    /// The variable.
    #[schema(max_length = 253, pattern = "^[A-Za-z_][A-Za-z0-9_]*$")]
    pub name: String,
    /// Where its value is.
    pub value_from: ValueFromBody,
}

/// Where a variable's value is: one of these.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ValueFromBody {
    /// A key of a Secret.
    pub secret_key_ref: Option<ObjectKeyBody>,
    /// A key of a ConfigMap.
    pub config_map_key_ref: Option<ObjectKeyBody>,
}

/// A key of a Secret or a ConfigMap.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectKeyBody {
    /// The object's name.
    #[schema(max_length = 253, pattern = "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")]
    pub name: String,
    /// The key.
    #[schema(min_length = 1, max_length = 253, pattern = "^[A-Za-z0-9_.-]+$")]
    pub key: String,
}

/// A whole Secret or ConfigMap as variables.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PodVariablesBody {
    /// What their names begin with.
    #[schema(max_length = 253, pattern = "^[A-Za-z_][A-Za-z0-9_]*$")]
    pub prefix: Option<String>,
    /// The Secret.
    pub secret_ref: Option<PodObjectBody>,
    /// The ConfigMap.
    pub config_map_ref: Option<PodObjectBody>,
}

/// The settings as they are shown.
#[must_use]
pub fn shown(pod: Option<Box<PodSettings>>) -> Option<Value> {
    pod.and_then(|pod| serde_json::to_value(pod).ok())
}
