//! A run is cancelled while its tasks are carried out.

use std::time::Duration;

use annals_tests::{Database, JOBS, JobEvents, Model, Server, job_path, mentioning, soon};
use rstest::rstest;
use serde_json::{Value, json};

/// A job whose tasks wait for the model's answer.
async fn underway(server: &Server, model: &Model) -> Value {
    let job = server.job("cancelled").await;
    server.upload(&job, &[("a.txt", b"Total: 12"), ("b.txt", b"Total: 12")]).await.ok();
    server.fields(&job, &[("Total", "number")]).await.ok();
    server.submit_job(&job).await.ok();
    model.was_asked(1).await;
    job
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn cancelling_stops_the_workers_and_nothing_of_them_counts_any_more(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let model = Model::start().await;
    let server = model.asked_by(Server::with(database)).start().await;
    let job = underway(&server, &model).await;
    let mut events = JobEvents::follow(&server, &job_path(&job, "/events"), None).await;
    // The model may be asked before it is known here that its asker has begun.
    while events.next().await["status"] != "in_progress" {}
    soon("the beginning of a task", async {
        loop {
            let progress = server.get(&job_path(&job, "/progress")).await.ok();
            assert_eq!(progress["status"], "in_progress", "{progress}");
            if progress["tasks"][0]["status"] == "processing" {
                break;
            }
        }
    })
    .await;
    let listed = server.get(&format!("{JOBS}?status=in_progress")).await.ok();
    assert_eq!(listed["jobs"][0]["id"], job["job_id"]);
    assert!(mentioning(server.data()).len() > 1, "nothing is carried out");

    let cancelled = server.put(&job_path(&job, "/cancel"), &json!({})).await.ok();
    assert_eq!(cancelled["status"], "cancelled", "{cancelled}");
    soon("the end of all workers", async {
        while mentioning(server.data()).len() > 1 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    // What the model says now comes too late.
    model.open();
    let end = events.until("job_completed").await.pop().expect("an event");
    assert_eq!(end["status"], "cancelled");
    server.put(&job_path(&job, "/cancel"), &json!({})).await.problem(409);
    let progress = server.get(&job_path(&job, "/progress")).await.ok();
    assert_eq!((&progress["status"], &progress["completed"]), (&json!("cancelled"), &json!(0)));
    let results = server.get(&job_path(&job, "/results")).await.ok();
    assert_eq!((&results["total"], &results["results"]), (&json!(0), &json!([])));
    assert_eq!(server.get("/api/v1/usage").await.ok()["total_tasks"], 0);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn deleting_a_run_ends_its_workers_first(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let model = Model::start().await;
    let server = model.asked_by(Server::with(database)).start().await;
    let job = underway(&server, &model).await;
    server.delete(&format!("{JOBS}/{}", job["job_id"].as_str().expect("an id"))).await.ok();
    server.get(&job_path(&job, "")).await.problem(404);
    soon("the end of all workers", async {
        while mentioning(server.data()).len() > 1 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}
