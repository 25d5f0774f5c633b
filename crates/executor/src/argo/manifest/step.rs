//! The template of a step: its pod, and what the pod is told.

use std::collections::BTreeMap;

use annals_domain::{NodeName, Program, Step, Work};
use k8s_openapi::api::core::v1::{
    EnvVar, EnvVarSource, ObjectFieldSelector, SecretKeySelector, VolumeMount,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use serde_json::{Map, Value, json};

use super::pod::{PodOf, secret_variables};
use super::told::{AllTold, Told};
use super::{HOME, ManifestError, SETUP_FAILED, is_script};
use crate::Launch;
use crate::argo::template::{Backoff, Parameter, Parameters, RetryStrategy, Script, Template};
use crate::argo::workflow::PodMetadata;
use crate::argo::{ArgoConfig, names};

/// The places in the plan of the steps before `step`, without those whose outcome stands.
pub(super) fn places_before<'l>(launch: &'l Launch, step: &'l Step) -> impl Iterator<Item = usize> {
    let place = |name: &NodeName| launch.plan.steps.iter().position(|other| other.name == *name);
    step.after.iter().filter_map(place)
}

/// The template of the step with that place in the plan.
pub(super) fn of_step(
    config: &ArgoConfig,
    launch: &Launch,
    (place, step): (usize, &Step),
    told: &AllTold,
) -> Template {
    let source = source(launch, step, &told.steps[place].packed(told.way));
    let mut pod = PodOf::step(config, step);
    let other = std::mem::take(&mut pod.of_template);
    let name = names::template_name(place);
    let open = (!is_script(launch)).then(|| Parameter::open("upstream"));
    let label = (names::STEP.to_owned(), place.to_string());
    Template {
        inputs: Parameters::of(open),
        outputs: Parameters::of([
            Parameter::read("outputs", &format!("{HOME}/outputs")),
            Parameter::read("result", &format!("{HOME}/result")),
        ]),
        metadata: Some(PodMetadata { labels: [label].into(), annotations: BTreeMap::new() }),
        active_deadline_seconds: deadline(config, launch, step),
        retry_strategy: retry(step),
        script: Some(script(config, pod, source, secret_key(&name, launch))),
        dag: None,
        name,
        other,
    }
}

/// How long the step's pod may take. The program in it ends the step exactly in time; this is for a
/// pod whose program cannot. A step without a limit has none here either.
fn deadline(config: &ArgoConfig, launch: &Launch, step: &Step) -> Option<IntOrString> {
    let millis = u64::try_from(step.timeout_ms.or(launch.timeout_ms)?).unwrap_or(0);
    let seconds = millis.div_ceil(1000).saturating_add(config.setup_limit.as_secs());
    Some(IntOrString::Int(i32::try_from(seconds).unwrap_or(i32::MAX)))
}

/// A step that failed is tried again; one whose environment could not be had, or that the platform
/// let down, is not, as everywhere.
fn retry(step: &Step) -> Option<RetryStrategy> {
    if step.retry.is_never() {
        return None;
    }
    let backoff = Backoff {
        duration: Some(format!("{}ms", step.retry.delay_ms)),
        factor: Some(IntOrString::Int(1)),
        other: Map::new(),
    };
    Some(RetryStrategy {
        limit: Some(IntOrString::String(step.retry.times.to_string())),
        retry_policy: Some("OnFailure".into()),
        expression: Some(format!("lastRetry.exitCode != \"{SETUP_FAILED}\"")),
        backoff: (step.retry.delay_ms > 0).then_some(backoff),
        other: Map::new(),
    })
}

fn script(config: &ArgoConfig, mut pod: PodOf, source: String, known: EnvVar) -> Script {
    let mount =
        VolumeMount { name: "annals".into(), mount_path: HOME.into(), ..VolumeMount::default() };
    pod.volume_mounts.push(mount);
    pod.env.extend([known, own_name()]);
    Script {
        image: pod.image,
        image_pull_policy: pod.image_pull_policy,
        command: [config.python.as_str(), "-X", "utf8", "-u"].map(str::to_owned).into(),
        source,
        env: pod.env,
        env_from: pod.env_from,
        resources: pod.resources,
        volume_mounts: pod.volume_mounts,
        other: Map::new(),
    }
}

/// What the step may know, out of the run's Secret.
fn secret_key(template: &str, launch: &Launch) -> EnvVar {
    let key = SecretKeySelector {
        name: names::workflow_name(&launch.attempt),
        key: template.to_owned(),
        optional: None,
    };
    let from = EnvVarSource { secret_key_ref: Some(key), ..EnvVarSource::default() };
    EnvVar { name: "ANNALS_SECRETS".into(), value_from: Some(from), ..EnvVar::default() }
}

/// What the pod is called, by which it asks how far its log is recorded.
fn own_name() -> EnvVar {
    let field = ObjectFieldSelector { field_path: "metadata.name".into(), api_version: None };
    let from = EnvVarSource { field_ref: Some(field), ..EnvVarSource::default() };
    EnvVar { name: "ANNALS_POD".into(), value_from: Some(from), ..EnvVar::default() }
}

/// The program of a step's pod: it unpacks what it is told and begins the program of all pods. What
/// stands in braces is put in by Argo.
fn source(launch: &Launch, step: &Step, about: &str) -> String {
    let upstream = if is_script(launch) { "" } else { "{{inputs.parameters.upstream}}" };
    let tried = if step.retry.is_never() { "0" } else { "{{retries}}" };
    format!(
        "import base64, zlib\n\
         RUN = \"{{{{workflow.parameters.run}}}}\"\n\
         STEP = \"{about}\"\n\
         UPSTREAM = \"{upstream}\"\n\
         TRIED = \"{tried}\"\n\
         exec(zlib.decompress(base64.b64decode(\"{{{{workflow.parameters.program}}}}\")))\n"
    )
}

/// What a pod is told of its step.
pub(super) fn about_step(
    config: &ArgoConfig,
    launch: &Launch,
    step: &Step,
) -> Result<Told, ManifestError> {
    let small = json!({
        "name": step.name,
        "tries": step.retry.times.saturating_add(1),
        "delay_ms": step.retry.delay_ms,
        "timeout_ms": step.timeout_ms.or(launch.timeout_ms),
        "secret_variables": secret_variables(config, step),
    });
    let large = match &step.work {
        Work::Python(program) => about_program(launch, step, program)?,
        Work::Extract(work) => json!({
            "order": {"work": work, "endpoint": launch.endpoint},
            "env": step.env,
            "own_inputs": null,
        }),
    };
    Ok(Told::new(small, large))
}

fn about_program(launch: &Launch, step: &Step, program: &Program) -> Result<Value, ManifestError> {
    let effective = program.effective();
    let effective =
        effective.map_err(|error| ManifestError::Requirements(step.name.clone(), error))?;
    let upstream: BTreeMap<_, _> = places_before(launch, step)
        .map(|place| (names::template_name(place), &launch.plan.steps[place].name))
        .collect();
    let given = step.after.iter().filter_map(|name| Some((name.as_str(), launch.given.get(name)?)));
    Ok(json!({
        "code": program.code,
        "requirements": effective.lines,
        "requires_python": effective.requires_python,
        "env": step.env,
        "own_inputs": step.own_inputs,
        "upstream": upstream,
        "given": given.collect::<BTreeMap<_, _>>(),
    }))
}
