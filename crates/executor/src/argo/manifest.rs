//! The Workflow of a launch.
//!
//! A script becomes one script template; a flow becomes a graph with a template a component. What is
//! the same for all pods, the program that runs in them and what they are told of the run, stands
//! once in the Workflow's arguments.

mod secret;
mod step;

use std::collections::BTreeMap;

use annals_domain::NodeName;
use annals_domain::requirements::RequirementError;
use k8s_openapi::api::core::v1::{EmptyDirVolumeSource, LocalObjectReference, Volume};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use kube::core::TypeMeta;
pub use secret::secret;
use serde_json::{Map, Value, json};
use step::{of_step, places_before};

use super::outline::{OUTLINE, Outline};
use super::template::{DagTask, DagTemplate, Parameter, Parameters, Template};
use super::workflow::{PodGc, PodMetadata, TtlStrategy, Workflow, WorkflowSpec};
use super::{ArgoConfig, Packages, names, packed};
use crate::Launch;

/// The program in every pod.
const PROGRAM: &str = include_str!("pod.py");

/// The most bytes of a Workflow. A cluster takes 1.5 MiB of an object, and Argo writes into the same
/// object how it goes on.
const LARGEST: usize = 1 << 20;

/// The folder of a pod where everything of Annals lies.
const HOME: &str = "/annals";

/// The code with which a pod ends whose environment could not be had. It is not tried again.
pub(super) const SETUP_FAILED: i32 = 214;

/// The graph's template.
const GRAPH: &str = "graph";

/// Why a launch has no Workflow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// What a step asks for is no list of requirements.
    #[error("{0}: {1}")]
    Requirements(NodeName, RequirementError),
    /// What a step does is not done on a cluster.
    #[error("{0}: files are searched for fields by the local executor only")]
    Work(NodeName),
    /// It would be larger than a cluster takes.
    #[error("the run's code and inputs are {0} bytes as a Workflow; the most is {LARGEST}")]
    TooLarge(usize),
}

/// The Workflow of `launch`.
///
/// # Errors
/// [`ManifestError`] says what keeps it from being one.
pub fn manifest(config: &ArgoConfig, launch: &Launch) -> Result<Workflow, ManifestError> {
    let workflow = Workflow {
        types: Some(TypeMeta::resource::<Workflow>()),
        metadata: metadata(config, launch),
        spec: spec(config, launch)?,
        status: None,
    };
    let size = serde_json::to_vec(&workflow).map_or(usize::MAX, |text| text.len());
    if size > LARGEST { Err(ManifestError::TooLarge(size)) } else { Ok(workflow) }
}

fn metadata(config: &ArgoConfig, launch: &Launch) -> ObjectMeta {
    ObjectMeta {
        name: Some(names::workflow_name(&launch.attempt)),
        namespace: Some(config.namespace.clone()),
        labels: Some(names::labels(config, launch)),
        annotations: Some(annotations(launch)),
        ..ObjectMeta::default()
    }
}

fn annotations(launch: &Launch) -> BTreeMap<String, String> {
    [(names::RUN_IN_FULL.to_owned(), launch.attempt.run_id.to_string())].into()
}

fn spec(config: &ArgoConfig, launch: &Launch) -> Result<WorkflowSpec, ManifestError> {
    let reference = |name: &String| LocalObjectReference { name: name.clone() };
    let keep = config.keep.as_secs();
    Ok(WorkflowSpec {
        entrypoint: entrypoint(launch),
        arguments: Parameters::of([
            Parameter::given("program", packed::bytes(PROGRAM.as_bytes())),
            Parameter::given("run", packed::value(&about_run(config, launch))),
            Parameter::given(OUTLINE, packed::value(&Outline::of(launch))),
        ]),
        templates: templates(config, launch)?,
        service_account_name: config.service_account.clone(),
        image_pull_secrets: config.image_pull_secrets.iter().map(reference).collect(),
        node_selector: config.node_selector.clone(),
        tolerations: config.tolerations.clone(),
        volumes: volumes(config),
        pod_metadata: Some(PodMetadata {
            labels: names::labels(config, launch),
            annotations: annotations(launch),
        }),
        pod_spec_patch: config.pod_spec_patch.as_ref().map(Value::to_string),
        parallelism: config.steps_at_once,
        // Annals removes the Workflow once it has the log. A cluster's own settings might do so before.
        pod_gc: Some(PodGc {
            strategy: "OnWorkflowCompletion".into(),
            delete_delay_duration: Some(format!("{keep}s")),
        }),
        ttl_strategy: Some(TtlStrategy { seconds_after_completion: keep }),
        shutdown: None,
        other: Map::new(),
    })
}

/// Whether the plan is one program with the run's own inputs, rather than a graph.
fn is_script(launch: &Launch) -> bool {
    matches!(&launch.plan.steps[..], [step] if step.own_inputs.is_none())
}

fn entrypoint(launch: &Launch) -> String {
    if is_script(launch) { names::template_name(0) } else { GRAPH.to_owned() }
}

/// What every pod is told of the run.
fn about_run(config: &ArgoConfig, launch: &Launch) -> Value {
    json!({
        "run_id": launch.attempt.run_id,
        "task_id": launch.task_id,
        "number": launch.number,
        "url": launch.api_url,
        "inputs": launch.inputs,
        "lock": launch.exact.as_ref().map(|exact| &exact.lock),
        "build": config.packages == Packages::Build,
        "setup_failed": SETUP_FAILED,
    })
}

fn templates(config: &ArgoConfig, launch: &Launch) -> Result<Vec<Template>, ManifestError> {
    let steps = launch.plan.steps.iter().enumerate();
    let scripts = steps.map(|(place, step)| of_step(config, launch, place, step));
    let mut templates: Vec<_> = scripts.collect::<Result<_, _>>()?;
    if !is_script(launch) {
        templates.insert(0, graph(launch));
    }
    Ok(templates)
}

/// The graph: a task a step, each after those that it needs. A failure ends what depends on it and
/// nothing else.
fn graph(launch: &Launch) -> Template {
    let tasks = launch.plan.steps.iter().enumerate().map(|(place, step)| {
        let name = names::template_name(place);
        let before: Vec<_> = places_before(launch, step).map(names::template_name).collect();
        // Base64 has neither blanks nor `:`.
        let given = before
            .iter()
            .map(|task| format!("{task}:{{{{tasks.{task}.outputs.parameters.outputs}}}}"));
        let upstream = given.collect::<Vec<_>>().join(" ");
        DagTask {
            template: name.clone(),
            name,
            dependencies: before,
            arguments: Parameters::of([Parameter::given("upstream", upstream)]),
            other: Map::new(),
        }
    });
    let dag =
        DagTemplate { fail_fast: Some(false), tasks: tasks.collect(), ..DagTemplate::default() };
    Template { name: GRAPH.into(), dag: Some(dag), ..Template::default() }
}

fn volumes(config: &ArgoConfig) -> Vec<Volume> {
    let own = Volume {
        name: "annals".into(),
        empty_dir: Some(EmptyDirVolumeSource::default()),
        ..Volume::default()
    };
    config.volumes.iter().cloned().chain([own]).collect()
}

#[cfg(test)]
mod tests;
