//! Run numbers are 1, 2, 3… per task, unique and without gaps under any concurrency.

use annals_tests::{Api, Database, Run, Server};
use futures::future::join_all;
use rstest::rstest;
use serde_json::json;

/// 64 clients rerun one task at once, taking the servers in turn; the numbers they were given.
async fn sixty_four_at_once(servers: &[&Api], first: &Run) -> Vec<i64> {
    let clients = (0..64).map(|client| {
        let api = Api::new(&servers[client % servers.len()].url);
        async move { api.submit_with(json!({"taskId": first.task})).await.number }
    });
    let mut numbers = join_all(clients).await;
    numbers.push(first.number);
    numbers.sort_unstable();
    numbers
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_clients_at_once_leave_no_gap(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    // Only the numbers matter here, so nothing is run.
    let server = Server::with(database).option("--max-running", "0").start().await;
    let first = server.submit("pass").await;
    let numbers = sixty_four_at_once(&[&server], &first).await;
    assert_eq!(numbers, (1..=65).collect::<Vec<_>>());

    let task = server.get(&first.task_path("")).await.ok();
    assert_eq!((&task["runCount"], &task["runs"][0]["runNumber"]), (&json!(65), &json!(65)));
    assert_eq!(task["runs"].as_array().map(Vec::len), Some(65));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_on_one_postgres_share_the_numbers() {
    let one = Server::with(Database::Postgres).option("--max-running", "0").start().await;
    let other = one.beside().start().await;
    let first = one.submit("pass").await;
    let numbers = sixty_four_at_once(&[&one, &other], &first).await;
    assert_eq!(numbers, (1..=65).collect::<Vec<_>>());
    assert_eq!(other.get(&first.task_path("")).await.ok()["runCount"], 65);
}

#[rstest]
#[tokio::test]
async fn reruns_that_really_run_are_numbered_too(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let first = server.submit("import os; print(os.environ['ANNALS_RUN_NUMBER'])").await;
    for number in 2..=4 {
        let run = server.submit_with(json!({"taskId": first.task})).await;
        assert_eq!(run.number, number);
        assert_eq!(server.ended(&run).await["status"], "success");
        assert_eq!(server.text(&run).await, format!("{number}\n"));
    }
}
