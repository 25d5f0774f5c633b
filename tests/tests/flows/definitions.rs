//! Making, reading, changing and deleting flows.

use annals_tests::{Database, Server, component, edges};
use rstest::rstest;
use serde_json::{Value, json};

const FLOWS: &str = "/api/v1/flows";

fn path(flow: &Value) -> String {
    format!("{FLOWS}/{}", flow["id"].as_str().expect("an id"))
}

#[rstest]
#[tokio::test]
async fn a_flow_is_made_read_changed_and_deleted(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let body = json!({
        "name": "nightly", "description": "all of it",
        "components": [
            {
                "id": "load", "name": "Load", "code": "print(1)", "dependencies": "six>=1",
                "inputs": {"day": 3}, "retries": 2, "retry_delay_seconds": 0.5,
                "timeout_seconds": 90, "env": {"TOKEN": {"secret": "nightly"}},
            },
            {"id": "sum", "code": "print(2)"},
        ],
        "edges": [{"from": "load", "to": "sum"}],
    });
    let made = server.post(FLOWS, &body).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let flow = made.json();
    assert_eq!((&flow["name"], &flow["description"]), (&json!("nightly"), &json!("all of it")));
    let load = json!({
        "id": "load", "name": "Load", "code": "print(1)", "dependencies": "six>=1",
        "requirements_file": null, "inputs": {"day": 3}, "env": {"TOKEN": {"secret": "nightly"}},
        "retries": 2, "retry_delay_seconds": 0.5, "timeout_seconds": 90.0, "pod": null,
    });
    assert_eq!(flow["components"][0], load);
    assert_eq!(
        (&flow["components"][1]["name"], &flow["components"][1]["retries"]),
        (&json!("sum"), &json!(0))
    );
    assert_eq!(flow["edges"], body["edges"]);
    assert_eq!((&flow["run_count"], &flow["latest_run"]), (&json!(0), &json!(null)));
    assert_eq!(server.get(&path(&flow)).await.ok(), flow);

    let changed = server.patch(&path(&flow), &json!({"description": "", "name": null})).await.ok();
    assert_eq!((&changed["name"], &changed["description"]), (&json!("nightly"), &json!(null)));
    assert_eq!((&changed["components"], &changed["edges"]), (&flow["components"], &flow["edges"]));
    assert!(changed["updated_at"].as_str() > flow["updated_at"].as_str(), "{changed}");
    // Without its end the edge would lead nowhere.
    let alone = json!({"components": [component("sum", "")]});
    server.patch(&path(&flow), &alone).await.problem(422);
    assert_eq!(server.get(&path(&flow)).await.ok(), changed);
    let replaced = json!({"name": "other", "components": [component("one", "pass")]});
    let replaced = server.put(&path(&flow), &replaced).await.ok();
    assert_eq!((&replaced["name"], &replaced["edges"]), (&json!("other"), &json!([])));
    assert_eq!(replaced["created_at"], flow["created_at"]);

    let listed = server.get(FLOWS).await.ok();
    assert_eq!(listed["flows"][0]["components"], json!([{"id": "one", "name": "one"}]));
    let deleted = server.delete(&path(&flow)).await.ok();
    assert_eq!((&deleted["status"], &deleted["id"]), (&json!("deleted"), &flow["id"]));
    server.get(&path(&flow)).await.problem(404);
    server.patch(&path(&flow), &json!({})).await.problem(404);
    server.post(&format!("{}/runs", path(&flow)), &json!({})).await.problem(404);
}

#[rstest]
#[tokio::test]
async fn what_is_no_flow_is_refused(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let many: Vec<_> = (0..501).map(|n| component(&format!("c{n}"), "")).collect();
    let two = [component("a", "pass"), component("b", "pass")];
    for (body, place) in [
        (json!({"components": two, "edges": edges(&["a b", "b a"])}), json!(["body", "edges"])),
        (json!({"components": two, "edges": edges(&["a a"])}), json!(["body", "edges"])),
        (json!({"components": two, "edges": edges(&["a c"])}), json!(["body", "edges", 0, "to"])),
        (json!({"components": two, "edges": edges(&["c b"])}), json!(["body", "edges", 0, "from"])),
        (
            json!({"components": [component("a", ""), component("a", "")]}),
            json!(["body", "components", 1, "id"]),
        ),
        (json!({"components": [component("setup", "")]}), json!(["body", "components", 0, "id"])),
        (json!({"components": [component("a b", "")]}), json!(["body", "components", 0, "id"])),
        (json!({"components": [{"id": "a"}]}), json!(["body", "components", 0, "code"])),
        (
            json!({"components": [{"id": "a", "code": "pass", "retries": -1}]}),
            json!(["body", "components", 0, "retries"]),
        ),
        (
            json!({"components": [{"id": "a", "code": "pass", "timeout_seconds": 0}]}),
            json!(["body", "components", 0, "timeout_seconds"]),
        ),
        (json!({"components": []}), json!(["body", "components"])),
        (json!({"components": many}), json!(["body", "components"])),
    ] {
        let mut body = body;
        body["name"] = json!("none");
        let problem = server.post(FLOWS, &body).await.problem(422);
        assert_eq!(problem["errors"][0]["loc"], place, "{problem}");
    }
    let body = json!({"name": "none", "components": [
        {"id": "a", "code": "pass", "dependencies": "six; rm -rf /"},
    ]});
    let problem = server.post(FLOWS, &body).await.problem(400);
    assert!(problem["detail"].as_str().is_some_and(|t| t.starts_with("component a: line 1")));
    assert_eq!(server.get(FLOWS).await.ok()["flows"], json!([]));
}

#[rstest]
#[tokio::test]
async fn a_request_sent_twice_makes_one_flow_and_one_run(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let send = async |path: &str, key: &str, body: &Value| {
        let request = server.request(reqwest::Method::POST, path).header("Idempotency-Key", key);
        server.send(request.json(body)).await
    };
    let body = json!({"name": "once", "components": [component("a", "pass")]});
    let first = send(FLOWS, "k", &body).await;
    assert_eq!((first.status, send(FLOWS, "k", &body).await.json()), (201, first.json()));
    let other = json!({"name": "twice", "components": [component("a", "pass")]});
    send(FLOWS, "k", &other).await.problem(409);
    let flow = first.json();
    let runs = format!("{}/runs", path(&flow));
    let run = send(&runs, "k", &json!({})).await.json();
    assert_eq!(send(&runs, "k", &json!({})).await.json()["id"], run["id"]);
    assert_eq!(server.get(FLOWS).await.ok()["flows"].as_array().map(Vec::len), Some(1));
    assert_eq!(server.get(&path(&flow)).await.ok()["run_count"], json!(1));
}

#[rstest]
#[tokio::test]
async fn pages_of_flows_hold_each_once(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let script = server.submit("pass").await;
    let mut made = Vec::new();
    for n in 0..5 {
        made.push(server.flow(&format!("flow {n}"), &[component("a", "pass")], &[]).await);
    }
    made.reverse();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = server.get(&format!("{FLOWS}?limit=2&cursor={cursor}")).await.ok();
        let ids = page["flows"].as_array().expect("flows").iter();
        seen.extend(ids.map(|flow| flow["id"].as_str().expect("an id").to_owned()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen, made);
    let found = server.get(&format!("{FLOWS}?q=FLOW%203")).await.ok();
    assert_eq!(found["flows"].as_array().map(Vec::len), Some(1), "{found}");
    server.get(&format!("{FLOWS}?cursor=x")).await.problem(422);
    // A script is no flow, though its id is in the same space.
    server.get(&format!("{FLOWS}/{}", script.task)).await.problem(404);
}
