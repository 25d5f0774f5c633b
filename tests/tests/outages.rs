//! What the server rests on goes away for a while: PostgreSQL, the disk, its neighbours.

use std::time::Duration;

use annals_tests::{Database, Gate, Postgres, Server, may_mount};
use serde_json::json;

use crate::load::{Load, keeping_all};

/// How long the load goes on between two outages.
const BETWEEN: Duration = Duration::from_millis(700);

#[tokio::test(flavor = "multi_thread")]
async fn a_postgres_that_is_restarted_or_killed_costs_nothing_but_time() {
    let mut postgres = Postgres::start();
    let server = keeping_all(postgres.server()).start().await;
    let mut load = Load::new(&server, 3);
    for (kill, ask) in [(false, true), (true, false), (true, false), (false, false)] {
        load.go_on(BETWEEN).await;
        if kill {
            postgres.kill();
        } else {
            postgres.stop();
        }
        if ask {
            is_away(&server).await;
        }
        postgres.start_again();
        load.go_on(BETWEEN).await;
        load.moved(&server);
        load.rest().await;
        load.moved(&server);
    }
    load.end(&server).await;
}

/// The server lives and says that it cannot work.
async fn is_away(server: &Server) {
    server.get("/healthz").await.ok();
    server.get("/readyz").await.problem(503);
    let body = serde_json::json!({"pythonCode": "pass"});
    server.post("/api/v1/tasks/submit", &body).await.problem(503);
}

/// A program that goes on printing over the whole time that the disk is full.
const STEADY: &str = "import time\nfor n in range(3000):\n    print(n)\n    time.sleep(0.001)";

async fn a_full_disk_costs_nothing_but_time(database: Database) {
    let server = keeping_all(Server::with(database).small_disk(48)).start().await;
    let mut load = Load::new(&server, 5);
    load.go_on(BETWEEN).await;
    let gate = Gate::new();
    let waiting =
        server.submit(&format!("{}print('up')\npass_gate()\nprint('done')", gate.python())).await;
    let steady = server.submit(STEADY).await;
    server.printed(&waiting, "up").await;
    server.printed(&steady, "100").await;
    server.fill_disk();
    gate.open();
    let mut others = 2;
    if database == Database::Sqlite {
        let (accepted, problem) = refused(&server).await;
        others += accepted;
        assert!(problem["detail"].as_str().is_some_and(|text| text.contains("room")), "{problem}");
    }
    load.go_on(BETWEEN).await;
    // Nothing has ended for want of room.
    for run in [&waiting, &steady] {
        let whole = server.whole(run).await;
        assert_ne!(whole["status"], "failure", "{whole}");
    }
    server.free_disk();
    load.moved(&server);
    load.rest().await;
    load.moved(&server);
    for (run, lines) in [(&waiting, 2), (&steady, 3000)] {
        let whole = server.ended(run).await;
        assert_eq!(
            (&whole["status"], &whole["nodes"][1]["log"]["lines"]),
            (&json!("success"), &json!(lines))
        );
    }
    let expected: String = (0..3000).map(|n| format!("{n}\n")).collect();
    assert_eq!(server.text(&steady).await, expected);
    load.end_beside(&server, others).await;
}

/// Submits until that is refused for want of room; answers how many were accepted before.
async fn refused(server: &Server) -> (usize, serde_json::Value) {
    let body = json!({"pythonCode": "pass", "inputs": {"large": "x".repeat(10_000)}});
    annals_tests::soon("a refusal", async {
        for accepted in 0.. {
            let answer = server.post("/api/v1/tasks/submit", &body).await;
            if answer.status == 503 {
                return (accepted, answer.problem(503));
            }
            answer.ok();
        }
        unreachable!("there are many numbers")
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_under_sqlite() {
    if may_mount("outages::a_full_disk_under_sqlite") {
        a_full_disk_costs_nothing_but_time(Database::Sqlite).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_beside_postgres() {
    if may_mount("outages::a_full_disk_beside_postgres") {
        a_full_disk_costs_nothing_but_time(Database::Postgres).await;
    }
}
