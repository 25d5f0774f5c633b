//! Jobs whose tasks are pods.

use annals_tests::{Database, files_below, job_path, node};
use rstest::rstest;
use serde_json::{Value, json};

use crate::place::Place;

/// Makes a job of these files that looks for a number and a total, and waits for its end.
async fn ended(place: &Place, files: &[(&str, &[u8])]) -> Value {
    let job = place.job("invoices").await;
    place.upload(&job, files).await.ok();
    place.fields(&job, &[("Invoice Number", "text"), ("Total", "number")]).await.ok();
    place.submit_job(&job).await.ok();
    place.job_ended(&job).await;
    job
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn three_documents_one_of_which_is_broken(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let image = std::env::var("ANNALS_TEST_IMAGE").unwrap_or("annals.test/annals:1".into());
    let place = Place::with(database, &format!(",annals_image=\"{image}\"")).await;
    let files: [(&str, &[u8]); 3] = [
        ("in/a.txt", b"Invoice Number: A-17\nTotal: 12.50\n"),
        ("b.pdf", b"%PDF-1.7 this is none"),
        ("c.txt", b"Invoice Number: C-19\nTotal: 7\n"),
    ];
    let job = ended(&place, &files).await;
    let run = job["job_run_id"].as_str().expect("a run");
    let whole = place.get(&format!("/api/v1/runs/{run}")).await.ok();
    assert_eq!((&whole["executor"], &whole["status"]), (&json!("argo"), &json!("failure")));
    assert_eq!(whole["error_type"], "partial", "{whole}");
    let message = whole["error"]["message"].as_str().expect("a message");
    assert!(message.starts_with("1 of 3 tasks failed; the first: b.pdf: "), "{message}");
    let progress = place.get(&job_path(&job, "/progress")).await.ok();
    assert_eq!(progress["status"], "partially_completed", "{progress}");
    assert_eq!((&progress["completed"], &progress["failed"]), (&json!(2), &json!(1)));
    let page = place.get(&job_path(&job, "/results")).await.ok();
    let rows: Vec<_> = page["results"].as_array().expect("results").iter().collect();
    let found =
        |row: &&&Value| !row["extracted_data"]["results"].as_array().is_none_or(Vec::is_empty);
    let found: Vec<_> =
        rows.iter().filter(found).map(|r| &r["extracted_data"]["results"][0]).collect();
    assert_eq!(found, [&json!(["A-17", 12.5]), &json!(["C-19", 7])], "{page}");
    assert_eq!(node(&whole, "t1")["log"]["end"]["kind"], "complete");
    place.until_nothing_is_left().await;
    let left = place.server.data().join("objects/runs").join(run).join("parcels");
    assert_eq!(files_below(&left), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_image_of_annals_the_server_carries_jobs_out() {
    let place = Place::new(Database::Sqlite).await;
    let job = ended(&place, &[("a.txt", b"Invoice Number: A-17\nTotal: 12.50\n")]).await;
    let run = job["job_run_id"].as_str().expect("a run");
    let whole = place.get(&format!("/api/v1/runs/{run}")).await.ok();
    assert_eq!((&whole["executor"], &whole["status"]), (&json!("local"), &json!("success")));
}
