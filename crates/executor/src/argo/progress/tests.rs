//! What is told of Workflows as Argo shows them, one state after another.

use annals_domain::requirements::Requested;
use annals_domain::{
    Component, Edge, FlowSpec, NodeOutcome, Plan, Retry, RunNumber, ScriptSpec, Spec,
};
use serde_json::{Value, json};

use super::super::packed;
use super::*;
use crate::{AttemptRef, Launch};

fn launch(spec: &Spec) -> Launch {
    Launch {
        attempt: AttemptRef { run_id: "r".parse().expect("an id"), epoch: 1 },
        task_id: "t".parse().expect("an id"),
        number: RunNumber::new(1).expect("a number"),
        plan: Plan::of(spec),
        given: Default::default(),
        inputs: json!({}),
        timeout_ms: None,
        exact: None,
        endpoint: None,
        api_url: None,
        api_token: None,
        secrets: Default::default(),
    }
}

fn progress(spec: &Spec) -> Progress {
    Progress::new(
        Outline::of(&crate::argo::ArgoConfig::default(), &launch(spec)),
        "image",
        Told::default(),
    )
}

/// What is new in a Workflow whose pods' logs were read to the end.
fn read(progress: &mut Progress, workflow: &Workflow) -> Vec<Seen> {
    progress.read(workflow, &|_| true)
}

fn script() -> Progress {
    let spec = Spec::Script(ScriptSpec {
        code: String::new(),
        requested: Requested::default(),
        env: Default::default(),
        pod: None,
    });
    progress(&spec)
}

/// `a` → `b`, and `c` by itself, which may be tried twice.
fn flow() -> Progress {
    let component = |id: &str, times| Component {
        id: id.parse().expect("an id"),
        name: id.into(),
        code: String::new(),
        requested: Requested::default(),
        env: Default::default(),
        inputs: Default::default(),
        retry: Retry { times, delay_ms: 0 },
        timeout_ms: None,
        pod: None,
    };
    let edge = Edge { from: "a".parse().expect("an id"), to: "b".parse().expect("an id") };
    let components = vec![component("a", 0), component("b", 0), component("c", 1)];
    progress(&Spec::Flow(FlowSpec { components, edges: vec![edge] }))
}

fn pod(template: &str, id: &str, phase: &str, result: Value) -> Value {
    let mut node = json!({
        "id": format!("w-{id}"), "type": "Pod", "templateName": template, "phase": phase,
        "finishedAt": format!("2026-11-21T12:00:0{id}Z"),
    });
    if !result.is_null() {
        let outputs = packed::value(&json!({"from": id}));
        node["outputs"] = json!({"parameters": [
            {"name": "outputs", "value": outputs},
            {"name": "result", "value": packed::value(&result)},
        ]});
    }
    node
}

fn workflow(phase: &str, nodes: &[Value]) -> Workflow {
    let nodes: serde_json::Map<_, _> = nodes
        .iter()
        .map(|node| (node["id"].as_str().expect("an id").to_owned(), node.clone()))
        .collect();
    let text = json!({
        "metadata": {"name": "w"}, "spec": {"entrypoint": "x", "templates": []},
        "status": {"phase": phase, "nodes": nodes},
    });
    serde_json::from_value(text).expect("a workflow")
}

fn shut_down(mut workflow: Workflow) -> Workflow {
    workflow.spec.shutdown = Some("Terminate".into());
    workflow
}

/// A short form of each fact.
fn short(seen: &[Seen]) -> Vec<String> {
    let end = |outcome: &NodeOutcome| match (&outcome.error_type, outcome.cancelled) {
        (_, true) => "cancelled".to_owned(),
        (None, _) => "well".to_owned(),
        (Some(error), _) => format!("{error}: {}", outcome.message.as_deref().unwrap_or("")),
    };
    let text = |seen: &Seen| match seen {
        Seen::SetupStarted => "setup".to_owned(),
        Seen::EnvironmentReady { node, facts } => format!("{node} has {:?}", facts.packages),
        Seen::SetupEnded { outcome } => format!("setup {}", end(outcome)),
        Seen::NodeStarted { node, process } => format!("{node} starts as {process}"),
        Seen::NodeEnded { node, outcome, outputs, parcel, .. } => match (outputs, parcel) {
            (Some(outputs), _) => format!("{node} {} {outputs}", end(outcome)),
            (None, Some(parcel)) => format!("{node} {} as {parcel}", end(outcome)),
            (None, None) => format!("{node} {}", end(outcome)),
        },
        Seen::NodeRetried { node, outcome, tried, of, .. } => {
            format!("{node} {tried}/{of} {}", end(outcome))
        }
        Seen::LogLost { node, reason } => format!("{node} lost: {reason}"),
        Seen::NodeSkipped { node, reason } => format!("{node} skipped: {reason}"),
        Seen::Finished { cancelled: true, .. } => "finished: cancelled".to_owned(),
        Seen::Finished { failure: None, .. } => "finished".to_owned(),
        Seen::Finished { failure: Some(failure), .. } => {
            format!("finished: {}: {}", failure.error_type, failure.message)
        }
    };
    seen.iter().map(text).collect()
}

#[test]
fn a_script_that_succeeds() {
    let mut progress = script();
    let waits = pod("s0", "1", "Pending", Value::Null);
    assert!(read(&mut progress, &workflow("Running", &[waits])).is_empty());
    let runs = workflow("Running", &[pod("s0", "1", "Running", Value::Null)]);
    assert_eq!(short(&read(&mut progress, &runs)), ["setup"]);
    assert!(read(&mut progress, &runs).is_empty());
    assert_eq!(
        short(&progress.told(0, "w-s0-1", b"{\"fact\":\"started\"}")),
        ["setup well", "main starts as w-s0-1"]
    );
    assert!(progress.told(0, "w-s0-1", b"{\"fact\":\"started\"}").is_empty());
    let ended = workflow("Succeeded", &[pod("s0", "1", "Succeeded", json!({"exit_code": 0}))]);
    let expected = ["main well {\"from\":\"1\"}", "finished"];
    assert_eq!(short(&read(&mut progress, &ended)), expected);
    assert!(read(&mut progress, &ended).is_empty());
}

#[test]
fn a_script_that_is_seen_only_when_it_is_over() {
    let ended = workflow("Failed", &[pod("s0", "1", "Failed", json!({"exit_code": 3}))]);
    assert_eq!(
        short(&read(&mut script(), &ended)),
        [
            "setup",
            "main starts as w-s0-1",
            "main exit: exited with code 3 {\"from\":\"1\"}",
            "setup well",
            "finished: exit: exited with code 3",
        ]
    );
}

#[test]
fn an_environment_that_cannot_be_had_is_the_setups_failure() {
    let result = json!({"error_type": "dependency", "tool": "error: No such package"});
    let ended = workflow("Failed", &[pod("s0", "1", "Failed", result)]);
    assert_eq!(
        short(&read(&mut script(), &ended)),
        [
            "setup",
            "main skipped: setup failed",
            "setup dependency: No such package",
            "finished: dependency: No such package",
        ]
    );
}

#[test]
fn what_the_environment_holds_is_told() {
    let fact = br#"{"fact": "environment", "lock": "six==1.17.0\n", "python_version": "3.12.1",
        "interpreter": "/usr/bin/python3", "platform": "linux-x86_64", "installer": "uv 0.9.11"}"#;
    let mut progress = script();
    let seen = progress.told(0, "p", fact);
    assert_eq!(
        short(&seen),
        ["setup", "main has [Package { name: \"six\", version: \"1.17.0\" }]"]
    );
    assert!(progress.told(0, "p", b"{\"fact\": \"something new\"}").is_empty());
    assert!(progress.told(9, "p", fact).is_empty());
}

#[test]
fn a_pod_that_could_say_nothing_is_told_of_by_the_cluster() {
    let mut killed = pod("s0", "1", "Failed", Value::Null);
    killed["message"] = json!("OOMKilled (exit code 137)");
    let mut progress = script();
    progress.told(0, "w-s0-1", b"{\"fact\":\"started\"}");
    assert_eq!(
        short(&read(&mut progress, &workflow("Failed", &[killed]))),
        [
            "main out_of_memory: ran out of memory: its pod was killed",
            "finished: out_of_memory: ran out of memory: its pod was killed",
        ]
    );
}

#[test]
fn a_flow_goes_on_beside_a_failure_and_tries_again() {
    let mut progress = flow();
    let retry = |phase: &str, tries: &[&str]| {
        let children: Vec<_> = tries.iter().map(|id| format!("w-{id}")).collect();
        json!({
            "id": "w-9", "type": "Retry", "templateName": "s2", "phase": phase,
            "children": children, "finishedAt": "2026-11-21T12:00:09Z",
        })
    };
    let first = pod("s2", "3", "Failed", json!({"exit_code": 7}));
    let failed = pod("s0", "1", "Failed", json!({"signal": 11}));
    let before = workflow("Running", &[retry("Running", &["3"]), first.clone(), failed.clone()]);
    assert_eq!(
        short(&read(&mut progress, &before)),
        ["setup", "a starts as w-s0-1", "a signal: killed by signal 11 (SIGSEGV) {\"from\":\"1\"}",]
    );
    let omitted = json!({"id": "w-2", "type": "Skipped", "templateName": "s1", "phase": "Omitted"});
    let second = pod("s2", "4", "Succeeded", json!({"exit_code": 0}));
    let nodes = [retry("Succeeded", &["3", "4"]), first, second, failed, omitted];
    assert_eq!(
        short(&read(&mut progress, &workflow("Failed", &nodes))),
        [
            "c 1/2 exit: exited with code 7",
            "c starts as w-s2-4",
            "c well {\"from\":\"4\"}",
            "b skipped: `a` did not succeed",
            "setup well",
            "finished: signal: a: killed by signal 11 (SIGSEGV)",
        ]
    );
}

#[test]
fn what_was_cancelled_is_no_failure() {
    let mut progress = flow();
    progress.told(0, "w-s0-1", b"{\"fact\":\"started\"}");
    let stopped = pod("s0", "1", "Failed", json!({"signal": 15, "stopped": true}));
    let told = shut_down(workflow("Running", std::slice::from_ref(&stopped)));
    assert_eq!(short(&read(&mut progress, &told)), ["a cancelled {\"from\":\"1\"}"]);
    assert_eq!(
        short(&read(&mut progress, &shut_down(workflow("Failed", &[stopped])))),
        [
            "b skipped: the run was cancelled",
            "c skipped: the run was cancelled",
            "setup well",
            "finished: cancelled",
        ]
    );
}

#[test]
fn cancelled_before_it_began_is_cancelled() {
    let ended = shut_down(workflow("Failed", &[]));
    let expected =
        ["setup", "main skipped: the run was cancelled", "setup well", "finished: cancelled"];
    assert_eq!(short(&read(&mut script(), &ended)), expected);
}

#[test]
fn told_to_end_too_late_it_succeeded() {
    let ended = workflow("Succeeded", &[pod("s0", "1", "Succeeded", json!({"exit_code": 0}))]);
    let seen = short(&read(&mut script(), &shut_down(ended)));
    assert_eq!(seen.last().map(String::as_str), Some("finished"));
}

#[test]
fn what_argo_refuses_is_the_platforms_failure() {
    let mut refused = workflow("Error", &[]);
    refused.status.as_mut().expect("a status").message = Some("invalid spec: x".into());
    let why = "platform: Argo ended the Workflow: invalid spec: x";
    assert_eq!(
        short(&read(&mut script(), &refused)),
        [
            "setup".to_owned(),
            "main skipped: Argo ended the Workflow: invalid spec: x".into(),
            format!("setup {why}"),
            format!("finished: {why}"),
        ]
    );
}

#[test]
fn a_workflow_that_is_gone_is_closed_with_what_is_known() {
    let mut progress = flow();
    progress.told(0, "w-s0-1", b"{\"fact\":\"started\"}");
    let why = "its Workflow was deleted from the cluster";
    assert_eq!(
        short(&progress.gone(false)),
        [
            format!("a platform: {why}"),
            format!("b skipped: {why}"),
            format!("c skipped: {why}"),
            "setup well".into(),
            format!("finished: platform: {why}"),
        ]
    );
    assert!(progress.gone(false).is_empty());
}

/// A job with a task a file.
fn job(files: usize) -> Progress {
    use annals_domain::{EngineName, EngineRef, ExtractionSpec, FileGroup, Mode};
    let group = |n: usize| FileGroup {
        task: format!("t{n}").parse().expect("a name"),
        mode: Mode::Individual,
        path: format!("in/{n}.pdf"),
        files: Vec::new(),
    };
    let engine =
        EngineRef { name: EngineName::Builtin, version: "1".into(), model: None, endpoint: None };
    let groups = (1..=files).map(group).collect();
    progress(&Spec::Extraction(ExtractionSpec { fields: Vec::new(), groups, engine }))
}

#[test]
fn the_tasks_of_a_job_stand_for_themselves() {
    let failed = json!({"exit_code": 1, "error_type": "exit", "message": "no text"});
    let end = |files: usize, well: usize| {
        let nodes: Vec<_> = (0..files)
            .map(|n| match n < well {
                true => pod(&format!("s{n}"), &n.to_string(), "Succeeded", json!({"exit_code": 0})),
                false => pod(&format!("s{n}"), &n.to_string(), "Failed", failed.clone()),
            })
            .collect();
        let told = short(&read(&mut job(files), &workflow("Failed", &nodes)));
        told.last().expect("an end").clone()
    };
    assert_eq!(end(1, 0), "finished: exit: in/1.pdf: no text");
    assert_eq!(end(2, 0), "finished: exit: 2 of 2 tasks failed; the first: in/1.pdf: no text");
    assert_eq!(end(3, 2), "finished: partial: 1 of 3 tasks failed; the first: in/3.pdf: no text");
}

#[test]
fn large_outputs_are_told_by_where_they_are() {
    let parcel = annals_domain::ParcelId::of(b"{}");
    let mut main = pod("s0", "1", "Succeeded", json!({"exit_code": 0}));
    main["outputs"]["parameters"][0]["value"] = json!(format!("kept:{parcel}"));
    let told = short(&read(&mut script(), &workflow("Succeeded", &[main])));
    assert!(told.contains(&format!("main well as {parcel}")), "{told:?}");
}

#[test]
fn a_component_that_waits_for_too_long_fails_the_run_and_others_are_let_go() {
    let mut progress = flow();
    let mut waits = pod("s0", "1", "Pending", Value::Null);
    waits["startedAt"] = json!("2026-11-21T12:00:00Z");
    waits["message"] = json!("Unschedulable: full");
    let runs = pod("s2", "2", "Running", Value::Null);
    let now = workflow("Running", &[waits.clone(), runs]);
    read(&mut progress, &now);
    assert_eq!(progress.longest(&now).map(|(step, _)| step), Some(0));
    progress.give_up(0, &now, 60);
    assert!(progress.is_overdue() && progress.longest(&now).is_none());
    waits["phase"] = json!("Failed");
    waits["message"] = json!("workflow shutdown with strategy:  Terminate");
    let stopped = pod("s2", "2", "Failed", json!({"signal": 15, "stopped": true}));
    let over = shut_down(workflow("Failed", &[waits, stopped]));
    let told = short(&read(&mut progress, &over));
    let why = "its pod did not begin within 60 s: no node of the cluster takes its pod: full";
    assert!(told.contains(&format!("a platform: {why}")), "{told:?}");
    assert_eq!(told.last(), Some(&format!("finished: platform: a: {why}")), "{told:?}");
}
