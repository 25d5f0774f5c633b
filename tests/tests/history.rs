//! The build history: the timeline of each task, by itself and by whoever writes to it.

use annals_tests::{Answer, Database, Gate, Run, Server, annals};
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

mod following;
mod keeping;
mod telling;

/// A server on which nothing is run, with one task that has one entry.
async fn idle(database: Database) -> (Server, Run) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let run = server.submit("pass").await;
    add(&server, &run, &said("first")).await;
    (server, run)
}

fn said(content: &str) -> Value {
    json!({"context_type": "chat_message", "content": content})
}

/// Adds to the task's timeline; it must be taken.
async fn add(server: &Server, run: &Run, body: &Value) -> Value {
    let answer = server.post(&run.task_path("/history"), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

/// The entries that the query finds, on one page.
async fn found(server: &Server, run: &Run, query: &str) -> Vec<Value> {
    let page = server.get(&run.task_path(&format!("/history?limit=500&{query}"))).await.ok();
    assert_eq!(page["next_cursor"], Value::Null, "{page}");
    page["entries"].as_array().cloned().expect("entries")
}

fn texts(entries: &[Value], field: &str) -> Vec<String> {
    entries.iter().map(|entry| entry[field].as_str().unwrap_or_default().to_owned()).collect()
}

#[rstest]
#[tokio::test]
async fn an_entry_has_what_it_was_given(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, run) = idle(database).await;
    let made = add(
        &server,
        &run,
        &json!({
            "context_type": "agent_turn", "content": "grüße", "metadata": "{\"tokens\": 12}",
            "workspace_id": "w", "session_id": "s", "run_id": run.id,
        }),
    )
    .await;
    for (field, expected) in [
        ("task_id", json!(run.task)),
        ("run_id", json!(run.id)),
        ("workspace_id", json!("w")),
        ("session_id", json!("s")),
        ("context_type", json!("agent_turn")),
        ("content", json!("grüße")),
        ("metadata", json!("{\"tokens\": 12}")),
        ("n", json!(2)),
        ("seq", json!(2)),
    ] {
        assert_eq!(made[field], expected, "{field}");
    }
    let fields: Vec<_> = made.as_object().expect("an object").keys().cloned().collect();
    let contract = "id task_id run_id workspace_id session_id context_type content metadata \
        created_at expires_at n seq";
    assert_eq!(fields, contract.split_whitespace().collect::<Vec<_>>());
    let object = json!({"context_type": "error", "content": "", "metadata": {"a": 1}});
    let list = add(&server, &run, &json!([said("x"), object])).await;
    assert_eq!(
        (&list[0]["n"], &list[1]["n"], &list[1]["seq"]),
        (&json!(3), &json!(4), &json!(null))
    );
    assert_eq!(list[1]["metadata"], "{\"a\":1}");
    let page = server.get(&run.task_path("/history")).await.ok();
    assert_eq!((&page["total"], &page["next_cursor"]), (&json!(4), &json!(null)));
    assert_eq!(page["entries"][1], made);
    assert_eq!(server.get(&run.task_path("/history/count")).await.ok(), json!({"count": 4}));
}

#[rstest]
#[tokio::test]
async fn what_is_refused_leaves_nothing(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, run) = idle(database).await;
    let other = server.submit("pass").await;
    let post =
        async |body: Value| -> Answer { server.post(&run.task_path("/history"), &body).await };
    let over = "x".repeat((1 << 20) + 1);
    for (body, status, field) in [
        (said(&over), 422, "content"),
        (json!({"context_type": "talk", "content": "x"}), 422, "context_type"),
        (json!({"content": "x"}), 422, "context_type"),
        (json!({"context_type": "error"}), 422, "content"),
        (
            json!({"context_type": "error", "content": "x", "metadata": "{not json"}),
            422,
            "metadata",
        ),
        (json!({"context_type": "error", "content": "x", "run_id": "gone"}), 404, "gone"),
        (json!({"context_type": "error", "content": "x", "run_id": other.id}), 404, &other.id),
        (json!([]), 422, "body"),
        (json!("text"), 422, "body"),
        (
            json!([said("fine"), said("fine"), {"context_type": "error", "content": 5}]),
            422,
            "2.content",
        ),
        (json!([said("fine"), {"context_type": "talk", "content": "x"}]), 422, "1.context_type"),
        (
            json!([said("fine"), {"context_type": "error", "content": "x", "run_id": "gone"}]),
            404,
            "gone",
        ),
    ] {
        let problem = post(body).await.problem(status);
        let detail = problem["detail"].as_str().unwrap_or_default();
        assert!(detail.contains(field), "{field}: {detail}");
    }
    server.post("/api/v1/tasks/gone/history", &said("x")).await.problem(404);
    assert_eq!(server.get(&run.task_path("/history/count")).await.ok()["count"], 1);
    let fine = add(&server, &run, &said(&"x".repeat(1 << 20))).await;
    assert_eq!(fine["n"], 2, "what was refused took no number");
    for path in
        ["/history", "/history/count", "/history/export", "/history/stream", "/history/retention"]
    {
        server.get(&format!("/api/v1/tasks/gone{path}")).await.problem(404);
    }
    for query in ["limit=0", "limit=501", "cursor=x", "order=up", "context_type=talk", "since=now"]
    {
        server.get(&run.task_path(&format!("/history?{query}"))).await.problem(422);
    }
    server.get("/api/v1/history").await.problem(422);
}

#[rstest]
#[tokio::test]
async fn filters_pages_and_other_tasks(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, run) = idle(database).await;
    let other = server.submit("pass").await;
    let mut list: Vec<_> = (0..7).map(|n| said(&format!("entry {n}"))).collect();
    list[2]["workspace_id"] = json!("w");
    list[3]["session_id"] = json!("s");
    list[4]["context_type"] = json!("setup_complete");
    list[5]["run_id"] = json!(run.id);
    add(&server, &run, &json!(list)).await;
    let mut elsewhere = said("elsewhere");
    elsewhere["workspace_id"] = json!("w");
    add(&server, &other, &elsewhere).await;
    for (query, expected) in [
        ("workspace_id=w", vec!["entry 2"]),
        ("session_id=s", vec!["entry 3"]),
        ("context_type=SETUP_COMPLETE", vec!["entry 4"]),
        ("context_type=chat_message&q=ENTRY%206", vec!["entry 6"]),
        (&format!("run_id={}&context_type=chat_message", run.id), vec!["entry 5"]),
        ("until=2000-01-01T00:00:00Z", vec![]),
    ] {
        assert_eq!(texts(&found(&server, &run, query).await, "content"), expected, "{query}");
    }
    let all = found(&server, &run, "").await;
    let third = all[3]["created_at"].as_str().expect("a time");
    let since = found(&server, &run, &format!("since={third}")).await;
    let until = found(&server, &run, &format!("until={third}")).await;
    assert!(since.contains(&all[3]) && !until.contains(&all[3]));
    assert_eq!(since.len() + until.len(), 8);

    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = run.task_path(&format!("/history?order=desc&limit=3{cursor}"));
        let page = server.get(&path).await.ok();
        assert_eq!(page["total"], 8);
        seen.extend(page["entries"].as_array().expect("entries").iter().map(|e| e["n"].clone()));
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, (1..=8).rev().map(|n| json!(n)).collect::<Vec<_>>());
    let across = server.get("/api/v1/history?workspace_id=w").await.ok();
    assert_eq!(across["total"], Value::Null);
    let across = across["entries"].as_array().cloned().expect("entries");
    assert_eq!(texts(&across, "content"), ["entry 2", "elsewhere"]);
}

#[rstest]
#[tokio::test]
async fn a_run_tells_of_itself(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let server = Server::start(database).await;
    let (run, _) = server.run_to_end("pass").await;
    let entries = found(&server, &run, "").await;
    let kinds = texts(&entries, "context_type");
    let plain =
        ["status_change", "execution_step", "setup_complete", "execution_step", "status_change"];
    assert_eq!(kinds, plain, "{entries:?}");
    let contents = texts(&entries, "content");
    assert!(contents[1].contains("environment"), "{contents:?}");
    assert!(contents[3].contains("main started"), "{contents:?}");
    assert_eq!([&contents[0], &contents[4]], ["run #1: running", "run #1: success"]);
    // Each has the place of what it tells of.
    let events = server.events(&run, 0).await.rest().await;
    for entry in &entries {
        assert!(events.iter().any(|event| json!(event.id) == entry["seq"]), "{entry}");
        assert_eq!(entry["run_id"], json!(run.id));
    }
    assert!(events.iter().all(|event| event.kind != "history"));

    let (failed, _) = server.run_to_end("raise SystemExit(3)").await;
    let errors = found(&server, &failed, "context_type=error").await;
    assert_eq!(errors.len(), 1, "{errors:?}");
    let last = found(&server, &failed, "context_type=status_change").await.pop().expect("an entry");
    assert!(
        last["content"].as_str().is_some_and(|text| text.starts_with("run #1: failure (exit)")),
        "{last}"
    );

    let gate = Gate::new();
    let code = format!("{}print('begun', flush=True)\npass_gate()", gate.python());
    let stopped = server.submit(&code).await;
    server.printed(&stopped, "begun").await;
    let answer = server.delete(&stopped.task_path("")).await;
    assert!(matches!(answer.status, 200 | 202), "{}", answer.text());
    server.ended(&stopped).await;
    let last = found(&server, &stopped, "").await.pop().expect("an entry");
    assert_eq!(last["content"], "run #1: cancelled");
}

const WRITER: &str = r#"
import json, os, subprocess, urllib.error, urllib.request
from pathlib import Path

def ask(method, path, body=None):
    request = urllib.request.Request(os.environ["ANNALS_URL"] + path, method=method)
    request.add_header("Authorization", "Bearer " + os.environ["ANNALS_TOKEN"])
    request.add_header("Content-Type", "application/json")
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(request, data) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code

own = f"/api/v1/tasks/{os.environ['ANNALS_TASK_ID']}/history"
other = f"/api/v1/tasks/{os.environ['OTHER_TASK']}/history"
entry = {"context_type": "agent_turn", "content": "by HTTP"}
print(ask("POST", own, entry), ask("GET", own), ask("GET", own + "/count"))
print(ask("POST", own, entry | {"run_id": os.environ["OTHER_RUN"]}))
print(ask("POST", other, entry), ask("GET", other), ask("DELETE", own))
print(ask("POST", "/api/v1/history/cleanup"), ask("PUT", own + "/retention", {}))
for words in (["by note"], [os.environ["ANNALS_RUN_ID"], "by name", "--kind", "error"]):
    print(subprocess.run([os.environ["PROGRAM"], "note", *words], capture_output=True, text=True))
"#;

#[rstest]
#[tokio::test]
async fn a_program_writes_at_its_own_run(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let other = server.submit("pass").await;
    let program = annals();
    let env = json!({
        "OTHER_TASK": other.task, "OTHER_RUN": other.id, "PROGRAM": program.to_str(),
    });
    let run = server.submit_with(json!({"pythonCode": WRITER, "env": env})).await;
    server.ended(&run).await;
    let text = server.text(&run).await;
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[..4], ["201 200 200", "403", "403 403 403", "403 403"], "{text}");
    let written = found(&server, &run, "q=by").await;
    assert_eq!(texts(&written, "content"), ["by HTTP", "by note", "by name"], "{text}");
    assert_eq!(texts(&written, "context_type"), ["agent_turn", "chat_message", "error"]);
    for entry in &written {
        assert_eq!(entry["run_id"], json!(run.id));
    }
    // They stand in the run's ledger, between its lines.
    let events = server.events(&run, 0).await.rest().await;
    let history: Vec<_> = events.iter().filter(|event| event.kind == "history").collect();
    assert_eq!(
        history.iter().map(|event| json!(event.id)).collect::<Vec<_>>(),
        written.iter().map(|e| e["seq"].clone()).collect::<Vec<_>>()
    );
    assert_eq!(history[0].data["content"], "by HTTP");
    let covered: Vec<_> = events.iter().flat_map(annals_tests::Event::covers).collect();
    assert_eq!(covered, (1..=covered.len() as i64).collect::<Vec<_>>());
}

#[rstest]
#[tokio::test]
async fn the_same_key_answers_the_same(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, run) = idle(database).await;
    let post = async |body: &Value| {
        let request = server.request(Method::POST, &run.task_path("/history"));
        server.send(request.header("Idempotency-Key", "k").json(body)).await
    };
    let first = post(&said("x")).await;
    assert_eq!(first.status, 201);
    let again = post(&said("x")).await;
    assert_eq!((again.status, again.json()), (201, first.json()));
    post(&said("y")).await.problem(409);
    assert_eq!(server.get(&run.task_path("/history/count")).await.ok()["count"], 2);
}
