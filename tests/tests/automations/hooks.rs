//! Signed requests.

use annals_tests::{Answer, Api, Database, JOBS, Server};
use reqwest::Method;
use rstest::rstest;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{AUTOMATIONS, all_over, came_of, job, make, of, until};

const SECRET: &[u8] = b"a shared secret";

/// HMAC-SHA256 by its definition, RFC 2104.
fn hmac(key: &[u8], text: &[u8]) -> String {
    let pad = |with: u8| -> Vec<u8> {
        (0..64).map(|n| key.get(n).copied().unwrap_or(0) ^ with).collect()
    };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    let outer = Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize();
    outer.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[expect(clippy::disallowed_methods, reason = "a signature says when it was made")]
fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.expect("after 1970").as_secs()
}

fn signature(at: u64, body: &[u8]) -> String {
    format!("t={at},v1={}", hmac(SECRET, &[format!("{at}.").as_bytes(), body].concat()))
}

async fn send(api: &Api, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut request = api.request(Method::POST, path).body(body.to_vec());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    api.send(request).await
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_signed_request_is_one_run_however_often_it_is_sent(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let secret = std::str::from_utf8(SECRET).expect("text");
    server.put("/api/v1/secrets/HOOK", &json!({"value": secret})).await.ok();
    let job = job(&server).await;
    let id = make(&server, &of(&job, "webhook", &json!({"secret": "HOOK"}))).await;
    let url = server.get(&format!("{AUTOMATIONS}/{id}")).await.ok()["hook_url"].clone();
    let url = url.as_str().expect("a URL");
    // "Total: 12" and "Total: 34" in Base64.
    let body = json!({"files": [{"filename": "a.txt", "content": "VG90YWw6IDEy"},
        {"filename": "b.txt", "content": "VG90YWw6IDM0"}]})
    .to_string();
    let at = now();
    let signed = signature(at, body.as_bytes());
    for first in [true, false] {
        let answer = send(&server, url, &[("annals-signature", &signed)], body.as_bytes()).await;
        assert_eq!(answer.json()["accepted"], first, "{}", answer.text());
    }
    let raw = b"Total: 56";
    for event in ["7", "7", "8"] {
        let headers = [("annals-signature", &*signature(at, raw)), ("event-id", event)];
        send(&server, &format!("{url}?filename=c.txt"), &headers, raw).await;
    }
    let rows = until(&server, &id, "three runs", |rows| all_over(rows, 3)).await;
    assert!(rows.iter().all(|row| row["status"] == "completed"), "{rows:?}");
    assert_eq!(rows[0]["files_in"], json!(["a.txt", "b.txt"]));
    let run = rows[0]["job_run_id"].as_str().expect("a run");
    let id = job["job_id"].as_str().expect("an id");
    let results = server.get(&format!("{JOBS}/{id}/results?run_id={run}")).await.ok();
    assert_eq!(results["total"], 2, "{results}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_signed_sets_nothing_off() {
    let server = Server::start(Database::Sqlite).await;
    let secret = std::str::from_utf8(SECRET).expect("text");
    server.put("/api/v1/secrets/HOOK", &json!({"value": secret})).await.ok();
    let job = job(&server).await;
    let id = make(&server, &of(&job, "webhook", &json!({"secret": "HOOK"}))).await;
    let url = format!("/api/v1/hooks/{id}?filename=a.txt");
    let (at, body) = (now(), b"Total: 1");
    let good = signature(at, body);
    send(&server, &url, &[], body).await.problem(401);
    for (header, sent) in [
        (&*good, &b"Total: 2"[..]),
        (&*signature(at - 400, body), body),
        (&*good.replace("v1=", "v1=0"), body),
        ("nonsense", body),
    ] {
        send(&server, &url, &[("annals-signature", header)], sent).await.problem(400);
    }
    let headers = [("annals-signature", &*good)];
    send(&server, &format!("/api/v1/hooks/{id}"), &headers, body).await.problem(422);
    send(&server, &format!("/api/v1/hooks/{id}?filename=../a"), &headers, body).await.problem(422);
    send(&server, "/api/v1/hooks/none?filename=a", &headers, body).await.problem(404);
    server.post(&format!("{AUTOMATIONS}/{id}/toggle"), &json!({"is_enabled": false})).await.ok();
    send(&server, &url, &headers, body).await.problem(404);
    assert!(came_of(&server, &id).await.is_empty());
}
