//! Setting a run up, step by step, until it is submitted.

use annals_tests::{Database, JOBS, Server, files_below, job_path};
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[tokio::test]
async fn the_wizard_goes_one_step_on_or_back_until_submitted(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = server.job("wizard").await;
    let step = job_path(&job, "/config-step");
    let version = server.get(&job_path(&job, "")).await.ok()["version"].as_i64().expect("a number");

    let took = server.put(&step, &json!({"config_step": "fields", "version": version})).await.ok();
    assert_eq!((&took["config_step"], &took["version"]), (&json!("fields"), &json!(version + 1)));
    // Whoever saw it before is told so.
    let stale = json!({"config_step": "review", "version": version});
    server.put(&step, &stale).await.problem(409);
    server.put(&step, &json!({"config_step": "review"})).await.ok();
    server.put(&step, &json!({"config_step": "upload"})).await.ok();
    // No step is left out, and the last one is submitting.
    server.put(&step, &json!({"config_step": "review"})).await.problem(409);
    server.put(&step, &json!({"config_step": "submitted"})).await.problem(409);
    server.put(&step, &json!({"config_step": "nowhere"})).await.problem(422);

    server.submit_job(&job).await.problem(400);
    server.upload(&job, &[("a.txt", b"Total: 12")]).await.ok();
    server.submit_job(&job).await.problem(400);
    server.fields(&job, &[("Total", "number")]).await.ok();
    let submitted = server.submit_job(&job).await.ok();
    assert_eq!(submitted["job_run_id"], job["job_run_id"]);

    let detail = server.get(&job_path(&job, "")).await.ok();
    assert_eq!(detail["config_step"], "submitted");
    server.submit_job(&job).await.problem(409);
    server.put(&step, &json!({"config_step": "upload"})).await.problem(409);
    server.fields(&job, &[("Other", "text")]).await.problem(409);
    server.upload(&job, &[("b.txt", b"x")]).await.problem(409);
}

#[rstest]
#[tokio::test]
async fn fields_are_replaced_in_their_order(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = server.job("fields").await;
    let path = job_path(&job, "/fields");
    let fields = json!([
        {"field_name": "Total", "data_type_id": "currency", "ai_prompt": "with tax", "display_order": 2},
        {"field_name": "Number", "data_type_id": "text", "ai_prompt": null, "display_order": 1},
    ]);
    let modes = json!({"in/": "combined"});
    let body = json!({"fields": fields, "processing_modes": modes});
    let run = server.put(&path, &body).await.ok();
    assert_eq!(run["job_fields"], json!([fields[1], fields[0]]));
    assert_eq!(server.get(&job_path(&job, "")).await.ok()["job_fields"], run["job_fields"]);

    server.upload(&job, &[("in/a.txt", b"x"), ("in/b.txt", b"y"), ("c.txt", b"z")]).await.ok();
    let detail = server.get(&job_path(&job, "")).await.ok();
    assert_eq!(
        detail["extraction_tasks"],
        json!([
            {"path": "in", "mode": "combined", "file_count": 2},
            {"path": "c.txt", "mode": "individual", "file_count": 1},
        ])
    );
    server.fields(&job, &[("Only", "email")]).await.ok();
    let detail = server.get(&job_path(&job, "")).await.ok();
    assert_eq!(detail["job_fields"].as_array().map(Vec::len), Some(1));
    assert_eq!(detail["extraction_tasks"].as_array().map(Vec::len), Some(2), "modes stay");
}

#[rstest]
#[tokio::test]
async fn what_is_no_field_is_refused_by_name(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = server.job("refused").await;
    let one = |name: &str, kind: &str| json!({"field_name": name, "data_type_id": kind});
    let many: Vec<_> = (0..201).map(|n| one(&format!("f{n}"), "text")).collect();
    for (fields, place) in [
        (json!([one("A", "string")]), json!(["body", "fields", 0, "data_type_id"])),
        (json!([one(" ", "text")]), json!(["body", "fields", 0, "field_name"])),
        (
            json!([one("A", "text"), one("A", "date_ymd")]),
            json!(["body", "fields", 1, "field_name"]),
        ),
        (json!(many), json!(["body", "fields"])),
    ] {
        let problem = server.put(&job_path(&job, "/fields"), &json!({"fields": fields})).await;
        assert_eq!(problem.problem(422)["errors"][0]["loc"], place);
    }
    let modes = json!({"fields": [], "processing_modes": {"a": "both"}});
    server.put(&job_path(&job, "/fields"), &modes).await.problem(422);
}

#[rstest]
#[tokio::test]
async fn jobs_are_listed_newest_first(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let mut jobs = Vec::new();
    for n in 0..4 {
        jobs.push(server.job(&format!("job {n}")).await);
    }
    server.fields(&jobs[3], &[("A", "text")]).await.ok();
    let page = server.get(&format!("{JOBS}?limit=3&include_field_status=true")).await.ok();
    let names = |page: &Value| -> Vec<_> {
        page["jobs"].as_array().expect("jobs").iter().map(|job| job["name"].clone()).collect()
    };
    assert_eq!(names(&page), [json!("job 3"), json!("job 2"), json!("job 1")]);
    let first = &page["jobs"][0];
    assert_eq!(
        (&first["has_configured_fields"], &first["latest_run_id"], &first["run_count"]),
        (&json!(true), &jobs[3]["job_run_id"], &json!(1))
    );
    assert_eq!((&first["status"], &first["config_step"]), (&json!("pending"), &json!("upload")));
    assert_eq!(
        (&page["jobs"][1]["has_configured_fields"], &page["total"]),
        (&json!(false), &json!(4))
    );
    let cursor = page["next_cursor"].as_str().expect("another page");
    let next = server.get(&format!("{JOBS}?limit=3&cursor={cursor}")).await.ok();
    assert_eq!((names(&next), &next["next_cursor"]), (vec![json!("job 0")], &json!(null)));
    assert_eq!(next["jobs"][0].get("has_configured_fields"), None);
    assert_eq!(names(&server.get(&format!("{JOBS}?offset=3")).await.ok()), [json!("job 0")]);

    let cancelled = server.put(&job_path(&jobs[1], "/cancel"), &json!({})).await.ok();
    assert_eq!(cancelled["status"], "cancelled");
    let found = server.get(&format!("{JOBS}?status=Cancelled")).await.ok();
    assert_eq!((names(&found), &found["total"]), (vec![json!("job 1")], &json!(null)));
    assert!(names(&server.get(&format!("{JOBS}?status=completed")).await.ok()).is_empty());
    for bad in ["limit=0", "limit=101", "offset=-1", "status=gone", "cursor=x"] {
        server.get(&format!("{JOBS}?{bad}")).await.problem(422);
    }
}

#[rstest]
#[tokio::test]
async fn a_job_is_renamed_and_deleted(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = server.job("before").await;
    let (path, id) = (job_path(&job, ""), job["job_id"].as_str().expect("an id").to_owned());
    let detail = server.patch(&path, &json!({"name": "after", "persist_data": false})).await.ok();
    assert_eq!((&detail["name"], &detail["persist_data"]), (&json!("after"), &json!(false)));
    assert_eq!(detail["job_run_id"], job["job_run_id"]);
    server.patch(&path, &json!({"name": " "})).await.problem(422);
    // The same at the address of before.
    assert_eq!(server.get(&format!("/api/jobs/{id}")).await.ok()["name"], "after");

    server.upload(&job, &[("a.txt", b"x"), ("b/c.txt", b"y")]).await.ok();
    let objects = server.data().join("objects/jobs").join(&id);
    assert!(objects.is_dir(), "{}", objects.display());
    server.delete(&format!("{JOBS}/{id}")).await.ok();
    server.get(&path).await.problem(404);
    assert_eq!(files_below(&objects), 0);
    assert_eq!(server.get(JOBS).await.ok()["total"], 0);
    server.delete(&format!("{JOBS}/{id}")).await.problem(404);
    // What is no job is none here, whatever else has the id.
    let flow = server.flow("flow", &[annals_tests::component("a", "")], &[]).await;
    server.get(&format!("{JOBS}/{flow}")).await.problem(404);
    server.delete(&format!("{JOBS}/{flow}")).await.problem(404);
}
