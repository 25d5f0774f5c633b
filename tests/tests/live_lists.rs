//! The stream of all runs: what a list is kept up to date by.

use annals_tests::{Database, Gate, Run, Server, Told};
use reqwest::Method;
use rstest::rstest;
use serde_json::json;

/// What was told of this run, in order.
fn of<'t>(told: &'t [Told], run: &Run) -> Vec<&'t str> {
    let own = told.iter().filter(|told| told.run() == Some(&run.id));
    own.map(|told| told.what.as_str()).collect()
}

#[rstest]
#[tokio::test]
async fn every_change_of_a_run_is_told_with_its_row(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let mut feed = server.feed("", None).await;
    assert_eq!(feed.next().await.what, "ready");
    let gate = Gate::new();
    let run = server.submit(&format!("{}pass_gate()", gate.python())).await;
    let begun = feed.until("status", &run.id).await;
    assert_eq!(of(&begun, &run), ["created", "status"]);
    let row = &begun.last().expect("an event").data["run"];
    assert_eq!((&row["status"], &row["task_id"]), (&json!("running"), &json!(run.task)));

    server.put(&run.path("/tags"), &json!({"tags": ["red"]})).await.ok();
    let tagged = feed.until("tagged", &run.id).await;
    assert_eq!(tagged.last().expect("an event").data["run"]["tags"], json!(["red"]));
    server.put(&run.path("/pin"), &json!({})).await.ok();
    let pinned = feed.until("pinned", &run.id).await;
    assert_eq!(pinned.last().expect("an event").data["run"]["pinned"], true);

    gate.open();
    let ended = feed.until("ended", &run.id).await;
    let listed = server.get("/api/v1/runs").await.ok();
    assert_eq!(ended.last().expect("an event").data["run"], listed["runs"][0]);
    assert_eq!(listed["runs"][0]["status"], "success");
    server.delete(&run.path("")).await;
    let deleted = feed.until("deleted", &run.id).await;
    assert_eq!(deleted.last().expect("an event").data, json!({"id": run.id}));
}

#[rstest]
#[tokio::test]
async fn runs_that_end_otherwise_are_told_too(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let mut feed = server.feed("", None).await;
    let run = server.submit("pass").await;
    server.post(&run.path("/cancel"), &json!({})).await.ok();
    let told = feed.until("ended", &run.id).await;
    assert_eq!(of(&told, &run), ["created", "ended"]);
    assert_eq!(told.last().expect("an event").data["run"]["status"], "cancelled");
    let rerun = server.rerun(&run, json!({})).await;
    server.delete(&run.task_path("/delete")).await.ok();
    feed.until("deleted", &rerun.id).await;
}

#[rstest]
#[tokio::test]
async fn only_what_was_asked_for_is_told(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let one = server.submit("pass").await;
    let mut of_one = server.feed(&format!("?task_id={}", one.task), None).await;
    let mut flows = server.feed("?kind=FLOW", None).await;
    assert_eq!(
        (of_one.next().await.what, flows.next().await.what),
        ("ready".into(), "ready".into())
    );
    let other = server.submit("pass").await;
    let again = server.rerun(&one, json!({})).await;
    assert_eq!(of_one.next().await.run(), Some(again.id.as_str()));
    server.post(&other.path("/cancel"), &json!({})).await.ok();
    server.delete(&other.path("")).await;
    // None of the others is of a flow.
    assert_eq!(flows.next().await.what, "deleted");
    for query in ["?kind=plan", "?task_id=a%20b"] {
        server.get(&format!("/api/v1/events{query}")).await.problem(422);
    }
}

#[rstest]
#[tokio::test]
async fn whoever_comes_back_misses_nothing_or_is_told_so(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::with(database).option("--max-running", "0").start().await;
    let mut feed = server.feed("", None).await;
    let ready = feed.next().await;
    let first = server.submit("pass").await;
    let seen = feed.until("created", &first.id).await.pop().expect("an event").place;
    drop(feed);
    let missed = [server.submit("pass").await, server.submit("pass").await];
    for (query, seen) in [(String::new(), Some(&*seen)), (format!("?after={seen}"), None)] {
        let mut feed = server.feed(&query, seen).await;
        assert_eq!(feed.next().await.what, "ready");
        for run in &missed {
            assert_eq!(feed.next().await.run(), Some(run.id.as_str()));
        }
    }
    let mut feed = server.feed("", Some(&ready.place)).await;
    assert_eq!(of(&feed.until("created", &first.id).await, &first), ["created"]);
    for unknown in ["7", "not-1", &format!("{seen}0000")] {
        let mut feed = server.feed("", Some(unknown)).await;
        let reset = feed.next().await;
        assert_eq!(reset.what, "reset", "{unknown}");
        let next = server.submit("pass").await;
        assert_eq!(feed.next().await.run(), Some(next.id.as_str()));
    }
    server.terminate().await;
    server.start_again().await;
    assert_eq!(server.feed("", Some(&seen)).await.next().await.what, "reset");
}

#[tokio::test]
async fn what_another_server_does_is_told_too() {
    let one = Server::start(Database::Postgres).await;
    let other = one.beside().start().await;
    let mut feed = other.feed("", None).await;
    assert_eq!(feed.next().await.what, "ready");
    // Whatever comes of this one, by then they know of each other.
    one.run_to_end("pass").await;
    feed.next().await;
    let (run, _) = one.run_to_end("pass").await;
    let told = feed.until("ended", &run.id).await;
    assert_eq!(of(&told, &run), ["created", "status", "ended"]);
    one.put(&run.path("/tags"), &json!({"tags": ["red"]})).await.ok();
    assert_eq!(feed.next().await.what, "tagged");
    one.delete(&run.path("")).await;
    assert_eq!(feed.next().await.what, "deleted");
}

#[rstest]
#[tokio::test]
async fn a_runs_own_token_hears_nothing_of_others(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).variable("ANNALS_ADMIN_TOKEN", "sesame").start().await;
    let admin = server.with_token("sesame");
    let code = "import os, urllib.request as u, urllib.error\n\
        r = u.Request(os.environ['ANNALS_URL'] + '/api/v1/events')\n\
        r.add_header('Authorization', 'Bearer ' + os.environ['ANNALS_TOKEN'])\n\
        try:\n    print(u.urlopen(r).status)\n\
        except urllib.error.HTTPError as error:\n    print(error.code)\n";
    let (run, _) = admin.run_to_end(code).await;
    assert_eq!(admin.text(&run).await, "403\n");
    let anyone = server.request(Method::GET, "/api/v1/events");
    server.send(anyone).await.problem(401);
}
