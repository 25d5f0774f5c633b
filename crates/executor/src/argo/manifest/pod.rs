//! What a step asks of its pod, laid over what the configuration says.

use std::collections::BTreeMap;

use annals_domain::{PodSettings, Step};
use k8s_openapi::api::core::v1::{
    EnvFromSource, EnvVar, ResourceRequirements, Toleration, Volume, VolumeMount,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::Launch;
use crate::argo::ArgoConfig;

/// What the pod of a step is made with.
pub(super) struct PodOf {
    pub(super) image: String,
    pub(super) image_pull_policy: Option<String>,
    pub(super) resources: ResourceRequirements,
    pub(super) volume_mounts: Vec<VolumeMount>,
    pub(super) env: Vec<EnvVar>,
    pub(super) env_from: Vec<EnvFromSource>,
    /// What a template has of its own, beside what the whole Workflow has.
    pub(super) of_template: Map<String, Value>,
}

impl PodOf {
    /// As the configuration says, changed by what the step asks for.
    pub(super) fn step(config: &ArgoConfig, step: &Step) -> Self {
        let mut pod = Self {
            image: image(config, step).to_owned(),
            image_pull_policy: config.image_pull_policy.clone(),
            resources: config.resources.clone(),
            volume_mounts: config.volume_mounts.clone(),
            env: config.env.clone(),
            env_from: config.env_from.clone(),
            of_template: Map::new(),
        };
        if let Some(asked) = &step.pod {
            pod.ask(config, asked);
        }
        pod
    }

    fn ask(&mut self, config: &ArgoConfig, asked: &PodSettings) {
        if let Some(policy) = asked.image_pull_policy {
            self.image_pull_policy = handed(&policy);
        }
        let ResourceRequirements { requests, limits, .. } = handed(&asked.resources);
        lay(&mut self.resources.requests, requests);
        lay(&mut self.resources.limits, limits);
        let mounts: Vec<VolumeMount> = handed(&asked.volume_mounts);
        self.volume_mounts.retain(|own| mounts.iter().all(|m| m.mount_path != own.mount_path));
        self.volume_mounts.extend(mounts);
        // Of two variables of one name the last one counts.
        self.env.extend(handed::<Vec<EnvVar>>(&asked.env));
        self.env_from.extend(handed::<Vec<EnvFromSource>>(&asked.env_from));
        self.of_template = of_template(config, asked);
    }
}

/// The image of a step's pod: what searches files is in that of Annals.
pub(in crate::argo) fn image<'a>(config: &'a ArgoConfig, step: &'a Step) -> &'a str {
    let annals = config.annals_image.as_deref().filter(|_| step.program().is_none());
    let asked = step.pod.as_ref().and_then(|pod| pod.image.as_deref());
    asked.or(annals).unwrap_or(&config.image)
}

/// What the template has of its own. Argo takes it in the place of what the Workflow has, but for
/// volumes, which it adds.
fn of_template(config: &ArgoConfig, asked: &PodSettings) -> Map<String, Value> {
    let mut own = Map::new();
    let mut say = |name: &str, value: Value| drop(own.insert(name.to_owned(), value));
    if let Some(account) = &asked.service_account_name {
        say("serviceAccountName", account.as_str().into());
    }
    if !asked.node_selector.is_empty() {
        let mut selector = config.node_selector.clone();
        selector.extend(asked.node_selector.clone());
        say("nodeSelector", handed(&selector));
    }
    if !asked.tolerations.is_empty() {
        let mut tolerations = config.tolerations.clone();
        tolerations.extend(handed::<Vec<Toleration>>(&asked.tolerations));
        say("tolerations", handed(&tolerations));
    }
    if !asked.volumes.is_empty() {
        let volumes: Vec<Volume> = handed(&asked.volumes);
        say("volumes", handed(&volumes));
    }
    own
}

/// By which Secrets the images of all steps are pulled, each once: Argo has them for the whole
/// Workflow.
pub(super) fn pull_secrets(config: &ArgoConfig, launch: &Launch) -> Vec<String> {
    let asked = launch.plan.steps.iter().flat_map(|step| &step.pod);
    let asked = asked.flat_map(|pod| &pod.image_pull_secrets).map(|secret| &secret.name);
    let mut names = Vec::new();
    for name in config.image_pull_secrets.iter().chain(asked) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// The variables of a step's pod whose values are in Secrets of the cluster, by their names.
pub(super) fn secret_variables(config: &ArgoConfig, step: &Step) -> Vec<String> {
    let pod = PodOf::step(config, step);
    let secret = |env: &EnvVar| env.value_from.as_ref().is_some_and(|v| v.secret_key_ref.is_some());
    pod.env.into_iter().filter(secret).map(|env| env.name).collect()
}

/// What is said in the words of Kubernetes, as a type of another kind that says the same.
///
/// # Panics
/// Never: the settings of a pod have the fields of Kubernetes' own types, which a test sees to.
fn handed<T: DeserializeOwned>(said: &impl Serialize) -> T {
    let said = serde_json::to_value(said).expect("it has a JSON form");
    serde_json::from_value(said).expect("it is in Kubernetes' words")
}

fn lay<V>(own: &mut Option<BTreeMap<String, V>>, asked: Option<BTreeMap<String, V>>) {
    if let Some(asked) = asked.filter(|asked| !asked.is_empty()) {
        own.get_or_insert_default().extend(asked);
    }
}
