//! Going on from an earlier run of a flow.

use annals_tests::{Database, Run, Server, component, node};
use rstest::rstest;
use serde_json::{Value, json};

/// Prints a line and gives the sum of what it is given, and one more.
const SUM: &str = "print('begun'); give(1 + sum(upstream.values()))";

/// `a → b → d`, `c → d`; `b` fails unless the inputs say otherwise.
async fn failed(server: &Server) -> (String, Run) {
    let fails = format!("{SUM}\nraise SystemExit(inputs.get('code', 1))");
    let components =
        [component("a", SUM), component("b", &fails), component("c", SUM), component("d", SUM)];
    let flow = server.flow("resumed", &components, &["a b", "b d", "c d"]).await;
    let run = server.run_flow(&flow, &json!({})).await;
    assert_eq!(server.ended(&run).await["status"], "failure");
    (flow, run)
}

async fn plan(server: &Server, flow: &str, mut body: Value) -> Vec<String> {
    body["plan_only"] = json!(true);
    let plan = server.post(&format!("/api/v1/flows/{flow}/runs"), &body).await.ok();
    let text = |step: &Value, name: &str| step[name].as_str().expect("a text").to_owned();
    let steps = plan["steps"].as_array().expect("steps").iter();
    steps.map(|step| format!("{} {}", text(step, "action"), text(step, "component"))).collect()
}

#[rstest]
#[tokio::test]
async fn what_succeeded_is_used_again_and_the_rest_is_run(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (flow, first) = failed(&server).await;
    let body = json!({"from_run_id": first.id, "components": [component("b", SUM)]});
    assert_eq!(plan(&server, &flow, body.clone()).await, ["reuse a", "run b", "reuse c", "run d"]);
    assert_eq!(server.get(&format!("/api/v1/flows/{flow}")).await.ok()["run_count"], 1);

    let second = server.run_flow(&flow, &body).await;
    let whole = server.ended(&second).await;
    assert_eq!(whole["status"], "success", "{whole}");
    assert_eq!(whole["outputs"], json!({"d": 4}));
    assert_eq!(
        (&whole["parent_run_id"], &whole["trigger_type"]),
        (&json!(first.id), &json!("rerun"))
    );
    let reused = node(&whole, "a");
    assert_eq!((&reused["state"], &reused["reused_from"]), (&json!("success"), &json!(first.id)));
    assert_eq!((&reused["outputs"], &reused["started_at"]), (&json!(1), &json!(null)));
    assert_eq!(reused["log"]["lines"], 0);
    assert_eq!(server.flow_run(&second).await["components_executed"], 2);

    // From a component on, although all succeeded; what was used again is so once more, and lasts
    // when the run that carried it out is gone.
    let path = format!("/api/v1/flow-runs/{}", first.id);
    server.delete(&path).await.ok();
    let third = server.rerun(&second, json!({"from_component": "d"})).await;
    let whole = server.ended(&third).await;
    assert_eq!((&whole["status"], &whole["outputs"]), (&json!("success"), &json!({"d": 4})));
    assert_eq!(node(&whole, "a")["reused_from"], json!(first.id));
    assert_eq!(node(&whole, "b")["reused_from"], json!(second.id));
    assert_eq!(server.flow_run(&third).await["components_executed"], 1);

    // Other inputs concern every component.
    let body = json!({"from_run_id": second.id, "inputs": {"code": 0}});
    assert_eq!(plan(&server, &flow, body).await, ["run a", "run b", "run c", "run d"]);
    // All of it stands: nothing is left to run.
    let body = json!({"from_run_id": second.id});
    let none = server.run_flow(&flow, &body).await;
    let whole = server.ended(&none).await;
    assert_eq!((&whole["status"], &whole["outputs"]), (&json!("success"), &json!({"d": 4})));
    // The flow itself is what it was.
    assert_eq!(plan(&server, &flow, json!({})).await, ["run a", "run b", "run c", "run d"]);
}

#[rstest]
#[tokio::test]
async fn what_cannot_be_gone_on_from_is_refused(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (flow, first) = failed(&server).await;
    let other = server.flow("other", &[component("a", "pass")], &[]).await;
    let foreign = server.run_flow(&other, &json!({})).await;
    let (script, _) = server.run_to_end("pass").await;
    let path = format!("/api/v1/flows/{flow}/runs");
    for (body, place) in [
        (json!({"from_run_id": foreign.id}), "from_run_id"),
        (json!({"from_run_id": script.id}), "from_run_id"),
        (json!({"from_run_id": "no run"}), "from_run_id"),
        (json!({"from_component": "a"}), "from_component"),
        (json!({"from_run_id": first.id, "from_component": "z"}), "from_component"),
        (json!({"components": [component("z", "pass")]}), "components"),
    ] {
        let problem = server.post(&path, &body).await.problem(422);
        assert_eq!(problem["errors"][0]["loc"][1], place, "{problem}");
    }
    let body = json!({"from_component": "a"});
    server.post(&script.path("/rerun"), &body).await.problem(422);
    server.ended(&foreign).await;
    assert_eq!(server.get(&format!("/api/v1/flows/{flow}")).await.ok()["run_count"], 1);
}
