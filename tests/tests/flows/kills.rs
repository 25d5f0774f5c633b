//! The server is killed at random moments while flows run, and now and then the supervisor of a run
//! with it. No component is run twice, all runs end, and what they give is right.
//!
//! Each component writes to a journal outside before it does anything: that is counted, not what the
//! server says. `ANNALS_TEST_KILLS` says how often (10), `ANNALS_TEST_SEED` which moments (1).

use std::time::Duration;

use annals_tests::{Api, Database, Dice, Server};
use rstest::rstest;
use serde_json::json;

use super::random::Graph;
use crate::kills::number;

mod client;
mod journal;

use client::{Begun, Client};
use journal::Journal;

/// The longest that a server lives once it is ready.
const LIFE: Duration = Duration::from_millis(600);
/// The longest that one lives which is killed while it starts.
const BIRTH: Duration = Duration::from_millis(250);
/// How many flows there are.
const FLOWS: usize = 6;

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_no_component_is_run_twice(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (kills, seed) = (number("ANNALS_TEST_KILLS", 10), number("ANNALS_TEST_SEED", 1));
    eprintln!("{kills} kills on {database:?}, ANNALS_TEST_SEED={seed}");
    let mut dice = Dice::new(seed);
    let journal = Journal::new();
    let mut server = Server::start(database).await;
    let mut client = Client::new(&mut dice);
    for n in 0..FLOWS {
        let graph = Graph::roll(&mut dice).beginning_with(&journal.python());
        let answer = server.post("/api/v1/flows", &graph.body(&format!("flow {n}"))).await.json();
        client.knows(answer["id"].as_str().expect("an id"), graph);
    }
    for _ in 0..kills {
        let working = tokio::spawn(client.work(Api::new(&server.url)));
        tokio::time::sleep(dice.moment(LIFE)).await;
        server.kill().await;
        client = working.await.expect("a client");
        if dice.roll(3) == 0 {
            journal.kill_a_supervisor(&server, &mut dice);
        }
        if dice.roll(4) == 0 {
            server.stillborn(dice.moment(BIRTH)).await;
        }
        server.start_again().await;
    }
    check(&server, client, &journal).await;
}

/// Waits for the end of all, goes on from those whose supervisor was killed, and checks each.
async fn check(server: &Server, client: Client, journal: &Journal) {
    let (flows, mut runs) = client.finish(server).await;
    let (mut cut, first) = (0, runs.len());
    for index in 0..first {
        let Begun { run, flow, .. } = &runs[index];
        let whole = server.ended(run).await;
        if whole["error_type"] == "platform" {
            cut += 1;
            let body = json!({"from_run_id": run.id});
            let next = server.run_flow(&flows[*flow].0, &body).await;
            runs.push(Begun { run: next, flow: *flow, from: Some(index) });
        }
    }
    let mut components = 0;
    for begun in &runs {
        let whole = server.ended(&begun.run).await;
        let graph = &flows[begun.flow].1;
        let before = match begun.from {
            Some(index) => Some(server.whole(&runs[index].run).await),
            None => None,
        };
        let begins = journal.of(&begun.run.id);
        components += begins.values().sum::<usize>();
        graph.check_begins(&whole, before.as_ref(), &begins);
    }
    assert_eq!(components, journal.len(), "components of runs that nobody knows of");
    let listed = server.get("/api/v1/flow-runs/?limit=500").await.ok();
    assert_eq!(listed.as_array().map(Vec::len), Some(runs.len().min(500)));
    crate::load::check::nothing_is_left(server).await;
    eprintln!("{} runs, {cut} of them cut short, {components} components: none twice", runs.len());
}
