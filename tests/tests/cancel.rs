//! Ending runs, and the queue of those that wait.

use std::time::Duration;

use annals_tests::{Api, Database, Gate, Run, Server, is_alive, mentioning};
use rstest::rstest;
use serde_json::json;

/// A program with a child and a grandchild that ignore TERM; it prints the ids of all three.
const STUBBORN: &str = "import os, signal, subprocess, sys, time
inner = 'import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(os.getpid(), flush=True); time.sleep(600)'
outer = f'import os, subprocess, sys, time; print(os.getpid(), flush=True); subprocess.run([sys.executable, \"-c\", {inner!r}])'
print(os.getpid(), flush=True)
subprocess.Popen([sys.executable, '-c', outer], start_new_session=(len(sys.argv) > 1))
time.sleep(600)";

/// The ids that the run's processes have printed, once there are three.
async fn three_processes(api: &Api, run: &Run) -> Vec<i64> {
    let mut events = api.events(run, 0).await;
    let mut found = Vec::new();
    while found.len() < 3 {
        let event = events.next().await.expect("it runs");
        let texts = annals_tests::lines_of(&[event], "main");
        found.extend(texts.iter().filter_map(|text| text.parse::<i64>().ok()));
    }
    found
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn cancelled_is_said_once_the_whole_tree_is_gone(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let run = server.submit(STUBBORN).await;
    let processes = three_processes(&server, &run).await;
    assert!(processes.iter().all(|pid| is_alive(*pid)));
    let answer = server.delete(&run.task_path("")).await.ok();
    assert_eq!(answer, json!({"status": "cancelled", "id": run.task}));
    assert!(!processes.iter().any(|pid| is_alive(*pid)), "{processes:?}");
    let whole = server.whole(&run).await;
    assert_eq!((&whole["status"], &whole["error"]), (&json!("cancelled"), &json!(null)));
    assert_eq!(whole["cancel_requested"], json!(true));

    // What has ended stays as it is.
    server.delete(&run.task_path("")).await.problem(409);
    server.post(&run.path("/cancel"), &json!({})).await.problem(409);
    assert_eq!(server.whole(&run).await, whole);
}

/// A program with fifty children that ignore TERM, half of them in sessions of their own, and some
/// that go on making others; it prints the ids of the fifty, and then `up`.
const FIFTY: &str = r#"import os, signal, subprocess, sys, time
plain = 'import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print("-", flush=True); time.sleep(600)'
busy = """import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("-", flush=True)
while True:
    os.fork() or os._exit(0)
    time.sleep(0.01)"""
for n in range(50):
    child = subprocess.Popen([sys.executable, '-c', busy if n % 10 == 9 else plain],
                             stdout=subprocess.PIPE, start_new_session=n % 2 == 1)
    child.stdout.readline()
    print(child.pid)
print('up')
time.sleep(600)"#;

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn cancelled_is_said_once_fifty_children_that_do_not_listen_are_gone(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let run = server.submit(FIFTY).await;
    let events = server.events(&run, 0).await.until_line("up").await;
    let processes: Vec<i64> = annals_tests::lines_of(&events, "main")
        .iter()
        .filter_map(|text| text.parse().ok())
        .collect();
    assert_eq!(processes.len(), 50);
    assert!(processes.iter().any(|pid| is_alive(*pid)));
    let answer = server.post(&run.path("/cancel"), &json!({})).await.ok();
    assert_eq!(answer["status"], "cancelled");
    assert!(!processes.iter().any(|pid| is_alive(*pid)), "{processes:?}");
    // Nor is anything left of what they made: the supervisor, which told of the end, ends too.
    annals_tests::soon("the end of all else", async {
        while mentioning(server.data()).len() != 1 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn cancelled_is_not_said_of_a_run_that_ended_by_itself(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let code = "import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print('up')
time.sleep(0.05)";
    for _ in 0..8 {
        let run = server.submit(code).await;
        server.printed(&run, "up").await;
        let answer = server.post(&run.path("/cancel"), &json!({})).await;
        let whole = server.ended(&run).await;
        assert_eq!(answer.status == 200, whole["status"] == "cancelled", "{answer:?} {whole}");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_waiting_run_is_cancelled_without_ever_starting(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "1").start().await;
    let gate = Gate::new();
    let blocker = server.submit(&format!("{}pass_gate()", gate.python())).await;
    let waiting = server.submit("print('never')").await;
    let answer = server.post(&waiting.path("/cancel"), &json!({})).await.ok();
    assert_eq!(answer, json!({"status": "cancelled", "id": waiting.id}));
    let whole = server.whole(&waiting).await;
    assert_eq!((&whole["status"], &whole["started_at"]), (&json!("cancelled"), &json!(null)));
    gate.open();
    assert_eq!(server.ended(&blocker).await["status"], "success");
    assert_eq!(server.text(&waiting).await, "");
    server.delete(&waiting.task_path("")).await.problem(409);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn tasks_take_turns_in_the_queue(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "1").start().await;
    let gate = Gate::new();
    let blocker = server.submit(&format!("{}pass_gate()", gate.python())).await;
    let greedy = server.submit("pass").await;
    let mut runs = vec![greedy.clone()];
    for _ in 0..4 {
        runs.push(server.submit_with(json!({"taskId": greedy.task})).await);
    }
    let modest = server.submit("pass").await;
    gate.open();
    server.ended(&blocker).await;
    let mut starts = Vec::new();
    for run in runs.iter().chain([&modest]) {
        let whole = server.ended(run).await;
        starts.push((whole["started_at"].as_str().expect("a time").to_owned(), run.id.clone()));
    }
    starts.sort();
    let order: Vec<_> = starts.into_iter().map(|(_, id)| id).collect();
    let expected = [&runs[0], &modest, &runs[1], &runs[2], &runs[3], &runs[4]];
    assert_eq!(order, expected.map(|run| run.id.clone()));
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn no_more_run_at_once_than_allowed(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-running", "2").start().await;
    let gate = Gate::new();
    let code = format!("{}print('in')\npass_gate()", gate.python());
    let mut runs = Vec::new();
    for _ in 0..4 {
        runs.push(server.submit(&code).await);
    }
    server.printed(&runs[0], "in").await;
    server.printed(&runs[1], "in").await;
    let running = server.get("/api/v1/runs?status=running").await.ok();
    assert_eq!(running["runs"].as_array().map(Vec::len), Some(2));
    assert_eq!(server.whole(&runs[2]).await["status"], "pending");
    gate.open();
    for run in &runs {
        assert_eq!(server.ended(run).await["status"], "success");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_cancelled_through_another_server_too() {
    let one = Server::start(Database::Postgres).await;
    let other = one.beside().start().await;
    let run = one.submit(STUBBORN).await;
    let processes = three_processes(&one, &run).await;
    assert_eq!(other.post(&run.path("/cancel"), &json!({})).await.ok()["status"], "cancelled");
    assert!(!processes.iter().any(|pid| is_alive(*pid)), "{processes:?}");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn deleting_a_task_ends_and_removes_everything_of_it(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let keep = server.submit("print('kept')").await;
    server.ended(&keep).await;
    let code =
        "import os; open(os.environ['ANNALS_ARTIFACTS'] + '/a', 'w').write('a'); print('one')";
    let first = server.submit(code).await;
    server.ended(&first).await;
    let second = server.submit_with(json!({"taskId": first.task, "pythonCode": STUBBORN})).await;
    let processes = three_processes(&server, &second).await;
    let answer = server.delete(&first.task_path("/delete")).await.ok();
    assert_eq!((&answer["status"], &answer["id"]), (&json!("deleted"), &json!(first.task)));
    assert_eq!((&answer["runs_deleted"], &answer["workflows_deleted"]), (&json!(2), &json!(1)));
    assert!(!processes.iter().any(|pid| is_alive(*pid)), "{processes:?}");
    for path in [
        first.task_path(""),
        first.task_path("/logs"),
        first.path(""),
        second.path("/logs"),
        first.path("/artifacts/a"),
    ] {
        server.get(&path).await.problem(404);
    }
    server.delete(&first.task_path("/delete")).await.problem(404);
    // Its code and files are gone from the disk; the other task is whole.
    let tasks = server.get("/api/v1/tasks").await.ok();
    assert_eq!(tasks["tasks"].as_array().map(Vec::len), Some(1));
    assert_eq!(server.text(&keep).await, "kept\n");
    let objects = server.data().join("objects/runs").join(&first.id);
    assert!(!objects.exists(), "{objects:?}");
}
