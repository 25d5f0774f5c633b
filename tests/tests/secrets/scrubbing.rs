//! A value that leaked is taken out again.

use annals_tests::{Database, Run, Server};
use rstest::rstest;
use serde_json::{Value, json};

use super::kept::{holds, rows};
use super::*;

/// A run that leaks [`VALUE`] everywhere, since nobody said it was a secret.
async fn leak(server: &Server) -> Run {
    let code = format!("leaked = {VALUE:?}\n{}", SHOW.replace("os.environ['KEY']", "leaked"));
    let code = code.replace(
        "open(os.environ['ANNALS_ARTIFACTS']",
        "0 and open(os.environ['ANNALS_ARTIFACTS']",
    );
    let run = server
        .submit_with(json!({
            "pythonCode": code, "name": format!("with {VALUE}"), "inputs": {"a": VALUE},
            "tags": [VALUE, "kept"], "env": {"PLAIN": VALUE},
        }))
        .await;
    server.ended(&run).await;
    run
}

#[rstest]
#[tokio::test]
async fn a_leaked_value_is_taken_out_of_everything(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::start(database).await;
    let run = leak(&server).await;
    let other = server.submit("print('a')\nprint('b')").await;
    server.ended(&other).await;
    let (before, lines) = (server.whole(&run).await, server.text(&run).await);
    assert!(lines.contains(VALUE));
    if database == Database::Sqlite {
        let refused = server.admin(&["scrub", VALUE]).await;
        assert!(refused.stderr.contains("another Annals server uses"), "{refused:?}");
        assert_eq!(refused.code, Some(1));
        server.terminate().await;
    }
    let dry = server.admin(&["scrub", VALUE, "--dry-run", "--json"]).await;
    assert_eq!(dry.json()["runs_in_logs"], json!([run.id]), "{dry:?}");
    assert_eq!(dry.json()["runs_in_code"], json!([run.id]));
    assert!(rows(&server).await.iter().any(|(_, bytes)| holds(bytes, &FORMS)), "not yet");
    let said = server.admin(&["scrub", VALUE, "--json"]).await;
    assert_eq!(said.json()["masked"], dry.json()["masked"], "{said:?}");
    assert_eq!(server.admin(&["scrub", VALUE]).await.exits(0), "it is nowhere to be found\n");
    assert_nowhere(&server, &FORMS).await;
    if database == Database::Sqlite {
        server.start_again().await;
    }
    check_scrubbed(&server, &run, (&before, &lines)).await;
    assert_eq!(server.text(&other).await, "a\nb\n");
    assert_eq!(server.admin(&["scrub", "abc"]).await.code, Some(2));
}

/// What was masked is as it was, but for the masks.
async fn check_scrubbed(server: &Server, run: &Run, (before, lines): (&Value, &str)) {
    let (after, text) = (server.whole(run).await, server.text(run).await);
    assert_eq!(text.lines().count(), lines.lines().count());
    assert_eq!(stdout(server, run).await[0], "given {'a': '***'}");
    let node = |whole: &Value| whole["nodes"].as_array().expect("nodes")[1]["log"].clone();
    assert_eq!(node(&after)["lines"], node(before)["lines"]);
    assert_eq!(node(&after)["bytes"], text.len(), "{after}");
    assert_eq!(node(&after)["end"]["at_byte"], text.len(), "{after}");
    assert_eq!(after["tags"], json!(["***", "kept"]));
    assert_eq!((&after["inputs"], &after["status"]), (&json!({"a": "***"}), &before["status"]));
    assert!(after.to_string().contains("leaked = \\\"***\\\""), "{after}");
    assert_ne!(after["snapshot"]["id"], before["snapshot"]["id"]);
    let page = server.get(&run.path("/logs?from_line=2&to_line=3")).await.ok();
    assert_eq!(page["lines"].as_array().map(Vec::len), Some(2), "{page}");
    // It can be run again; what it needs is its own affair.
    let again = server.rerun(run, json!({})).await;
    assert!(server.ended(&again).await["status"].is_string());
}
