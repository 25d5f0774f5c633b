//! PostgreSQL is away while pods print, or a server is gone and another goes on.

use annals_tests::{Database, Postgres, node, soon};

use crate::machine::Machine;
use crate::place::{Place, TOKEN, on_cluster, setup};
use crate::steady::{STEADY, all_lines};

#[tokio::test(flavor = "multi_thread")]
async fn without_the_database_the_log_is_read_from_the_pod() {
    let _machine = Machine::new().await;
    let mut postgres = Postgres::start();
    let place = Place::of(on_cluster(postgres.server(), "")).await;
    let run = place.submit(STEADY).await;
    place.printed(&run, "10").await;
    postgres.stop();
    let answer = soon("an answer from the pod", async {
        loop {
            let answer = place.get(&run.task_path("/logs")).await;
            if answer.status == 200 && answer.json()["source"] == "kubernetes" {
                return answer.ok();
            }
        }
    })
    .await;
    assert!(answer["error"].is_string(), "{answer}");
    let text = answer["logs"][0]["logs"].as_str().expect("a text");
    assert!(text.lines().count() > 10 && all_lines().starts_with(text), "{answer}");
    postgres.start_again();
    let ready = async { while place.get("/readyz").await.status != 200 {} };
    soon("the database", ready).await;
    let whole = place.ended(&run).await;
    assert_eq!(whole["status"], "success", "{whole}");
    assert!(place.text(&run).await == all_lines(), "a line is lost or doubled");
    place.until_nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_server_goes_on_with_the_runs_of_one_that_is_gone() {
    let _machine = Machine::new().await;
    let (setup, instance) = setup(Database::Postgres, "");
    let mut place = Place::of((setup.variable("ANNALS_LEASE_SECONDS", "1"), instance)).await;
    let heir = place.server.beside().start().await;
    let other = heir.with_token(TOKEN);
    let runs = [place.submit(STEADY).await, place.submit(STEADY).await];
    for run in &runs {
        place.printed(run, "10").await;
    }
    place.server.kill().await;
    for run in &runs {
        let whole = other.ended(run).await;
        assert_eq!(whole["status"], "success", "{whole}");
        assert_eq!(whole["attempts"].as_array().map(Vec::len), Some(2), "{whole}");
        assert_eq!(node(&whole, "main")["log"]["end"]["kind"], "complete", "{whole}");
        assert!(other.text(run).await == all_lines(), "a line is lost or doubled");
    }
    place.until_nothing_is_left().await;
}
