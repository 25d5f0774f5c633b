//! What a step asks of the pod that it runs in, where it runs in one. The words are Kubernetes' own,
//! so that they can be handed on as they are.

mod faults;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use faults::PodFault;

/// What a step asks of its pod; what is left out is as the server's configuration says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PodSettings {
    /// The image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// When the image is pulled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_pull_policy: Option<PullPolicy>,
    /// By which Secrets images are pulled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub image_pull_secrets: Vec<PodObject>,
    /// The service account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_account_name: Option<String>,
    /// What its node must be labelled with.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub node_selector: BTreeMap<String, String>,
    /// Which taints it bears.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tolerations: Vec<PodToleration>,
    /// What it is given of the node.
    #[serde(skip_serializing_if = "PodResources::is_empty")]
    pub resources: PodResources,
    /// Its volumes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<PodVolume>,
    /// Where the step finds them, and those of the server's configuration.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volume_mounts: Vec<PodMount>,
    /// Variables whose values are in Secrets and ConfigMaps of the cluster.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<PodVariable>,
    /// Whole Secrets and ConfigMaps as variables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env_from: Vec<PodVariables>,
}

/// When an image is pulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PullPolicy {
    /// Before each start.
    Always,
    /// Where the node does not have it.
    IfNotPresent,
    /// Never: the node has it.
    Never,
}

/// An object of the cluster, by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PodObject {
    /// The name.
    pub name: String,
}

/// A taint that is borne.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PodToleration {
    /// The taint's key; none is all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// How the value is compared; `Equal` unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<TolerationOperator>,
    /// The taint's value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What the taint does; none is whatever it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<TaintEffect>,
    /// For how long one that evicts is borne, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub toleration_seconds: Option<i64>,
}

/// How a taint's value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TolerationOperator {
    /// It is the same.
    Equal,
    /// Whatever it is.
    Exists,
}

/// What a taint does to pods that do not bear it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaintEffect {
    /// They do not come.
    NoSchedule,
    /// They come where nothing else is left.
    PreferNoSchedule,
    /// They go.
    NoExecute,
}

/// What a step is given of its node, by the name of the resource: `cpu`, `memory`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PodResources {
    /// What the node must have free.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub requests: BTreeMap<String, String>,
    /// The most it gets.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub limits: BTreeMap<String, String>,
}

impl PodResources {
    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.requests.is_empty() && self.limits.is_empty()
    }
}

/// A volume: its name and one place that it is of.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PodVolume {
    /// Its name within the pod.
    pub name: String,
    /// A claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persistent_volume_claim: Option<VolumeClaim>,
    /// The keys of a Secret as files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<VolumeSecret>,
    /// The keys of a ConfigMap as files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config_map: Option<PodObject>,
    /// A folder that is there as long as the pod.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty_dir: Option<VolumeFolder>,
}

/// A claim of a volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VolumeClaim {
    /// The claim's name.
    pub claim_name: String,
    /// Whether nothing is written to it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub read_only: bool,
}

/// A Secret as files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VolumeSecret {
    /// The Secret's name.
    pub secret_name: String,
}

/// A folder of the node.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct VolumeFolder {
    /// `Memory`, or none for the node's disk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<FolderMedium>,
    /// The most that it holds, as `1Gi`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size_limit: Option<String>,
}

/// What a folder is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FolderMedium {
    /// Memory.
    Memory,
}

/// Where a volume is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PodMount {
    /// The volume's name.
    pub name: String,
    /// The folder.
    pub mount_path: String,
    /// A path within the volume instead of all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_path: Option<String>,
    /// Whether nothing is written to it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub read_only: bool,
}

/// A variable whose value is in the cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PodVariable {
    /// The variable.
    pub name: String,
    /// Where its value is.
    pub value_from: ValueFrom,
}

/// Where a variable's value is: one of these.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ValueFrom {
    /// A key of a Secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_key_ref: Option<ObjectKey>,
    /// A key of a ConfigMap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config_map_key_ref: Option<ObjectKey>,
}

/// A key of a Secret or a ConfigMap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectKey {
    /// The object's name.
    pub name: String,
    /// The key.
    pub key: String,
}

/// A whole Secret or ConfigMap as variables.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PodVariables {
    /// What their names begin with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// The Secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_ref: Option<PodObject>,
    /// The ConfigMap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config_map_ref: Option<PodObject>,
}

/// A part of the settings, which a server may leave to tasks or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PodPart {
    /// The image, and when it is pulled.
    Image,
    /// By which Secrets images are pulled.
    ImagePullSecrets,
    /// The service account.
    ServiceAccount,
    /// What nodes must be labelled with.
    NodeSelector,
    /// Taints that are borne.
    Tolerations,
    /// Memory, processors and the like.
    Resources,
    /// Volumes and their mounts.
    Volumes,
    /// Variables out of Secrets and ConfigMaps.
    Env,
}

impl PodSettings {
    /// The parts of these that say anything, each with the name of its field.
    #[must_use]
    pub fn parts(&self) -> Vec<(PodPart, &'static str)> {
        let some = |of: &Option<String>| of.is_some();
        [
            (PodPart::Image, "image", some(&self.image)),
            (PodPart::Image, "imagePullPolicy", self.image_pull_policy.is_some()),
            (PodPart::ImagePullSecrets, "imagePullSecrets", !self.image_pull_secrets.is_empty()),
            (PodPart::ServiceAccount, "serviceAccountName", some(&self.service_account_name)),
            (PodPart::NodeSelector, "nodeSelector", !self.node_selector.is_empty()),
            (PodPart::Tolerations, "tolerations", !self.tolerations.is_empty()),
            (PodPart::Resources, "resources", !self.resources.is_empty()),
            (PodPart::Volumes, "volumes", !self.volumes.is_empty()),
            (PodPart::Volumes, "volumeMounts", !self.volume_mounts.is_empty()),
            (PodPart::Env, "env", !self.env.is_empty()),
            (PodPart::Env, "envFrom", !self.env_from.is_empty()),
        ]
        .into_iter()
        .filter_map(|(part, name, said)| said.then_some((part, name)))
        .collect()
    }

    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts().is_empty()
    }
}
