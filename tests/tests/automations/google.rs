//! An account at Google, played by a server that follows the published interfaces.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use annals_tests::{Database, JOBS, JobEvents, Server, job_path, soon};
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use super::scripted::{Answer, Asked, Scripted};
use super::{all_over, job, make, of, until};

/// What this Google has.
#[derive(Default)]
struct Google {
    /// How often it gave an access token.
    tokens: u32,
    /// Tokens that were given back.
    revoked: Vec<String>,
    /// What was put into Drive.
    uploads: Vec<String>,
    /// Whether a mail is there.
    mail: bool,
    /// Whether nothing more is taken into Drive.
    full: bool,
    /// Whether the bytes of files do not come.
    stalls: Arc<AtomicBool>,
}

impl Google {
    fn answer(&mut self, asked: &Asked) -> Answer {
        match asked.path.as_str() {
            "/token" => self.token(asked),
            "/revoke" => {
                self.revoked.push(asked.form()["token"].clone());
                Answer::new(200, "")
            }
            // The first token is not taken any more.
            _ if self.tokens > 1 && asked.header("authorization") == "Bearer access-1" => {
                Answer::google_error(401, "authError")
            }
            "/gmail/v1/users/me/profile" => {
                Answer::json(&json!({"emailAddress": "me@g.example", "historyId": "10"}))
            }
            "/gmail/v1/users/me/history" if self.mail => {
                let added = json!([{"message": {"id": "m1"}}]);
                Answer::json(&json!({"historyId": "20",
                    "history": [{"id": "20", "messagesAdded": added}]}))
            }
            "/gmail/v1/users/me/history" => Answer::json(&json!({"historyId": "10"})),
            "/gmail/v1/users/me/messages/m1" => mail(),
            "/gmail/v1/users/me/messages/m1/attachments/a1" => {
                Answer::json(&json!({"data": "VG90YWw6IDEy"}))
            }
            "/drive/v3/files" => Answer::json(&json!({"files": []})),
            "/drive/v3/files/f1" if asked.asks("alt") == "media" => Answer::new(200, "Total: 34"),
            "/drive/v3/files/f1" => Answer::json(&json!({"id": "f1", "name": "f1.txt",
                "mimeType": "text/plain", "size": "9"})),
            "/drive/v3/files/f2" if asked.asks("alt") != "media" => {
                Answer::json(&json!({"id": "f2", "name": "f2.txt",
                "mimeType": "text/plain", "size": "9"}))
            }
            "/upload/drive/v3/files" if self.full => {
                Answer::google_error(403, "storageQuotaExceeded")
            }
            "/upload/drive/v3/files" => {
                self.uploads.push(String::from_utf8_lossy(&asked.body).into_owned());
                Answer::json(&json!({"id": "up", "name": "r.csv", "webViewLink": "https://d/up"}))
            }
            _ => Answer::google_error(404, "notFound"),
        }
    }

    fn token(&mut self, asked: &Asked) -> Answer {
        let form = asked.form();
        if form["grant_type"] == "authorization_code" && form["code"] != "good" {
            return Answer::new(400, json!({"error": "invalid_grant"}).to_string());
        }
        self.tokens += 1;
        let access = format!("access-{}", self.tokens);
        let mut granted = json!({"access_token": access, "expires_in": 3600, "scope": "a b"});
        if form["grant_type"] == "authorization_code" {
            assert!(!form["code_verifier"].is_empty());
            granted["refresh_token"] = json!("refresh-1");
        }
        Answer::json(&granted)
    }
}

fn mail() -> Answer {
    let part = json!({"filename": "m1.txt", "mimeType": "text/plain",
        "body": {"attachmentId": "a1", "size": 9}});
    let subject = json!([{"name": "Subject", "value": "Bill"}, {"name": "From", "value": "a@b"}]);
    Answer::json(&json!({"id": "m1", "labelIds": ["INBOX"],
        "payload": {"headers": subject, "parts": [part]}}))
}

/// A server that knows that Google.
async fn available(database: Database) -> (Server, Arc<Mutex<Google>>, Scripted) {
    let google = Arc::new(Mutex::new(Google::default()));
    let answers = Arc::clone(&google);
    let stalls = Arc::clone(&google.lock().expect("unpoisoned").stalls);
    let scripted = Scripted::start(move |asked| {
        // Others are not kept from being answered meanwhile.
        tokio::task::block_in_place(|| {
            while asked.asks("alt") == "media" && stalls.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(10));
            }
        });
        answers.lock().unwrap_or_else(std::sync::PoisonError::into_inner).answer(asked)
    })
    .await;
    let mut config = String::from("{google_client_id=\"annals\", google_client_secret=\"hidden\"");
    for (name, path) in [("auth", "auth"), ("token", "token"), ("revoke", "revoke"), ("api", "")] {
        config += &format!(", google_{name}_url=\"{}{path}\"", scripted.url);
    }
    let setup = Server::with(database).variable("ANNALS_AUTOMATIONS", &(config + "}"));
    let server = setup.variable("ANNALS_LEASE_SECONDS", "1").start().await;
    (server, google, scripted)
}

/// The same with an account that is connected.
async fn connected(database: Database) -> (Server, Arc<Mutex<Google>>, Scripted) {
    let (server, google, scripted) = available(database).await;
    let invitation = server.get("/api/v1/integrations/google/auth-url").await.ok();
    assert!(invitation["auth_url"].as_str().is_some_and(|url| url.contains("code_challenge=")));
    let exchange = "/api/v1/integrations/google/exchange";
    let with = |code: &str, state: &Value| json!({"code": code, "state": state});
    server.post(exchange, &with("good", &json!("1.2.3"))).await.problem(400);
    server.post(exchange, &with("bad", &invitation["state"])).await.problem(400);
    let account = server.post(exchange, &with("good", &invitation["state"])).await.ok();
    assert_eq!((&account["connected"], &account["email"]), (&json!(true), &json!("me@g.example")));
    (server, google, scripted)
}

/// So many files of a run, once none is on its way.
async fn imported(server: &Server, job: &Value, count: usize) -> Vec<Value> {
    soon("the imports", async {
        loop {
            let files = server.get(&job_path(job, "/files")).await.ok();
            let files = files["files"].as_array().expect("files").clone();
            if files.len() == count && files.iter().all(|file| file["status"] != "importing") {
                return files;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
}

/// Files that were fetched lie where the contract says.
fn lie(server: &Server, job: &Value, files: &[Value]) {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let (id, run) = (text(&job["job_id"]), text(&job["job_run_id"]));
    let objects = server.data().join(format!("objects/jobs/{id}/runs/{run}"));
    for file in files.iter().filter(|file| file["status"] == "uploaded") {
        let folder = format!("{}_imports", text(&file["source_type"]));
        let object = objects.join(folder).join(text(&file["id"]));
        assert!(object.is_file(), "{}", object.display());
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn without_an_account_one_is_told_where_to_connect_it(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, ..) = available(database).await;
    let job = job(&server).await;
    let attachment = json!({"messageId": "m1", "attachmentId": "a1", "filename": "m1.txt"});
    for (path, body) in [
        ("/files:gdrive", json!({"file_ids": ["f1"]})),
        ("/files:gmail", json!({"attachments": [attachment]})),
    ] {
        let refused = server.post(&job_path(&job, path), &body).await.problem(409);
        let detail = refused["detail"].as_str().expect("a sentence");
        assert!(detail.contains("/api/integrations/google/auth-url"), "{detail}");
    }
    server.get(&job_path(&job, "/export/gdrive/csv")).await.problem(409);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn imports_and_exports_are_told_as_they_go(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, google, _scripted) = connected(database).await;
    let job = job(&server).await;
    let mut events = JobEvents::follow(&server, &job_path(&job, "/events"), None).await;
    let import = job_path(&job, "/files:gdrive");
    server.post(&import, &json!({"file_ids": ["f1", "f2"]})).await.ok();
    let told = events.until("import_completed").await;
    let begun = told.iter().find(|event| event["type"] == "import_started").expect("told");
    assert_eq!((&begun["source"], &begun["file_count"]), (&json!("drive"), &json!(2)));
    let steps = told.iter().filter(|event| event["type"] == "import_progress");
    let steps: Vec<_> = steps.map(|e| (e["imported"].clone(), e["failed"].clone())).collect();
    assert_eq!(steps, [(json!(1), json!(0)), (json!(1), json!(1))]);
    // Where nothing could be had, the import has failed.
    server.post(&import, &json!({"file_ids": ["f2"]})).await.ok();
    events.until("import_failed").await;

    server.submit_job(&job).await.ok();
    events.until("job_completed").await;
    google.lock().expect("unpoisoned").full = true;
    server.get(&job_path(&job, "/export/gdrive/csv")).await.problem(409);
    let told = events.until("export_failed").await;
    assert_eq!(told[0]["type"], "export_started");
    let failed = told.last().expect("told");
    assert!(failed["error"].is_string() && failed["destination"] == "drive", "{failed}");
    let kept = server.get(&job_path(&job, "/exports")).await.ok()["exports"][0].clone();
    assert_eq!((&kept["status"], &kept["error"]), (&json!("failed"), &failed["error"]));
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_import_whose_server_dies_has_failed_with_the_reason(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (mut server, google, scripted) = connected(database).await;
    let stalls = Arc::clone(&google.lock().expect("unpoisoned").stalls);
    stalls.store(true, Ordering::SeqCst);
    let job = job(&server).await;
    let ids = json!({"file_ids": ["f1"]});
    server.post(&job_path(&job, "/files:gdrive"), &ids).await.ok();
    soon("a request for its bytes", async {
        while !scripted.asked("/drive/v3/files/f1").iter().any(|asked| asked.asks("alt") == "media")
        {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    server.kill().await;
    stalls.store(false, Ordering::SeqCst);
    server.start_again().await;
    let file = imported(&server, &job, 1).await[0].clone();
    let error = file["error"].as_str().unwrap_or_default();
    assert!(file["status"] == "failed" && error.contains("stopped"), "{file}");
    // It stands in the way of nothing, and can be had again.
    server.post(&job_path(&job, "/files:gdrive"), &ids).await.ok();
    assert_eq!(imported(&server, &job, 2).await[1]["status"], "uploaded");
    server.submit_job(&job).await.ok();
    server.job_ended(&job).await;
    assert_eq!(server.get(&job_path(&job, "/results")).await.ok()["total"], 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_import_asked_for_again_under_its_key_brings_nothing_more(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, _google, scripted) = connected(database).await;
    let job = job(&server).await;
    let attachment = json!({"messageId": "m1", "attachmentId": "a1", "filename": "m1.txt"});
    let other = json!({"messageId": "m1", "attachmentId": "a1", "filename": "other.txt"});
    let imports = [
        ("gdrive", json!({"file_ids": ["f1"]}), json!({"file_ids": ["f1", "f1"]})),
        ("gmail", json!({"attachments": [attachment]}), json!({"attachments": [other]})),
    ];
    let ask = async |of: &str, body: &Value| {
        let request = server.request(Method::POST, &job_path(&job, &format!("/files:{of}")));
        server.send(request.header("Idempotency-Key", "k").json(body)).await
    };
    let ids = |list: &Value| {
        list["files"].as_array().expect("files").iter().map(|f| f["id"].clone()).collect::<Vec<_>>()
    };
    let mut asked = Vec::new();
    for (n, (of, body, other)) in imports.iter().enumerate() {
        let first = ask(of, body).await.ok();
        assert_eq!(ids(&ask(of, body).await.ok()), ids(&first));
        ask(of, other).await.problem(409);
        imported(&server, &job, n + 1).await;
        asked.push(ids(&first));
    }
    assert_eq!(scripted.asked("/drive/v3/files/f1").len(), 2, "what it is and its bytes, once");
    // The answer stays when nothing can be imported any more, and needs no account.
    server.submit_job(&job).await.ok();
    server.delete("/api/v1/integrations/google/disconnect").await;
    for ((of, body, _), before) in imports.iter().zip(asked) {
        assert_eq!(ids(&ask(of, body).await.ok()), before);
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn files_come_from_drive_and_gmail_and_results_go_to_drive(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, google, _scripted) = connected(database).await;
    let job = job(&server).await;
    // Another token by now, so the first is refused and renewed.
    google.lock().expect("unpoisoned").tokens += 1;
    let files = json!({"file_ids": ["f1", "f2"]});
    let waiting = server.post(&job_path(&job, "/files:gdrive"), &files).await.ok();
    assert_eq!(waiting["files"][0]["source_type"], "drive", "{waiting}");
    let attachment = json!({"messageId": "m1", "attachmentId": "a1", "filename": "m1.txt"});
    let attachments = json!({"attachments": [attachment]});
    server.post(&job_path(&job, "/files:gmail"), &attachments).await.ok();
    server
        .post(&job_path(&job, "/files:gdrive"), &json!({"file_ids": ["none"]}))
        .await
        .problem(409);
    let states = imported(&server, &job, 3).await;
    let status = |name: &str| {
        let file = states.iter().find(|file| file["original_filename"] == name);
        file.expect("there")["status"].clone()
    };
    // One that cannot be had fails alone.
    let all = ["f1.txt", "f2.txt", "m1.txt"].map(status);
    assert_eq!(all, [json!("uploaded"), json!("failed"), json!("uploaded")]);
    lie(&server, &job, &states);
    server.submit_job(&job).await.ok();
    soon("the run's end", async {
        while server.get(&job_path(&job, "/progress")).await.ok()["status"] != "completed" {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    let sent = server.get(&job_path(&job, "/export/gdrive/csv?folder_id=out")).await.ok();
    assert_eq!(sent["file_link"], "https://d/up");
    let uploaded = google.lock().expect("unpoisoned").uploads.join("");
    assert!(uploaded.contains("f1.txt,34") && uploaded.contains("m1.txt,12"), "{uploaded}");
    let exports = server.get(&job_path(&job, "/exports")).await.ok();
    let export = &exports["exports"][0];
    assert_eq!((&export["destination"], &export["status"]), (&json!("drive"), &json!("completed")));
    let sent = server.get(&job_path(&job, "/export/gdrive/excel")).await.ok();
    assert_eq!(sent["job_run_id"], job["job_run_id"]);
    assert!(sent["file_link"].is_string(), "{sent}");
    assert!(server.delete("/api/v1/integrations/google/disconnect").await.text().is_empty());
    assert_eq!(google.lock().expect("unpoisoned").revoked, ["refresh-1"]);
    let status = server.get("/api/v1/integrations/google/status").await.ok();
    assert_eq!((&status["available"], &status["connected"]), (&json!(true), &json!(false)));
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_mail_in_gmail_is_a_run(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (server, google, _scripted) = connected(database).await;
    let job = job(&server).await;
    let mut body = of(&job, "gmail", &json!({"poll_seconds": 1}));
    body["dest_type"] = json!("drive");
    let id = make(&server, &body).await;
    super::looked_at(&server, &id).await;
    google.lock().expect("unpoisoned").mail = true;
    let rows = until(&server, &id, "its run", |rows| all_over(rows, 1)).await;
    assert_eq!(
        (&rows[0]["status"], &rows[0]["event"]),
        (&json!("completed"), &json!("Bill (a@b)"))
    );
    assert_eq!(rows[0]["link"], "https://d/up");
    let job = job["job_id"].as_str().expect("an id");
    let latest = server.get(&format!("{JOBS}/{job}/results")).await.ok();
    assert_eq!(latest["results"][0]["extracted_data"]["results"], json!([[12]]), "{latest}");
}
