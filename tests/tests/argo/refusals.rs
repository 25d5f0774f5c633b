//! What the cluster would not take is refused when it is asked for.

use annals_tests::Database;
use serde_json::json;

use crate::place;

#[tokio::test(flavor = "multi_thread")]
async fn a_namespace_that_there_is_not() {
    let (setup, _) = place::setup(Database::Sqlite, "");
    let server = setup.option("--namespace", "nowhere").start().await;
    let api = server.with_token("the-administrator");
    let answer = api.post("/api/v1/tasks/submit", &json!({"pythonCode": "pass"})).await;
    assert_eq!(answer.status, 409, "{}", answer.text());
    assert_eq!(answer.json()["detail"], "the cluster has no namespace `nowhere`");
    assert_eq!(api.get("/api/v1/runs").await.ok()["runs"], json!([]));
}
