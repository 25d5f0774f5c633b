//! What is made of launches.

mod held;
mod pod;
mod served;
mod server;
mod travel;

use annals_domain::requirements::Requested;
use annals_domain::{
    Component, Edge, EnvValue, FlowSpec, Plan, Retry, RunNumber, ScriptSpec, Spec,
};
use serde_json::json;

use super::*;
use crate::AttemptRef;

const RUN: &str = "01932b5a-7d3e-7c11-9a53-0d6f1c2b3a4d";

fn launch(spec: &Spec) -> Launch {
    let mut secrets = annals_redact::Secrets::default();
    secrets.insert("db", "s3cret-value");
    Launch {
        attempt: AttemptRef { run_id: RUN.parse().expect("an id"), epoch: 1 },
        task_id: "task-3f2a".parse().expect("an id"),
        number: RunNumber::new(7).expect("a number"),
        plan: Plan::of(spec),
        given: Default::default(),
        inputs: json!({"n": 20, "odd": "{{workflow.name}}"}),
        timeout_ms: None,
        exact: None,
        endpoint: None,
        api_url: Some("http://10.88.0.1:7878".into()),
        api_token: Some("the-runs-own-token".into()),
        secrets,
    }
}

fn script(code: &str) -> Spec {
    Spec::Script(ScriptSpec {
        code: code.into(),
        requested: Requested::default(),
        env: [
            ("PLAIN".to_owned(), EnvValue::Plain("{{x}}".into())),
            ("PASSWORD".to_owned(), EnvValue::Secret { secret: "db".into() }),
        ]
        .into(),
        pod: None,
    })
}

fn component(id: &str, code: &str) -> Component {
    Component {
        id: id.parse().expect("an id"),
        name: id.into(),
        code: code.into(),
        requested: Requested::default(),
        env: Default::default(),
        inputs: Default::default(),
        retry: Retry::default(),
        timeout_ms: None,
        pod: None,
    }
}

/// `a` → (`b.1`, `c`) → `d`; `c` is tried again, `d` has a time limit.
fn flow() -> Spec {
    let mut components =
        ["a", "b.1", "c", "d"].map(|id| component(id, &format!("print('{{{{{id}}}}}')")));
    components[2].retry = Retry { times: 2, delay_ms: 1500 };
    components[3].timeout_ms = Some(2500);
    let edge = |(from, to): (&str, &str)| Edge {
        from: from.parse().expect("an id"),
        to: to.parse().expect("an id"),
    };
    let edges = [("a", "b.1"), ("a", "c"), ("b.1", "d"), ("c", "d")].map(edge);
    Spec::Flow(FlowSpec { components: components.into(), edges: edges.into() })
}

fn configured() -> ArgoConfig {
    let config = json!({
        "namespace": "runs", "image": "annals.test/python:1", "image_pull_policy": "IfNotPresent",
        "service_account": "workflow", "image_pull_secrets": ["registry"],
        "node_selector": {"pool": "batch"},
        "tolerations": [{"key": "batch", "operator": "Exists", "effect": "NoSchedule"}],
        "resources": {"requests": {"cpu": "500m"}, "limits": {"memory": "1Gi"}},
        "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}],
        "volume_mounts": [{"name": "data", "mountPath": "/data", "readOnly": true}],
        "env": [{"name": "UV_DEFAULT_INDEX", "value": "http://index/simple"}],
        "env_from": [{"secretRef": {"name": "cloud"}}],
        "pod_spec_patch": {"priorityClassName": "low"},
        "steps_at_once": 3, "task_may_set": ["image", "env"],
    });
    serde_json::from_value(config).expect("a configuration")
}

/// The manifest with what is packed as lengths only.
fn readable(workflow: &Workflow) -> Value {
    let mut text = serde_json::to_value(workflow).expect("JSON");
    for parameter in text["spec"]["arguments"]["parameters"].as_array_mut().expect("parameters") {
        parameter["value"] = json!("…");
    }
    for template in text["spec"]["templates"].as_array_mut().expect("templates") {
        if let Some(source) = template.pointer_mut("/script/source") {
            let lines = source.as_str().expect("a text").lines();
            let short = |line: &str| match line.strip_prefix("STEP = ") {
                Some(_) => "STEP = …".to_owned(),
                None => line.to_owned(),
            };
            *source = lines.map(short).collect();
        }
    }
    text
}

#[test]
fn a_script_becomes_one_template() {
    let workflow = manifest(&ArgoConfig::default(), &launch(&script("print(1)")));
    insta::assert_json_snapshot!(readable(&workflow.expect("a workflow")));
}

#[test]
fn a_flow_becomes_a_graph_and_the_configuration_is_in_it() {
    let workflow = manifest(&configured(), &launch(&flow())).expect("a workflow");
    insta::assert_json_snapshot!(readable(&workflow));
}

#[test]
fn the_secret_tells_each_step_what_it_may_know() {
    let Spec::Flow(mut spec) = flow() else { unreachable!("it is a flow") };
    spec.components[1].env = [("X".to_owned(), EnvValue::Secret { secret: "db".into() })].into();
    let secret = secret(&configured(), &launch(&Spec::Flow(spec)));
    let data = secret.data.expect("data");
    let known: Vec<Value> =
        ["s0", "s1"].map(|key| serde_json::from_slice(&data[key].0).expect("JSON")).into();
    assert_eq!(
        known,
        [
            json!({"token": "the-runs-own-token", "values": {}}),
            json!({"token": "the-runs-own-token", "values": {"db": "s3cret-value"}}),
        ]
    );
    let manifest = manifest(&configured(), &launch(&flow())).expect("a workflow");
    let text = serde_json::to_string(&manifest).expect("JSON");
    assert!(!text.contains("s3cret") && !text.contains("the-runs-own-token"));
}

#[test]
fn nothing_of_a_run_stands_in_braces() {
    let text = serde_json::to_string(&manifest(&configured(), &launch(&flow())).expect("one"));
    let mut ours: Vec<_> = text
        .expect("JSON")
        .split("{{")
        .skip(1)
        .filter_map(|rest| rest.split_once("}}").map(|(name, _)| name.to_owned()))
        .collect();
    ours.sort();
    ours.dedup();
    assert_eq!(
        ours,
        [
            "inputs.parameters.upstream",
            "retries",
            "tasks.s0.outputs.parameters.outputs",
            "tasks.s1.outputs.parameters.outputs",
            "tasks.s2.outputs.parameters.outputs",
            "workflow.parameters.program",
            "workflow.parameters.run",
        ]
    );
    assert!(!PROGRAM.contains("{{") && !PROGRAM.contains("}}"));
}

/// At least so many characters that cannot be packed away.
fn noise(length: usize) -> String {
    let mut word = 1_u64;
    let mut noise = String::new();
    while noise.len() < length {
        word = word.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        noise += &format!("{word:016x}");
    }
    noise
}

#[test]
fn what_is_too_large_is_refused_where_pods_cannot_reach_the_server() {
    let code = format!("x = '{}'", noise(2 * LARGEST));
    let launch = Launch { api_url: None, ..launch(&script(&code)) };
    let refused = manifest(&ArgoConfig::default(), &launch);
    assert!(matches!(refused, Err(ManifestError::TooLarge(size)) if size > LARGEST));
}

#[test]
fn what_is_no_requirement_is_refused() {
    let mut spec = ScriptSpec {
        code: String::new(),
        requested: Requested::default(),
        env: Default::default(),
        pod: None,
    };
    spec.requested.dependencies = Some("six ==".into());
    let refused = manifest(&ArgoConfig::default(), &launch(&Spec::Script(spec)));
    assert!(matches!(refused, Err(ManifestError::Requirements(..))), "{refused:?}");
}
