//! The events of a job: from its whole state on, over its runs, resumed anywhere.

use annals_tests::{Database, JOBS, JobEvents, Server, job_path};
use rstest::rstest;
use serde_json::{Value, json};

use super::zip::zip;

fn kinds(events: &[Value]) -> Vec<&str> {
    events.iter().filter_map(|event| event["type"].as_str()).collect()
}

#[rstest]
#[tokio::test]
async fn a_run_is_told_from_its_state_to_its_end(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = server.job("told").await;
    server.upload(&job, &[("a.txt", b"Total: 5\n")]).await.ok();
    server.fields(&job, &[("Total", "number")]).await.ok();
    let mut events = JobEvents::follow(&server, &job_path(&job, "/events"), None).await;
    let first = events.next().await;
    assert_eq!((&first["type"], &first["status"]), (&json!("full_state"), &json!("pending")));
    assert_eq!(first["version"], json!(1));
    server.upload(&job, &[("b.pdf", b"%PDF-1.7\nno more of it")]).await.ok();
    server.submit_job(&job).await.ok();
    let told = events.until("job_completed").await;
    for event in told.iter().chain([&first]) {
        assert_eq!((&event["job_id"], &event["job_run_id"]), (&job["job_id"], &job["job_run_id"]));
    }
    let known = kinds(&told);
    for kind in ["file_status_changed", "task_started", "task_completed", "task_failed"] {
        assert!(known.contains(&kind), "{kind} in {known:?}");
    }
    let of = |kind: &str| told.iter().find(|event| event["type"] == kind).expect("an event");
    assert_eq!(of("task_completed")["result"]["results"], json!([[5]]));
    assert!(of("task_failed")["error"].is_string());
    assert_eq!(of("job_completed")["status"], "partially_completed");
    // Exports after the end are told too.
    server.get(&job_path(&job, "/export/csv")).await;
    let told = events.until("export_completed").await;
    assert_eq!(kinds(&told), ["export_started", "export_completed"]);
    let export = told.last().expect("an event");
    assert_eq!((&export["destination"], &export["file_type"]), (&json!("download"), &json!("csv")));
    assert!(export["file_link"].is_string(), "{export}");

    // From any of them on the rest comes again, and nothing else.
    let ids = events.ids().to_vec();
    let middle = ids.iter().position(|(_, kind)| kind == "task_started").expect("it was told");
    let mut again =
        JobEvents::follow(&server, &job_path(&job, "/events"), Some(&ids[middle].0)).await;
    again.until("export_completed").await;
    assert_eq!(again.ids(), &ids[middle + 1..]);
    let state = JobEvents::follow(&server, &job_path(&job, "/events"), None).await.next().await;
    let task = &state["progress"]["tasks"][0];
    assert_eq!(
        (&task["id"], &task["status"], &task["display_name"], &task["file_count"]),
        (&json!("t1"), &json!("completed"), &json!("a.txt"), &json!(1))
    );
    assert_eq!(
        (&state["progress"]["completed"], &state["progress"]["failed"]),
        (&json!(1), &json!(1))
    );
}

#[rstest]
#[tokio::test]
async fn a_job_is_followed_over_its_runs(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = server.job("followed").await;
    let id = job["job_id"].as_str().expect("an id");
    let mut events = JobEvents::follow(&server, &format!("{JOBS}/{id}/events"), None).await;
    assert_eq!(events.next().await["job_run_id"], job["job_run_id"]);
    let run = server.post(&format!("{JOBS}/{id}/runs"), &json!({})).await.ok();
    let state = events.until("full_state").await.pop().expect("an event");
    assert_eq!(state["job_run_id"], run["job_run_id"]);
    server.get(&format!("{JOBS}/{id}/events?run_id=none")).await.problem(404);
    let bad = server.request(reqwest::Method::GET, &format!("{JOBS}/{id}/events"));
    server.send(bad.header("Last-Event-ID", "nonsense")).await.problem(422);
}

#[rstest]
#[tokio::test]
async fn what_becomes_of_archives_is_told(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = server.job("archives").await;
    let mut events = JobEvents::follow(&server, &job_path(&job, "/events"), None).await;
    let good = zip(&[("in/a.txt", b"Total: 5"), ("b.txt", b"Total: 6")]);
    server.upload(&job, &[("good.zip", &good)]).await.ok();
    let told = events.until("files_extracted").await;
    let unpacked = told.last().expect("an event");
    let files = unpacked["files"].as_array().expect("files").iter();
    let paths: Vec<_> = files.map(|file| file["original_path"].clone()).collect();
    assert_eq!(paths, [json!("in/a.txt"), json!("b.txt")]);
    let changes = told.iter().filter(|event| event["type"] == "file_status_changed");
    let changes: Vec<_> = changes.map(|event| event["status"].clone()).collect();
    assert_eq!(changes, [json!("unpacking"), json!("unpacked")]);

    let bad = server.upload(&job, &[("bad.zip", b"PK no archive at all")]).await.ok();
    let failed = events.until("extraction_failed").await.pop().expect("an event");
    assert_eq!(failed["file_id"], bad["files"][0]["id"]);
    assert_eq!(failed["error"], bad["files"][0]["error"]);
    assert!(failed["error"].is_string(), "{failed}");
}

#[rstest]
#[tokio::test]
async fn a_stream_in_which_nothing_happens_says_that_it_lives(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = server.job("quiet").await;
    let mut events = JobEvents::follow(&server, &job_path(&job, "/events"), None).await;
    assert_eq!(events.next().await["type"], "full_state");
    let alive = events.next().await;
    assert_eq!((&alive["type"], &alive["job_run_id"]), (&json!("keepalive"), &job["job_run_id"]));
}
