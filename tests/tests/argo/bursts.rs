//! A pod that prints more at once than the cluster has room for.

use annals_tests::{Database, node};

use crate::place::Place;

/// How many lines.
const LINES: i64 = 600_000;

#[tokio::test(flavor = "multi_thread")]
async fn every_line_is_kept_or_counted_as_lost() {
    let place = Place::new(Database::Sqlite).await;
    let code =
        format!("import sys\nsys.stdout.write(''.join(f'{{n:099d}}\\n' for n in range({LINES})))");
    let run = place.submit(&code).await;
    let whole = place.ended(&run).await;
    assert_eq!(whole["status"], "success", "{whole}");
    let log = &node(&whole, "main")["log"];
    let reason = log["end"]["reason"].as_str().expect("a reason");
    let lost: i64 = match log["end"]["kind"].as_str() {
        Some("complete") => 0,
        Some("lost") => reason.split(' ').next().and_then(|n| n.parse().ok()).expect("a number"),
        other => panic!("{other:?}: {log}"),
    };
    assert_eq!(log["lines"].as_i64().expect("a number") + lost, LINES, "{log}");
    let text = place.get(&run.path("/logs/download?node=main")).await.text();
    let numbers: Vec<i64> = text.lines().map(|line| line.parse().expect("a number")).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "in order, and none twice");
    place.until_nothing_is_left().await;
}
