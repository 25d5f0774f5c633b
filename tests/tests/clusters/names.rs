//! What a run is called on the cluster.

use annals_tests::{Database, Server};

use super::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_told_with_the_name_of_its_workflow() {
    let stage = Stage::new().await;
    let server = stage.of(Server::with(Database::Sqlite)).start().await;
    let run = server.submit("pass").await;
    stage.begins(&run).await;
    let task = server.get(&run.task_path("")).await.ok();
    let name = task["runs"][0]["workflowId"].as_str().expect("a name");
    assert!(stage.cluster.workflow(name).is_some(), "{name}");
}
