//! Making Workflows.

use annals_executor::argo::ClusterError;
use annals_fake_cluster::{Fault, On};

use crate::given::{attempt, clusters, launch, name};

#[tokio::test]
async fn a_cluster_that_is_busy_is_asked_again_when_it_says() {
    let (fake, cluster) = clusters().await;
    fake.fail(On::CreateWorkflow, 1, Fault::Refused { code: 429, retry_after: Some(1) });
    cluster.create(&launch("a")).await.expect("it is made");
    assert_eq!(fake.asked(On::CreateWorkflow), 2);
    assert_eq!(fake.workflows(), [name("a")]);
    assert_eq!(fake.secrets(), [name("a")]);
}

#[tokio::test]
async fn what_was_made_although_the_cluster_did_not_say_so_is_not_made_twice() {
    let (fake, cluster) = clusters().await;
    fake.fail(On::CreateSecret, 1, Fault::DoneBut(504));
    fake.fail(On::CreateWorkflow, 1, Fault::DoneBut(504));
    let mut tries = 0;
    while let Err(error) = cluster.create(&launch("a")).await {
        assert!(error.is_passing(), "{error}");
        tries += 1;
        assert!(tries < 5, "{error}");
    }
    assert_eq!(fake.workflows(), [name("a")]);
    assert_eq!(cluster.known().await.expect("an answer"), [attempt("a")]);
}

#[tokio::test]
async fn a_connection_that_breaks_off_leaves_it_open_whether_there_is_one() {
    let (fake, cluster) = clusters().await;
    fake.fail(On::CreateWorkflow, 1, Fault::Cut(0));
    let error = cluster.create(&launch("a")).await.expect_err("no answer");
    assert!(error.is_passing(), "{error}");
    assert_eq!(fake.secrets(), [name("a")], "its Secret stays for what may be there");
    cluster.create(&launch("a")).await.expect("it is there");
    assert_eq!(fake.workflows(), [name("a")]);
}

#[tokio::test]
async fn a_cluster_that_says_no_is_left_as_it_was() {
    let (fake, cluster) = clusters().await;
    fake.fail(On::CreateWorkflow, 1, Fault::Refused { code: 422, retry_after: None });
    let error = cluster.create(&launch("a")).await.expect_err("a refusal");
    assert!(matches!(error, ClusterError::Failed { .. }) && !error.is_passing(), "{error}");
    assert!(fake.workflows().is_empty() && fake.secrets().is_empty());
}

#[tokio::test]
async fn a_cluster_that_is_away_is_told_to_be_away() {
    let (fake, cluster) = clusters().await;
    drop(fake);
    let error = cluster.create(&launch("a")).await.expect_err("nobody is there");
    assert!(error.is_passing(), "{error}");
}

#[tokio::test]
async fn more_workflows_than_a_page_are_all_known() {
    let (fake, cluster) = clusters().await;
    let runs: Vec<_> = (0..1203).map(|number| format!("run-{number:05}")).collect();
    for run in &runs {
        cluster.create(&launch(run)).await.expect("it is made");
    }
    let known = cluster.known().await.expect("an answer");
    assert_eq!(known, runs.iter().map(|run| attempt(run)).collect::<Vec<_>>());
    assert_eq!(fake.asked(On::ListWorkflows), 3);
}
