//! Lists: pages that stay where they are while rows are added, filters, rows that tell the truth.

use annals_tests::{Database, Server, on_cluster};
use rstest::rstest;
use serde_json::{Value, json};

/// A server where nothing runs.
async fn quiet(database: Database) -> Server {
    Server::with(database).option("--max-running", "0").start().await
}

fn ids(rows: &Value) -> Vec<String> {
    let rows = rows.as_array().unwrap_or_else(|| panic!("{rows}"));
    rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

#[rstest]
#[case::tasks("/api/v1/tasks?limit=3", "tasks", "nextCursor")]
#[case::runs("/api/v1/runs?limit=3", "runs", "next_cursor")]
#[tokio::test]
async fn pages_stay_stable_while_rows_are_added(
    #[case] path: &str,
    #[case] rows: &str,
    #[case] next: &str,
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = quiet(database).await;
    let mut expected = Vec::new();
    for n in 0..10 {
        let run = server.submit_with(json!({"pythonCode": "pass", "name": format!("n{n}")})).await;
        expected.insert(0, if rows == "tasks" { run.task } else { run.id });
    }
    let (mut seen, mut page) = (Vec::new(), server.get(path).await.ok());
    loop {
        seen.extend(ids(&page[rows]));
        // New rows come in at the top while somebody reads on below.
        server.submit("pass").await;
        let Some(cursor) = page[next].as_str() else { break };
        page = server.get(&format!("{path}&cursor={cursor}")).await.ok();
    }
    assert_eq!(seen, expected);
    assert_eq!(page[next], Value::Null);
}

#[rstest]
#[tokio::test]
async fn a_tasks_runs_go_by_number(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = quiet(database).await;
    let first = server.submit("pass").await;
    for _ in 1..103 {
        server.submit_with(json!({"taskId": first.task})).await;
    }
    let task = server.get(&first.task_path("")).await.ok();
    let numbers = |page: &Value| -> Vec<i64> {
        let runs = page["runs"].as_array().cloned().unwrap_or_default();
        runs.iter().filter_map(|run| run["runNumber"].as_i64()).collect()
    };
    assert_eq!(task["runCount"], 103);
    assert_eq!(numbers(&task), (4..=103).rev().collect::<Vec<_>>());
    let cursor = task["nextCursor"].as_str().expect("more runs");
    let rest = server.get(&first.task_path(&format!("/runs?cursor={cursor}"))).await.ok();
    assert_eq!((numbers(&rest), &rest["nextCursor"]), (vec![3, 2, 1], &Value::Null));
}

#[rstest]
#[tokio::test]
async fn a_cursor_that_was_tampered_with_is_refused(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = quiet(database).await;
    for _ in 0..3 {
        server.submit("pass").await;
    }
    let page = server.get("/api/v1/tasks?limit=1").await.ok();
    let cursor = page["nextCursor"].as_str().expect("a next page").to_owned();
    server.get(&format!("/api/v1/tasks?cursor={cursor}")).await.ok();
    for at in 0..cursor.len() {
        let mut bytes = cursor.clone().into_bytes();
        bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
        let tampered = String::from_utf8(bytes).expect("text");
        let problem = server.get(&format!("/api/v1/tasks?cursor={tampered}")).await.problem(422);
        assert_eq!(problem["errors"][0]["loc"], json!(["query", "cursor"]));
    }
    for wrong in
        [&cursor[1..], &cursor[..cursor.len() - 1], &format!("{cursor}00"), &cursor.to_uppercase()]
    {
        server.get(&format!("/api/v1/tasks?cursor={wrong}")).await.problem(422);
    }
    // A cursor belongs to its list.
    server.get(&format!("/api/v1/runs?cursor={cursor}")).await.problem(422);
    let of_runs = server.get("/api/v1/runs?limit=1").await.ok();
    let of_runs = of_runs["next_cursor"].as_str().expect("a next page").to_owned();
    server.get(&format!("/api/v1/tasks?cursor={of_runs}")).await.problem(422);
    let task = page["tasks"][0]["id"].as_str().expect("an id");
    server.get(&format!("/api/v1/runs?task_id={task}&cursor={of_runs}")).await.problem(422);
}

#[rstest]
#[tokio::test]
async fn a_tasks_row_tells_of_its_latest_run(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let long = format!("print('ä')\n{}", "# ü\n".repeat(2000));
    let body = json!({"pythonCode": long, "name": "Rows", "tags": ["t"]});
    let first = server.submit_with(body).await;
    server.ended(&first).await;
    let row = server.get("/api/v1/tasks").await.ok()["tasks"][0].clone();
    let head: String = long.chars().take(4096).collect();
    assert_eq!(row["pythonCode"], json!(head));
    assert_eq!((&row["name"], &row["phase"]), (&json!("Rows"), &json!("Succeeded")));

    let second = server.submit_with(json!({"taskId": first.task, "pythonCode": "1/0"})).await;
    let whole = server.ended(&second).await;
    let row = server.get("/api/v1/tasks").await.ok()["tasks"][0].clone();
    let task = server.get(&first.task_path("")).await.ok();
    assert_eq!(
        row,
        json!({
            "id": first.task, "name": "Rows", "phase": "Failed", "pythonCode": "1/0", "dependencies": null,
            "startedAt": whole["started_at"], "finishedAt": whole["ended_at"], "createdAt": task["createdAt"],
            "runCount": 2, "latestRunNumber": 2,
        })
    );
    assert_eq!(
        (&task["pythonCode"], &task["runs"][1]["pythonCode"]),
        (&json!("1/0"), &json!(long))
    );
}

#[rstest]
#[tokio::test]
async fn times_that_do_not_exist_yet_are_empty_for_tasks_and_null_for_runs(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = quiet(database).await;
    let run = server.submit("pass").await;
    let row = server.get("/api/v1/tasks").await.ok()["tasks"][0].clone();
    assert_eq!((&row["startedAt"], &row["finishedAt"]), (&json!(""), &json!("")));
    assert_eq!(row["phase"], "Pending");
    let row = server.get("/api/v1/runs").await.ok()["runs"][0].clone();
    for time in ["started_at", "ended_at", "duration_ms"] {
        assert_eq!(row[time], Value::Null);
    }
    // RFC 3339, UTC, microseconds.
    let at = row["created_at"].as_str().expect("a time");
    assert!(at.len() == 27 && at.ends_with('Z') && at.as_bytes()[10] == b'T', "{at}");
    // A version 7 UUID.
    assert!(run.id.len() == 36 && run.id.as_bytes()[14] == b'7', "{}", run.id);
    let submitted = server.post("/api/v1/tasks/submit", &json!({"taskId": run.task})).await.ok();
    let id = submitted["runId"].as_str().expect("an id");
    let expected = if on_cluster() { format!("annals-{id}-1") } else { format!("local-{id}") };
    assert_eq!(submitted["workflowId"], json!(expected));
}

#[rstest]
#[tokio::test]
async fn lists_are_lean(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let server = quiet(database).await;
    server.submit_with(json!({"pythonCode": "pass", "inputs": {"a": 1}})).await;
    let row = server.get("/api/v1/runs").await.ok()["runs"][0].clone();
    let names: Vec<_> = row.as_object().expect("a row").keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "id",
            "kind",
            "task_id",
            "task_name",
            "number",
            "status",
            "error_type",
            "trigger_type",
            "executor",
            "tags",
            "user_id",
            "session_id",
            "pinned",
            "created_at",
            "started_at",
            "ended_at",
            "duration_ms",
        ]
    );
}
