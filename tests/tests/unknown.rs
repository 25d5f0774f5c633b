//! What does not exist and what cannot be is answered by a clear 4xx and leaves nothing behind.

use annals_tests::{Database, Server, Wheels};
use rstest::rstest;
use serde_json::{Value, json};

const SUBMIT: &str = "/api/v1/tasks/submit";
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

/// A server where nothing runs, with one task that waits.
async fn quiet(database: Database) -> (Server, String, String) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let run = server.submit("pass").await;
    (server, run.task, run.id)
}

/// Everything that the lists tell.
async fn lists(server: &Server) -> (Value, Value) {
    (server.get("/api/v1/tasks").await.ok(), server.get("/api/v1/runs").await.ok())
}

#[rstest]
#[tokio::test]
async fn what_does_not_exist(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let (server, task, run) = quiet(database).await;
    let before = lists(&server).await;
    for id in [NOBODY, "task-3f2a", "no%20such", "%00", "a%2Fb", "%F0%9F%90%8D", &"x".repeat(300)] {
        for path in ["", "/runs", "/runs/1", "/logs", "/runs/1/logs"] {
            server.get(&format!("/api/v1/tasks/{id}{path}")).await.problem(404);
        }
        for path in ["", "/events", "/logs", "/logs/download", "/artifacts", "/artifacts/a"] {
            server.get(&format!("/api/v1/runs/{id}{path}")).await.problem(404);
        }
        server.delete(&format!("/api/v1/tasks/{id}")).await.problem(404);
        server.delete(&format!("/api/v1/tasks/{id}/delete")).await.problem(404);
        server.post(&format!("/api/v1/tasks/{id}/runs/1/rollback"), &json!({})).await.problem(404);
        for act in ["cancel", "rerun"] {
            server.post(&format!("/api/v1/runs/{id}/{act}"), &json!({})).await.problem(404);
        }
        server.put(&format!("/api/v1/runs/{id}/tags"), &json!({"tags": []})).await.problem(404);
        server.delete(&format!("/api/v1/runs/{id}/tags/a")).await.problem(404);
    }
    for id in [NOBODY, "no such", "ü"] {
        server.post(SUBMIT, &json!({"taskId": id, "pythonCode": "pass"})).await.problem(404);
    }
    for n in ["2", "4294967296", "9223372036854775807"] {
        server.get(&format!("/api/v1/tasks/{task}/runs/{n}")).await.problem(404);
        server.get(&format!("/api/v1/tasks/{task}/runs/{n}/logs")).await.problem(404);
        server.get(&format!("/api/v1/tasks/{task}/logs?run_number={n}")).await.problem(404);
    }
    server.get(&format!("/api/v1/runs/{run}/logs?node=nobody")).await.problem(404);
    for path in ["/api/v1/nothing", "/api/v2/tasks", "/favicon.txt"] {
        server.get(path).await.problem(404);
    }
    server.put(SUBMIT, &json!({})).await.problem(405);
    assert_eq!(lists(&server).await, before);
}

#[rstest]
#[tokio::test]
async fn numbers_and_words_out_of_range(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, task, run) = quiet(database).await;
    let before = lists(&server).await;
    for n in ["0", "-1", "one", "1.5", "18446744073709551616"] {
        server.get(&format!("/api/v1/tasks/{task}/runs/{n}")).await.problem(422);
        server
            .post(&format!("/api/v1/tasks/{task}/runs/{n}/rollback"), &json!({}))
            .await
            .problem(422);
    }
    let queries = [
        (
            "/api/v1/tasks".to_owned(),
            vec![
                "limit=0",
                "limit=-1",
                "limit=101",
                "limit=1e9",
                "limit=",
                "phase=gone",
                "q=%00",
                "cursor=x",
                "limit=1&limit=2",
            ],
        ),
        (
            "/api/v1/runs".to_owned(),
            vec![
                "limit=0",
                "limit=501",
                "kind=song",
                "status=done",
                "started_after=yesterday",
                "min_duration_ms=-1",
                "task_id=a%20b",
                "cursor=%00",
            ],
        ),
        (format!("/api/v1/tasks/{task}/runs"), vec!["limit=0", "limit=101", "cursor=1"]),
        (
            format!("/api/v1/tasks/{task}/logs"),
            vec![
                "run_number=0",
                "run_number=x",
                "offset_line=-1",
                "limit_lines=0",
                "limit_lines=99999999",
            ],
        ),
        (
            format!("/api/v1/runs/{run}/logs"),
            vec!["from_line=0", "to_line=-3", "from_line=5&to_line=4", "format=xml", "node=a%20b"],
        ),
        (
            format!("/api/v1/runs/{run}/events"),
            vec!["after=-1", "after=x", "after=9223372036854775808"],
        ),
    ];
    for (path, bad) in queries {
        for query in bad {
            let problem = server.get(&format!("{path}?{query}")).await.problem(422);
            let name = query.split('=').next().unwrap_or_default();
            assert_eq!(problem["errors"][0]["loc"][0], "query", "{query}: {problem}");
            assert!(
                problem["detail"]
                    .as_str()
                    .is_some_and(|d| d.contains(name) || query.contains("to_line")),
                "{query}: {problem}"
            );
        }
    }
    let tags = format!("/api/v1/runs/{run}/tags");
    for bad in [
        json!({}),
        json!({"tags": "a"}),
        json!({"tags": [""]}),
        json!({"tags": ["a\0"]}),
        json!({"tags": vec!["t"; 51]}),
    ] {
        server.put(&tags, &bad).await.problem(422);
    }
    assert_eq!(lists(&server).await, before);
}

#[rstest]
#[tokio::test]
async fn artifact_paths_that_leave_the_folder(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, _, run) = quiet(database).await;
    for path in [
        "../../annals.db",
        "%2e%2e/%2e%2e/annals.db",
        "..%2f..%2fannals.db",
        "%2E%2E%2Fannals.db",
        "a/../../b",
        "a/%2e%2e/b",
        "%2Fetc%2Fpasswd",
        "/etc/passwd",
        "a%00b",
        "..\\b",
        "a//b",
        ".",
        "..",
    ] {
        let answer = server.get_as_written(&format!("/api/v1/runs/{run}/artifacts/{path}")).await;
        assert!(matches!(answer.status, 404 | 422), "{path}: {answer:?}");
        answer.problem(answer.status);
    }
}

#[rstest]
#[tokio::test]
async fn a_package_that_does_not_exist_is_a_failed_run(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let wheels = Wheels::new();
    let server = wheels.only(Server::with(database)).start().await;
    let body = json!({"pythonCode": "print('never')", "dependencies": "annals-no-such-package"});
    let run = server.submit_with(body).await;
    let whole = server.ended(&run).await;
    assert_eq!((&whole["status"], &whole["error_type"]), (&json!("failure"), &json!("dependency")));
    let message = whole["error"]["message"].as_str().unwrap_or_default();
    assert!(message.contains("annals-no-such-package"), "{whole}");
    let printed = server.text_of(&run, "setup").await;
    assert!(printed.contains("annals-no-such-package"), "{printed}");
    assert_eq!(server.text(&run).await, "");
    let task = server.get("/api/v1/tasks?phase=failed").await.ok();
    assert_eq!(task["tasks"][0]["id"], json!(run.task));
}
