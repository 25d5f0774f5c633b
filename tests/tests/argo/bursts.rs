//! Pods that print more at once than the cluster has room for: the kubelet throws away what it has no
//! room for, whether it was read or not.

use annals_tests::{Database, Run, node};
use rstest::rstest;
use serde_json::{Value, json};

use crate::place::{self, Place, kubectl};

/// How many lines, of 100 bytes each.
const LINES: i64 = 600_000;

async fn burst(place: &Place) -> Run {
    let code =
        format!("import sys\nsys.stdout.write(''.join(f'{{n:099d}}\\n' for n in range({LINES})))");
    place.submit(&code).await
}

/// The numbers in the lines of the run's log, with what is said of the log.
async fn printed(place: &Place, run: &Run) -> (Vec<i64>, Value) {
    let whole = place.ended(run).await;
    assert_eq!(whole["status"], "success", "{whole}");
    let text = place.get(&run.path("/logs/download?node=main")).await.text();
    let numbers: Vec<i64> = text.lines().map(|line| line.parse().expect("a number")).collect();
    (numbers, node(&whole, "main")["log"].clone())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn every_line_is_kept(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let place = Place::new(database).await;
    let run = burst(&place).await;
    let (numbers, log) = printed(&place, &run).await;
    assert_eq!(log["end"]["kind"], "complete", "{log}");
    assert!(numbers.into_iter().eq(0..LINES), "each of them once: {log}");
    place.until_nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_pod_does_not_wait_for_is_kept_or_counted_as_lost() {
    // The pod finds nobody there.
    let (setup, instance) =
        place::setup(Database::Sqlite, ",env=[{name=\"ANNALS_POD_STANDSTILL\",value=\"1\"}]");
    let nowhere = format!("http://{}:9", place::host());
    let place = Place::of((setup.variable("ANNALS_PUBLIC_URL", &nowhere), instance)).await;
    let run = burst(&place).await;
    let (numbers, log) = printed(&place, &run).await;
    let reason = log["end"]["reason"].as_str().expect("a reason");
    let lost: i64 = match log["end"]["kind"].as_str() {
        Some("complete") => 0,
        Some("lost") => reason.split(' ').next().and_then(|n| n.parse().ok()).expect("a number"),
        other => panic!("{other:?}: {log}"),
    };
    assert_eq!(log["lines"], json!(LINES - lost), "{log}");
    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "in order, and none twice");
    place.until_nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_and_away_for_a_while_loses_nothing() {
    let mut place = Place::at_one_port(Database::Sqlite).await;
    let run = burst(&place).await;
    for part in 1..=3 {
        place.printed(&run, &format!("{:099}", LINES * part / 5)).await;
        place.server.kill().await;
        annals_tests::soon("the end of what it prints meanwhile", until_held(&place)).await;
        place.server.start_again().await;
        place.again();
    }
    let (numbers, log) = printed(&place, &run).await;
    assert_eq!(log["end"]["kind"], "complete", "{log}");
    assert!(numbers.into_iter().eq(0..LINES), "each of them once: {log}");
    place.until_nothing_is_left().await;
}

/// Waits until the only pod prints nothing more.
async fn until_held(place: &Place) {
    let pod = place.left("pods").await[0]["metadata"]["name"].clone();
    let last = ["logs", "--tail", "1", "-c", "main", pod.as_str().expect("a name")];
    let mut before = kubectl(&last).await;
    loop {
        // Twice what a pod waits before it asks again.
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        let now = kubectl(&last).await;
        if now == before {
            return;
        }
        before = now;
    }
}
