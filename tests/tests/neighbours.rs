//! Servers that share a PostgreSQL, one of which is gone for a while or for good.

use std::time::Duration;

use annals_tests::{Api, Database, Gate, Postgres, Run, Server, Setup, mentioning, soon};
use nix::sys::signal::Signal;
use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};

/// Waits a second for a neighbour, and `patience` seconds for its runs.
fn impatient(setup: Setup, patience: &str) -> Setup {
    let setup = setup.variable("ANNALS_LEASE_SECONDS", "1");
    setup.variable("ANNALS_LOST_AFTER_SECONDS", patience)
}

/// Two servers; the first carries out one run at a time.
async fn neighbours(patience: &str) -> (Server, Server) {
    let setup = impatient(Server::with(Database::Postgres), patience);
    let one = setup.option("--max-running", "1").start().await;
    let other = one.beside().start().await;
    (one, other)
}

/// A run that waits at a gate, and two that wait for it.
async fn one_runs_two_wait(server: &Server, gate: &Gate) -> (Run, [Run; 2]) {
    let code = format!("{}print('in')\npass_gate()\nprint('out')", gate.python());
    let running = server.submit(&code).await;
    server.printed(&running, "in").await;
    (running, [server.submit("print(1)").await, server.submit("print(2)").await])
}

/// Every one is carried out once, to success.
async fn carried_out(api: &Api, waiting: &[Run]) {
    for run in waiting {
        let whole = api.ended(run).await;
        assert_eq!(whole["status"], "success", "{whole}");
        assert_eq!(whole["attempts"].as_array().map(Vec::len), Some(1), "{whole}");
    }
}

fn is_given_up(whole: &Value) {
    assert_eq!((&whole["status"], &whole["error_type"]), (&json!("failure"), &json!("platform")));
    let message = whole["error"]["message"].as_str().expect("a message");
    assert!(message.contains("has not been seen for"), "{message}");
}

/// Waits until nothing runs from the server's folder but the server.
async fn only_the_server_is_left(server: &Server) {
    soon("the end of all else", async {
        while mentioning(server.data()).len() != 1 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

async fn late_writes(server: &Server, run: &Run) -> i64 {
    let url = server.database_url().expect("a URL");
    let mut connection = PgConnection::connect(&url).await.expect("it answers");
    sqlx::query_scalar("SELECT late_writes FROM attempts WHERE run_id = $1 AND epoch = 1")
        .bind(&run.id)
        .fetch_one(&mut connection)
        .await
        .expect("the attempt")
}

/// When a server told last that it is there, by its own clock.
async fn last_told(postgres: &Postgres) -> i64 {
    let mut connection = PgConnection::connect(&postgres.url()).await.expect("it answers");
    let last = sqlx::query_scalar("SELECT MAX(seen_at) FROM servers");
    last.fetch_one(&mut connection).await.expect("a server")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_at_a_server_that_is_gone_is_taken_over_and_what_ran_is_given_up() {
    let (mut one, other) = neighbours("3").await;
    let gate = Gate::new();
    let (running, waiting) = one_runs_two_wait(&one, &gate).await;
    one.kill().await;
    carried_out(&other, &waiting).await;
    let whole = other.ended(&running).await;
    is_given_up(&whole);
    // The old server comes back too late: it ends what is left and changes nothing.
    one.start_again().await;
    only_the_server_is_left(&one).await;
    assert_eq!(one.whole(&running).await, whole);
    carried_out(&one, &[one.submit("print(3)").await]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_slept_finds_its_runs_taken_and_its_writes_late() {
    let (one, other) = neighbours("3").await;
    let gate = Gate::new();
    let (running, waiting) = one_runs_two_wait(&one, &gate).await;
    one.signal(Signal::SIGSTOP);
    carried_out(&other, &waiting).await;
    let whole = other.ended(&running).await;
    is_given_up(&whole);
    // The program has more to say by the time that its server wakes up.
    gate.open();
    one.signal(Signal::SIGCONT);
    only_the_server_is_left(&one).await;
    soon("a late write", async {
        while late_writes(&one, &running).await == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    for server in [&one, &other] {
        assert_eq!(server.whole(&running).await, whole);
        assert_eq!(server.text(&running).await, "in\n");
        carried_out(server, &waiting).await;
        carried_out(server, &[server.submit("print(3)").await]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_comes_back_in_time_goes_on() {
    let (mut one, other) = neighbours("600").await;
    let gate = Gate::new();
    let (running, waiting) = one_runs_two_wait(&one, &gate).await;
    one.kill().await;
    carried_out(&other, &waiting).await;
    one.start_again().await;
    gate.open();
    carried_out(&one, std::slice::from_ref(&running)).await;
    assert_eq!(other.text(&running).await, "in\nout\n");
    assert_eq!(late_writes(&one, &running).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_was_away_makes_nobody_seem_gone() {
    let mut postgres = Postgres::start();
    let setup = || impatient(postgres.server(), "2").option("--max-running", "1");
    let (one, other) = (setup().start().await, setup().start().await);
    let gate = Gate::new();
    let (running, waiting) = one_runs_two_wait(&one, &gate).await;
    one.signal(Signal::SIGSTOP);
    let before = last_told(&postgres).await;
    postgres.stop();
    tokio::time::sleep(Duration::from_secs(3)).await;
    postgres.start_again();
    // The other is back first, and has time to make a mistake.
    soon("a word of the other server", async {
        while last_told(&postgres).await <= before {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    one.signal(Signal::SIGCONT);
    gate.open();
    carried_out(&other, &[running]).await;
    carried_out(&other, &waiting).await;
}
