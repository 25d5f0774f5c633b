//! Workflows that no run asks for are ended, whenever they come to be.

use std::time::Duration;

use annals_tests::{Database, Run, Server, soon};

use super::stage::{Stage, lines};

/// Waits until the Workflow is told to end, and plays its end.
async fn is_cleared_away(stage: &Stage, run: &Run) {
    let until = async |done: &dyn Fn() -> bool| {
        while !done() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    soon("the wish to end", until(&|| stage.is_told_to_end(run))).await;
    stage.stands(run, "Failed");
    let name = Stage::name(run);
    soon("its removal", until(&|| stage.cluster.workflow(&name).is_none())).await;
}

/// A server whose database is lost leaves its Workflow to one that has the same name on the cluster.
#[tokio::test(flavor = "multi_thread")]
async fn left_over_from_before_the_start() {
    let stage = Stage::new().await;
    let mut lost = stage.of(Server::with(Database::Sqlite)).start().await;
    let run = lost.submit("pass").await;
    stage.begins(&run).await;
    lost.kill().await;
    let _server = stage.of(Server::with(Database::Sqlite)).start().await;
    is_cleared_away(&stage, &run).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn left_over_while_the_server_runs() {
    let stage = Stage::new().await;
    let mut lost = stage.of(Server::with(Database::Sqlite)).start().await;
    let server = stage.of(Server::with(Database::Sqlite)).start().await;
    let run = lost.submit("pass").await;
    stage.begins(&run).await;
    lost.kill().await;
    let own = server.submit("pass").await;
    stage.begins(&own).await;
    is_cleared_away(&stage, &run).await;
    stage.prints(&own, 1..=3);
    stage.ends(&own, 3);
    assert_eq!(server.ended(&own).await["status"], "success");
    assert_eq!(server.text(&own).await, lines(1..=3));
}
