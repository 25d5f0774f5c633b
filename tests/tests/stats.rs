//! Figures of runs: exact at once, whatever happens to the runs.

use annals_tests::{Api, Database, Gate, Server};
use rstest::rstest;
use serde_json::{Value, json};

const STATS: &str = "/api/v1/runs/stats";

async fn stats(api: &Api, query: &str) -> Value {
    api.get(&format!("{STATS}?{query}")).await.ok()
}

/// The statuses as pending, running, success, failure, cancelled.
fn statuses(figures: &Value) -> [i64; 5] {
    let count = |word| figures["by_status"][word].as_i64().expect("a count");
    ["pending", "running", "success", "failure", "cancelled"].map(count)
}

fn keys(stats: &Value) -> Vec<(&str, i64)> {
    let groups = stats["groups"].as_array().expect("groups").iter();
    groups
        .map(|g| (g["key"].as_str().expect("a key"), g["total"].as_i64().expect("a total")))
        .collect()
}

#[rstest]
#[tokio::test]
async fn figures_are_those_of_the_runs(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "1").start().await;
    let (good, first) = server.run_to_end("print(1)").await;
    let again = server.rerun(&good, json!({})).await;
    let second = server.ended(&again).await;
    let (bad, third) = server.run_to_end("raise SystemExit(3)").await;
    let gate = Gate::new();
    let code = format!("{}print('in')\npass_gate()", gate.python());
    let running = server.submit(&code).await;
    server.printed(&running, "in").await;
    let waiting = server.rerun(&running, json!({})).await;

    let all = stats(&server, "").await;
    assert_eq!((all["total"].as_i64(), statuses(&all)), (Some(5), [1, 1, 2, 1, 0]));
    assert_eq!((&all["success_rate"], &all["running_now"]), (&json!(40.0), &json!(1)));
    let took =
        [&first, &second, &third].map(|run| run["duration_ms"].as_i64().expect("a duration"));
    assert_eq!(all["avg_duration_ms"], took.iter().sum::<i64>() / 3);
    let longest = took.iter().max().expect("one");
    let told = all["p95_duration_ms"].as_i64().expect("a duration");
    assert!((told - longest).abs() * 1000 <= longest * 32, "{told} for {took:?}");
    let series = all["series"].as_array().expect("a series");
    assert_eq!(series.len(), 30);
    let counted: i64 = series.iter().map(|point| point["total"].as_i64().expect("a total")).sum();
    assert_eq!(counted, 5);
    let hours = stats(&server, "bucket=HOUR").await;
    assert_eq!((hours["series"].as_array().map(Vec::len), &hours["total"]), (Some(24), &json!(5)));

    assert_eq!(keys(&stats(&server, "group_by=trigger").await), [("api", 3), ("rerun", 2)]);
    assert_eq!(keys(&stats(&server, "group_by=status&status=success").await), [("success", 2)]);
    assert_eq!(keys(&stats(&server, "group_by=kind&trigger_type=rerun").await), [("script", 2)]);
    let days: i64 =
        keys(&stats(&server, "group_by=day").await).iter().map(|(_, total)| total).sum();
    assert_eq!(days, 5);
    let named = format!("group_by=task&task_ids={},{}", bad.task, good.task);
    assert_eq!(keys(&stats(&server, &named).await), [(&*good.task, 2), (&*bad.task, 1)]);
    let busiest = stats(&server, "group_by=task").await;
    assert_eq!(busiest["groups"].as_array().map(Vec::len), Some(3));
    assert_eq!(keys(&busiest)[2], (&*bad.task, 1));
    let name = server.get(&bad.task_path("")).await.ok()["name"].clone();
    assert_eq!(busiest["groups"][2]["name"], name);

    for (query, expected) in [
        ("status=failure", [0, 0, 0, 1, 0]),
        ("status=PENDING", [1, 0, 0, 0, 0]),
        (&format!("task_id={}", good.task), [0, 0, 2, 0, 0]),
        ("kind=flow", [0; 5]),
        ("started_before=2020-01-02T00:00:00Z&started_after=2020-01-01T00:00:00Z", [0; 5]),
    ] {
        assert_eq!(statuses(&stats(&server, query).await), expected, "{query}");
    }
    let empty = stats(&server, "kind=flow").await;
    assert_eq!((&empty["avg_duration_ms"], &empty["success_rate"]), (&json!(null), &json!(0.0)));

    server.post(&waiting.path("/cancel"), &json!({})).await.ok();
    gate.open();
    server.ended(&running).await;
    assert_eq!(statuses(&stats(&server, "").await), [0, 0, 3, 1, 1]);
    server.delete(&again.path("")).await;
    assert_eq!(statuses(&stats(&server, "").await), [0, 0, 2, 1, 1]);
    server.delete(&running.task_path("/delete")).await.ok();
    assert_eq!(statuses(&stats(&server, "").await), [0, 0, 1, 1, 0]);
}

#[rstest]
#[tokio::test]
async fn what_no_figures_are_kept_of_is_refused(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    for query in [
        "kind=plan",
        "status=odd",
        "bucket=week",
        "group_by=user",
        "task_id=a%20b",
        "task_ids=a,,b",
        "started_after=now",
        "started_after=2020-01-01T00:00:00Z",
        "started_after=2020-01-01T00:00:00Z&started_before=2020-01-01T00:00:00Z",
        "bucket=hour&started_after=2020-01-01T00:00:00Z&started_before=2020-01-02T00:00:00Z",
    ] {
        let problem = server.get(&format!("{STATS}?{query}")).await.problem(422);
        assert_eq!(problem["errors"][0]["loc"][0], "query", "{problem}");
    }
}
