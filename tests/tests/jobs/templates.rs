//! Templates, and the kinds of value that there are.

use annals_tests::{Database, Server, job_path};
use rstest::rstest;
use serde_json::{Value, json};

fn body(name: &str, public: bool) -> Value {
    let fields = json!([
        {"name": "Number", "data_type": "text", "prompt": "of the invoice"},
        {"name": "Total", "data_type": "currency", "prompt": null},
    ]);
    json!({"name": name, "description": "for invoices", "fields": fields, "is_public": public})
}

#[rstest]
#[tokio::test]
async fn a_template_gives_its_fields_and_may_go(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let made = server.post("/api/templates", &body("invoice", true)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let template = made.json();
    let id = template["id"].as_str().expect("an id");
    assert_eq!(template["fields"], body("", true)["fields"]);
    let path = format!("/api/v1/templates/{id}");
    assert_eq!(server.get(&path).await.ok(), template);

    let job = server.job("by template").await;
    let fields = server.put(&job_path(&job, "/fields"), &json!({"template_id": id})).await.ok();
    assert_eq!(fields["template_id"], json!(id));
    assert_eq!(
        fields["job_fields"][0],
        json!({"field_name": "Number", "data_type_id": "text", "ai_prompt": "of the invoice", "display_order": 0})
    );
    let runs = format!("/api/jobs/{}/runs", job["job_id"].as_str().expect("an id"));
    let run = server.post(&runs, &json!({"template_id": id})).await.ok();
    let run = json!({"job_id": job["job_id"], "job_run_id": run["job_run_id"]});

    let changed =
        json!({"name": "other", "fields": [{"name": "A", "data_type": "url", "prompt": null}]});
    let changed = server.put(&path, &changed).await.ok();
    assert_eq!((&changed["name"], &changed["is_public"]), (&json!("other"), &json!(false)));
    assert_eq!(server.delete(&path).await.status, 204);
    server.get(&path).await.problem(404);
    server.delete(&path).await.problem(404);
    for run in [&job, &run] {
        let detail = server.get(&job_path(run, "")).await.ok();
        assert_eq!(
            (&detail["template_id"], &detail["job_fields"]),
            (&json!(null), &fields["job_fields"])
        );
    }
    server.put(&job_path(&job, "/fields"), &json!({"template_id": id})).await.problem(404);
    for bad in [
        json!({"name": "", "fields": []}),
        json!({"name": "x", "fields": []}),
        json!({"name": "x"}),
    ] {
        server.post("/api/templates", &bad).await.problem(422);
    }
}

#[rstest]
#[tokio::test]
async fn a_private_template_is_its_makers(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let mut users = Vec::new();
    for user in ["ada", "bob"] {
        let token = server.admin(&["token", "create", "--user", user]).await.exits(0);
        users.push(server.with_token(token.trim()));
    }
    let (ada, bob) = (&users[0], &users[1]);
    let private = ada.post("/api/templates", &body("mine", false)).await.json();
    let public = ada.post("/api/templates", &body("ours", true)).await.json();
    let path =
        |template: &Value| format!("/api/templates/{}", template["id"].as_str().expect("an id"));
    bob.get(&path(&private)).await.problem(404);
    bob.get(&path(&public)).await.ok();
    bob.delete(&path(&public)).await.problem(409);
    bob.put(&path(&public), &body("his", true)).await.problem(409);
    let seen = |page: Value| page["templates"].as_array().map_or(0, Vec::len);
    assert_eq!(seen(bob.get("/api/templates").await.ok()), 1);
    assert_eq!(seen(ada.get("/api/templates").await.ok()), 2);
}

#[rstest]
#[tokio::test]
async fn there_are_fifteen_kinds_of_value(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let kinds = server.get("/api/data-types").await.ok();
    assert_eq!(server.get("/api/v1/data-types").await.ok(), kinds);
    let ids: Vec<_> =
        kinds["data_types"].as_array().expect("kinds").iter().map(|k| &k["id"]).collect();
    let known = "text email phone address name url number currency percentage integer date_mdy \
                 date_dmy date_ymd time boolean";
    let known: Vec<_> = known.split_whitespace().collect();
    assert_eq!(json!(ids), json!(known));
}
