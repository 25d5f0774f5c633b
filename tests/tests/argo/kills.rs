//! The server is killed at random moments while pods print; each line is there once.

use std::time::Duration;

use annals_tests::{Database, Dice};
use rstest::rstest;

use crate::place::Place;

/// How often.
const KILLS: usize = 20;
/// The longest that a server lives.
const LIFE: Duration = Duration::from_millis(2500);

/// A program that prints for about half a minute.
const PROGRAM: &str = "import time
for n in range(1500):
    print(n, flush=True)
    time.sleep(0.02)";

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn each_line_is_there_once(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut dice = Dice::new(7);
    let mut place = Place::new(database).await;
    let runs = [place.submit(PROGRAM).await, place.submit(PROGRAM).await];
    for _ in 0..KILLS {
        tokio::time::sleep(dice.moment(LIFE)).await;
        place.reborn().await;
    }
    let expected: String = (0..1500).map(|n| format!("{n}\n")).collect();
    for run in &runs {
        let whole = place.ended(run).await;
        assert_eq!(whole["status"], "success", "{whole}");
        assert!(place.text(run).await == expected, "a line is lost or doubled");
    }
    place.until_nothing_is_left().await;
}
