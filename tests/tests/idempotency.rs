//! `Idempotency-Key`: the same key with the same body answers the same result.

use std::collections::HashSet;

use annals_tests::{AUTOMATIONS, Answer, Api, Database, Run, Server, automation_of, job_of_totals};
use futures::future::join_all;
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

async fn post_with_key(api: &Api, path: &str, key: &str, body: &Value) -> Answer {
    api.send(api.request(Method::POST, path).header("Idempotency-Key", key).json(body)).await
}

#[rstest]
#[tokio::test]
async fn a_key_answers_once_and_the_same(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::with(database).option("--max-running", "0").start().await;
    let submit = "/api/v1/tasks/submit";
    let body = json!({"pythonCode": "pass"});
    let first = post_with_key(&server, submit, "k1", &body).await.ok();
    assert_eq!(post_with_key(&server, submit, "k1", &body).await.ok(), first);
    post_with_key(&server, submit, "k1", &json!({"pythonCode": "other"})).await.problem(409);
    assert_ne!(post_with_key(&server, submit, "k2", &body).await.ok(), first);
    post_with_key(&server, submit, "", &body).await.problem(422);
    post_with_key(&server, submit, &"k".repeat(256), &body).await.problem(422);

    // Reruns and rollbacks too; a key belongs to what it was used for.
    let run = Run::of(&post_with_key(&server, submit, "k1", &body).await);
    let rerun = post_with_key(&server, &run.path("/rerun"), "k1", &json!({})).await.ok();
    assert_eq!(post_with_key(&server, &run.path("/rerun"), "k1", &json!({})).await.ok(), rerun);
    assert_eq!(rerun["runNumber"], 2);
    let path = run.task_path("/runs/1/rollback");
    let back = post_with_key(&server, &path, "k1", &json!({})).await.ok();
    assert_eq!(post_with_key(&server, &path, "k1", &json!({})).await.ok(), back);
    assert_eq!(back["runNumber"], 3);

    // It is kept with the run, not in memory.
    server.kill().await;
    server.start_again().await;
    assert_eq!(post_with_key(&server, submit, "k1", &body).await.ok(), first);
    assert_eq!(server.get(&run.task_path("")).await.ok()["runCount"], 3);
}

#[rstest]
#[tokio::test]
async fn automations_and_templates_are_made_once(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let job = job_of_totals(&server).await;
    let automation = automation_of(&job, "folder", &json!({"path": "/nowhere"}));
    let field = json!({"name": "Total", "data_type": "number", "prompt": null});
    let template = json!({"name": "t", "fields": [field], "is_public": true});
    for (path, list, body) in
        [(AUTOMATIONS, "automations", automation), ("/api/v1/templates", "templates", template)]
    {
        let first = post_with_key(&server, path, "k1", &body).await;
        let again = post_with_key(&server, path, "k1", &body).await;
        assert_eq!((first.status, again.status), (201, 201), "{}", again.text());
        assert_eq!(again.json()["id"], first.json()["id"]);
        let mut other = body.clone();
        other["name"] = json!("another");
        post_with_key(&server, path, "k1", &other).await.problem(409);
        post_with_key(&server, path, "k2", &body).await;
        let rows = server.get(path).await.ok()[list].as_array().map(Vec::len);
        assert_eq!(rows, Some(2));
        // With what was made goes its key.
        let id = first.json()["id"].as_str().expect("an id").to_owned();
        server.delete(&format!("{path}/{id}")).await;
        let anew = post_with_key(&server, path, "k1", &body).await;
        assert_ne!(anew.json()["id"], first.json()["id"]);
        assert_eq!(anew.status, 201);
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn twenty_at_once_make_one_run(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let body = json!({"pythonCode": "pass", "name": "once"});
    let clients = (0..20).map(|_| {
        let (api, body) = (Api::new(&server.url), &body);
        async move {
            post_with_key(&api, "/api/v1/tasks/submit", "same", body).await.ok()["runId"]
                .to_string()
        }
    });
    let ids: HashSet<String> = join_all(clients).await.into_iter().collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
    let tasks = server.get("/api/v1/tasks").await.ok();
    assert_eq!(tasks["tasks"].as_array().map(Vec::len), Some(1));
    assert_eq!(tasks["tasks"][0]["runCount"], 1);
}

#[rstest]
#[tokio::test]
async fn a_refused_request_uses_no_key_up(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "0").start().await;
    let submit = "/api/v1/tasks/submit";
    post_with_key(&server, submit, "k", &json!({"pythonCode": 1})).await.problem(422);
    post_with_key(&server, submit, "k", &json!({"taskId": "none"})).await.problem(404);
    post_with_key(&server, submit, "k", &json!({"pythonCode": "pass"})).await.ok();
}
