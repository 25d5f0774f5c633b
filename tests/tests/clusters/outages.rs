//! The database is away, or behind: the log is then read from the pods.

use annals_tests::{Api, Database, Heard, Postgres, Run, Server, Socket, command, soon};
use serde_json::{Value, json};

use super::stage::{Stage, lines};

const ADMIN: &str = "the-administrator";

/// The text of the node `main`.
fn main_text(rows: &Value) -> &str {
    let rows = rows.as_array().map(Vec::as_slice).unwrap_or_default();
    let row = rows.iter().find(|row| row["node"] == "main");
    row.and_then(|row| row["logs"].as_str()).unwrap_or_default()
}

/// The run's log, once it is read from the pods.
async fn read_from_pods(api: &Api, run: &Run, query: &str) -> Value {
    soon("an answer from the pods", async {
        loop {
            let answer = api.get(&run.task_path(&format!("/logs{query}"))).await;
            if answer.status == 200 && answer.json()["source"] == "kubernetes" {
                return answer.ok();
            }
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_away_the_pods_tell() {
    let mut postgres = Postgres::start();
    let stage = Stage::new().await;
    let setup = stage.of(postgres.server()).variable("ANNALS_ADMIN_TOKEN", ADMIN);
    let server = setup.start().await;
    let url = postgres.url();
    let made = command(&["token", "create", "--user", "ada"], &[("DATABASE_URL", &url)]).await;
    let made = made.exits(0);
    let (admin, ada) = (server.with_token(ADMIN), server.with_token(made.trim()));
    let run = ada.submit("pass").await;
    let path = format!("/ws/tasks/{}/logs", run.task);
    stage.begins(&run).await;
    stage.prints(&run, 1..=10);
    ada.printed(&run, "line 10").await;
    postgres.stop();
    stage.prints(&run, 11..=20);

    let answer = read_from_pods(&ada, &run, "").await;
    assert_eq!(main_text(&answer["logs"]), lines(1..=20), "{answer}");
    assert!(answer["error"].as_str().is_some_and(|text| text.contains("database")), "{answer}");
    assert_eq!((&answer["runId"], &answer["runNumber"]), (&json!(run.id), &json!(1)));
    assert_eq!(answer["logs"][0]["phase"], "Running");
    let part = read_from_pods(&admin, &run, "?run_number=1&offset_line=5&limit_lines=3").await;
    assert_eq!(main_text(&part["logs"]), lines(6..=8), "{part}");
    all_else_is_away(&admin, &run).await;

    let mut socket = Socket::open(&ada, &path, &[]).await.expect("an upgrade");
    let first = message(&mut socket).await;
    assert_eq!(main_text(&first["data"]), lines(1..=20), "{first}");
    assert_eq!(
        (&first["source"], &first["workflow_phase"]),
        (&json!("kubernetes"), &json!("Running"))
    );
    stage.prints(&run, 21..=30);
    assert_eq!(main_text(&message(&mut socket).await["data"]), lines(1..=30));

    postgres.start_again();
    stage.ends(&run, 30);
    let whole = admin.ended(&run).await;
    assert_eq!(whole["status"], "success", "{whole}");
    assert_eq!(admin.text(&run).await, lines(1..=30));
    ends_with(socket, &lines(1..=30)).await;
}

/// Nobody is let in whom the database was not asked about, and of other runs nothing is known.
async fn all_else_is_away(admin: &Api, run: &Run) {
    admin.with_token("annals_0000").get(&run.task_path("/logs")).await.problem(503);
    admin.get("/api/v1/tasks/unknown/logs").await.problem(503);
    admin.get(&run.task_path("/logs?run_number=2")).await.problem(503);
}

/// The last full text is this, and from the database.
async fn ends_with(socket: Socket, text: &str) {
    let (messages, code) = socket.all().await;
    let (complete, texts) = messages.split_last().expect("messages");
    assert_eq!((code, &complete["type"]), (1000, &json!("complete")));
    let last = texts.last().expect("the final text");
    assert_eq!(main_text(&last["data"]), text);
    assert!(last["source"].is_null(), "{last}");
}

async fn message(socket: &mut Socket) -> Value {
    match socket.next().await {
        Heard::Message(message) => message,
        Heard::Closed(code) => panic!("closed with {code}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_has_stored_is_read_from_the_pod() {
    let stage = Stage::new().await;
    let setup = stage.of(Server::with(Database::Postgres)).variable("ANNALS_LEASE_SECONDS", "600");
    let mut one = setup.start().await;
    let other = one.beside().start().await;
    let run = one.submit("pass").await;
    stage.is_made(&run).await;
    one.kill().await;
    stage.begins(&run).await;
    stage.prints(&run, 1..=3);
    let answer = read_from_pods(&other, &run, "").await;
    assert_eq!(main_text(&answer["logs"]), lines(1..=3), "{answer}");
    assert!(answer["error"].is_string(), "{answer}");
    // What is read of a pod that goes on is not taken for the whole.
    stage.prints(&run, 4..=5);
    assert_eq!(main_text(&read_from_pods(&other, &run, "").await["logs"]), lines(1..=5));
    one.start_again().await;
    stage.ends(&run, 5);
    assert_eq!(one.ended(&run).await["status"], "success");
    assert_eq!(other.text(&run).await, lines(1..=5));
}
