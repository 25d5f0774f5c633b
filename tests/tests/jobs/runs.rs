//! Runs of jobs: each has its own files, fields and results.

use annals_tests::{Database, JOBS, Server, files_below, job_path};
use rstest::rstest;
use serde_json::{Value, json};

async fn new_run(server: &Server, job: &Value, body: &Value) -> Value {
    let id = job["job_id"].as_str().expect("an id");
    let made = server.post(&format!("{JOBS}/{id}/runs"), body).await.ok();
    assert!(made["message"].is_string(), "{made}");
    json!({"job_id": id, "job_run_id": made["job_run_id"]})
}

#[rstest]
#[tokio::test]
async fn a_new_run_has_the_fields_and_nothing_else_of_an_earlier_one(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let first = server.job("again").await;
    let id = first["job_id"].as_str().expect("an id");
    server.upload(&first, &[("a.txt", b"x")]).await.ok();
    server.fields(&first, &[("One", "text")]).await.ok();
    let before = server.get(&job_path(&first, "")).await.ok();

    let second = new_run(&server, &first, &json!({})).await;
    server.fields(&second, &[("Two", "number")]).await.ok();
    let third = new_run(&server, &first, &json!({"clone_from_run_id": first["job_run_id"]})).await;
    let fourth = new_run(&server, &first, &json!({})).await;
    let field = |run: &Value| run["job_fields"][0]["field_name"].clone();
    for (run, name) in [(&second, "Two"), (&third, "One"), (&fourth, "One")] {
        let detail = server.get(&job_path(run, "")).await.ok();
        assert_eq!((field(&detail), &detail["config_step"]), (json!(name), &json!("upload")));
        assert_eq!(server.get(&job_path(run, "/files")).await.ok()["files"], json!([]));
    }
    assert_eq!(
        server.get(&job_path(&first, "")).await.ok(),
        before,
        "earlier runs stay as they are"
    );

    // Without a run the latest is meant.
    let latest = server.get(&format!("{JOBS}/{id}")).await.ok();
    assert_eq!((&latest["job_run_id"], &latest["run_number"]), (&fourth["job_run_id"], &json!(4)));
    let runs = server.get(&format!("{JOBS}/{id}/runs?limit=3")).await.ok();
    let numbers = |page: &Value| -> Vec<_> {
        page["runs"].as_array().expect("runs").iter().map(|run| run["run_number"].clone()).collect()
    };
    assert_eq!(numbers(&runs), [4, 3, 2].map(|n| json!(n)));
    assert_eq!((&runs["total"], &runs["latest_run_id"]), (&json!(4), &fourth["job_run_id"]));
    let cursor = runs["next_cursor"].as_str().expect("another page");
    let rest = server.get(&format!("{JOBS}/{id}/runs?limit=3&cursor={cursor}")).await.ok();
    assert_eq!((numbers(&rest), &rest["next_cursor"]), (vec![json!(1)], &json!(null)));
    let run = third["job_run_id"].as_str().expect("an id");
    let whole = server.get(&format!("{JOBS}/{id}/runs/{run}")).await.ok();
    assert_eq!((&whole["job_id"], &whole["run_number"]), (&json!(id), &json!(3)));
    // One id space: it is a run of a task like any other.
    let row = server.get(&format!("/api/v1/runs/{run}")).await.ok();
    assert_eq!((&row["kind"], &row["number"]), (&json!("extraction"), &json!(3)));
}

#[rstest]
#[tokio::test]
async fn a_new_run_is_told_what_it_is_to_be(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let first = server.job("told").await;
    server.fields(&first, &[("Own", "text")]).await.ok();
    let fields = json!([{"name": "Of the template", "data_type": "text", "prompt": null}]);
    let body = json!({"name": "t", "fields": fields, "is_public": true});
    let template = server.post("/api/templates", &body).await.json()["id"].clone();
    let first_run = &first["job_run_id"];
    // A template goes before a run that is named, and that before the latest.
    let body = json!({"template_id": template, "clone_from_run_id": first_run});
    let by_template = new_run(&server, &first, &body).await;
    let cloned = new_run(&server, &first, &json!({"clone_from_run_id": first_run})).await;
    for (run, name, of) in
        [(&by_template, "Of the template", &template), (&cloned, "Own", &json!(null))]
    {
        let detail = server.get(&job_path(run, "")).await.ok();
        assert_eq!(
            (&detail["job_fields"][0]["field_name"], &detail["template_id"]),
            (&json!(name), of)
        );
        assert_eq!(detail["persist_data"], true);
    }
    let passing = new_run(&server, &first, &json!({"persist_data": false})).await;
    assert_eq!(server.get(&job_path(&passing, "")).await.ok()["persist_data"], false);
    assert_eq!(server.get(&job_path(&first, "")).await.ok()["persist_data"], true);
    // Each run is told anew: nothing goes of one because the files of another were not to stay.
    let next = new_run(&server, &first, &json!({})).await;
    assert_eq!(server.get(&job_path(&next, "")).await.ok()["persist_data"], true);
}

#[rstest]
#[tokio::test]
async fn what_is_not_the_jobs_is_not_there(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (one, other) = (server.job("one").await, server.job("other").await);
    let id = one["job_id"].as_str().expect("an id");
    let foreign = other["job_run_id"].as_str().expect("an id");
    for run in [foreign, "nothing", "no such id"] {
        server
            .post(&format!("{JOBS}/{id}/runs"), &json!({"clone_from_run_id": run}))
            .await
            .problem(404);
    }
    server.post(&format!("{JOBS}/{id}/runs"), &json!({"template_id": "none"})).await.problem(404);
    for path in ["", "/files", "/progress", "/results", "/exports", "/events", "/export/csv"] {
        server.get(&format!("{JOBS}/{id}{path}?run_id={foreign}")).await.problem(404);
    }
    server.get(&format!("{JOBS}/{id}/runs/{foreign}")).await.problem(404);
    server.post(&format!("{JOBS}/unknown/runs"), &json!({})).await.problem(404);
    server.post(&format!("{JOBS}/unknown/submit"), &json!({})).await.problem(404);
}

#[rstest]
#[tokio::test]
async fn a_run_that_is_set_up_can_be_cancelled_and_deleted(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let first = server.job("ended").await;
    let id = first["job_id"].as_str().expect("an id");
    server.upload(&first, &[("a.txt", b"x")]).await.ok();
    server.fields(&first, &[("A", "text")]).await.ok();
    server.put(&job_path(&first, "/cancel"), &json!({})).await.ok();
    server.put(&job_path(&first, "/cancel"), &json!({})).await.problem(409);
    server.submit_job(&first).await.problem(409);
    server.upload(&first, &[("b.txt", b"x")]).await.problem(409);

    let second = new_run(&server, &first, &json!({})).await;
    server.delete(&job_path(&first, "")).await.ok();
    server.get(&job_path(&first, "")).await.problem(404);
    let left = server.get(&format!("{JOBS}/{id}")).await.ok();
    assert_eq!((&left["job_run_id"], &left["run_number"]), (&second["job_run_id"], &json!(2)));
    let run = first["job_run_id"].as_str().expect("an id");
    let objects = server.data().join("objects/jobs").join(id).join("runs").join(run);
    assert_eq!(files_below(&objects), 0);
    // A run that is not submitted is deleted as well.
    server.delete(&job_path(&second, "")).await.ok();
    server.get(&format!("{JOBS}/{id}")).await.problem(404);
    assert_eq!(server.get(&format!("{JOBS}/{id}/runs")).await.ok()["total"], 0);
}

#[rstest]
#[tokio::test]
async fn the_same_key_makes_the_same_job(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let body = json!({"name": "once", "files": [
        {"filename": "a.txt", "path": "a.txt", "size": 1, "type": ""},
    ]});
    let ask = |path: String, body: Value| {
        let request = server.request(reqwest::Method::POST, &path).header("Idempotency-Key", "k1");
        server.send(request.json(&body))
    };
    let initiate = format!("{JOBS}/initiate");
    let first = ask(initiate.clone(), body.clone()).await.ok();
    assert_eq!(ask(initiate.clone(), body).await.ok(), first);
    ask(initiate, json!({"name": "another"})).await.problem(409);
    let runs = format!("{JOBS}/{}/runs", first["job_id"].as_str().expect("an id"));
    let run = ask(runs.clone(), json!({})).await.ok();
    assert_eq!(ask(runs.clone(), json!({})).await.ok(), run);
    assert_eq!(server.get(&runs).await.ok()["total"], 2);
}
