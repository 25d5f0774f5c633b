//! Flows on the command line.

use annals_tests::{COMPONENT, Database, Server};
use rstest::rstest;
use serde_json::{Value, json};

/// A folder with `flow.json`, whose first component's program is in a file of its own.
fn flow() -> (tempfile::TempDir, String) {
    let folder = tempfile::TempDir::new().expect("a folder");
    let load = format!("{COMPONENT}print('loading', inputs['day'])\ngive(inputs['day'])");
    std::fs::write(folder.path().join("load.py"), load).expect("a file");
    let sum = format!(
        "{COMPONENT}print('got', upstream['load'])\nraise SystemExit(upstream['load'] == 'bad')"
    );
    let flow = json!({
        "name": "nightly",
        "components": [
            {"id": "load", "code_file": "load.py"},
            {"id": "sum", "name": "Sum up", "code": sum},
        ],
        "edges": [{"from": "load", "to": "sum"}],
    });
    let file = folder.path().join("flow.json");
    std::fs::write(&file, flow.to_string()).expect("a file");
    (folder, file.to_str().expect("a path").to_owned())
}

#[rstest]
#[tokio::test]
async fn a_flow_is_submitted_followed_and_gone_on_with(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (folder, file) = flow();
    let said = server.cli(&["submit", &file, "--input", "day=1", "--tag", "t", "--follow"]).await;
    assert_eq!(
        (said.code, &*said.stdout),
        (Some(0), "[load] loading 1\n[sum] got 1\n"),
        "{said:?}"
    );
    assert!(said.stderr.contains("run #1 succeeded"), "{said:?}");
    let runs = server.get("/api/v1/flow-runs/").await.ok();
    let (flow, tags) = (runs[0]["flow_id"].as_str().expect("a flow").to_owned(), &runs[0]["tags"]);
    assert_eq!((tags, &runs[0]["flow_name"]), (&json!(["t"]), &json!("nightly")));

    // Again to the same flow, which becomes what the file says by now.
    let other = format!("{COMPONENT}print('other')\ngive('bad')");
    std::fs::write(folder.path().join("load.py"), other).expect("a file");
    let again = ["submit", &file, "--task", "nightly", "--name", "renamed", "--follow"];
    let said = server.cli(&again).await;
    assert_eq!((said.code, &*said.stdout), (Some(1), "[load] other\n[sum] got bad\n"), "{said:?}");
    assert!(said.stderr.contains("run #2 failed"), "{said:?}");
    assert_eq!(server.get(&format!("/api/v1/flows/{flow}")).await.ok()["name"], "renamed");

    let rerun = ["rerun", "renamed#2", "--from-component", "sum", "--follow"];
    let said = server.cli(&rerun).await;
    assert_eq!((said.code, &*said.stdout), (Some(1), "[sum] got bad\n"), "{said:?}");
    let answer = server.cli(&["submit", &file, "--json"]).await.json();
    assert_eq!((&answer["number"], answer["flow_id"] != flow.as_str()), (&json!(1), true));
}

#[rstest]
#[tokio::test]
async fn runs_of_flows_are_listed_and_shown_as_any(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (_folder, file) = flow();
    server.cli(&["submit", &file, "--input", "day=1", "--follow"]).await.exits(0);
    let body = json!({"flow_name": "elsewhere", "status": "failure", "error_message": "why"});
    assert_eq!(server.post("/api/v1/flow-runs/", &body).await.status, 201);
    let listed = server.cli(&["runs"]).await.exits(0);
    let names: Vec<_> =
        listed.lines().skip(1).filter_map(|line| line.split_whitespace().nth(1)).collect();
    assert_eq!(names, ["elsewhere", "nightly"], "{listed}");
    let shown = server.cli(&["show", "elsewhere"]).await.exits(0);
    assert!(shown.contains("why"), "{shown}");
    server.cli(&["logs", "elsewhere"]).await.exits(0);
    let shown = server.cli(&["show", "nightly", "--json"]).await.json();
    assert_eq!(shown["nodes"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn a_flow_file_that_makes_no_sense_is_bad_usage() {
    let server = Server::start(Database::Sqlite).await;
    let (folder, file) = flow();
    let code = async |arguments: &[&str]| server.cli(arguments).await.code;
    assert_eq!(code(&["submit", &file, "--dep", "six"]).await, Some(2));
    let broken = folder.path().join("broken.json");
    std::fs::write(&broken, "{").expect("a file");
    assert_eq!(code(&["submit", broken.to_str().expect("a path")]).await, Some(2));
    // What is JSON but no flow the server refuses.
    std::fs::write(&broken, json!({"components": Value::Null}).to_string()).expect("a file");
    assert_eq!(code(&["submit", broken.to_str().expect("a path")]).await, Some(1));
    assert_eq!(server.get("/api/v1/flows").await.ok()["flows"], json!([]));
}
