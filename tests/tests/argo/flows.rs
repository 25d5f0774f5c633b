//! Flows as graphs of pods.

use annals_tests::{Database, component, node};
use rstest::rstest;
use serde_json::json;

use crate::place::Place;

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn fan_out_and_in(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let place = Place::new(database).await;
    let spread = |id| component(id, "give(upstream['a'] * 2)\nprint(upstream['a'])");
    let components = [
        component("a", "give(inputs['n'])"),
        spread("b"),
        spread("c"),
        spread("d"),
        component("z", "give(sum(upstream.values()))"),
    ];
    let ways = ["a b", "a c", "a d", "b z", "c z", "d z"];
    let flow = place.flow("spread", &components, &ways).await;
    let run = place.run_flow(&flow, &json!({"inputs": {"n": 5}})).await;
    let whole = place.ended(&run).await;
    assert_eq!(whole["status"], "success", "{whole}");
    assert_eq!(whole["outputs"], json!({"z": 30}));
    assert_eq!(place.text_of(&run, "c").await, "5\n");
    place.until_nothing_is_left().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_is_tried_again_and_ends_what_needs_it() {
    let place = Place::new(Database::Sqlite).await;
    let mut tried = component("tried", "print('once more')\nraise SystemExit(3)");
    tried["retries"] = json!(2);
    let components = [tried, component("after", "give(1)"), component("beside", "give(2)")];
    let flow = place.flow("fails", &components, &["tried after"]).await;
    let run = place.run_flow(&flow, &json!({})).await;
    let whole = place.ended(&run).await;
    assert_eq!(whole["status"], "failure", "{whole}");
    assert_eq!(whole["error_type"], "exit");
    assert_eq!(node(&whole, "tried")["tries"], 3, "{whole}");
    assert_eq!(node(&whole, "after")["state"], "skipped");
    assert_eq!(node(&whole, "beside")["state"], "success");
    let text = place.text_of(&run, "tried").await;
    assert_eq!(text.matches("once more\n").count(), 3, "{text}");
    assert_eq!(text.matches("the next one begins").count(), 2, "{text}");
}
