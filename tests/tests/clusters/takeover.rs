//! A server is gone, and another one goes on with its runs.

use std::time::Duration;

use annals_tests::{Database, Run, Server, soon};
use nix::sys::signal::Signal;
use serde_json::{Value, json};

use super::stage::{Stage, lines};

/// Two servers that wait a second for each other.
async fn neighbours(stage: &Stage) -> (Server, Server) {
    let setup = stage.of(Server::with(Database::Postgres)).variable("ANNALS_LEASE_SECONDS", "1");
    let one = setup.start().await;
    let other = one.beside().start().await;
    (one, other)
}

/// The other server has taken the run over, and records it.
async fn is_taken_over(other: &Server, run: &Run) {
    soon("another attempt", async {
        while other.whole(run).await["attempts"].as_array().map_or(0, Vec::len) < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

fn ended_well(whole: &Value, attempts: usize) {
    assert_eq!(whole["status"], "success", "{whole}");
    assert_eq!(whole["attempts"].as_array().map(Vec::len), Some(attempts), "{whole}");
    let main = annals_tests::node(whole, "main");
    assert_eq!(main["log"]["end"]["kind"], "complete", "{whole}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_of_a_server_that_is_gone_goes_on_at_another() {
    let stage = Stage::new().await;
    let (mut one, other) = neighbours(&stage).await;
    let run = one.submit("pass").await;
    stage.begins(&run).await;
    stage.prints(&run, 1..=10);
    one.printed(&run, "line 10").await;
    one.kill().await;
    stage.prints(&run, 11..=20);
    other.printed(&run, "line 20").await;
    is_taken_over(&other, &run).await;
    // The old server comes back and leaves to the other what is its own by now.
    one.start_again().await;
    stage.prints(&run, 21..=30);
    one.printed(&run, "line 30").await;
    assert!(!stage.is_told_to_end(&run));
    stage.ends(&run, 30);
    ended_well(&one.ended(&run).await, 2);
    assert_eq!(other.text(&run).await, lines(1..=30));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_slept_leaves_its_run_to_the_other() {
    let stage = Stage::new().await;
    let (one, other) = neighbours(&stage).await;
    let run = one.submit("pass").await;
    stage.begins(&run).await;
    stage.prints(&run, 1..=10);
    one.printed(&run, "line 10").await;
    one.signal(Signal::SIGSTOP);
    is_taken_over(&other, &run).await;
    stage.prints(&run, 11..=20);
    other.printed(&run, "line 20").await;
    one.signal(Signal::SIGCONT);
    stage.prints(&run, 21..=30);
    for server in [&one, &other] {
        server.printed(&run, "line 30").await;
    }
    assert!(!stage.is_told_to_end(&run));
    stage.ends(&run, 30);
    for server in [&one, &other] {
        ended_well(&server.ended(&run).await, 2);
        assert_eq!(server.text(&run).await, lines(1..=30));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_on_the_cluster_goes_on_too_and_so_does_the_wish_to_end_it() {
    let stage = Stage::new().await;
    let (mut one, other) = neighbours(&stage).await;
    let (waits, unwanted) = (one.submit("pass").await, one.submit("pass").await);
    for run in [&waits, &unwanted] {
        stage.is_made(run).await;
        stage.stands(run, "Pending");
    }
    one.kill().await;
    let cancelled = async {
        soon("the wish to end", async {
            while !stage.is_told_to_end(&unwanted) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await;
        stage.stands(&unwanted, "Failed");
    };
    let path = unwanted.task_path("");
    let (answer, ()) = tokio::join!(other.delete(&path), cancelled);
    assert!(matches!(answer.status, 200 | 202), "{}", answer.text());
    assert_eq!(other.ended(&unwanted).await["status"], json!("cancelled"));
    stage.begins(&waits).await;
    stage.prints(&waits, 1..=3);
    stage.ends(&waits, 3);
    ended_well(&other.ended(&waits).await, 2);
    assert_eq!(other.text(&waits).await, lines(1..=3));
}
