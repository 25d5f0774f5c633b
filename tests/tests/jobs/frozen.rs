//! What a run of a job was is told with the run, and its files go by the limits of all files.

use annals_tests::{Database, JOBS, Model, Server, job_path};
use rstest::rstest;
use serde_json::{Value, json};

async fn ended(server: &Server) -> Value {
    let job = server.job("frozen").await;
    server.upload(&job, &[("in/a.txt", b"Total: 12"), ("in/b.txt", b"Total: 3")]).await.ok();
    let field = json!({"field_name": "Total", "data_type_id": "number", "ai_prompt": "with tax"});
    let body = json!({"fields": [field], "processing_modes": {"in": "combined"}});
    server.put(&job_path(&job, "/fields"), &body).await.ok();
    server.submit_job(&job).await.ok();
    server.job_ended(&job).await;
    job
}

async fn snapshot(server: &Server, job: &Value) -> Value {
    let run = job["job_run_id"].as_str().expect("a run");
    server.get(&format!("/api/v1/runs/{run}")).await.ok()["snapshot"].clone()
}

#[rstest]
#[tokio::test]
async fn a_run_tells_what_it_looked_for_where_and_by_what(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let model = Model::start().await;
    model.open();
    for (asks, name) in [(false, "builtin"), (true, "openai")] {
        let setup = Server::with(database);
        let server = if asks { model.asked_by(setup) } else { setup }.start().await;
        let job = ended(&server).await;
        let told = snapshot(&server, &job).await["extraction"].clone();
        assert_eq!(
            told["fields"],
            json!([{"field_name": "Total", "data_type_id": "number", "ai_prompt": "with tax"}])
        );
        assert_eq!(
            told["extraction_tasks"],
            json!([{"task_id": "t1", "path": "in", "mode": "combined",
                    "source_files": ["in/a.txt", "in/b.txt"]}])
        );
        let engine = &told["engine"];
        assert_eq!((&engine["name"], engine["model"] == "m"), (&json!(name), asks), "{engine}");
        assert!(engine["version"].as_str().is_some_and(|text| !text.is_empty()), "{engine}");
        // Nothing is fixed before a run is submitted, and other kinds have nothing of it.
        let id = job["job_id"].as_str().expect("an id");
        let later = server.post(&format!("{JOBS}/{id}/runs"), &json!({})).await.ok();
        let later = json!({"job_run_id": later["job_run_id"]});
        assert_eq!(snapshot(&server, &later).await["extraction"], json!(null));
    }
}

#[rstest]
#[tokio::test]
async fn files_of_jobs_go_by_the_limits_of_files_but_for_pinned_runs(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let limits = "{files={max_age_days=0.00000002}}";
    let server = Server::with(database).variable("ANNALS_RETENTION", limits).start().await;
    let (going, pinned) = (ended(&server).await, ended(&server).await);
    for job in [&going, &pinned] {
        assert_eq!(server.get(&job_path(job, "/export/csv")).await.status, 200);
    }
    let run = |job: &Value| format!("/api/v1/runs/{}", job["job_run_id"].as_str().expect("a run"));
    server.put(&format!("{}/pin", run(&pinned)), &json!({})).await.ok();
    let results = server.get(&job_path(&going, "/results")).await.ok();
    let gc = "/api/v1/maintenance/gc";
    let said = server.post(gc, &json!({"dry_run": true})).await.ok()["retention"]["files"].clone();
    let done = server.post(gc, &json!({})).await.ok()["retention"]["files"].clone();
    assert_eq!(said, done);
    // Two that came and one export.
    assert_eq!((&done["runs"], &done["files"]), (&json!(1), &json!(3)), "{done}");
    for (job, stays) in [(&going, false), (&pinned, true)] {
        let files = server.get(&job_path(job, "/files")).await.ok();
        let file = files["files"][0]["id"].as_str().expect("they stay named");
        let bytes = server.get(&job_path(job, &format!("/files/{file}"))).await;
        assert_eq!(bytes.status, if stays { 200 } else { 404 });
        let export = server.get(&job_path(job, "/exports")).await.ok()["exports"][0].clone();
        assert_eq!(export["file_link"].is_string(), stays, "{export}");
        let whole = server.get(&run(job)).await.ok();
        assert_eq!(whole["files_removed_at"].is_null(), stays);
    }
    // What was found stays, and can be exported again.
    assert_eq!(server.get(&job_path(&going, "/results")).await.ok(), results);
    assert!(server.get(&job_path(&going, "/export/csv")).await.text().contains("Total"));
    let objects = server.data().join("objects/jobs").join(going["job_id"].as_str().expect("an id"));
    assert_eq!(annals_tests::files_below(&objects), 1);
}
