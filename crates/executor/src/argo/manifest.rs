//! The Workflow of a launch.
//!
//! A script becomes one script template; a flow becomes a graph with a template a component. What is
//! the same for all pods, the program that runs in them and what they are told of the run, stands
//! once in the Workflow's arguments.

mod pod;
mod secret;
mod step;
mod told;

use std::collections::BTreeMap;

use annals_domain::requirements::RequirementError;
use annals_domain::{NodeName, Step};
use k8s_openapi::api::core::v1::{EmptyDirVolumeSource, LocalObjectReference, Volume};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use kube::core::TypeMeta;
pub(super) use pod::image;
pub use secret::secret;
use serde_json::{Map, Value, json};
use step::{of_step, places_before};
use told::{AllTold, Told};

use super::outline::{OUTLINE, Outline};
use super::template::{DagTask, DagTemplate, Parameter, Parameters, Template};
use super::workflow::{PodGc, PodMetadata, TtlStrategy, Workflow, WorkflowSpec};
use super::{ArgoConfig, Packages, names, packed};
use crate::{Launch, Parcel};

/// The program in every pod.
const PROGRAM: &str = include_str!("pod.py");

/// The most bytes of a Workflow. A cluster takes 1.5 MiB of an object, and Argo writes into the same
/// object how it goes on.
const LARGEST: usize = 1 << 20;

/// The most bytes of a step's outputs, packed, that stand in the Workflow, and of all of a run. Those
/// of a component stand there once more for each that needs them. What is larger the pod gives to the
/// server.
const OUTPUTS: (usize, usize) = (128 << 10, 256 << 10);

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
    /// It would be larger than a cluster takes.
    #[error("the run is {0} bytes as a Workflow; the most is {LARGEST}")]
    TooLarge(usize),
}

/// The Workflow of `launch`.
///
/// # Errors
/// [`ManifestError`] says what keeps it from being one.
pub fn manifest(config: &ArgoConfig, launch: &Launch) -> Result<Workflow, ManifestError> {
    let told = AllTold::of(config, launch)?;
    let workflow = Workflow {
        types: Some(TypeMeta::resource::<Workflow>()),
        metadata: metadata(config, launch),
        spec: spec(config, launch, &told),
        status: None,
    };
    let size = serde_json::to_vec(&workflow).map_or(usize::MAX, |text| text.len());
    if size > LARGEST { Err(ManifestError::TooLarge(size)) } else { Ok(workflow) }
}

/// What the server is to keep for the pods of `launch`, since it is too large for the Workflow.
///
/// # Errors
/// [`ManifestError`] says what keeps it from being one.
pub fn parcels(config: &ArgoConfig, launch: &Launch) -> Result<Vec<Parcel>, ManifestError> {
    Ok(AllTold::of(config, launch)?.parcels())
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

fn spec(config: &ArgoConfig, launch: &Launch, told: &AllTold) -> WorkflowSpec {
    let reference = |name| LocalObjectReference { name };
    let pull_secrets = pod::pull_secrets(config, launch).into_iter();
    let keep = config.keep.as_secs();
    WorkflowSpec {
        entrypoint: entrypoint(launch),
        arguments: Parameters::of([
            Parameter::given("program", packed::bytes(PROGRAM.as_bytes())),
            Parameter::given("run", told.run.packed(told.way)),
            Parameter::given(OUTLINE, packed::value(&Outline::of(config, launch))),
        ]),
        templates: templates(config, launch, told),
        service_account_name: config.service_account.clone(),
        image_pull_secrets: pull_secrets.map(reference).collect(),
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
    }
}

/// Whether the plan is one program with the run's own inputs, rather than a graph.
pub(super) fn is_script(launch: &Launch) -> bool {
    let alone = |step: &Step| step.own_inputs.is_none() && step.program().is_some();
    matches!(&launch.plan.steps[..], [step] if alone(step))
}

fn entrypoint(launch: &Launch) -> String {
    if is_script(launch) { names::template_name(0) } else { GRAPH.to_owned() }
}

/// What every pod is told of the run.
fn about_run(config: &ArgoConfig, launch: &Launch) -> Told {
    let small = json!({
        "run_id": launch.attempt.run_id,
        "epoch": launch.attempt.epoch,
        "task_id": launch.task_id,
        "number": launch.number,
        "url": launch.api_url,
        "build": config.packages == Packages::Build,
        "setup_failed": SETUP_FAILED,
        "outputs_within": outputs_within(launch),
    });
    let large = json!({
        "inputs": launch.inputs,
        "lock": launch.exact.as_ref().map(|exact| &exact.lock),
    });
    Told::new(small, large)
}

/// The most bytes of a step's outputs that stand in the Workflow.
fn outputs_within(launch: &Launch) -> usize {
    let (of_step, of_run) = OUTPUTS;
    let steps = &launch.plan.steps;
    let times = steps.len() + steps.iter().map(|step| step.after.len()).sum::<usize>();
    of_step.min(of_run / times.max(1))
}

fn templates(config: &ArgoConfig, launch: &Launch, told: &AllTold) -> Vec<Template> {
    let steps = launch.plan.steps.iter().enumerate();
    let template = |(place, step)| of_step(config, launch, (place, step), told);
    let mut templates: Vec<_> = steps.map(template).collect();
    if !is_script(launch) {
        templates.insert(0, graph(launch));
    }
    templates
}

/// The graph: a task a step, each after those that it needs. A failure ends what depends on it and
/// nothing else.
fn graph(launch: &Launch) -> Template {
    // Argo takes no graph without tasks; where every step is used again, there is nothing to wait for.
    if launch.plan.steps.is_empty() {
        let nothing = ("suspend".to_owned(), json!({"duration": "0"}));
        let other = Map::from_iter([nothing]);
        return Template { name: GRAPH.into(), other, ..Template::default() };
    }
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
