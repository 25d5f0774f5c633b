//! Something of the cluster goes away for a while.

use std::time::Duration;

use annals_tests::{Database, Run};
use nix::sys::signal::Signal;
use serde_json::json;

use crate::machine::{Machine, Part};
use crate::place::Place;

/// A program that prints for about twenty seconds.
const STEADY: &str = "import time
for n in range(1000):
    print(n, flush=True)
    time.sleep(0.02)";

/// Runs that end in different ways, the last by being cancelled.
struct Runs([Run; 4]);

impl Runs {
    /// Begins them, and waits until they print.
    async fn begin(place: &Place) -> Self {
        let fails = format!("{STEADY}\nraise SystemExit(3)");
        let endless = "import time\nprint(0, flush=True)\ntime.sleep(1000)";
        let all = [STEADY, &fails, STEADY, endless];
        let [a, b, c, d] = all.map(|code| place.submit(code));
        let runs = tokio::join!(a, b, c, d);
        let runs = [runs.0, runs.1, runs.2, runs.3];
        for run in &runs {
            place.printed(run, "0").await;
        }
        Self(runs)
    }

    /// Waits for their ends, which are the true ones.
    async fn end(&self, place: &Place) {
        let [well, badly, other, endless] = &self.0;
        let answer = place.delete(&endless.task_path("")).await;
        assert!(matches!(answer.status, 200 | 202), "{}", answer.text());
        let lines: String = (0..1000).map(|n| format!("{n}\n")).collect();
        let ends = [
            (well, "success", &*lines),
            (badly, "failure", &lines),
            (other, "success", &lines),
            (endless, "cancelled", "0\n"),
        ];
        for (run, status, text) in ends {
            let whole = place.ended(run).await;
            assert_eq!(whole["status"], status, "{whole}");
            assert!(place.text(run).await == text, "{status}: a line is lost or doubled");
        }
        assert_eq!(place.whole(badly).await["error_type"], json!("exit"));
        place.until_nothing_is_left().await;
    }
}

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
