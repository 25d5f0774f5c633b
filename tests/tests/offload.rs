//! Logs that lie in the object store: every way of reading them answers as before.

use annals_tests::{Database, Run, Server, Socket, lines_of};
use rstest::rstest;
use serde_json::Value;

const VALUE: &str = "leaked-4711-value";
const PROGRAM: &str = "import sys
print('first')
for n in range(3000):
    print(n, 'ä' * 200)
print('it leaked-4711-value here', file=sys.stderr)
print('last')";

/// A server whose logs go to the folder as soon as it is told to look.
async fn server(database: Database, url: &str) -> Server {
    Server::with(database)
        .option("--object-store", url)
        .variable("ANNALS_RETENTION", "{logs={offload_after_days=0}}")
        .start()
        .await
}

/// What every way of reading answers.
async fn told(server: &Server, run: &Run) -> Vec<String> {
    let mut told = Vec::new();
    for query in ["", "?node=main&from_line=2990", "?from_line=5&to_line=9", "?q=2999", "?q=it"] {
        told.push(server.get(&run.path(&format!("/logs{query}"))).await.text());
    }
    for path in ["/logs?format=text", "/logs/download", "/logs/download?node=main&timestamps=true"]
    {
        told.push(server.get(&run.path(path)).await.text());
    }
    for query in ["", "?offset_line=2000&limit_lines=3"] {
        told.push(server.get(&run.task_path(&format!("/logs{query}"))).await.text());
    }
    let found = server.get("/api/v1/logs/search?q=2999&regex=true").await.text();
    told.extend(found.lines().filter(|line| !line.contains("\"done\"")).map(str::to_owned));
    told.push(format!("{:?}", lines_of(&server.events(run, 0).await.rest().await, "main")));
    let path = format!("/ws/tasks/{}/logs", run.task);
    let socket = Socket::open(server, &path, &[]).await.expect("an upgrade");
    told.push(format!("{:?}", socket.all().await));
    told.push(server.cli(&["logs", &run.id]).await.exits(0));
    let whole = server.whole(run).await;
    told.push(whole["nodes"].to_string());
    told
}

#[rstest]
#[tokio::test]
async fn an_offloaded_log_is_told_as_before(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}", folder.path().display());
    let mut server = server(database, &url).await;
    let (run, _) = server.run_to_end(PROGRAM).await;
    let before = told(&server, &run).await;
    let object = folder.path().join("runs").join(&run.id).join("logs");
    let said = server.admin(&["gc"]).await.exits(0);
    assert!(said.contains("moved the logs of 1 runs to the object store: 3003 lines"), "{said}");
    assert!(object.is_file());
    assert_eq!(told(&server, &run).await, before);
    if database == Database::Postgres {
        let other = server.beside().start().await;
        assert_eq!(told(&other, &run).await, before);
    }
    assert!(server.terminate().await.success());
    let scrub = ["scrub", VALUE, "--object-store", &url, "--json"];
    let done = server.admin(&scrub).await.json();
    assert_eq!(done["masked"]["offloaded_blocks"], 1, "{done}");
    server.start_again().await;
    let text = server.text(&run).await;
    assert!(text.contains("it *** here") && !text.contains(VALUE), "{text}");
    let log = node(&server.whole(&run).await);
    assert_eq!((log["bytes"].as_u64(), &log["lines"]), (Some(text.len() as u64), &3003.into()));
    std::fs::remove_file(&object).expect("removed");
    let problem = server.get(&run.path("/logs")).await.problem(503);
    assert!(problem["detail"].as_str().is_some_and(|d| d.contains("object store")), "{problem}");
    server.get(&run.path("/logs/download")).await.problem(503);
}

fn node(whole: &Value) -> Value {
    let nodes = whole["nodes"].as_array().expect("nodes");
    nodes.iter().find(|node| node["name"] == "main").expect("main")["log"].clone()
}

/// A folder of its own would hide the logs from the other servers.
#[tokio::test]
async fn servers_that_share_a_database_must_share_the_object_store() {
    let first = Server::start(Database::Postgres).await;
    let url = first.database_url().expect("a URL");
    let mut command = tokio::process::Command::new(annals_tests::annals());
    command.args(["serve", "--listen", "127.0.0.1:0", "--database-url", &url, "--data-dir"]);
    let data = tempfile::tempdir().expect("a folder");
    command.arg(data.path()).env("ANNALS_RETENTION", "{logs={offload_after_days=1}}");
    let output = command.kill_on_drop(true).output().await.expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("--object-store"), "{said}");
}
