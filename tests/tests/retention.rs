//! What is kept and what goes: pins, deleting runs, limits, by hand and by itself.

use annals_tests::{Database, Run, Server, soon};
use rstest::rstest;
use serde_json::{Value, json};

const PROGRAM: &str = "import os
print('one')
print('two')
open(os.environ['ANNALS_ARTIFACTS'] + '/a.txt', 'w').write('a')";

const GC: &str = "/api/v1/maintenance/gc";

/// A server with this `[retention]`, and a task with three runs that have ended.
async fn server(database: Database, retention: &str) -> (Server, [Run; 3]) {
    let server = Server::with(database).variable("ANNALS_RETENTION", retention).start().await;
    let (first, _) = server.run_to_end(PROGRAM).await;
    let second = server.rerun(&first, json!({})).await;
    server.ended(&second).await;
    let third = server.rerun(&first, json!({})).await;
    server.ended(&third).await;
    (server, [first, second, third])
}

fn numbers(page: &Value) -> Vec<i64> {
    let runs = page["runs"].as_array().expect("runs");
    runs.iter().map(|run| run["number"].as_i64().expect("a number")).collect()
}

#[rstest]
#[tokio::test]
async fn a_run_is_deleted_and_its_number_never_given_again(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, [first, second, third]) = server(database, "{}").await;
    let files = |run: &Run| server.data().join("objects/runs").join(&run.id);
    assert!(files(&third).is_dir());
    assert_eq!(server.delete(&third.path("")).await.status, 204);
    assert_eq!(server.delete(&third.path("")).await.status, 404);
    assert_eq!(server.get(&third.path("/logs")).await.status, 404);
    assert!(!files(&third).exists(), "its files are gone");
    let task = server.get(&first.task_path("")).await.ok();
    assert_eq!((&task["runCount"], numbers_of(&task)), (&json!(2), vec![2, 1]));
    let row = server.get("/api/v1/tasks").await.ok()["tasks"][0].clone();
    assert_eq!((&row["latestRunNumber"], &row["phase"]), (&json!(2), &json!("Succeeded")));
    // Pinned or not: this is meant.
    server.put(&second.path("/pin"), &json!({})).await.ok();
    assert_eq!(server.delete(&second.path("")).await.status, 204);
    assert_eq!(server.delete(&first.path("")).await.status, 204);
    let row = server.get("/api/v1/tasks").await.ok()["tasks"][0].clone();
    assert_eq!((&row["latestRunNumber"], &row["runCount"]), (&Value::Null, &json!(0)));
    let nothing = server.post("/api/v1/tasks/submit", &json!({"taskId": first.task})).await;
    assert_eq!(nothing.status, 422, "{}", nothing.text());
    let body = json!({"taskId": first.task, "pythonCode": "pass"});
    assert_eq!(server.submit_with(body).await.number, 4);
}

fn numbers_of(task: &Value) -> Vec<i64> {
    let runs = task["runs"].as_array().expect("runs");
    runs.iter().map(|run| run["runNumber"].as_i64().expect("a number")).collect()
}

#[rstest]
#[tokio::test]
async fn a_run_that_has_not_ended_is_not_deleted(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let run = server.submit("pass").await;
    let refused = server.delete(&run.path("")).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert!(refused.text().contains("cancel it first"), "{}", refused.text());
    assert_eq!(server.whole(&run).await["status"], "pending");
}

#[rstest]
#[tokio::test]
async fn a_pin_is_shown_and_can_be_set_twice(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let run = server.submit("pass").await;
    for _ in 0..2 {
        assert_eq!(server.put(&run.path("/pin"), &json!({})).await.ok()["pinned"], true);
    }
    assert_eq!(server.get("/api/v1/runs").await.ok()["runs"][0]["pinned"], true);
    for _ in 0..2 {
        assert_eq!(server.delete(&run.path("/pin")).await.ok()["pinned"], false);
    }
    server.cli(&["pin", &run.id]).await.exits(0);
    assert!(server.cli(&["runs"]).await.exits(0).contains("1 pinned"));
    assert_eq!(server.whole(&run).await["pinned"], true);
    server.cli(&["pin", &run.id, "--remove"]).await.exits(0);
    assert_eq!(server.whole(&run).await["pinned"], false);
    assert_eq!(server.put("/api/v1/runs/none/pin", &json!({})).await.status, 404);
}

#[rstest]
#[tokio::test]
async fn a_log_that_was_removed_says_so_everywhere(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let limits = "{logs={max_runs_per_task=1},files={max_runs_per_task=2}}";
    let (server, [first, second, third]) = server(database, limits).await;
    server.put(&second.path("/pin"), &json!({})).await.ok();
    let before = server.whole(&first).await;
    let said = server.post(GC, &json!({"dry_run": true})).await.ok();
    assert_eq!(server.whole(&first).await, before, "a dry run touches nothing");
    let done = server.post(GC, &json!({})).await.ok();
    assert_eq!((&said["retention"], &said["dry_run"]), (&done["retention"], &json!(true)));
    let logs = &done["retention"]["logs"];
    assert_eq!((&logs["runs"], &logs["by"]["count"]), (&json!(1), &json!(1)), "{done}");
    assert_eq!(done["retention"]["files"]["runs"], 0, "{done}");
    for kept in [&second, &third] {
        assert_eq!(server.text(kept).await, "one\ntwo\n");
        assert_eq!(server.whole(kept).await["log_removed_at"], Value::Null);
    }
    let whole = server.whole(&first).await;
    let at = whole["log_removed_at"].as_str().expect("a time").to_owned();
    assert_eq!(whole["nodes"], before["nodes"], "what is told of its log stays");
    assert_eq!(whole["artifacts"], before["artifacts"], "its files have limits of their own");
    for query in ["", "?node=main", "?from_line=2&to_line=2", "?q=one"] {
        let page = server.get(&first.path(&format!("/logs{query}"))).await.ok();
        assert_eq!((&page["lines"], &page["log_removed_at"]), (&json!([]), &json!(at)), "{query}");
    }
    for path in ["/logs?format=text", "/logs/download"] {
        let answer = server.get(&first.path(path)).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, ""), "{path}");
        assert_eq!(answer.header("annals-log-removed-at"), at, "{path}");
    }
    let logs = server.get(&first.task_path("/runs/1/logs")).await.ok();
    assert!(logs["error"].as_str().is_some_and(|text| text.contains(&at)), "{logs}");
    let events = server.events(&first, 0).await.rest().await;
    assert!(annals_tests::lines_of(&events, "main").is_empty(), "no line comes by the stream");
    let said = server.cli(&["logs", &first.id]).await;
    assert!(said.code == Some(0) && said.stderr.contains(&at), "{said:?}");
}

#[rstest]
#[tokio::test]
async fn limits_are_held_by_the_server_itself(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let limits = "{runs={max_runs_per_task=1},first_after_seconds=0,every_seconds=1}";
    let (server, [_, _, third]) = server(database, limits).await;
    let only_one = async {
        loop {
            let left = numbers(&server.get("/api/v1/runs").await.ok());
            if left == [third.number] {
                return;
            }
        }
    };
    soon("the other runs' end", only_one).await;
    assert_eq!(server.text(&third).await, "one\ntwo\n");
}

#[rstest]
#[tokio::test]
async fn the_command_asks_the_server_where_one_is_up(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (mut server, [first, second, third]) = server(database, "{}").await;
    let limits = json!({"runs": {"max_runs_per_task": 2}, "files": {"max_age_days": 0.000_000_01}});
    let path = first.task_path("/retention");
    let answer = server.put(&path, &limits).await.ok();
    assert_eq!(answer["runs"]["max_runs_per_task"], 2);
    assert_eq!(server.get(&path).await.ok(), answer);
    let said = server.admin(&["gc", "--dry-run", "--json"]).await.json();
    let done = server.admin(&["gc", "--json"]).await.json();
    assert_eq!(said["retention"], done["retention"]);
    assert_eq!(done["retention"]["runs"]["by"], json!({"age": 0, "count": 1, "bytes": 0}));
    assert_eq!(done["retention"]["files"]["by"], json!({"age": 2, "count": 0, "bytes": 0}));
    assert_eq!(server.get(&first.path("")).await.status, 404);
    let whole = server.whole(&second).await;
    assert!(whole["files_removed_at"].is_string() && whole["artifacts"] == json!([]), "{whole}");
    assert_eq!(server.get(&second.path("/artifacts/a.txt")).await.status, 404);
    assert!(server.terminate().await.success());
    // Without a server it works on the data itself.
    let said = server.admin(&["gc", "--dry-run"]).await.exits(0);
    assert!(said.contains("would remove the files of 0 runs"), "{said}");
    server.admin(&["gc"]).await.exits(0);
    server.start_again().await;
    assert_eq!(server.text(&third).await, "one\ntwo\n");
}

#[rstest]
#[case(json!({"logs": {"max_age_days": 0}}), "logs.max_age_days")]
#[case(json!({"files": {"max_runs_per_task": 0}}), "files.max_runs_per_task")]
#[case(json!({"runs": {"max_bytes": -1}}), "runs.max_bytes")]
#[tokio::test]
async fn limits_that_make_no_sense_are_refused(#[case] body: Value, #[case] name: &str) {
    let server = Server::with(Database::Sqlite).option("--max-running", "0").start().await;
    let run = server.submit("pass").await;
    let refused = server.put(&run.task_path("/retention"), &body).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.text().contains(name), "{}", refused.text());
    assert_eq!(server.put("/api/v1/tasks/none/retention", &json!({})).await.status, 404);
}
