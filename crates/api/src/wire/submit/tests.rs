use serde_json::json;

use super::*;

fn submit(body: Value) -> Result<Submit, Problem> {
    serde_json::from_value::<SubmitBody>(body).expect("the right shape").checked()
}

#[test]
fn null_is_left_out_and_unknown_fields_are_ignored() {
    let body = json!({"pythonCode": "x=1", "dependencies": null, "env": null, "colour": 1});
    let request = submit(body).expect("valid");
    let change = Change { code: Some("x=1".into()), ..Change::default() };
    assert_eq!(request, Submit { change, ..Submit::default() });
}

#[test]
fn every_field_reaches_the_engine() {
    let request = submit(json!({
        "pythonCode": "x=1", "dependencies": "", "requirementsFile": "six", "taskId": "t-1",
        "name": "n", "inputs": {"a": 1}, "tags": ["t"], "sessionId": "s", "workspaceId": "w",
        "executor": "local", "timeoutSeconds": 1.5, "env": {"A": "b"},
    }));
    let Submit { task_id, name, change } = request.expect("valid");
    assert_eq!((task_id.expect("an id").as_str(), name.as_deref()), ("t-1", Some("n")));
    assert_eq!((change.dependencies.as_deref(), change.timeout_ms), (Some(""), Some(1500)));
    assert_eq!(change.inputs, Some(json!({"a": 1})));
    assert_eq!((change.env.map(|e| e.len()), change.tags.len(), change.exact), (Some(1), 1, false));
    let rest = [change.executor, change.session_id, change.workspace_id, change.requirements_file];
    assert_eq!(rest.map(|v| v.expect("given")), ["local", "s", "w", "six"]);
}

#[test]
fn what_is_wrong_is_named_as_the_interface_writes_it() {
    for (body, loc, status) in [
        (json!({}), "pythonCode", 422),
        (json!({"pythonCode": " "}), "pythonCode", 422),
        (json!({"pythonCode": "x", "dependencies": "a".repeat(10_001)}), "dependencies", 422),
        (
            json!({"pythonCode": "x", "requirementsFile": "a".repeat(50_001)}),
            "requirementsFile",
            422,
        ),
        (json!({"pythonCode": "x", "name": "a\nb"}), "name", 422),
        (json!({"pythonCode": "x", "sessionId": "a".repeat(201)}), "sessionId", 422),
        (json!({"taskId": ""}), "taskId", 422),
        (json!({"taskId": "no such"}), "no such", 404),
    ] {
        let problem = submit(body).expect_err("invalid");
        assert_eq!(problem.kind.status().as_u16(), status);
        assert!(problem.detail.contains(loc), "{}", problem.detail);
    }
}

#[test]
fn a_component_is_an_id() {
    let body: RerunBody = serde_json::from_value(json!({"from_component": "a"})).expect("ok");
    let from = body.checked().expect("valid").from_component.map(|id| id.to_string());
    assert_eq!(from.as_deref(), Some("a"));
    let body: RerunBody = serde_json::from_value(json!({"from_component": "a b"})).expect("ok");
    assert!(body.checked().expect_err("invalid").detail.starts_with("from_component: "));
    let body: RerunBody = serde_json::from_value(json!({"exact": true})).expect("ok");
    assert!(body.checked().expect("valid").exact);
}
