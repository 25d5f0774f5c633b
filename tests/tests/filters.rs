//! What lists can be narrowed to, and the tags that help with it.

use std::collections::HashSet;

use annals_tests::{Database, Run, Server};
use rstest::rstest;
use serde_json::{Value, json};

/// The ids that a filter of a list finds, in no order.
async fn found(server: &Server, path: &str, rows: &str) -> HashSet<String> {
    let answer = server.get(path).await.ok();
    let rows = answer[rows].as_array().cloned().unwrap_or_default();
    rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

fn set(runs: &[&Run]) -> HashSet<String> {
    runs.iter().map(|run| run.id.clone()).collect()
}

#[rstest]
#[tokio::test]
async fn tasks_are_found_by_name_phase_and_tag(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let good = server
        .submit_with(json!({"pythonCode": "pass", "name": "Größe_100%", "tags": ["a"]}))
        .await;
    let bad =
        server.submit_with(json!({"pythonCode": "1/0", "name": "other", "tags": ["b"]})).await;
    server.ended(&good).await;
    server.ended(&bad).await;
    let tasks =
        async |query: &str| found(&server, &format!("/api/v1/tasks?{query}"), "tasks").await;
    let only = |run: &Run| HashSet::from([run.task.clone()]);
    for query in [
        "q=gr%C3%B6%C3%9Fe",
        "q=GR%C3%96",
        "q=_100%25",
        "q=100",
        "phase=succeeded",
        "phase=SUCCEEDED",
        "tag=a",
    ] {
        assert_eq!(tasks(query).await, only(&good), "{query}");
    }
    for query in ["phase=Failed", "phase=fAILED", "q=OTHER", "tag=b", &format!("q={}", bad.task)] {
        assert_eq!(tasks(query).await, only(&bad), "{query}");
    }
    // What stands for anything in a pattern stands for itself here.
    for query in [
        "q=x_100",
        "q=%25%25",
        "tag=A",
        "tag=%25",
        "phase=Cancelled",
        "phase=Error",
        "q=a&phase=failed&tag=a",
    ] {
        assert_eq!(tasks(query).await, HashSet::new(), "{query}");
    }
}

#[rstest]
#[tokio::test]
async fn runs_are_found_by_what_they_are(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let good = server
        .submit_with(
            json!({"pythonCode": "pass", "name": "Alpha", "tags": ["x", "y"], "sessionId": "s1"}),
        )
        .await;
    let good_whole = server.ended(&good).await;
    let bad = server
        .rerun(&good, json!({"python_code": "import time; time.sleep(0.3); 1/0", "tags": ["y"]}))
        .await;
    let bad_whole = server.ended(&bad).await;
    let runs = async |query: String| found(&server, &format!("/api/v1/runs?{query}"), "runs").await;
    // The machine says how long they really took: a busy one may hold up the one that does not wait.
    let took = |whole: &Value| whole["duration_ms"].as_i64().expect("a duration");
    let longest = took(&good_whole).max(took(&bad_whole));
    let both = [(&good, took(&good_whole)), (&bad, took(&bad_whole))];
    let longer: Vec<_> =
        both.iter().filter(|(_, ms)| *ms == longest).map(|(run, _)| *run).collect();
    let longer = set(&longer);
    let good_start = good_whole["started_at"].as_str().expect("a time").to_owned();
    let bad_start = bad_whole["started_at"].as_str().expect("a time").to_owned();
    for (query, expected) in [
        (String::new(), set(&[&good, &bad])),
        ("kind=script".into(), set(&[&good, &bad])),
        ("kind=FLOW".into(), set(&[])),
        ("status=success".into(), set(&[&good])),
        ("status=FAILURE".into(), set(&[&bad])),
        (format!("task_id={}", good.task), set(&[&good, &bad])),
        (format!("task_id={}&status=success", good.task), set(&[&good])),
        ("task_id=unknown".into(), set(&[])),
        ("trigger_type=api".into(), set(&[&good])),
        ("trigger_type=rerun".into(), set(&[&bad])),
        ("session_id=s1".into(), set(&[&good])),
        ("user_id=nobody".into(), set(&[])),
        ("tag=y".into(), set(&[&good, &bad])),
        ("tag=x".into(), set(&[&good])),
        ("q=alph".into(), set(&[&good, &bad])),
        ("q=beta".into(), set(&[])),
        (format!("q={}", good.id), set(&[&good])),
        // From then on, and before then.
        (format!("started_after={bad_start}"), set(&[&bad])),
        (format!("started_before={bad_start}"), set(&[&good])),
        (format!("started_after={good_start}&started_before={bad_start}"), set(&[&good])),
        (format!("min_duration_ms={}", longest + 1), set(&[])),
        (format!("min_duration_ms={longest}"), longer),
        ("min_duration_ms=100000".into(), set(&[])),
    ] {
        let shown = query.clone();
        assert_eq!(runs(query).await, expected, "{shown}");
    }
}

#[rstest]
#[tokio::test]
async fn tags_are_replaced_and_removed(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let run = server.submit_with(json!({"pythonCode": "pass", "tags": ["b", "a", "b"]})).await;
    assert_eq!(server.whole(&run).await["tags"], json!(["a", "b"]));
    let put = server.put(&run.path("/tags"), &json!({"tags": ["z/1", "ü ü"]})).await.ok();
    assert_eq!(put["tags"], json!(["z/1", "ü ü"]));
    assert_eq!(found(&server, "/api/v1/runs?tag=a", "runs").await, set(&[]));
    assert_eq!(found(&server, "/api/v1/runs?tag=z%2F1", "runs").await, set(&[&run]));
    let left = server.delete(&run.path("/tags/z%2F1")).await.ok();
    assert_eq!(left["tags"], json!(["ü ü"]));
    let left = server.delete(&run.path("/tags/%C3%BC%20%C3%BC")).await.ok();
    assert_eq!(left["tags"], json!([]));
    assert_eq!(server.whole(&run).await["tags"], json!([]));
}
