//! A server that dies, or a client that goes, while files come: nothing hangs for ever.

use std::time::Duration;

use annals_tests::{Database, JOBS, Server, Setup, job_path, soon};
use reqwest::{Body, Method, RequestBuilder};
use rstest::rstest;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::zip::zip;

/// A server that soon takes others for gone, where it shares its database.
fn server(database: Database) -> Setup {
    Server::with(database).variable("ANNALS_LEASE_SECONDS", "1")
}

/// Sends a body that begins so and never ends, until it is aborted.
pub fn sending(request: RequestBuilder, begins: Vec<u8>) -> JoinHandle<()> {
    let (give, take) = tokio::sync::mpsc::channel::<std::io::Result<Vec<u8>>>(1);
    give.try_send(Ok(begins)).expect("room");
    let pieces = futures::stream::unfold((take, give), |(mut take, give)| async move {
        let piece = take.recv().await?;
        Some((piece, (take, give)))
    });
    let request = request.body(Body::wrap_stream(pieces));
    tokio::spawn(async move { drop(request.send().await) })
}

/// The run's files, once they are as wanted.
pub async fn files(server: &Server, job: &Value, wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    soon("the files", async {
        loop {
            let list = server.get(&job_path(job, "/files")).await.ok();
            let list = list["files"].as_array().expect("files").clone();
            if wanted(&list) {
                return list;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await
}

/// A part of a form with a file that begins so.
pub fn part(path: &str, begins: &str) -> String {
    let says = "Content-Disposition: form-data; name=\"files\"; filename=";
    format!("--cut\r\n{says}\"{path}\"\r\n\r\n{begins}")
}

/// A form with one file, `in/a.txt`, as it begins.
pub fn form(server: &Server, job: &Value) -> (RequestBuilder, Vec<u8>) {
    let request = server.request(Method::POST, &job_path(job, "/files"));
    let request = request.header("content-type", "multipart/form-data; boundary=cut");
    (request, part("in/a.txt", "Total: 1").into_bytes())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_the_server_does_not_live_to_see_is_sent_again(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = server(database).start().await;
    let body = json!({"files": [{"filename": "b.txt", "path": "b.txt", "size": 9, "type": ""}]});
    let job = server.post(&format!("{JOBS}/initiate"), &body).await.ok();
    let id = job["files"][0]["file_id"].as_str().expect("an id").to_owned();
    let put = job_path(&job, &format!("/files/{id}"));
    let request = server.request(Method::PUT, &put).header("content-length", "9");
    let (request_of_form, begins) = form(&server, &job);
    let sent = [sending(request, b"Total".to_vec()), sending(request_of_form, begins)];
    files(&server, &job, |files| files.len() == 2).await;
    server.kill().await;
    sent.iter().for_each(JoinHandle::abort);
    server.start_again().await;

    // Nobody has their bytes, and they wait for them.
    let waiting = files(&server, &job, |files| files.len() == 2).await;
    assert!(waiting.iter().all(|file| file["status"] == "uploading"), "{waiting:?}");
    server.send(server.request(Method::PUT, &put).body("Total: 12")).await.ok();
    server.upload(&job, &[("in/a.txt", b"Total: 12")]).await.ok();
    let there = files(&server, &job, |files| files.len() == 2).await;
    assert!(there.iter().all(|file| file["status"] == "uploaded"), "{there:?}");
    assert!(there.iter().all(|file| file["file_size_bytes"] == 9), "{there:?}");
    server.fields(&job, &[("Total", "number")]).await.ok();
    server.submit_job(&job).await.ok();
    server.job_ended(&job).await;
    assert_eq!(server.get(&job_path(&job, "/progress")).await.ok()["completed"], 2);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_form_whose_sender_goes_leaves_no_file(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = server(database).start().await;
    let job = server.job("cut").await;
    let (request, begins) = form(&server, &job);
    let sent = sending(request, begins);
    files(&server, &job, |files| files.len() == 1).await;
    sent.abort();
    files(&server, &job, <[Value]>::is_empty).await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_archive_is_not_unpacked_for_ever(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = server(database).start().await;
    let job = server.job("unpacked").await;
    let names: Vec<_> = (0..1000).map(|n| format!("{n}.txt")).collect();
    let many: Vec<_> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    let archive = zip(&many);
    let form = reqwest::multipart::Form::new()
        .part("files", reqwest::multipart::Part::bytes(archive).file_name("all.zip"));
    let request = server.request(Method::POST, &job_path(&job, "/files")).multipart(form);
    let sent = tokio::spawn(async move { drop(request.send().await) });
    let begun = |files: &[Value]| files.iter().any(|file| file["status"] != "uploading");
    files(&server, &job, begun).await;
    server.kill().await;
    sent.abort();
    server.start_again().await;
    let over = |files: &[Value]| files.iter().all(|file| file["status"] != "unpacking");
    let left = files(&server, &job, over).await;
    // It was done just before the end, or nothing of it is there and the reason is.
    if left.len() == 1 {
        let error = left[0]["error"].as_str().unwrap_or_default();
        assert!(left[0]["status"] == "failed" && error.contains("stopped"), "{left:?}");
    } else {
        assert_eq!((left.len(), &left[0]["status"]), (1001, &json!("unpacked")));
    }
}
