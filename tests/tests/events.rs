//! A run's events: one sequence without gap or repeat, wherever and whenever one begins to watch.

use annals_tests::{Database, Event, Events, Gate, Server, lines_of};
use futures::future::join_all;
use reqwest::Method;
use rstest::rstest;
use serde_json::json;

const TALKATIVE: &str = "import sys, os
for n in range(40):
    print('line', n)
    if n % 7 == 0: print('warning', n, file=sys.stderr)
open(os.path.join(os.environ['ANNALS_ARTIFACTS'], 'a.txt'), 'w').write('a')";

/// Every place of the ledger that the events cover, in their order.
fn places(events: &[Event]) -> Vec<i64> {
    events.iter().flat_map(Event::covers).collect()
}

/// The same things happened, however they were cut into events.
fn flat(events: &[Event]) -> Vec<(i64, String)> {
    let line = |line: &serde_json::Value| (line["seq"].as_i64().unwrap_or(0), line.to_string());
    let of = |event: &Event| match event.kind.as_str() {
        "lines" => event.lines().iter().map(line).collect(),
        kind => vec![(event.id, format!("{kind} {}", event.data))],
    };
    events.iter().flat_map(of).collect()
}

#[rstest]
#[tokio::test]
async fn the_sequence_has_no_gap_and_ends(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (run, _) = server.run_to_end(TALKATIVE).await;
    let events = server.events(&run, 0).await.rest().await;
    let last = events.last().expect("an end").id;
    assert_eq!(places(&events), (1..=last).collect::<Vec<_>>());
    for event in events.iter().filter(|event| event.kind != "end") {
        assert_eq!(Some(&event.id), event.covers().last());
        if event.kind == "lines" {
            assert_eq!(event.data["first_seq"].as_i64(), event.covers().first().copied());
        }
    }
    let statuses: Vec<_> = events.iter().filter(|event| event.kind == "status").collect();
    let words: Vec<_> = statuses.iter().map(|event| event.data["status"].as_str()).collect();
    assert_eq!(words, [Some("pending"), Some("running"), Some("success")]);
    let artifact = events.iter().find(|event| event.kind == "artifact").expect("an artifact");
    assert_eq!((&artifact.data["path"], &artifact.data["size"]), (&json!("a.txt"), &json!(1)));
    assert_eq!(events.last().map(|end| end.data.clone()), Some(json!({"status": "success"})));
    let kinds = ["status", "node", "lines", "history", "artifact", "end"];
    assert!(events.iter().all(|event| kinds.contains(&event.kind.as_str())));
    assert_eq!(lines_of(&events, "main").len(), 46);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn resuming_anywhere_gives_exactly_the_rest(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (run, _) = server.run_to_end(TALKATIVE).await;
    let all = flat(&server.events(&run, 0).await.rest().await);
    let last = all.last().expect("an end").0;
    for after in 0..=last {
        let rest: Vec<_> =
            all.iter().filter(|(seq, text)| *seq > after || text.starts_with("end")).collect();
        let by_query = flat(&server.events(&run, after).await.rest().await);
        assert_eq!(by_query.iter().collect::<Vec<_>>(), rest, "after {after}");
        // As a browser does it, whose header wins over what its address said at first.
        let request = server.request(Method::GET, &run.path("/events?after=0"));
        let events = Events::follow(request.header("Last-Event-ID", after.to_string())).await;
        assert_eq!(flat(&events.rest().await).iter().collect::<Vec<_>>(), rest, "after {after}");
    }
    // Beyond the end there is nothing but the end.
    assert_eq!(server.events(&run, last + 1000).await.rest().await.len(), 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn before_during_and_after_one_sees_the_same(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let gate = Gate::new();
    let code = format!("{}{TALKATIVE}\nprint('half')\npass_gate()\n{TALKATIVE}", gate.python());
    let run = server.submit(&code).await;
    let before = tokio::spawn(server.events(&run, 0).await.rest());
    server.printed(&run, "half").await;
    let during: Vec<_> = join_all((0..20).map(|_| server.events(&run, 0))).await;
    gate.open();
    let during = join_all(during.into_iter().map(Events::rest)).await;
    let before = flat(&before.await.expect("a reader"));
    let after = flat(&server.events(&run, 0).await.rest().await);
    assert_eq!(before, after);
    for seen in during {
        assert_eq!(flat(&seen), after);
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_seen_while_the_program_runs(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let gate = Gate::new();
    let code = format!("{}print('waiting', end='\\n')\npass_gate()", gate.python());
    let run = server.submit(&code).await;
    let mut events = server.events(&run, 0).await;
    events.until_line("waiting").await;
    // It is stored before it is seen.
    assert_eq!(server.text(&run).await, "waiting\n");
    assert_eq!(server.whole(&run).await["status"], "running");
    gate.open();
    events.until(|event| event.kind == "end").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_server_on_the_same_postgres_sees_a_run_live() {
    let one = Server::start(Database::Postgres).await;
    let other = one.beside().start().await;
    let gate = Gate::new();
    let run =
        one.submit(&format!("{}print('here')\npass_gate()\nprint('done')", gate.python())).await;
    let mut events = other.events(&run, 0).await;
    events.until_line("here").await;
    gate.open();
    events.until(|event| event.kind == "end").await;
    let (one, other) =
        (one.events(&run, 0).await.rest().await, other.events(&run, 0).await.rest().await);
    assert_eq!(flat(&one), flat(&other));
}
