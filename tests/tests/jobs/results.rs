//! Submitted runs: progress, results, corrections, usage.

use annals_tests::{Database, JOBS, Server, job_path};
use rstest::rstest;
use serde_json::{Value, json};

const INVOICE: &[u8] = b"Invoice Number: A-17\nTotal: 12.50\n";
const OTHER: &[u8] = b"Invoice Number: B-18\nTotal: 7\n";

/// A job with these files that looks for a number and a total, submitted and ended.
async fn ended(server: &Server, files: &[(&str, &[u8])], modes: Value) -> Value {
    let job = server.job("invoices").await;
    server.upload(&job, files).await.ok();
    let fields = json!([
        {"field_name": "Invoice Number", "data_type_id": "text"},
        {"field_name": "Total", "data_type_id": "number"},
    ]);
    let body = json!({"fields": fields, "processing_modes": modes});
    server.put(&job_path(&job, "/fields"), &body).await.ok();
    server.submit_job(&job).await.ok();
    server.job_ended(&job).await;
    job
}

#[rstest]
#[tokio::test]
async fn a_submitted_run_gives_rows_by_task(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let files: [(&str, &[u8]); 2] = [("in/a.txt", INVOICE), ("b.txt", OTHER)];
    let job = ended(&server, &files, json!({})).await;
    let progress = server.get(&job_path(&job, "/progress")).await.ok();
    assert_eq!(progress["job_run_id"], job["job_run_id"]);
    assert_eq!(
        (
            &progress["status"],
            &progress["total_tasks"],
            &progress["completed"],
            &progress["failed"]
        ),
        (&json!("completed"), &json!(2), &json!(2), &json!(0)),
        "{progress}"
    );
    let states: Vec<_> =
        progress["tasks"].as_array().expect("tasks").iter().map(|t| t["status"].clone()).collect();
    assert_eq!(states, [json!("completed"), json!("completed")]);

    let page = server.get(&job_path(&job, "/results")).await.ok();
    assert_eq!((&page["total"], &page["files_processed_count"]), (&json!(2), &json!(2)));
    let first = &page["results"][0];
    assert_eq!(
        (&first["source_files"], &first["processing_mode"]),
        (&json!(["in/a.txt"]), &json!("individual"))
    );
    let data = &first["extracted_data"];
    assert_eq!(data["columns"], json!(["Invoice Number", "Total"]));
    assert_eq!(data["results"], json!([["A-17", 12.5]]));
    assert_eq!(first["evidence"][0][0]["file"], "in/a.txt");
    assert!(first["confidence"][0][0].is_number(), "{first}");
    let second = server.get(&job_path(&job, "/results?limit=1&offset=1")).await.ok();
    assert_eq!(second["results"].as_array().map(Vec::len), Some(1));
    assert_eq!((&second["results"][0], &second["total"]), (&page["results"][1], &json!(2)));
    for bad in ["limit=0", "limit=1001", "offset=-1"] {
        server.get(&job_path(&job, &format!("/results?{bad}"))).await.problem(422);
    }

    let files = server.get(&job_path(&job, "/files")).await.ok();
    assert_eq!(files["files"][0]["page_count"], 1, "{files}");
    // One event a completed task, with its pages.
    let usage = server.get("/api/v1/usage").await.ok();
    assert_eq!((&usage["total_tasks"], &usage["usage"][0]["job_id"]), (&json!(2), &job["job_id"]));
    assert!(usage["total_pages"].as_i64() >= Some(2), "{usage}");
    for (period, tasks) in [
        ("from=2026-01-01T00:00:00Z&to=2100-01-01T00:00:00Z", 2),
        ("from=2100-01-01T00:00:00Z", 0),
        ("to=2026-01-01T00:00:00Z", 0),
    ] {
        let usage = server.get(&format!("/api/v1/usage?{period}")).await.ok();
        assert_eq!(usage["total_tasks"], tasks, "{period}");
    }
    let detail = server.get(&job_path(&job, "")).await.ok();
    assert!(detail["completed_at"].is_string() && detail["status"] == "completed", "{detail}");
    assert!(detail["last_active_at"].as_str() >= detail["created_at"].as_str(), "{detail}");
    let listed = server.get(&format!("{JOBS}?status=completed")).await.ok();
    assert_eq!(listed["jobs"][0]["id"], job["job_id"]);
}

#[rstest]
#[tokio::test]
async fn a_folder_can_be_one_task(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let files: [(&str, &[u8]); 3] = [("in/a.txt", INVOICE), ("b.txt", OTHER), ("in/c.txt", OTHER)];
    let job = ended(&server, &files, json!({"in": "combined"})).await;
    let page = server.get(&job_path(&job, "/results")).await.ok();
    assert_eq!((&page["total"], &page["files_processed_count"]), (&json!(2), &json!(3)));
    let first = &page["results"][0];
    assert_eq!(
        (&first["source_files"], &first["processing_mode"]),
        (&json!(["in/a.txt", "in/c.txt"]), &json!("combined"))
    );
}

#[rstest]
#[tokio::test]
async fn a_file_that_cannot_be_read_fails_alone(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let files: [(&str, &[u8]); 2] =
        [("a.txt", INVOICE), ("broken.pdf", b"%PDF-1.7\nno more of it")];
    let job = ended(&server, &files, json!({})).await;
    let progress = server.get(&job_path(&job, "/progress")).await.ok();
    assert_eq!(
        (&progress["status"], &progress["completed"], &progress["failed"]),
        (&json!("partially_completed"), &json!(1), &json!(1)),
        "{progress}"
    );
    let failed = &progress["tasks"][1];
    assert_eq!((&failed["status"], failed["error"].is_string()), (&json!("failed"), true));
    let page = server.get(&job_path(&job, "/results")).await.ok();
    assert_eq!((&page["total"], &page["files_processed_count"]), (&json!(1), &json!(1)));

    let none: [(&str, &[u8]); 1] = [("broken.pdf", b"%PDF-1.7\nno more of it")];
    let job = ended(&server, &none, json!({})).await;
    assert_eq!(server.get(&job_path(&job, "")).await.ok()["status"], "failed");
    let usage = server.get("/api/v1/usage").await.ok();
    assert_eq!(usage["total_tasks"], 1, "{usage}");
}

#[rstest]
#[tokio::test]
async fn a_correction_stands_beside_what_was_found(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let files: [(&str, &[u8]); 1] = [("a.txt", INVOICE)];
    let job = ended(&server, &files, json!({})).await;
    let page = server.get(&job_path(&job, "/results")).await.ok();
    let task = page["results"][0]["task_id"].as_str().expect("an id");
    let path = job_path(&job, &format!("/results/{task}"));
    let body = json!({"row": 0, "column": "Total", "value": 13});
    let kept = server.patch(&path, &body).await.ok();
    assert_eq!(kept["job_run_id"], job["job_run_id"]);
    let result = server.get(&job_path(&job, "/results")).await.ok()["results"][0].clone();
    assert_eq!(result["extracted_data"]["results"][0][1], 13);
    let correction = &result["corrections"][0];
    assert_eq!(
        (&correction["value"], &correction["machine_value"], &correction["row"]),
        (&json!(13), &json!(12.5), &json!(0))
    );
    assert!(correction["corrected_at"].is_string() && correction["user_id"].is_null(), "{result}");
    for (row, column) in [(1, "Total"), (-1, "Total"), (0, "Other")] {
        let bad = json!({"row": row, "column": column, "value": 1});
        server.patch(&path, &bad).await.problem(422);
    }
    let list = json!({"row": 0, "column": "Total", "value": [1]});
    server.patch(&path, &list).await.problem(422);
    server.patch(&job_path(&job, "/results/t9"), &body).await.problem(404);
}

#[rstest]
#[tokio::test]
async fn two_runs_are_compared_cell_by_cell(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let files: [(&str, &[u8]); 2] = [("a.txt", INVOICE), ("b.txt", OTHER)];
    let first = ended(&server, &files, json!({})).await;
    let id = first["job_id"].as_str().expect("an id");
    let second = server.post(&format!("{JOBS}/{id}/runs"), &json!({})).await.ok();
    let second = json!({"job_id": id, "job_run_id": second["job_run_id"]});
    let changed: [(&str, &[u8]); 2] =
        [("a.txt", b"Invoice Number: A-17\nTotal: 99\n"), ("b.txt", OTHER)];
    server.upload(&second, &changed).await.ok();
    server.submit_job(&second).await.ok();
    server.job_ended(&second).await;
    let run = |job: &Value| job["job_run_id"].as_str().expect("a run").to_owned();
    let path = format!("/api/v1/runs/compare?a={}&b={}", run(&first), run(&second));
    let outputs = server.get(&path).await.ok()["outputs"].clone();
    assert_eq!(
        outputs["changes"],
        json!([{"name": "/a.txt/0/Total", "change": "changed", "a": 12.5, "b": 99}])
    );
}

#[rstest]
#[tokio::test]
async fn files_and_results_that_are_not_to_stay_go(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).variable("ANNALS_UNPERSISTED_HOURS", "0").start().await;
    let job = server.job("passing").await;
    server.upload(&job, &[("a.txt", INVOICE)]).await.ok();
    server.fields(&job, &[("Total", "number")]).await.ok();
    let submit = job_path(&job, "/submit");
    server.post(&submit, &json!({"persist_data": false})).await.ok();
    server.job_ended(&job).await;
    let mut server = server;
    // A server that starts looks at once.
    server.terminate().await;
    server.start_again().await;
    let run = format!(
        "{JOBS}/{}/runs/{}",
        job["job_id"].as_str().expect("an id"),
        job["job_run_id"].as_str().expect("an id")
    );
    annals_tests::soon("its data goes", async {
        while server.get(&run).await.ok()["data_removed_at"].is_null() {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    })
    .await;
    let page = server.get(&job_path(&job, "/results")).await.ok();
    assert_eq!((&page["total"], &page["results"]), (&json!(0), &json!([])));
    let file = server.get(&job_path(&job, "/files")).await.ok()["files"][0].clone();
    let id = file["id"].as_str().expect("an id");
    server.get(&job_path(&job, &format!("/files/{id}"))).await.problem(404);
    assert_eq!(server.get(&run).await.ok()["status"], "completed");
}

#[rstest]
#[tokio::test]
async fn a_quota_refuses_at_submit(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let make = ["token", "create", "--user", "ada", "--pages-a-month", "1"];
    let token = server.admin(&make).await.exits(0);
    let ada = server.with_token(token.trim());
    let submit = async || {
        let job = ada.job("quota").await;
        ada.upload(&job, &[("a.txt", INVOICE)]).await.ok();
        ada.fields(&job, &[("Total", "number")]).await.ok();
        (ada.submit_job(&job).await, job)
    };
    let (first, job) = submit().await;
    first.ok();
    ada.job_ended(&job).await;
    let (second, _) = submit().await;
    let problem = second.problem(409);
    assert!(problem["detail"].as_str().is_some_and(|text| text.contains("1 pages")), "{problem}");
    let usage = ada.get("/api/v1/usage").await.ok();
    assert_eq!(usage["usage"][0]["user_id"], "ada");
}
