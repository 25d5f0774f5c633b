//! What the runs of flows tell of by themselves, and what their components write.

use annals_tests::component;

use super::*;

/// Writes an entry by HTTP and one with the program.
const WRITER: &str = r#"
import subprocess, urllib.request
url = os.environ["ANNALS_URL"] + f"/api/v1/tasks/{os.environ['ANNALS_TASK_ID']}/history"
body = json.dumps({"context_type": "agent_turn", "content": "by HTTP"}).encode()
token = "Bearer " + os.environ["ANNALS_TOKEN"]
headers = {"Authorization": token, "Content-Type": "application/json"}
print(urllib.request.urlopen(urllib.request.Request(url, body, headers)).status)
subprocess.run([inputs["program"], "note", "by note"], check=True)
"#;

#[rstest]
#[tokio::test]
async fn a_flow_tells_of_itself(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let mut flaky = component("flaky", "raise SystemExit(7)");
    (flaky["retries"], flaky["retry_delay_seconds"]) = (json!(1), json!(0));
    let components = [component("writes", WRITER), flaky, component("never", "pass")];
    let flow = server.flow("told", &components, &["writes flaky", "flaky never"]).await;
    let inputs = json!({"inputs": {"program": annals().to_str()}, "session_id": "s-9"});
    let run = server.run_flow(&flow, &inputs).await;
    let whole = server.ended(&run).await;
    assert_eq!(whole["error"]["message"], "flaky: exited with code 7", "{whole}");

    let entries = found(&server, &run, "").await;
    let told: Vec<_> = entries
        .iter()
        .map(|entry| {
            let word = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
            let text = word("content");
            // The rest of these depends on the machine.
            let text = text.split(" (process ").next().unwrap_or_default();
            let text = text.split(" reused: ").next().unwrap_or_default();
            format!(
                "{} {}",
                word("context_type"),
                text.split(" built: ").next().unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "status_change run #1: running",
            "execution_step run #1: environment",
            "setup_complete run #1: setup complete",
            "execution_step run #1: writes started",
            "agent_turn by HTTP",
            "chat_message by note",
            "execution_step run #1: flaky started",
            "execution_step run #1: flaky: try 1 of 2 failed: exited with code 7",
            "execution_step run #1: flaky started",
            "error run #1: flaky: exited with code 7",
            "status_change run #1: failure (exit): flaky: exited with code 7",
        ],
        "{entries:?}"
    );
    assert!(entries.iter().all(|entry| entry["run_id"] == json!(run.id)), "{entries:?}");
    // All of them have a place in the run's ledger, those by the server that of what they tell of.
    let events = server.events(&run, 0).await.rest().await;
    for entry in &entries {
        assert!(
            events
                .iter()
                .any(|event| event.covers().contains(&entry["seq"].as_i64().expect("a place"))),
            "{entry}"
        );
    }
    // What the server told belongs to the run's session; a writer says its own.
    let of_session = server.get("/api/v1/history?session_id=s-9&limit=100").await.ok();
    assert_eq!(of_session["entries"].as_array().map(Vec::len), Some(9), "{of_session}");
}
