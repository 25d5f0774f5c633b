//! Runs that are carried out elsewhere: recorded here, told of, and taken for failed when silent.

use annals_tests::{Answer, Database, Server};
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

const RUNS: &str = "/api/v1/flow-runs/";

async fn record(server: &Server, body: &Value) -> Value {
    let answer = server.post(RUNS, body).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

fn path(run: &Value) -> String {
    format!("{RUNS}{}", run["id"].as_str().expect("an id"))
}

async fn told(server: &Server, run: &Value, body: &Value) -> Value {
    server.patch(&path(run), body).await.ok()
}

/// The fields of a 422.
#[track_caller]
fn fields(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 422, "{}", answer.text());
    let errors = answer.json()["errors"].as_array().expect("errors").clone();
    errors.iter().map(|error| error["loc"][1].as_str().expect("a field").to_owned()).collect()
}

#[rstest]
#[tokio::test]
async fn a_run_of_elsewhere_is_a_run_like_any_other(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let mut server = Server::start(database).await;
    let body = json!({
        "flow_name": "nightly", "inputs": {"day": 1}, "metadata": {"host": "a"}, "tags": ["t"],
        "trigger_type": "cron", "session_id": "s", "user_id": "ada",
    });
    let run = record(&server, &body).await;
    for (field, value) in [
        ("flow_name", json!("nightly")),
        ("number", json!(1)),
        ("status", json!("running")),
        ("inputs", json!({"day": 1})),
        ("metadata", json!({"host": "a"})),
        ("trigger_type", json!("cron")),
        ("session_id", json!("s")),
        ("user_id", json!("ada")),
        ("tags", json!(["t"])),
        ("executor", json!("external")),
        ("components_executed", json!(0)),
    ] {
        assert_eq!(run[field], value, "{field} of {run}");
    }
    // Its flow is there, without components; there is nothing to run.
    let flow = format!("/api/v1/flows/{}", run["flow_id"].as_str().expect("a flow"));
    let found = server.get(&flow).await.ok();
    assert_eq!((&found["name"], &found["components"]), (&json!("nightly"), &json!([])));
    assert_eq!(server.post(&format!("{flow}/runs"), &json!({})).await.status, 409);
    let rerun = format!("/api/v1/runs/{}/rerun", run["id"].as_str().expect("an id"));
    assert_eq!(server.post(&rerun, &json!({})).await.status, 409);
    server.patch(&flow, &json!({"description": "what for"})).await.ok();

    // A restart of the server changes nothing.
    server.terminate().await;
    server.start_again().await;
    assert_eq!(told(&server, &run, &json!({})).await["status"], "running");
    let done = json!({"status": "SUCCESS", "outputs": [1, 2], "metadata": {"rows": 3}});
    let done = told(&server, &run, &done).await;
    assert_eq!((&done["status"], &done["outputs"]), (&json!("success"), &json!([1, 2])));
    assert_eq!(done["metadata"], json!({"rows": 3}));
    assert!(done["duration_ms"].is_i64(), "{done}");

    // It is in the lists, the figures and the timeline.
    let by_id = json!({"flow_id": run["flow_id"], "status": "failure", "error_message": "why"});
    let second = record(&server, &by_id).await;
    assert_eq!((&second["number"], &second["error_type"]), (&json!(2), &json!("exit")));
    let list = server.get(&format!("{RUNS}?session_id=s&trigger_type=cron&user_id=ada")).await.ok();
    assert_eq!((list[0]["id"].clone(), &list[0]["outputs"]), (run["id"].clone(), &Value::Null));
    assert_eq!(list[0]["metadata"], json!({"rows": 3}));
    let stats = server.get(&format!("{RUNS}stats")).await.ok();
    let counts = [&stats["total_runs"], &stats["success_count"], &stats["failure_count"]];
    assert_eq!(counts, [2, 1, 1]);
    let whole = format!("/api/v1/runs/{}", run["id"].as_str().expect("an id"));
    let whole = server.get(&whole).await.ok();
    assert_eq!((&whole["status"], &whole["nodes"]), (&json!("success"), &json!([])));
    let task = run["flow_id"].as_str().expect("a flow");
    let history = server.get(&format!("/api/v1/tasks/{task}/history?order=asc")).await.ok();
    let entries = history["entries"].as_array().expect("entries").iter();
    let entries: Vec<_> = entries.map(|entry| entry["content"].as_str().expect("text")).collect();
    assert_eq!(entries, ["run #1: running", "run #1: success", "run #2: failure (exit): why"],);
}

#[rstest]
#[tokio::test]
async fn a_run_that_has_ended_takes_metadata_and_tags_only(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let run = record(&server, &json!({"flow_name": "f", "status": "pending"})).await;
    assert_eq!((&run["status"], &run["started_at"]), (&json!("pending"), &Value::Null));
    // What is waiting has not succeeded, and what runs does not wait again.
    assert_eq!(server.patch(&path(&run), &json!({"status": "success"})).await.status, 409);
    let began = told(&server, &run, &json!({"status": "running"})).await["started_at"].clone();
    assert_eq!(server.patch(&path(&run), &json!({"status": "pending"})).await.status, 409);
    let other = json!({"started_at": "2026-01-01T00:00:00Z"});
    assert_eq!(server.patch(&path(&run), &other).await.status, 409);
    told(&server, &run, &json!({"started_at": began, "inputs": {"a": 1}})).await;
    let failed = json!({"status": "failure", "error_type": "Out_Of_Memory", "error_message": "m"});
    let failed = told(&server, &run, &failed).await;
    assert_eq!(
        (&failed["error_type"], &failed["error_message"]),
        (&json!("out_of_memory"), &json!("m"))
    );

    for late in [
        json!({"status": "success"}),
        json!({"outputs": 1, "metadata": {}}),
        json!({"heartbeat_timeout_seconds": 5}),
    ] {
        let answer = server.patch(&path(&run), &late).await;
        assert_eq!(answer.status, 409, "{late}");
        assert!(answer.text().contains("already ended (failure)"), "{}", answer.text());
    }
    let changed = told(&server, &run, &json!({"metadata": {"k": [1]}, "tags": ["b", "a"]})).await;
    assert_eq!((&changed["metadata"], &changed["tags"]), (&json!({"k": [1]}), &json!(["a", "b"])));
    assert_eq!(changed["status"], "failure");
    let found = server.get(&path(&run)).await.ok();
    assert_eq!((&found["inputs"], &found["outputs"]), (&json!({"a": 1}), &Value::Null));

    // A run that Annals carries out is told of by nobody else.
    let flow = server.flow("own", &[annals_tests::component("a", "pass")], &[]).await;
    let own = server.run_flow(&flow, &json!({})).await;
    server.ended(&own).await;
    let own = json!({"id": own.id});
    assert_eq!(server.patch(&path(&own), &json!({"status": "failure"})).await.status, 409);
    assert_eq!(
        told(&server, &own, &json!({"metadata": {"a": 1}})).await["metadata"],
        json!({"a": 1})
    );
}

#[rstest]
#[tokio::test]
async fn what_ended_long_ago_is_kept_with_its_times(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (began, ended) = ("2026-03-01T10:00:00.000000Z", "2026-03-01T10:00:05.500000Z");
    let body = json!({
        "flow_name": "f", "status": "success", "started_at": began, "ended_at": ended,
        "outputs": {"a": 1},
    });
    let old = record(&server, &body).await;
    assert_eq!((&old["started_at"], &old["ended_at"]), (&json!(began), &json!(ended)));
    assert_eq!((&old["duration_ms"], &old["outputs"]), (&json!(5500), &json!({"a": 1})));
    let new = record(&server, &json!({"flow_name": "f"})).await;
    assert_eq!((&new["number"], &new["flow_id"]), (&json!(2), &old["flow_id"]));
    let list = server.get(RUNS).await.ok();
    assert_eq!((&list[0]["id"], &list[1]["id"]), (&new["id"], &old["id"]));
    let gone = server.delete(&format!("{RUNS}?older_than_days=1")).await.ok();
    assert_eq!(gone["deleted"], 1);
}

#[rstest]
#[tokio::test]
async fn a_run_that_nobody_hears_of_fails(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let setup = Server::with(database).variable("ANNALS_SILENT_AFTER_SECONDS", "0.5");
    let server = setup.start().await;
    let heard = record(&server, &json!({"flow_name": "f", "heartbeat_timeout_seconds": 600})).await;
    let limits =
        [json!({"flow_name": "f"}), json!({"flow_name": "f", "heartbeat_timeout_seconds": 1.5})];
    for (body, limit) in limits.iter().zip(["0.5", "1.5"]) {
        let run = record(&server, body).await;
        let id = run["id"].as_str().expect("an id");
        // Whoever watches sees its end.
        let events = server.request(Method::GET, &format!("/api/v1/runs/{id}/events"));
        let last = annals_tests::Events::follow(events).await.rest().await;
        assert_eq!(last.last().map(|event| &*event.kind), Some("end"));
        let silent = server.get(&path(&run)).await.ok();
        assert_eq!(
            (&silent["status"], &silent["error_type"]),
            (&json!("failure"), &json!("timeout"))
        );
        let message = silent["error_message"].as_str().expect("a message");
        let began = run["started_at"].as_str().expect("a time");
        assert!(message.contains(&format!("heard of last at {began}")), "{message}");
        assert!(message.ends_with(&format!("its limit of {limit} s")), "{message}");
        assert_eq!(server.patch(&path(&run), &json!({"status": "success"})).await.status, 409);
    }
    assert_eq!(told(&server, &heard, &json!({})).await["status"], "running");
}

#[rstest]
#[tokio::test]
async fn whoever_records_a_run_is_asked_to_end_it(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let run = record(&server, &json!({"flow_name": "f"})).await;
    let cancel = format!("/api/v1/runs/{}/cancel", run["id"].as_str().expect("an id"));
    let nothing = json!({});
    let (asked, ended) = tokio::join!(server.post(&cancel, &nothing), async {
        // The recorder hears of it with its next sign of life.
        while told(&server, &run, &json!({})).await["cancel_requested"] != true {
            tokio::task::yield_now().await;
        }
        told(&server, &run, &json!({"status": "cancelled"})).await
    });
    assert_eq!((asked.status, &ended["status"]), (200, &json!("cancelled")));

    // A flow goes with what is recorded to it, be that under way.
    let open = record(&server, &json!({"flow_name": "f"})).await;
    assert_eq!(server.delete(&path(&open)).await.status, 409);
    let flow = format!("/api/v1/flows/{}", run["flow_id"].as_str().expect("a flow"));
    assert_eq!(server.delete(&flow).await.ok()["runs_deleted"], 2);
    assert_eq!(server.patch(&path(&open), &json!({})).await.status, 404);
}

#[rstest]
#[tokio::test]
async fn what_makes_no_sense_is_named(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (early, late) = ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z");
    for (wrong, field) in [
        (json!({"flow_name": null}), "flow_id"),
        (json!({"flow_name": " "}), "flow_name"),
        (json!({"flow_name": "x".repeat(201)}), "flow_name"),
        (json!({"flow_id": ""}), "flow_id"),
        (json!({"status": "done"}), "status"),
        (json!({"started_at": "yesterday"}), "started_at"),
        (json!({"started_at": "2999-01-01T00:00:00Z"}), "started_at"),
        (json!({"started_at": "1969-01-01T00:00:00Z"}), "started_at"),
        (json!({"started_at": early, "status": "pending"}), "started_at"),
        (json!({"ended_at": late}), "ended_at"),
        (json!({"status": "success", "started_at": late, "ended_at": early}), "ended_at"),
        (json!({"error_message": "why"}), "error_message"),
        (json!({"status": "success", "error_type": "exit"}), "error_type"),
        (json!({"status": "failure", "error_type": "ValueError"}), "error_type"),
        (json!({"metadata": {"k": "x".repeat(65_536)}}), "metadata"),
        (json!({"inputs": [1]}), "inputs"),
        (json!({"heartbeat_timeout_seconds": 0}), "heartbeat_timeout_seconds"),
        (json!({"tags": [""]}), "tags"),
    ] {
        let mut body = json!({"flow_name": "f"});
        body.as_object_mut().expect("an object").extend(wrong.as_object().expect("one").clone());
        assert_eq!(fields(&server.post(RUNS, &body).await), [field], "{wrong}");
    }
    assert_eq!(server.post(RUNS, &json!({"flow_id": "nobody"})).await.status, 404);
    assert_eq!(server.get("/api/v1/flows").await.ok()["flows"], json!([]));

    let run = record(&server, &json!({"flow_name": "f"})).await;
    assert_eq!(fields(&server.patch(&path(&run), &json!({"flow_name": "g"})).await), ["flow_name"]);
    let before = json!({"status": "success", "ended_at": early});
    assert_eq!(fields(&server.patch(&path(&run), &before).await), ["ended_at"]);
    let script = server.submit("pass").await;
    let script = format!("{RUNS}{}", script.id);
    assert_eq!(server.patch(&script, &json!({"metadata": {}})).await.status, 404);
}

#[rstest]
#[tokio::test]
async fn the_same_key_records_once_and_the_same_name_makes_one_flow(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let send = async |key: &str, status: &str| {
        let request = server.request(Method::POST, RUNS).header("Idempotency-Key", key);
        let old = "2026-03-01T10:00:00Z";
        server
            .send(request.json(&json!({"flow_name": "f", "status": status, "started_at": old})))
            .await
    };
    let first = send("k", "success").await;
    let again = send("k", "success").await;
    assert_eq!((again.status, again.json()["id"].clone()), (201, first.json()["id"].clone()));
    assert_eq!(send("k", "failure").await.status, 409);

    let body = json!({"flow_name": "at once"});
    let runs = futures::future::join_all((0..20).map(|_| record(&server, &body))).await;
    let flows: std::collections::HashSet<_> =
        runs.iter().map(|run| run["flow_id"].as_str().expect("a flow")).collect();
    assert_eq!(flows.len(), 1);
    let mut numbers: Vec<_> = runs.iter().map(|run| run["number"].as_i64()).collect();
    numbers.sort();
    assert_eq!(numbers, (1..=20).map(Some).collect::<Vec<_>>());
}
