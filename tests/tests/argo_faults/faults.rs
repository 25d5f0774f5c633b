//! Something of the cluster goes away for a while.

use std::time::Duration;

use annals_tests::Database;
use nix::sys::signal::Signal;

use crate::machine::{Machine, Part};
use crate::place::Place;
use crate::steady::Runs;

#[tokio::test(flavor = "multi_thread")]
async fn the_controller_is_killed_and_starts_again() {
    let machine = Machine::new().await;
    let place = Place::new(Database::Sqlite).await;
    let runs = Runs::begin(&place).await;
    machine.kill(Part::Controller).await;
    // What is submitted meanwhile waits for it.
    let late = place.submit("print('late')").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    machine.start(Part::Controller).await;
    runs.end(&place).await;
    assert_eq!(place.ended(&late).await["status"], "success");
    assert_eq!(place.text(&late).await, "late\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_server_is_killed_and_starts_again() {
    let machine = Machine::new().await;
    let place = Place::new(Database::Postgres).await;
    let runs = Runs::begin(&place).await;
    machine.kill(Part::ApiServer).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    machine.start(Part::ApiServer).await;
    runs.end(&place).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_server_does_not_answer_for_a_while() {
    let machine = Machine::new().await;
    let place = Place::new(Database::Sqlite).await;
    let runs = Runs::begin(&place).await;
    machine.signal(Part::ApiServer, Signal::SIGSTOP);
    tokio::time::sleep(Duration::from_secs(8)).await;
    machine.signal(Part::ApiServer, Signal::SIGCONT);
    runs.end(&place).await;
}
