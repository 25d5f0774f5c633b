//! Files of runs: told of beforehand, uploaded, listed, read and deleted.

use annals_tests::{Database, JOBS, Server, job_path};
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[tokio::test]
async fn a_job_waits_for_the_files_that_it_was_told_of(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let body = json!({"name": "told", "files": [
        {"filename": "a.txt", "path": "in/a.txt", "size": 5, "type": "text/plain"},
        {"filename": "b.txt", "path": "in/b.txt", "size": 5, "type": "text/plain"},
    ]});
    let job = server.post("/api/jobs/initiate", &body).await.ok();
    assert_eq!(job["files"][0]["original_path"], "in/a.txt");
    let files = server.get(&job_path(&job, "/files")).await.ok();
    assert_eq!(
        (&files["job_run_id"], &files["files"][0]["status"]),
        (&job["job_run_id"], &json!("uploading"))
    );
    assert_eq!(
        server.get(&job_path(&job, "/files?processable=true")).await.ok()["files"],
        json!([])
    );

    let url = job["files"][0]["upload_url"].as_str().expect("a URL");
    let path = url.strip_prefix(server.url.as_str()).expect("this server");
    let put = || server.send(server.request(Method::PUT, path).body("hello"));
    let file = put().await.ok()["files"][0].clone();
    assert_eq!(
        (&file["status"], &file["file_size_bytes"], &file["source_type"], &file["file_type"]),
        (&json!("uploaded"), &json!(5), &json!("upload"), &json!("text/plain"))
    );
    put().await.problem(409);

    // A form that brings the other one brings that, not a second one.
    server.upload(&job, &[("in/b.txt", b"world")]).await.ok();
    let files = server.get(&job_path(&job, "/files")).await.ok()["files"].clone();
    let shown = |file: &Value| (file["original_path"].clone(), file["status"].clone());
    let shown: Vec<_> = files.as_array().expect("files").iter().map(shown).collect();
    let uploaded = json!("uploaded");
    assert_eq!(shown, [(json!("in/a.txt"), uploaded.clone()), (json!("in/b.txt"), uploaded)]);

    let id = files[0]["id"].as_str().expect("an id");
    let read = server.get(&job_path(&job, &format!("/files/{id}"))).await;
    assert_eq!((read.status, read.text()), (200, "hello".to_owned()));
    server.delete(&job_path(&job, &format!("/files/{id}"))).await.ok();
    server.delete(&job_path(&job, &format!("/files/{id}"))).await.problem(404);
    server.get(&job_path(&job, &format!("/files/{id}"))).await.problem(404);
    let left = server.get(&job_path(&job, "/files")).await.ok();
    assert_eq!(left["files"].as_array().map(Vec::len), Some(1));
}

#[rstest]
#[tokio::test]
async fn an_upload_needs_its_key_and_no_token(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server =
        Server::with(database).variable("ANNALS_ADMIN_TOKEN", "secret-admin-token").start();
    let server = server.await;
    let admin = server.with_token("secret-admin-token");
    let body = json!({"files": [{"filename": "a.txt", "path": "a.txt", "size": 1, "type": ""}]});
    server.post(&format!("{JOBS}/initiate"), &body).await.problem(401);
    let job = admin.post(&format!("{JOBS}/initiate"), &body).await.ok();
    let url = job["files"][0]["upload_url"].as_str().expect("a URL");
    let path = url.strip_prefix(server.url.as_str()).expect("this server");
    let (bare, key) = path.split_once("&key=").expect("a key");
    server.send(server.request(Method::PUT, bare).body("x")).await.problem(401);
    let other = format!("{bare}&key={}0", &key[1..]);
    server.send(server.request(Method::PUT, &other).body("x")).await.problem(401);
    server.send(server.request(Method::GET, path)).await.problem(401);
    server.send(server.request(Method::PUT, path).body("x")).await.ok();
}

#[rstest]
#[tokio::test]
async fn a_file_over_the_limit_leaves_nothing(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server =
        Server::with(database).variable("ANNALS_FILE_LIMIT_BYTES", "1000000").start().await;
    let job = server.job("large").await;
    let large = vec![b'x'; 1_000_001];
    server.upload(&job, &[("large.txt", &large)]).await.problem(413);
    assert_eq!(server.get(&job_path(&job, "/files")).await.ok()["files"], json!([]));
    server.upload(&job, &[("fits.txt", &large[1..])]).await.ok();
    for name in ["../up.txt", "a/../../up.txt"] {
        server.upload(&job, &[(name, b"x")]).await.problem(422);
    }
    let nothing = server.request(Method::POST, &job_path(&job, "/files"));
    server
        .send(nothing.multipart(reqwest::multipart::Form::new().text("other", "x")))
        .await
        .problem(422);
    let json = server.post(&job_path(&job, "/files"), &json!({})).await;
    json.problem(415);
}

#[rstest]
#[tokio::test]
async fn a_run_is_not_submitted_while_a_file_is_on_its_way(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let body =
        json!({"files": [{"filename": "late.txt", "path": "late.txt", "size": 1, "type": ""}]});
    let job = server.post(&format!("{JOBS}/initiate"), &body).await.ok();
    server.fields(&job, &[("A", "text")]).await.ok();
    server.submit_job(&job).await.problem(400);
    server.upload(&job, &[("here.txt", b"x")]).await.ok();
    let problem = server.submit_job(&job).await.problem(409);
    assert!(problem["detail"].as_str().is_some_and(|text| text.contains("late.txt")), "{problem}");
    let late = job["files"][0]["file_id"].as_str().expect("an id");
    server.delete(&job_path(&job, &format!("/files/{late}"))).await.ok();
    server.submit_job(&job).await.ok();
}
