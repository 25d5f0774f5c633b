//! One act on many runs.

use annals_tests::{Answer, Api, Database, Run, Server, soon};
use rstest::rstest;
use serde_json::{Value, json};

const BULK: &str = "/api/v1/runs/bulk";

async fn act(api: &Api, body: Value) -> Answer {
    api.post(BULK, &body).await
}

/// What was done at once.
async fn done(api: &Api, body: Value) -> Value {
    let answer = act(api, body).await.ok();
    assert_eq!(answer["state"], "done", "{answer}");
    assert_eq!(answer["changed"], answer["affected"], "{answer}");
    answer
}

fn ids(runs: &[&Run]) -> Vec<String> {
    runs.iter().map(|run| run.id.clone()).collect()
}

async fn tags(api: &Api, run: &Run) -> Value {
    api.whole(run).await["tags"].clone()
}

/// Three runs of a task that waits for ever, and one of another.
async fn waiting(server: &Server) -> (Run, Run, Run, Run) {
    let first = server.submit_with(json!({"pythonCode": "pass", "tags": ["old"]})).await;
    let (second, third) =
        (server.rerun(&first, json!({})).await, server.rerun(&first, json!({})).await);
    let other = server.submit("pass").await;
    (first, second, third, other)
}

#[rstest]
#[tokio::test]
async fn what_will_be_done_is_told_first_and_then_done(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let (first, second, third, other) = waiting(&server).await;
    let of_task = json!({"task_id": first.task});

    let told =
        act(&server, json!({"action": "cancel", "filter": of_task, "dry_run": true})).await.ok();
    assert_eq!((&told["matched"], &told["affected"]), (&json!(3), &json!(3)));
    assert_eq!(told["first_ids"], json!(ids(&[&third, &second, &first])));
    assert_eq!((&told["state"], &told["id"]), (&json!("planned"), &json!(null)));
    assert_eq!(server.whole(&first).await["status"], "pending", "nothing was done");

    let wrong = json!({"action": "cancel", "filter": of_task, "expected": 2});
    let problem = act(&server, wrong).await.problem(409);
    assert!(problem["detail"].as_str().is_some_and(|text| text.contains("3 runs now, not 2")));
    done(&server, json!({"action": "cancel", "filter": of_task, "expected": 3})).await;
    for run in [&first, &second, &third] {
        assert_eq!(server.ended(run).await["status"], "cancelled");
    }
    assert_eq!(server.whole(&other).await["status"], "pending");

    let both = json!(ids(&[&first, &other, &other]));
    let tagged = done(&server, json!({"action": "tag", "ids": both, "tags": ["new", "old"]})).await;
    assert_eq!(tagged["affected"], 2);
    assert_eq!(tags(&server, &first).await, json!(["new", "old"]));
    assert_eq!(tags(&server, &other).await, json!(["new", "old"]));
    let tagged = json!({"action": "untag", "filter": {"tag": "new"}, "tags": ["old", "none"]});
    done(&server, tagged).await;
    assert_eq!(tags(&server, &other).await, json!(["new"]));

    done(&server, json!({"action": "pin", "ids": ids(&[&second])})).await;
    let body = json!({"action": "delete", "ids": ids(&[&first, &second, &other, &first])});
    let mut asked = body.clone();
    asked["ids"].as_array_mut().expect("ids").push(json!("no-such-run"));
    asked["dry_run"] = json!(true);
    let told = act(&server, asked).await.ok();
    let skips = json!({"not_ended": 1, "pinned": 1, "unchanged": 0, "unknown": 1});
    assert_eq!((&told["affected"], &told["skips"]), (&json!(1), &skips));
    done(&server, body).await;
    server.get(&first.path("")).await.problem(404);
    for run in [&second, &third, &other] {
        server.whole(run).await;
    }
    done(&server, json!({"action": "unpin", "ids": ids(&[&second])})).await;
    done(&server, json!({"action": "delete", "filter": {"status": "CANCELLED"}})).await;
    let left = server.get("/api/v1/runs").await.ok();
    assert_eq!(left["runs"].as_array().map(Vec::len), Some(1));
}

#[rstest]
#[tokio::test]
async fn many_are_done_in_the_background(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let first = server.submit("pass").await;
    let reruns = (0..300).map(|_| server.rerun(&first, json!({})));
    futures::future::join_all(reruns).await;
    let answer =
        act(&server, json!({"action": "tag", "filter": {}, "expected": 301, "tags": ["x"]})).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    let begun: Value = serde_json::from_slice(&answer.body).expect("JSON");
    let path = format!("{BULK}/{}", begun["id"].as_str().expect("an id"));
    let ended = soon("the end", async {
        loop {
            let progress = server.get(&path).await.ok();
            if progress["state"] != "running" {
                return progress;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    })
    .await;
    assert_eq!((&ended["state"], &ended["changed"]), (&json!("done"), &json!(301)), "{ended}");
    assert!(ended["ended_at"].is_string());
    let tagged = server.get("/api/v1/runs?tag=x&limit=500").await.ok();
    assert_eq!(tagged["runs"].as_array().map(Vec::len), Some(301));
}

#[rstest]
#[tokio::test]
async fn the_bytes_that_go_are_told(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let code = "import os\nprint('x' * 99)\n\
        open(os.environ['ANNALS_ARTIFACTS'] + '/a', 'w').write('y' * 1000)";
    let (run, _) = server.run_to_end(code).await;
    let body = json!({"action": "delete", "ids": [run.id], "dry_run": true});
    let told = act(&server, body).await.ok();
    assert_eq!((&told["log_bytes"], &told["file_bytes"]), (&json!(100), &json!(1000)));
    done(&server, json!({"action": "delete", "ids": [run.id]})).await;
    let none = json!({"action": "delete", "ids": [run.id], "dry_run": true});
    let told = act(&server, none).await.ok();
    assert_eq!((&told["log_bytes"], &told["skips"]["unknown"]), (&json!(0), &json!(1)));
}

#[rstest]
#[tokio::test]
async fn what_is_not_meant_is_refused(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let run = server.submit("pass").await;
    for (body, place) in [
        (json!({"ids": [run.id]}), "action"),
        (json!({"action": "stop", "ids": [run.id]}), "action"),
        (json!({"action": "cancel"}), "ids"),
        (json!({"action": "cancel", "ids": [run.id], "filter": {}}), "ids"),
        (json!({"action": "cancel", "ids": []}), "ids"),
        (json!({"action": "cancel", "ids": ["a b"]}), "ids"),
        (json!({"action": "cancel", "filter": {}}), "expected"),
        (json!({"action": "cancel", "filter": {"q": ""}}), "expected"),
        (json!({"action": "cancel", "filter": {"status": "odd"}}), "filter"),
        (json!({"action": "cancel", "filter": {"started_after": "now"}}), "filter"),
        (json!({"action": "cancel", "filter": {"min_duration_ms": -1}}), "filter"),
        (json!({"action": "tag", "ids": [run.id]}), "tags"),
        (json!({"action": "tag", "ids": [run.id], "tags": [""]}), "tags"),
        (json!({"action": "delete", "ids": [run.id], "tags": ["x"]}), "tags"),
        (json!({"action": "delete", "ids": [run.id], "expected": -1}), "expected"),
    ] {
        let problem = act(&server, body.clone()).await.problem(422);
        assert_eq!(problem["errors"][0]["loc"][1], place, "{body}: {problem}");
    }
    assert_eq!(server.whole(&run).await["status"], "pending");
    server.get(&format!("{BULK}/none")).await.problem(404);
}
