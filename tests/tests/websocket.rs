//! A task's logs over WebSocket.

use annals_tests::{Database, Gate, Heard, Server, Socket};
use rstest::rstest;
use serde_json::{Value, json};

/// The text of the node `main` in a message with the full text.
fn main_text(message: &Value) -> &str {
    let rows = message["data"].as_array().map(Vec::as_slice).unwrap_or_default();
    let row = rows.iter().find(|row| row["node"] == "main");
    row.and_then(|row| row["logs"].as_str()).unwrap_or_default()
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn snapshots_tell_the_full_text_and_then_that_it_is_complete(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let gate = Gate::new();
    let code = format!("{}print('first')\npass_gate()\nprint('second')", gate.python());
    let run = server.submit(&code).await;
    server.printed(&run, "first").await;
    let path = format!("/ws/tasks/{}/logs", run.task);
    let mut socket = Socket::open(&server, &path, &[]).await.expect("an upgrade");
    // On connecting, the text so far.
    let Heard::Message(begin) = socket.next().await else { panic!("no message") };
    assert_eq!((&begin["type"], &begin["workflow_phase"]), (&json!("logs"), &json!("Running")));
    assert_eq!(main_text(&begin), "first\n");
    let row = &begin["data"].as_array().expect("rows")[0];
    assert!(["node", "pod", "phase", "logs"].iter().all(|name| row[name].is_string()), "{row}");
    gate.open();
    let (messages, code) = socket.all().await;
    assert_eq!(code, 1000);
    let (complete, texts) = messages.split_last().expect("messages");
    assert_eq!(complete, &json!({"type": "complete", "workflow_phase": "Succeeded"}));
    assert!(texts.iter().all(|message| message["type"] == "logs"));
    let last = texts.last().expect("the final text");
    assert_eq!(
        (main_text(last), &last["workflow_phase"]),
        ("first\nsecond\n", &json!("Succeeded"))
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn watching_from_before_the_start_or_after_the_end(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "1").start().await;
    let gate = Gate::new();
    let blocker = server.submit(&format!("{}pass_gate()", gate.python())).await;
    let run = server.submit("for n in range(1000): print(n)").await;
    let path = format!("/ws/tasks/{}/logs?run_number=1", run.task);
    let mut early = Socket::open(&server, &path, &[]).await.expect("an upgrade");
    let Heard::Message(begin) = early.next().await else { panic!("no message") };
    assert_eq!((main_text(&begin), &begin["workflow_phase"]), ("", &json!("Pending")));
    gate.open();
    server.ended(&blocker).await;
    let (mut messages, code) = early.all().await;
    let expected: String = (0..1000).map(|n| format!("{n}\n")).collect();
    assert_eq!((messages.pop().expect("an end")["type"].clone(), code), (json!("complete"), 1000));
    assert_eq!(main_text(messages.last().expect("a text")), expected);

    let late = Socket::open(&server, &path, &[]).await.expect("an upgrade");
    let (messages, code) = late.all().await;
    assert_eq!((messages.len(), code), (2, 1000), "{messages:?}");
    assert_eq!(main_text(&messages[0]), expected);
}

#[rstest]
#[tokio::test]
async fn beyond_a_mebibyte_a_node_shows_its_end(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (run, _) = server.run_to_end("for n in range(3000): print(f'{n:06d}', 'x' * 1000)").await;
    let path = format!("/ws/tasks/{}/logs", run.task);
    let (messages, _) = Socket::open(&server, &path, &[]).await.expect("an upgrade").all().await;
    let row =
        messages[0]["data"].as_array().expect("rows").iter().find(|row| row["node"] == "main");
    let row = row.expect("main");
    let text = row["logs"].as_str().expect("a text");
    assert_eq!(row["truncated"], json!(true));
    assert!(text.len() <= 1 << 20 && text.len() > 1_040_000, "{}", text.len());
    assert!(text.ends_with("x\n") && text.contains("002999 "));
}

#[rstest]
#[tokio::test]
async fn increments_tell_each_line_once(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let run = server.submit("import sys\nfor n in range(300): print(n, file=sys.stderr)").await;
    let all = async |query: &str| {
        let path = format!("/ws/tasks/{}/logs?{query}", run.task);
        let socket = Socket::open(&server, &path, &[]).await.expect("an upgrade");
        let (mut messages, code) = socket.all().await;
        let complete = messages.pop().expect("an end");
        assert_eq!((complete["type"].as_str(), code), (Some("complete"), 1000));
        let lines = messages.iter().flat_map(|message| {
            assert_eq!(message["type"], "lines");
            message["data"].as_array().cloned().unwrap_or_default()
        });
        lines.filter(|line| line["node"] == "main").collect::<Vec<_>>()
    };
    let lines = all("mode=delta").await;
    let texts: Vec<_> =
        lines.iter().map(|line| line["line"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(texts, (0..300).map(|n| n.to_string()).collect::<Vec<_>>());
    assert!(lines.iter().all(|line| line["stream"] == "stderr" && line["ts"].is_string()));
    let middle = lines[100]["seq"].as_i64().expect("a place");
    assert_eq!(all(&format!("after={middle}")).await, lines[101..]);
}

#[rstest]
#[tokio::test]
async fn an_unknown_task_or_run_is_told_and_closed_with_4404(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (run, _) = server.run_to_end("pass").await;
    for path in
        ["/ws/tasks/no-such/logs".to_owned(), format!("/ws/tasks/{}/logs?run_number=2", run.task)]
    {
        let socket = Socket::open(&server, &path, &[]).await.expect("an upgrade");
        let (messages, code) = socket.all().await;
        assert_eq!((messages.len(), code), (1, 4404), "{messages:?}");
        assert_eq!(messages[0]["type"], "error");
        assert!(messages[0]["message"].as_str().is_some_and(|text| !text.is_empty()));
    }
    // Without an upgrade it is a plain request, answered as such.
    server.get(&format!("/ws/tasks/{}/logs", run.task)).await.problem(400);
}

#[rstest]
#[tokio::test]
async fn who_may_not_see_it_is_refused_before_the_upgrade(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).variable("ANNALS_ADMIN_TOKEN", "sesame").start().await;
    let admin = server.with_token("sesame");
    let (run, _) = admin.run_to_end("print('x')").await;
    let path = format!("/ws/tasks/{}/logs", run.task);
    let refused =
        async |headers: &[(&str, &str)]| Socket::open(&server, &path, headers).await.err();
    assert_eq!(refused(&[]).await, Some(401));
    assert_eq!(refused(&[("authorization", "Bearer wrong")]).await, Some(401));
    assert_eq!(refused(&[("sec-websocket-protocol", "annals.bearer, wrong")]).await, Some(401));
    let foreign = [("authorization", "Bearer sesame"), ("origin", "http://evil.example")];
    assert_eq!(refused(&foreign).await, Some(403));

    let socket = Socket::open(&admin, &path, &[("origin", &server.url)]).await.expect("an upgrade");
    assert_eq!(socket.all().await.1, 1000);
    let by_protocol = [("sec-websocket-protocol", "annals.bearer, sesame")];
    let socket = Socket::open(&server, &path, &by_protocol).await.expect("an upgrade");
    assert_eq!(socket.protocol.as_deref(), Some("annals.bearer"));
    assert_eq!(socket.all().await.1, 1000);
}
