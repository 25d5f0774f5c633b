//! Forms with files under an `Idempotency-Key`, and that a form is taken whole or not at all.

use std::collections::HashSet;

use annals_tests::{Answer, Api, Database, JOBS, Server, files_below, job_path};
use futures::future::join_all;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use rstest::rstest;
use serde_json::{Value, json};

use super::lost::{files, form, part, sending};
use super::zip::zip;

async fn upload(api: &Api, job: &Value, key: &str, files: &[(&str, &[u8])]) -> Answer {
    let mut form = Form::new();
    for (path, bytes) in files {
        form = form.part("files", Part::bytes(bytes.to_vec()).file_name((*path).to_owned()));
    }
    let request = api.request(Method::POST, &job_path(job, "/files"));
    api.send(request.header("Idempotency-Key", key).multipart(form)).await
}

async fn count(server: &Server, job: &Value) -> usize {
    let list = server.get(&job_path(job, "/files")).await.ok();
    list["files"].as_array().map_or(0, Vec::len)
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_again_adds_nothing(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::with(database).start().await;
    let job = server.job("again").await;
    let archive = zip(&[("in.txt", b"Total: 2")]);
    let all: [(&str, &[u8]); 2] = [("a/b.txt", b"Total: 1"), ("all.zip", &archive)];
    let first = upload(&server, &job, "k1", &all).await.ok();
    assert_eq!(first["files"].as_array().map(Vec::len), Some(3), "{first}");
    let stored = files_below(&server.data().join("objects"));
    assert_eq!(upload(&server, &job, "k1", &all).await.ok(), first);

    // Another body is another request, whatever is other about it.
    let others: [&[(&str, &[u8])]; 4] = [
        &[("a/b.txt", b"Total: 9"), ("all.zip", &archive)],
        &[("b.txt", b"Total: 1"), ("all.zip", &archive)],
        &all[..1],
        &[all[0], all[1], ("c.txt", b"Total: 3")],
    ];
    for other in others {
        upload(&server, &job, "k1", other).await.problem(409);
    }
    assert_eq!(count(&server, &job).await, 3);
    assert_eq!(files_below(&server.data().join("objects")), stored);
    upload(&server, &job, "k2", &all[..1]).await.ok();
    assert_eq!(count(&server, &job).await, 4);

    // It is kept with the run, and answers when nothing can be added any more.
    server.fields(&job, &[("Total", "number")]).await.ok();
    server.submit_job(&job).await.ok();
    server.job_ended(&job).await;
    server.kill().await;
    server.start_again().await;
    let again = upload(&server, &job, "k1", &all).await.ok();
    let ids = |list: &Value| -> Vec<Value> {
        list["files"].as_array().expect("files").iter().map(|file| file["id"].clone()).collect()
    };
    assert_eq!(ids(&again), ids(&first));
    upload(&server, &job, "k3", &all).await.problem(409);
}

#[rstest]
#[tokio::test]
async fn a_key_answers_of_the_run_it_was_used_for(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = server.job("latest").await;
    let id = job["job_id"].as_str().expect("an id");
    let send = || {
        let part = Part::bytes(b"x".to_vec()).file_name("a.txt");
        let request = server.request(Method::POST, &format!("{JOBS}/{id}/files"));
        request.header("Idempotency-Key", "k").multipart(Form::new().part("files", part))
    };
    let first = server.send(send()).await.ok();
    server.post(&format!("{JOBS}/{id}/runs"), &json!({})).await.ok();
    assert_eq!(server.send(send()).await.ok(), first);
    // With what was made goes its key.
    let file = first["files"][0]["id"].as_str().expect("an id");
    server.delete(&job_path(&job, &format!("/files/{file}"))).await.ok();
    let anew = server.send(send()).await.ok();
    assert_ne!(anew["files"][0]["id"], first["files"][0]["id"]);
    assert_eq!(server.send(send()).await.ok(), anew);
    server.delete(&format!("{JOBS}/{id}")).await.ok();
    server.send(send()).await.problem(404);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn twenty_forms_at_once_bring_one_file(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = server.job("at once").await;
    let sent = (0..20).map(|_| {
        let (api, job) = (Api::new(&server.url), &job);
        async move {
            let answer = upload(&api, job, "same", &[("a.txt", b"Total: 1")]).await.ok();
            answer["files"][0]["id"].to_string()
        }
    });
    let ids: HashSet<String> = join_all(sent).await.into_iter().collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
    assert_eq!(count(&server, &job).await, 1);
    let kept = server.get(&job_path(&job, "/files")).await.ok()["files"][0].clone();
    assert_eq!(kept["status"], "uploaded");
    assert_eq!(files_below(&server.data().join("objects")), 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_the_server_does_not_live_to_end_is_sent_again(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::with(database).start().await;
    let job = server.job("killed").await;
    let parts = [part("first.txt", "Total: 1\r\n"), part("in/a.txt", "Total")].concat();
    let request = form(&server, &job).0.header("Idempotency-Key", "k");
    let sent = sending(request, parts.into_bytes());
    // Of the first one all bytes are there by now.
    files(&server, &job, |files| files.len() == 2).await;
    server.kill().await;
    sent.abort();
    server.start_again().await;
    let all: [(&str, &[u8]); 2] = [("first.txt", b"Total: 1"), ("in/a.txt", b"Total: 12")];
    let answer = upload(&server, &job, "k", &all).await.ok();
    assert_eq!(upload(&server, &job, "k", &all).await.ok(), answer);
    let there = files(&server, &job, |files| files.len() == 2).await;
    assert!(there.iter().all(|file| file["status"] == "uploaded"), "{there:?}");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_breaks_off_takes_nothing_along(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let told = json!({"files": [{"filename": "a.txt", "path": "in/a.txt", "size": 9, "type": ""}]});
    let job = server.post(&format!("{JOBS}/initiate"), &told).await.ok();
    // What the run waited for before is waited for still.
    let (request, begins) = form(&server, &job);
    let first = sending(request, begins);
    let (request, begins) = form(&server, &job);
    let second = sending(request, begins);
    let both = files(&server, &job, |files| files.len() == 2).await;
    assert!(both.iter().all(|file| file["original_path"] == "in/a.txt"), "{both:?}");
    first.abort();
    second.abort();
    let left = files(&server, &job, |files| files.len() == 1).await;
    assert_eq!(left[0]["id"], job["files"][0]["file_id"]);
    // Nor does one that breaks off late take what another has brought meanwhile.
    let parts = [part("in/a.txt", "Total: 1\r\n"), part("in/b.txt", "Total")].concat();
    let late = sending(form(&server, &job).0, parts.into_bytes());
    files(&server, &job, |files| files.len() == 2).await;
    let here = upload(&server, &job, "k", &[("in/a.txt", b"Total: 12")]).await.ok();
    late.abort();
    let left = files(&server, &job, |files| files.len() == 2).await;
    let of_both = [&here["files"][0]["id"], &job["files"][0]["file_id"]];
    assert!(left.iter().all(|file| of_both.contains(&&file["id"])), "{left:?}");
    let states: HashSet<_> = left.iter().filter_map(|file| file["status"].as_str()).collect();
    assert_eq!(states, HashSet::from(["uploading", "uploaded"]));
}

#[rstest]
#[tokio::test]
async fn a_form_with_a_file_that_is_refused_leaves_none(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).variable("ANNALS_FILE_LIMIT_BYTES", "10").start().await;
    let job = server.job("whole").await;
    upload(&server, &job, "k", &[("a.txt", b"short"), ("b.txt", b"far too long")])
        .await
        .problem(413);
    upload(&server, &job, "k", &[("a.txt", b"short"), ("../b.txt", b"x")]).await.problem(422);
    assert_eq!(count(&server, &job).await, 0);
    assert_eq!(files_below(&server.data().join("objects")), 0);
    // A refused request uses no key up.
    upload(&server, &job, "k", &[("a.txt", b"short")]).await.ok();
}
