//! The server is killed at random moments, again and again, while runs print, clients write and
//! watchers watch. At the end everything that was acknowledged is there, once.
//!
//! `ANNALS_TEST_KILLS` says how often (20), `ANNALS_TEST_SEED` which moments and writes (1).

use std::time::Duration;

use annals_tests::{Database, Dice, Server};
use rstest::rstest;

use crate::load::{Load, keeping_all};

/// The longest that a server lives once it is ready.
const LIFE: Duration = Duration::from_millis(500);
/// The longest that one lives which is killed while it starts.
const BIRTH: Duration = Duration::from_millis(250);

pub fn number(variable: &str, otherwise: u64) -> u64 {
    let value = std::env::var(variable).ok();
    value.map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{variable}={text}")))
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_nothing_is_lost_or_doubled(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (kills, seed) = (number("ANNALS_TEST_KILLS", 20), number("ANNALS_TEST_SEED", 1));
    eprintln!("{kills} kills on {database:?}, ANNALS_TEST_SEED={seed}");
    let mut dice = Dice::new(seed);
    let mut server = keeping_all(Server::with(database)).start().await;
    let mut load = Load::new(&server, seed);
    for _ in 0..kills {
        load.go_on(dice.moment(LIFE)).await;
        server.kill().await;
        load.rest().await;
        if dice.roll(4) == 0 {
            server.stillborn(dice.moment(BIRTH)).await;
        }
        server.start_again().await;
        load.moved(&server);
    }
    load.end(&server).await;
}
