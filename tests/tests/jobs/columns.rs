//! What the answers hold: the columns that the contract names, and the run that each is of.

use annals_tests::{Database, JOBS, Server, job_path};
use rstest::rstest;
use serde_json::{Value, json};

/// An object has these columns, whatever else it has.
#[track_caller]
fn has(value: &Value, columns: &str) {
    let object = value.as_object().unwrap_or_else(|| panic!("no object: {value}"));
    for column in columns.split_whitespace() {
        assert!(object.contains_key(column), "{column} is missing: {value}");
    }
}

/// The columns of a run in a list.
const RUN: &str = "id run_number status config_step tasks_total tasks_completed tasks_failed \
                   created_at completed_at template_id last_active_at persist_data version";
/// What stands below a job, with what its answers hold.
const BELOW: [(&str, &str); 5] = [
    (
        "",
        "id name status persist_data created_at completed_at job_fields template_id \
         extraction_tasks version last_active_at",
    ),
    ("/files", "files"),
    ("/progress", "total_tasks completed failed status tasks"),
    ("/results", "total files_processed_count results"),
    ("/exports", "exports"),
];

/// A job whose first run has ended and has an export.
async fn ended(server: &Server) -> Value {
    let file = json!({"filename": "a.txt", "path": "in/a.txt", "size": 9, "type": "text/plain"});
    let body = json!({"name": "columns", "files": [file]});
    let job = server.post("/api/jobs/initiate", &body).await.ok();
    has(&job, "job_id job_run_id files");
    has(&job["files"][0], "original_path upload_url");
    let came = server.upload(&job, &[("in/a.txt", b"Total: 12")]).await.ok();
    let fields = server.fields(&job, &[("Total", "number")]).await.ok();
    let step = json!({"config_step": "fields"});
    let step = server.put(&job_path(&job, "/config-step"), &step).await.ok();
    let preview = server.post(&job_path(&job, "/preview"), &json!({})).await.ok();
    let submitted = server.submit_job(&job).await.ok();
    has(&submitted, "message job_run_id");
    server.job_ended(&job).await;
    assert_eq!(server.get(&job_path(&job, "/export/csv")).await.status, 200);
    let correction = json!({"row": 0, "column": "Total", "value": 13});
    let corrected = server.patch(&job_path(&job, "/results/t1"), &correction).await.ok();
    for answer in [&came, &fields, &step, &preview, &submitted, &corrected] {
        assert_eq!(answer["job_run_id"], job["job_run_id"], "{answer}");
    }
    job
}

#[rstest]
#[tokio::test]
async fn every_answer_has_its_columns_and_names_its_run(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = ended(&server).await;
    let id = job["job_id"].as_str().expect("an id");
    let later = server.post(&format!("{JOBS}/{id}/runs"), &json!({})).await.ok();
    has(&later, "job_run_id message");
    for (path, columns) in BELOW {
        let named = server.get(&job_path(&job, path)).await.ok();
        has(&named, columns);
        assert_eq!(named["job_run_id"], job["job_run_id"], "{path}");
        // The latest is meant where none is named; the paths of before are the same.
        let latest = server.get(&format!("{JOBS}/{id}{path}")).await.ok();
        assert_eq!(latest["job_run_id"], later["job_run_id"], "{path}");
        assert_eq!(server.get(&format!("/api/jobs/{id}{path}")).await.ok(), latest);
    }
    let detail = server.get(&job_path(&job, "")).await.ok();
    has(&detail["job_fields"][0], "field_name data_type_id ai_prompt display_order");
    has(&detail["extraction_tasks"][0], "path mode file_count");
    let files = server.get(&job_path(&job, "/files")).await.ok();
    let file = "id original_filename original_path file_size_bytes status file_type source_type \
                page_count parent_file_id error";
    has(&files["files"][0], file);
    let progress = server.get(&job_path(&job, "/progress")).await.ok();
    has(&progress["tasks"][0], "id status");
    let results = server.get(&job_path(&job, "/results")).await.ok();
    let result = &results["results"][0];
    has(result, "task_id source_files processing_mode extracted_data confidence evidence");
    has(&result["extracted_data"], "columns results");
    let exports = server.get(&job_path(&job, "/exports")).await.ok();
    has(&exports["exports"][0], "status file_link destination file_type");
}

#[rstest]
#[tokio::test]
async fn runs_and_jobs_have_their_columns_in_lists_and_alone(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = ended(&server).await;
    let id = job["job_id"].as_str().expect("an id");
    let runs = server.get(&format!("/api/jobs/{id}/runs")).await.ok();
    has(&runs, "runs total latest_run_id next_cursor job_run_id");
    has(&runs["runs"][0], RUN);
    let run = runs["runs"][0]["id"].as_str().expect("an id");
    let whole = server.get(&format!("{JOBS}/{id}/runs/{run}")).await.ok();
    has(&whole, RUN);
    has(&whole, "job_id job_run_id persist_data job_fields extraction_tasks");
    let jobs = server.get("/api/jobs?include_field_status=true").await.ok();
    has(&jobs, "jobs total next_cursor");
    let row = "id name status config_step created_at has_configured_fields latest_run_id run_count";
    has(&jobs["jobs"][0], row);
    // A flag is a flag and times are times.
    assert_eq!((&whole["persist_data"], &whole["template_id"]), (&json!(true), &json!(null)));
    let time = whole["completed_at"].as_str().expect("a time");
    assert!(time.len() == 27 && time.ends_with('Z'), "{time}");
}
