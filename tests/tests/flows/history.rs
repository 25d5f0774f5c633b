//! The history of flow runs: lists, figures, deleting.

use annals_tests::{Database, Gate, Run, Server, component};
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

const RUNS: &str = "/api/v1/flow-runs/";

fn ids(list: &Value) -> Vec<String> {
    let rows = list.as_array().expect("a list").iter();
    rows.map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

/// Three runs of a flow, oldest first: one that succeeds, one that fails, one that is waiting at
/// the gate; and one run of another flow before them.
async fn history(server: &Server, gate: &Gate) -> (String, Run, [Run; 3]) {
    let other = server.flow("other", &[component("a", "pass")], &[]).await;
    let before = server.run_flow(&other, &json!({"trigger_type": "cron"})).await;
    server.ended(&before).await;
    let code = format!(
        "{}\nif inputs.get('wait'): print('waiting'); pass_gate()\nraise SystemExit(inputs.get('code', 0))",
        gate.python()
    );
    let flow = server.flow("main", &[component("a", &code)], &[]).await;
    let good = json!({"session_id": "s", "trigger_type": "webhook", "inputs": {"code": 0}});
    let good = server.run_flow(&flow, &good).await;
    server.ended(&good).await;
    let bad = server.run_flow(&flow, &json!({"session_id": "s", "inputs": {"code": 4}})).await;
    server.ended(&bad).await;
    let long = server.run_flow(&flow, &json!({"inputs": {"wait": true}})).await;
    server.printed(&long, "waiting").await;
    (flow, before, [good, bad, long])
}

#[rstest]
#[tokio::test]
async fn lists_are_narrowed_ordered_and_paged(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let gate = Gate::new();
    server.submit("pass").await;
    let (flow, before, [good, bad, long]) = history(&server, &gate).await;
    let all = [&long.id, &bad.id, &good.id, &before.id].map(String::clone).to_vec();
    let list = async |query: &str| ids(&server.get(&format!("{RUNS}?{query}")).await.ok());
    assert_eq!(list("").await, all);
    let mut turned = all.clone();
    turned.reverse();
    assert_eq!(list("order_dir=asc&order_by=started_at").await, turned);
    assert_eq!(list(&format!("flow_id={flow}")).await, all[..3]);
    assert_eq!(list("status=FAILURE").await, all[1..2]);
    assert_eq!(list("status=running").await, all[..1]);
    assert_eq!(list("trigger_type=cron").await, all[3..]);
    assert_eq!(list("session_id=s&status=success").await, all[2..3]);
    assert_eq!(list("user_id=nobody").await, Vec::<String>::new());
    assert_eq!(list("limit=2&offset=1").await, all[1..3]);

    for direction in ["asc", "desc"] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("{RUNS}?limit=1&order_dir={direction}&cursor={cursor}");
            let page = server.get(&path).await;
            seen.extend(ids(&page.ok()));
            match page.header("x-next-cursor") {
                "" => break,
                next => next.clone_into(&mut cursor),
            }
        }
        assert_eq!(seen, if direction == "asc" { turned.clone() } else { all.clone() });
    }
    let lean = &server.get(RUNS).await.ok()[1];
    assert_eq!((&lean["inputs"], &lean["outputs"]), (&json!(null), &json!(null)));
    assert_eq!(lean["error_message"], "a: exited with code 4");
    assert_eq!((&lean["components_executed"], &lean["flow_name"]), (&json!(1), &json!("main")));
    let whole = &server.get(&format!("{RUNS}?include=payloads")).await.ok()[2];
    assert_eq!((&whole["inputs"], &whole["outputs"]), (&json!({"code": 0}), &json!({"a": null})));
    assert_eq!(*whole, server.flow_run(&good).await);

    for query in [
        "order_by=name",
        "status=odd",
        "order_dir=up",
        "limit=501",
        "offset=-1",
        "cursor=x",
        "include=all",
    ] {
        server.get(&format!("{RUNS}?{query}")).await.problem(422);
    }
    assert_eq!(
        server.get("/api/v1/flow-runs?limit=1").await.ok().as_array().map(Vec::len),
        Some(1)
    );
    gate.open();
    server.ended(&long).await;
}

#[rstest]
#[tokio::test]
async fn figures_are_those_of_a_full_count(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let none = json!({
        "total_runs": 0, "success_count": 0, "failure_count": 0, "running_count": 0,
        "success_rate": 0.0, "avg_duration_ms": 0, "trigger_counts": {}, "status_counts": {},
        "period_days": 7,
    });
    assert_eq!(server.get(&format!("{RUNS}stats")).await.ok(), none);
    let gate = Gate::new();
    server.run_to_end("pass").await;
    let (flow, before, [good, bad, long]) = history(&server, &gate).await;
    let stats = server.get(&format!("{RUNS}stats?days=1")).await.ok();
    let mut took = Vec::new();
    for run in [&before, &good, &bad] {
        took.push(server.flow_run(run).await["duration_ms"].as_i64().expect("a duration"));
    }
    for (name, value) in [
        ("total_runs", json!(4)),
        ("success_count", json!(2)),
        ("failure_count", json!(1)),
        ("running_count", json!(1)),
        ("success_rate", json!(50.0)),
        ("avg_duration_ms", json!(took.iter().sum::<i64>() / 3)),
        ("trigger_counts", json!({"api": 2, "cron": 1, "webhook": 1})),
        ("status_counts", json!({"success": 2, "failure": 1, "running": 1})),
        ("period_days", json!(1)),
    ] {
        assert_eq!(stats[name], value, "{name} of {stats}");
    }
    let of_flow = server.get(&format!("{RUNS}stats?flow_id={flow}")).await.ok();
    assert_eq!((&of_flow["total_runs"], &of_flow["success_count"]), (&json!(3), &json!(1)));
    let mut unknown = server.get(&format!("{RUNS}stats?flow_id=unknown")).await.ok();
    unknown["period_days"] = json!(7);
    assert_eq!(unknown, none);
    for query in ["days=0", "days=91", "days=x"] {
        server.get(&format!("{RUNS}stats?{query}")).await.problem(422);
    }
    gate.open();
    server.ended(&long).await;
}

#[rstest]
#[tokio::test]
async fn runs_are_deleted_one_by_one_and_together_if_that_is_meant(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let gate = Gate::new();
    let (script, _) = server.run_to_end("pass").await;
    let (flow, before, [good, bad, long]) = history(&server, &gate).await;
    let one = |run: &Run| format!("{RUNS}{}", run.id);
    server.delete(&one(&long)).await.problem(409);
    let gone = server.delete(&one(&good)).await.ok();
    assert!(gone["message"].as_str().is_some_and(|text| text.contains(&good.id)), "{gone}");
    server.get(&one(&good)).await.problem(404);
    server.delete(&one(&good)).await.problem(404);
    // A run of a script is none of a flow.
    server.get(&one(&script)).await.problem(404);
    server.delete(&one(&script)).await.problem(404);

    let delete = async |query: &str| {
        server.send(server.request(Method::DELETE, &format!("{RUNS}{query}"))).await
    };
    delete("").await.problem(422);
    delete("?all=false").await.problem(422);
    delete("?older_than_days=-1").await.problem(422);
    assert_eq!(delete("?older_than_days=1").await.ok()["deleted"], 0);
    // What runs stays.
    let answer = delete(&format!("?flow_id={flow}")).await.ok();
    assert_eq!((&answer["deleted"], &answer["bulk_id"]), (&json!(1), &json!(null)), "{answer}");
    let left = ids(&server.get(RUNS).await.ok());
    assert_eq!(left, [long.id.clone(), before.id.clone()]);
    assert!(!left.contains(&bad.id));
    assert_eq!(delete("?older_than_days=0").await.ok()["deleted"], 1);
    gate.open();
    server.ended(&long).await;
    assert_eq!(delete("?all=true").await.ok()["deleted"], 1);
    assert_eq!(server.get(RUNS).await.ok(), json!([]));
    server.get(&script.path("")).await.ok();
}
