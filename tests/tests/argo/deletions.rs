//! Pods and Workflows that somebody deletes by hand, and runs that are deleted here.

use annals_tests::{Database, Run, node};
use rstest::rstest;

use crate::place::{Place, kubectl};

/// A program that prints a hundred lines and then sleeps.
const PROGRAM: &str = "import time
for n in range(100):
    print(n, flush=True)
time.sleep(1000)";

async fn printed(place: &Place) -> Run {
    let run = place.submit(PROGRAM).await;
    place.printed(&run, "99").await;
    run
}

#[rstest]
#[case::a_pod("pods")]
#[case::a_workflow("workflows")]
#[tokio::test(flavor = "multi_thread")]
async fn deleted_by_hand_its_log_is_whole(#[case] kind: &str) {
    let place = Place::new(Database::Sqlite).await;
    let run = printed(&place).await;
    let name = place.left(kind).await[0]["metadata"]["name"].as_str().expect("a name").to_owned();
    kubectl(&["delete", kind, &name, "--wait=false"]).await;
    let whole = place.ended(&run).await;
    assert_eq!(whole["status"], "failure", "{whole}");
    assert_eq!(whole["error_type"], "platform", "{whole}");
    let expected: String = (0..100).map(|n| format!("{n}\n")).collect();
    assert_eq!(place.text(&run).await, expected);
    place.until_nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_while_the_server_is_away_it_ends() {
    let mut place = Place::new(Database::Sqlite).await;
    let run = printed(&place).await;
    place.server.kill().await;
    let name = place.left("workflows").await[0]["metadata"]["name"].clone();
    kubectl(&["delete", "workflows", name.as_str().expect("a name")]).await;
    place.server.start_again().await;
    place.again();
    let whole = place.ended(&run).await;
    assert_eq!(whole["error_type"], "platform", "{whole}");
    // Nobody knows what its pod printed after the server was gone.
    assert_eq!(node(&whole, "main")["log"]["end"]["kind"], "lost", "{whole}");
    place.until_nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_deleted_with_its_workflow() {
    let place = Place::new(Database::Sqlite).await;
    let run = printed(&place).await;
    let answer = place.delete(&run.task_path("/delete")).await.ok();
    assert_eq!(answer["workflows_deleted"], 1, "{answer}");
    place.until_nothing_is_left().await;
}
