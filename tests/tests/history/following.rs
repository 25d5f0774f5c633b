//! Timelines and ledgers as they grow.

use annals_tests::Events;

use super::*;

async fn follow(server: &Server, run: &Run, query: &str, last: Option<i64>) -> Events {
    let mut request =
        server.request(Method::GET, &run.task_path(&format!("/history/stream?{query}")));
    if let Some(last) = last {
        request = request.header("Last-Event-ID", last.to_string());
    }
    Events::follow(request).await
}

/// The numbers and contents of the next `count` entries.
async fn next(events: &mut Events, count: usize) -> Vec<(i64, String)> {
    let mut seen = Vec::new();
    for _ in 0..count {
        let event = events.next().await.expect("an event");
        assert_eq!((event.kind.as_str(), &event.data["n"]), ("history", &json!(event.id)));
        seen.push((event.id, event.data["content"].as_str().unwrap_or_default().to_owned()));
    }
    seen
}

#[rstest]
#[tokio::test]
async fn a_timeline_is_followed_from_any_place(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, run) = idle(database).await;
    add(&server, &run, &json!([said("2"), said("3")])).await;
    let mut all = follow(&server, &run, "", None).await;
    let of = |n: i64| (n, n.to_string());
    assert_eq!(next(&mut all, 3).await[1..], [of(2), of(3)]);
    let mut some = follow(&server, &run, "after=0", Some(2)).await;
    assert_eq!(next(&mut some, 1).await, [of(3)]);
    let mut errors = follow(&server, &run, "context_type=error&after=1", None).await;
    add(&server, &run, &said("4")).await;
    let error = json!({"context_type": "error", "content": "5"});
    add(&server, &run, &json!([error, said("6")])).await;
    for events in [&mut all, &mut some] {
        assert_eq!(next(events, 3).await, [of(4), of(5), of(6)]);
    }
    assert_eq!(next(&mut errors, 1).await, [of(5)]);
    // What a run tells of itself comes too.
    server.delete(&run.task_path("")).await.ok();
    assert_eq!(next(&mut all, 1).await, [(7, "run #1: cancelled".to_owned())]);
    server.delete(&run.task_path("/delete")).await.ok();
    let rest = [&mut all.until_it_breaks().await, &mut some.until_it_breaks().await];
    assert!(rest.iter().all(|rest| rest.len() <= 3), "both streams end: {rest:?}");
}

#[tokio::test]
async fn what_another_server_adds_is_seen() {
    let (one, run) = idle(Database::Postgres).await;
    let other = one.beside().start().await;
    let mut timeline = follow(&one, &run, "after=1", None).await;
    let mut ledger = one.events(&run, 1).await;
    let mut body = said("x");
    body["run_id"] = json!(run.id);
    add(&other, &run, &body).await;
    assert_eq!(next(&mut timeline, 1).await, [(2, "x".to_owned())]);
    let event = ledger.next().await.expect("an event");
    assert_eq!(
        (event.kind.as_str(), event.id, &event.data["content"]),
        ("history", 2, &json!("x"))
    );
}

#[rstest]
#[tokio::test]
async fn a_runs_watchers_see_entries_while_it_runs_and_after(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let gate = Gate::new();
    let code = format!("{}print('begun', flush=True)\npass_gate()\nprint('done')", gate.python());
    let run = server.submit(&code).await;
    let mut live = server.events(&run, 0).await;
    live.until_line("begun").await;
    let entry = |content: &str| {
        let mut body = said(content);
        body["run_id"] = json!(run.id);
        body
    };
    let made = add(&server, &run, &json!([entry("a"), entry("b")])).await;
    let seen = live.until(|event| event.kind == "history" && event.data["content"] == "b").await;
    let last = seen.last().expect("an event");
    assert_eq!((json!(last.id), &last.data["id"]), (made[1]["seq"].clone(), &made[1]["id"]));
    gate.open();
    let rest = live.rest().await;
    assert_eq!(rest.last().map(|event| event.kind.as_str()), Some("end"));
    let late = add(&server, &run, &entry("late")).await;
    let all = server.events(&run, 0).await.rest().await;
    let covered: Vec<_> = all.iter().flat_map(annals_tests::Event::covers).collect();
    assert_eq!(covered, (1..=covered.len() as i64).collect::<Vec<_>>());
    assert_eq!(late["seq"], json!(covered.len()));
    // What goes leaves its number unused, at the end and in the middle.
    server.delete(&run.task_path("/history")).await.ok();
    let left = server.events(&run, 0).await.rest().await;
    assert!(left.iter().all(|event| event.kind != "history"));
    let left: Vec<_> = left.iter().flat_map(annals_tests::Event::covers).collect();
    assert_eq!(left.len(), covered.len() - 3, "{left:?}");
    let after = add(&server, &run, &entry("after")).await;
    assert_eq!(after["seq"], json!(covered.len() + 1));
    let again = server.events(&run, 0).await.rest().await;
    assert_eq!(again.iter().filter(|event| event.kind == "history").count(), 1);
}
