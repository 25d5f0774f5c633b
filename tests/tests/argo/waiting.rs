//! Pods that do not begin.

use annals_tests::{Database, Run};
use rstest::rstest;
use serde_json::{Value, json};

use crate::place::Place;

/// Waits until the setup has said a line that has this in it.
async fn said(place: &Place, run: &Run, text: &str) {
    let has = |event: &annals_tests::Event| {
        let texts = event.lines();
        texts.iter().any(|line| line["line"].as_str().is_some_and(|line| line.contains(text)))
    };
    place.events(run, 0).await.until(has).await;
}

#[rstest]
#[case::no_image(json!({"image": "annals.test/nowhere:1"}), "main waits: its image cannot be pulled: ")]
#[case::no_name_of_an_image(json!({"image": "Annals:::"}), "main waits: its image cannot be pulled: ")]
#[case::no_node(json!({"nodeSelector": {"annals.test/none": "there"}}), "main waits: no node of the cluster takes its pod: ")]
#[case::no_room(json!({"resources": {"requests": {"cpu": "1000"}}}), "main waits: no node of the cluster takes its pod: ")]
#[tokio::test(flavor = "multi_thread")]
async fn why_is_told_while_the_run_waits(#[case] pod: Value, #[case] text: &str) {
    let place = Place::new(Database::Sqlite).await;
    let run = place.submit_with(json!({"pythonCode": "pass", "pod": pod})).await;
    said(&place, &run, text).await;
    assert_eq!(place.whole(&run).await["status"], "pending");
    let listed = place.get("/api/v1/tasks").await.ok();
    assert_eq!(listed["tasks"][0]["phase"], "Pending", "{listed}");
    assert!(place.text_of(&run, "setup").await.contains(text));
    place.delete(&run.task_path("")).await;
    assert_eq!(place.ended(&run).await["status"], "cancelled");
    place.until_nothing_is_left().await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_limit_ends_it_with_the_reason(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let place = Place::with(database, ",pending_limit=3").await;
    let pod = json!({"nodeSelector": {"annals.test/none": "there"}});
    let run = place.submit_with(json!({"pythonCode": "pass", "pod": pod})).await;
    let whole = place.ended(&run).await;
    assert_eq!((&whole["status"], &whole["error_type"]), (&json!("failure"), &json!("platform")));
    let message = whole["error"]["message"].as_str().expect("a message");
    let expected = "its pod did not begin within 3 s: no node of the cluster takes its pod: ";
    assert!(message.starts_with(expected), "{message}");
    place.until_nothing_is_left().await;
}
