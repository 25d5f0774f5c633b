//! Running flows: inputs and outputs, failures, cancelling, tries, limits.

use annals_tests::{Database, Event, Gate, Server, component, is_alive, node};
use rstest::rstest;
use serde_json::{Value, json};

/// The state of each component, in the order of the nodes.
fn states(whole: &Value) -> Vec<String> {
    let nodes = whole["nodes"].as_array().expect("nodes").iter();
    let named = nodes.filter(|node| node["name"] != "setup");
    let word = |node: &Value, of: &str| node[of].as_str().unwrap_or_default().to_owned();
    named.map(|node| format!("{} {}", word(node, "name"), word(node, "state"))).collect()
}

#[rstest]
#[tokio::test]
async fn outputs_go_on_to_those_that_need_them(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let mut double = component("double", "print(inputs); give(upstream['load']['n'] * 2)");
    double["inputs"] = json!({"own": true, "n": 7});
    let components = [
        component("show", "give({'all': upstream, 'inputs': inputs})"),
        double,
        component("load", "print('loading'); assert upstream == {}; give({'n': inputs['n']})"),
        component("quiet", "assert upstream == {}"),
        component("none", "give({'of quiet': upstream['quiet']})"),
    ];
    let ways = ["load double", "load show", "double show", "quiet none"];
    let flow = server.flow("sums", &components, &ways).await;
    let body = json!({"inputs": {"n": 4}, "session_id": "s-1", "trigger_type": "webhook"});
    let run = server.run_flow(&flow, &body).await;
    let whole = server.ended(&run).await;
    assert_eq!(whole["status"], "success", "{whole}");
    assert_eq!(whole["kind"], "flow");
    assert_eq!(
        whole["outputs"],
        json!({
            "show": {"all": {"load": {"n": 4}, "double": 8}, "inputs": {"n": 4}},
            "none": {"of quiet": null},
        })
    );
    assert_eq!(node(&whole, "double")["outputs"], json!(8));
    assert_eq!(server.text_of(&run, "double").await, "{'n': 7, 'own': True}\n");
    assert_eq!(server.text_of(&run, "load").await, "loading\n");

    let told = server.flow_run(&run).await;
    for (name, value) in [
        ("flow_id", json!(flow)),
        ("flow_name", json!("sums")),
        ("status", json!("success")),
        ("session_id", json!("s-1")),
        ("trigger_type", json!("webhook")),
        ("inputs", json!({"n": 4})),
        ("outputs", whole["outputs"].clone()),
        ("error_message", json!(null)),
        ("error_type", json!(null)),
        ("components_executed", json!(5)),
        ("duration_ms", whole["duration_ms"].clone()),
    ] {
        assert_eq!(told[name], value, "{name} of {told}");
    }
    assert_eq!(server.get(&format!("/api/v1/flows/{flow}")).await.ok()["latest_run"]["id"], run.id);
}

#[rstest]
#[tokio::test]
async fn a_failed_component_takes_along_those_that_need_it_and_no_others(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let components = [
        component("a", "give(1)"),
        component("bad", "print('oh'); raise SystemExit(3)"),
        component("after", "give(2)"),
        component("last", "give(3)"),
        component("other", "give(upstream['a'] + 10)"),
    ];
    let ways = ["a bad", "bad after", "after last", "a other"];
    let flow = server.flow("half", &components, &ways).await;
    let run = server.run_flow(&flow, &json!({})).await;
    let whole = server.ended(&run).await;
    let expected = ["a success", "bad failure", "after skipped", "last skipped", "other success"];
    let mut found = states(&whole);
    found.sort();
    let mut expected = expected.map(str::to_owned);
    expected.sort();
    assert_eq!(found, expected, "{whole}");
    assert_eq!(whole["error"], json!({"type": "exit", "message": "bad: exited with code 3"}));
    assert_eq!(node(&whole, "after")["message"], "`bad` did not succeed");
    assert_eq!(whole["outputs"], json!({"other": 11}));
    let told = server.flow_run(&run).await;
    assert_eq!((&told["status"], &told["components_executed"]), (&json!("failure"), &json!(3)));
}

#[rstest]
#[tokio::test]
async fn components_that_do_not_need_each_other_run_at_once(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--components-at-once", "2").start().await;
    // Each waits for the other: one after the other they would wait for ever.
    let meet = "import time
root = os.environ['ANNALS_FILES']
me, other = os.environ['ANNALS_STEP'], {'left': 'right', 'right': 'left'}[os.environ['ANNALS_STEP']]
open(root + '/' + me, 'w').close()
while not os.path.exists(root + '/' + other): time.sleep(0.01)
";
    let mut components = vec![component("left", meet), component("right", meet)];
    // What a component leaves running goes with it, and takes no other component along.
    let leave = "import subprocess, sys
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True)
print(child.pid)";
    let gate = Gate::new();
    components.push(component("leaves", leave));
    components.push(component("long", &format!("{}pass_gate(); give('whole')", gate.python())));
    let flow = server.flow("both", &components, &["left leaves", "right long"]).await;
    let run = server.run_flow(&flow, &json!({})).await;
    let over = |event: &Event| event.data["node"] == "leaves" && event.data["state"] == "success";
    server.events(&run, 0).await.until(over).await;
    let left = server.text_of(&run, "leaves").await.trim().parse().expect("a process id");
    assert!(!is_alive(left));
    gate.open();
    let whole = server.ended(&run).await;
    assert_eq!(whole["status"], "success", "{whole}");
    assert_eq!(whole["outputs"]["long"], "whole");
}

#[rstest]
#[tokio::test]
async fn cancelling_ends_what_runs_and_leaves_out_the_rest(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--components-at-once", "2").start().await;
    let gate = Gate::new();
    let wait = format!("{}print('waiting')\npass_gate()", gate.python());
    let components = [component("one", &wait), component("two", &wait), component("three", "pass")];
    let flow = server.flow("long", &components, &["one three"]).await;
    let run = server.run_flow(&flow, &json!({})).await;
    server.printed(&run, "waiting").await;
    let answer = server.post(&run.path("/cancel"), &json!({})).await;
    assert!(matches!(answer.status, 200 | 202), "{}", answer.text());
    let whole = server.ended(&run).await;
    assert_eq!(whole["status"], "cancelled", "{whole}");
    assert_eq!(node(&whole, "one")["state"], "cancelled", "{whole}");
    assert_eq!(node(&whole, "three")["state"], "skipped");
    assert_eq!(server.flow_run(&run).await["error_type"], json!(null));
}

#[rstest]
#[tokio::test]
async fn a_failed_component_is_tried_again_and_each_try_is_told(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    // It counts its tries where they all see it, and finds nothing of the one before elsewhere.
    let code = "import sys
count = os.environ['ANNALS_FILES'] + '/count'
n = len(open(count).read()) + 1 if os.path.exists(count) else 1
open(count, 'w').write('x' * n)
assert not os.path.exists('left') and not os.listdir(os.environ['ANNALS_ARTIFACTS'])
open('left', 'w').close(); open(os.environ['ANNALS_ARTIFACTS'] + f'/{n}', 'w').close()
give(n); print('try', n)
sys.exit(0 if n == 3 else 10 + n)";
    let mut flaky = component("flaky", code);
    (flaky["retries"], flaky["retry_delay_seconds"]) = (json!(4), json!(0.01));
    let mut never = component("never", "raise SystemExit(5)");
    never["retries"] = json!(1);
    let components = [flaky, never, component("after", "give(upstream['flaky'])")];
    let flow = server.flow("flaky", &components, &["flaky after"]).await;
    let run = server.run_flow(&flow, &json!({})).await;
    let whole = server.ended(&run).await;
    assert_eq!(whole["error"]["message"], "never: exited with code 5", "{whole}");
    assert_eq!(whole["outputs"], json!({"after": 3}));
    assert_eq!(
        (&node(&whole, "flaky")["tries"], &node(&whole, "never")["tries"]),
        (&json!(3), &json!(2))
    );
    assert_eq!(whole["artifacts"].as_array().map(Vec::len), Some(1), "{whole}");
    let found = node(&whole, "flaky");
    let tries = found["each_try"].as_array().expect("tries");
    let why: Vec<_> = tries.iter().map(|one| &one["message"]).collect();
    assert_eq!(why, [&json!("exited with code 11"), &json!("exited with code 12"), &json!(null)]);
    let times = tries.iter().flat_map(|one| [&one["started_at"], &one["ended_at"]]);
    let times: Vec<_> = times.map(|time| time.as_str().expect("a time")).collect();
    assert!(times.is_sorted(), "{tries:?}");
    assert_eq!([times[0], times[5]], [&found["started_at"], &found["ended_at"]]);
    assert_eq!(node(&whole, "after")["each_try"], json!([]));
    let text = server.text_of(&run, "flaky").await;
    let expected = "try 1
annals: try 1 of 5 failed: exited with code 11; the next one begins in 0.01 s
try 2
annals: try 2 of 5 failed: exited with code 12; the next one begins in 0.01 s
try 3
";
    assert_eq!(text, expected);
    let told = server.flow_run(&run).await;
    assert_eq!(told["components_executed"], 3);
    let timeline = server.get(&format!("/api/v1/tasks/{flow}/history?limit=100")).await.ok();
    let entries = timeline["entries"].as_array().expect("entries").iter();
    let tries = entries.filter(|entry| entry["content"].as_str().unwrap().contains("of 5 failed"));
    let tries: Vec<_> = tries.map(|entry| (&entry["context_type"], &entry["content"])).collect();
    assert_eq!(tries.len(), 2, "{timeline}");
    assert!(tries.contains(&(
        &json!("execution_step"),
        &json!("run #1: flaky: try 2 of 5 failed: exited with code 12")
    )));
}

#[rstest]
#[tokio::test]
async fn a_component_has_a_time_limit_of_its_own(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let mut slow = component("slow", "import time; time.sleep(600)");
    (slow["timeout_seconds"], slow["retries"]) = (json!(0.2), json!(1));
    let flow = server.flow("slow", &[slow, component("fast", "give(1)")], &[]).await;
    let run = server.run_flow(&flow, &json!({})).await;
    let whole = server.ended(&run).await;
    assert_eq!(whole["error_type"], "timeout", "{whole}");
    assert_eq!(whole["error"]["message"], "slow: took longer than its time limit of 0.2 s");
    assert_eq!(node(&whole, "slow")["tries"], 2);
    assert_eq!(whole["outputs"], json!({"fast": 1}));
}

#[rstest]
#[tokio::test]
async fn a_flow_is_run_again_and_rolled_back_like_any_task(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let flow = server.flow("versions", &[component("a", "give('old')")], &[]).await;
    let first = server.run_flow(&flow, &json!({"inputs": {"n": 1}})).await;
    server.ended(&first).await;
    let path = format!("/api/v1/flows/{flow}");
    server.patch(&path, &json!({"components": [component("a", "give('new')")]})).await.ok();
    // A run made from an earlier one is as that was; one of the flow is as the flow is now.
    let again = server.rerun(&first, json!({})).await;
    assert_eq!(server.ended(&again).await["outputs"], json!({"a": "old"}));
    let submitted = server.submit_with(json!({"taskId": flow})).await;
    let whole = server.ended(&submitted).await;
    assert_eq!((&whole["outputs"], &submitted.number), (&json!({"a": "new"}), &3));
    let code = json!({"taskId": flow, "pythonCode": "pass"});
    server.post("/api/v1/tasks/submit", &code).await.problem(422);
    let answer = server.post(&format!("/api/v1/tasks/{flow}/runs/1/rollback"), &json!({})).await;
    let rolled = annals_tests::Run::of(&answer);
    let whole = server.ended(&rolled).await;
    assert_eq!((&whole["outputs"], &whole["inputs"]), (&json!({"a": "old"}), &json!({"n": 1})));
    let flow = server.get(&path).await.ok();
    assert!(flow["components"][0]["code"].as_str().unwrap().ends_with("give('old')"), "{flow}");
    assert_eq!(flow["run_count"], 4);
}
