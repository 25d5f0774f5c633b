//! What an automation may be, and who may connect what.

use annals_tests::{Database, JOBS, Server};
use rstest::rstest;
use serde_json::{Value, json};

use super::{AUTOMATIONS, job, make, of};

#[rstest]
#[tokio::test]
async fn automations_are_made_read_replaced_listed_and_deleted(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = job(&server).await;
    let folder = json!({"path": "/nowhere/at/all"});
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(make(&server, &of(&job, "folder", &folder)).await);
    }
    let one = server.get(&format!("/api/automations/{}", ids[0])).await.ok();
    assert_eq!((&one["trigger_config"], &one["is_enabled"]), (&folder, &json!(true)));
    assert_eq!((&one["dest_type"], &one["processing_mode"]), (&json!(null), &json!("individual")));
    let page = server.get(&format!("{AUTOMATIONS}?limit=2")).await.ok();
    let listed = |page: &Value| -> Vec<String> {
        let rows = page["automations"].as_array().expect("rows").iter();
        rows.map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(listed(&page), [ids[2].clone(), ids[1].clone()]);
    let cursor = page["next_cursor"].as_str().expect("more");
    let rest = server.get(&format!("{AUTOMATIONS}?limit=2&cursor={cursor}")).await.ok();
    assert_eq!((listed(&rest), &rest["next_cursor"]), (vec![ids[0].clone()], &json!(null)));
    let mut new = of(
        &job,
        "cron",
        &json!({"cron": "0 9 * * 1-5", "time_zone": "Europe/Vienna",
        "source": {"type": "folder", "path": "/nowhere"}}),
    );
    new["is_enabled"] = json!(false);
    let replaced = server.put(&format!("{AUTOMATIONS}/{}", ids[0]), &new).await.ok();
    assert_eq!(
        (&replaced["trigger_type"], &replaced["is_enabled"]),
        (&json!("cron"), &json!(false))
    );
    server.delete(&format!("{AUTOMATIONS}/{}", ids[0])).await;
    for path in ["", "/runs"] {
        server.get(&format!("{AUTOMATIONS}/{}{path}", ids[0])).await.problem(404);
    }
    server.delete(&format!("{AUTOMATIONS}/{}", ids[0])).await.problem(404);
    // With the job goes what sets its runs off.
    let id = job["job_id"].as_str().expect("an id");
    server.delete(&format!("{JOBS}/{id}")).await;
    server.get(&format!("{AUTOMATIONS}/{}", ids[1])).await.problem(404);
}

#[tokio::test]
async fn what_cannot_work_is_refused_with_a_word_on_why() {
    let server = Server::start(Database::Sqlite).await;
    let job = job(&server).await;
    let folder = json!({"type": "folder", "path": "/in"});
    for (trigger, config, word) in [
        ("sometimes", json!({}), "must be one of"),
        ("folder", json!({}), "path"),
        ("folder", json!({"path": "in"}), "absolute"),
        ("folder", json!({"path": "/in", "file_name": "["}), "pattern"),
        ("cron", json!({"cron": "0 9 * * *"}), "source"),
        ("cron", json!({"cron": "61 9 * * *", "source": folder}), "cron"),
        ("cron", json!({"cron": "0 9 * * *", "time_zone": "X/Y", "source": folder}), "time zone"),
        ("webhook", json!({}), "secret"),
        ("imap", json!({"host": "h", "username": "u"}), "password_secret"),
        ("gmail", json!({}), "Google"),
        ("drive", json!({}), "Google"),
    ] {
        let refused = server.post(AUTOMATIONS, &of(&job, trigger, &config)).await.problem(422);
        assert!(refused["errors"].to_string().contains(word), "{trigger} {config}: {refused}");
    }
    let good = json!({"path": "/in"});
    for (dest, config, word) in [
        ("pigeon", json!({}), "must be one of"),
        ("folder", json!({"path": "out"}), "absolute"),
        ("object_store", json!({"url": "ftp://x"}), "must be of s3"),
        ("mail", json!({"host": "h", "from": "a@b.example", "to": ["x"]}), "address"),
        ("drive", json!({}), "Google"),
    ] {
        let mut body = of(&job, "folder", &good);
        body["dest_type"] = json!(dest);
        body["export_config"] = config;
        let refused = server.post(AUTOMATIONS, &body).await.problem(422);
        assert!(refused["errors"].to_string().contains(word), "{dest}: {refused}");
    }
    let mut foreign = of(&job, "folder", &good);
    foreign["job_id"] = json!("nothing");
    server.post(AUTOMATIONS, &foreign).await.problem(404);
}

#[tokio::test]
async fn folders_that_are_not_allowed_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("annals.toml");
    std::fs::write(&file, "[automations]\nfolders = [\"/allowed\"]\n").expect("written");
    let config = file.to_str().expect("text");
    let server = Server::with(Database::Sqlite).option("--config", config).start().await;
    let job = job(&server).await;
    make(&server, &of(&job, "folder", &json!({"path": "/allowed/in"}))).await;
    for path in ["/etc", "/allowed-not"] {
        let body = of(&job, "folder", &json!({"path": path}));
        let refused = server.post(AUTOMATIONS, &body).await.problem(422);
        assert!(refused["errors"].to_string().contains("allows"), "{refused}");
    }
}

#[tokio::test]
async fn without_google_there_is_nothing_to_connect() {
    let server = Server::start(Database::Sqlite).await;
    let status = server.get("/api/integrations/google/status").await.ok();
    assert_eq!((&status["available"], &status["connected"]), (&json!(false), &json!(false)));
    server.get("/api/integrations/google/auth-url").await.problem(409);
    server.delete("/api/integrations/google/disconnect").await.problem(404);
    let job = job(&server).await;
    let id = job["job_id"].as_str().expect("an id");
    let path = format!("{JOBS}/{id}/files:gdrive");
    server.post(&path, &json!({"file_ids": ["a"]})).await.problem(409);
    server.post(&path, &json!({"file_ids": []})).await.problem(422);
    let attachment = json!({"messageId": "m", "attachmentId": "a", "filename": "x.pdf"});
    let path = format!("/api/jobs/{id}/files:gmail");
    server.post(&path, &json!({"attachments": [attachment]})).await.problem(409);
    server.get(&format!("{JOBS}/{id}/export/gdrive/csv")).await.problem(409);
}
