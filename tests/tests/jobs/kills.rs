//! The server is killed again and again in the middle of a job of many files: no task that finished
//! is lost, and none is done twice.
//!
//! `ANNALS_TEST_KILLS` says how often (6), `ANNALS_TEST_SEED` at which moments (1).

use std::collections::HashMap;
use std::time::Duration;

use annals_tests::{Database, Dice, Event, Events, Server, job_path};
use rstest::rstest;
use serde_json::{Value, json};

use crate::kills::number;

const FILES: usize = 500;
/// Every so manieth file is empty, so that its task fails.
const EMPTY: usize = 50;
/// The longest that a server lives once it is ready.
const LIFE: Duration = Duration::from_millis(700);

/// The path and the text of the file of a number.
fn file(n: usize) -> (String, String) {
    let text = if n.is_multiple_of(EMPTY) {
        String::new()
    } else {
        format!("Invoice Number: INV-{n}\nTotal: {n}.50 EUR\n")
    };
    (format!("in/{n:03}.txt"), text)
}

async fn submitted(server: &Server) -> Value {
    let job = server.job("many").await;
    let files: Vec<_> = (1..=FILES).map(file).collect();
    for some in files.chunks(100) {
        let some: Vec<_> =
            some.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
        server.upload(&job, &some).await.ok();
    }
    server.fields(&job, &[("Invoice Number", "text"), ("Total", "currency")]).await.ok();
    server.submit_job(&job).await.ok();
    job
}

/// Everything that the run's ledger holds, once it has ended.
async fn events(server: &Server, job: &Value) -> Vec<Event> {
    let run = job["job_run_id"].as_str().expect("a run");
    let path = format!("/api/v1/runs/{run}/events?after=0");
    Events::follow(server.request(reqwest::Method::GET, &path)).await.rest().await
}

/// Each task began once and ended once, and said what it had to say once.
fn check_ledger(events: &[Event]) {
    let mut states: HashMap<String, Vec<String>> = HashMap::new();
    for event in events.iter().filter(|event| event.kind == "node") {
        let word = |name: &str| event.data[name].as_str().expect("a word").to_owned();
        states.entry(word("node")).or_default().push(word("state"));
    }
    states.remove("setup");
    assert_eq!(states.len(), FILES);
    for (task, states) in &states {
        let [first, last] = states.as_slice() else { panic!("{task}: {states:?}") };
        assert_eq!(first, "running", "{task}");
        assert!(matches!(last.as_str(), "success" | "failure"), "{task}: {last}");
        let lines = annals_tests::lines_of(events, task);
        assert_eq!(lines.len(), 2, "{task}: {lines:?}");
    }
    let all: Vec<i64> = events.iter().flat_map(Event::covers).collect();
    let expected: Vec<i64> = (1..).take(all.len()).collect();
    assert_eq!(all, expected, "the ledger has gaps or repeats");
}

/// The rows are those of the files, each once.
async fn check_results(server: &Server, job: &Value) {
    let results = server.get(&job_path(job, "/results?limit=1000")).await.ok();
    let mut found: HashMap<String, Value> = HashMap::new();
    for task in results["results"].as_array().expect("results") {
        let path = task["source_files"][0].as_str().expect("a path").to_owned();
        let rows = task["extracted_data"]["results"].clone();
        assert!(found.insert(path.clone(), rows).is_none(), "{path} is there twice");
    }
    let filled = (1..=FILES).filter(|n| !n.is_multiple_of(EMPTY));
    let expected = filled.map(|n| {
        let total = n as f64 + 0.5;
        (file(n).0, json!([[format!("INV-{n}"), total]]))
    });
    assert_eq!(found, expected.collect());
}

/// An export has every row, in the order of the files; never only a page of them.
async fn check_export(server: &Server, job: &Value) {
    let text = server.get(&job_path(job, "/export/csv")).await.text();
    let rows: Vec<_> = text.lines().skip(1).collect();
    let filled = (1..=FILES).filter(|n| !n.is_multiple_of(EMPTY));
    let expected: Vec<_> = filled.map(|n| format!("{},INV-{n},{n}.5", file(n).0)).collect();
    assert_eq!(rows, expected);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_job_goes_on_where_it_was_however_often_the_server_is_killed(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let (kills, seed) = (number("ANNALS_TEST_KILLS", 6), number("ANNALS_TEST_SEED", 1));
    let mut dice = Dice::new(seed);
    let mut server = Server::start(database).await;
    let job = submitted(&server).await;
    for _ in 0..kills {
        tokio::time::sleep(dice.moment(LIFE)).await;
        server.kill().await;
        server.start_again().await;
    }
    let events = events(&server, &job).await;
    check_ledger(&events);
    check_results(&server, &job).await;
    check_export(&server, &job).await;
    let (failed, done) = (FILES / EMPTY, FILES - FILES / EMPTY);
    let progress = server.get(&job_path(&job, "/progress")).await.ok();
    assert_eq!(progress["status"], "partially_completed");
    assert_eq!((&progress["completed"], &progress["failed"]), (&json!(done), &json!(failed)));
    // A task that finished is counted once, with its page.
    let usage = server.get("/api/v1/usage").await.ok();
    let sums = (&usage["total_tasks"], &usage["total_pages"]);
    assert_eq!(sums, (&json!(done), &json!(done)), "{usage}");
}
