//! What a run's fields give on one file, before it is submitted.

use annals_tests::{Database, JOBS, Server, job_path};
use rstest::rstest;
use serde_json::{Value, json};

const INVOICE: &[u8] = b"Invoice Number: A-17\nTotal: 12.50\n";
const OTHER: &[u8] = b"Invoice Number: B-18\nTotal: 7\n";

#[rstest]
#[tokio::test]
async fn fields_are_tried_on_one_file_and_nothing_is_kept(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = server.job("tried").await;
    let files: [(&str, &[u8]); 2] = [("in/a.txt", INVOICE), ("in/b.txt", OTHER)];
    let files = server.upload(&job, &files).await.ok()["files"].clone();
    let fields = json!([
        {"field_name": "Invoice Number", "data_type_id": "text"},
        {"field_name": "Total", "data_type_id": "number"},
    ]);
    let body = json!({"fields": fields, "processing_modes": {"in": "combined"}});
    server.put(&job_path(&job, "/fields"), &body).await.ok();
    let before = server.get(&job_path(&job, "")).await.ok();
    let preview = job_path(&job, "/preview");

    let first = server.post(&preview, &json!({})).await.ok();
    assert_eq!((&first["job_run_id"], &first["file_id"]), (&job["job_run_id"], &files[0]["id"]));
    let result = &first["result"];
    let data = &result["extracted_data"];
    assert_eq!(data["columns"], json!(["Invoice Number", "Total"]));
    assert_eq!(data["results"], json!([["A-17", 12.5]]));
    assert_eq!(
        (&result["source_files"], &result["processing_mode"], &result["corrections"]),
        (&json!(["in/a.txt"]), &json!("individual"), &json!([]))
    );
    assert_eq!(result["evidence"][0][0]["file"], "in/a.txt");
    assert!(result["confidence"][0][0].is_number(), "{result}");

    let second = server.post(&preview, &json!({"file_id": files[1]["id"]})).await.ok();
    assert_eq!(second["result"]["extracted_data"]["results"], json!([["B-18", 7]]));
    server.post(&preview, &json!({"file_id": "gone"})).await.problem(404);
    server.post(&preview, &json!({"file_id": 7})).await.problem(422);

    // The fields are those of now, and the run is as it was.
    assert_eq!(server.get(&job_path(&job, "")).await.ok(), before);
    assert_eq!(server.get(&job_path(&job, "/results")).await.ok()["total"], 0);
    server.fields(&job, &[("Total", "text")]).await.ok();
    let third = server.post(&preview, &json!({})).await.ok();
    assert_eq!(third["result"]["extracted_data"]["results"], json!([["12.50"]]));
    server.submit_job(&job).await.ok();
    server.post(&preview, &json!({})).await.problem(409);
    server.job_ended(&job).await;
    // A try is no completed task.
    assert_eq!(server.get("/api/v1/usage").await.ok()["total_tasks"], 1);
}

#[rstest]
#[tokio::test]
async fn a_preview_needs_a_file_and_a_field(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = server.job("early").await;
    let preview = job_path(&job, "/preview");
    let refused = async |word: &str, body: Value| {
        let problem = server.post(&preview, &body).await.problem(409);
        assert!(problem["detail"].as_str().is_some_and(|text| text.contains(word)), "{problem}");
    };
    refused("no fields", json!({})).await;
    server.fields(&job, &[("Total", "number")]).await.ok();
    refused("no file", json!({})).await;
    let file = server.upload(&job, &[("broken.pdf", b"%PDF-1.7\nno more of it")]).await.ok();
    refused("broken.pdf: The file is damaged", json!({})).await;
    let id = &file["files"][0]["id"];
    refused("broken.pdf: The file is damaged", json!({"file_id": id})).await;
    let zip = server.upload(&job, &[("no.zip", b"PK\x03\x04 nothing")]).await.ok();
    refused("it is failed", json!({"file_id": zip["files"][0]["id"]})).await;
    server.post(&format!("{JOBS}/gone/preview"), &json!({})).await.problem(404);
}
