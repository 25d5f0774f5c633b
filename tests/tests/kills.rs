//! The server is killed at random moments, again and again, while runs print, clients write and
//! watchers watch. At the end everything that was acknowledged is there, once.
//!
//! `ANNALS_TEST_KILLS` says how often (20), `ANNALS_TEST_SEED` which moments and writes (1).

mod check;
mod client;
mod program;
mod watcher;

use std::time::Duration;

use annals_tests::{Api, Database, Dice, Server};
use futures::future::join_all;
use rstest::rstest;
use tokio::sync::watch;

use client::Client;
use watcher::Watcher;

/// How many clients write at once.
const CLIENTS: u64 = 3;
/// The longest that a server lives once it is ready.
const LIFE: Duration = Duration::from_millis(500);
/// The longest that one lives which is killed while it starts.
const BIRTH: Duration = Duration::from_millis(250);

fn number(variable: &str, otherwise: u64) -> u64 {
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
    let mut server = Server::start(database).await;
    let (place, places) = watch::channel(Api::new(&server.url));
    let mut clients: Vec<_> = (0..CLIENTS).map(|n| Client::new(n, seed)).collect();
    let mut watchers: Vec<Watcher> = Vec::new();
    for _ in 0..kills {
        let working = clients.into_iter().map(|client| tokio::spawn(client.work(places.clone())));
        let working: Vec<_> = working.collect();
        tokio::time::sleep(dice.moment(LIFE)).await;
        server.kill().await;
        clients = join_all(working).await.into_iter().map(|c| c.expect("a client")).collect();
        if dice.roll(4) == 0 {
            server.stillborn(dice.moment(BIRTH)).await;
        }
        server.start_again().await;
        place.send_replace(Api::new(&server.url));
        for run in clients.iter_mut().filter_map(Client::unwatched) {
            watchers.push(Watcher::start(run, places.clone()));
        }
    }
    let mut known = Vec::new();
    for client in clients {
        known.extend(client.finish(&server).await);
    }
    check::all(&server, known, watchers).await;
}
