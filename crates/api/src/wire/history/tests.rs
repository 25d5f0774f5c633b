use annals_engine::TaskBuildHistoryContextType as Type;
use rstest::rstest;
use serde_json::json;

use super::*;

fn checked(body: Value, own: Option<&str>) -> Result<Vec<CreateTaskBuildHistory>, Problem> {
    let task: TaskId = "t".parse().expect("an id");
    let own = own.map(|run| run.parse().expect("an id"));
    let body: NewHistory = serde_json::from_value(body).expect("the right shape");
    body.checked(&task, own.as_ref())
}

#[test]
fn every_field_is_read_and_an_object_is_kept_as_text() {
    let body = json!({
        "context_type": "Agent_Turn", "content": "", "metadata": {"b": 1, "a": [2]},
        "workspace_id": "w", "session_id": "", "run_id": "r", "colour": 1,
    });
    let entry = checked(body, Some("own")).expect("valid").remove(0);
    assert_eq!((entry.context_type, entry.content.as_str()), (Type::AgentTurn, ""));
    assert_eq!(entry.metadata.as_deref(), Some(r#"{"b":1,"a":[2]}"#));
    assert_eq!((entry.workspace_id.as_deref(), entry.session_id), (Some("w"), None));
    assert_eq!(entry.run_id.map(|run| run.to_string()).as_deref(), Some("r"));
    let least = json!([{"context_type": "error", "content": "x", "metadata": " null "}]);
    let entry = checked(least, Some("own")).expect("valid").remove(0);
    assert_eq!(entry.metadata.as_deref(), Some(" null "));
    assert_eq!(entry.run_id.map(|run| run.to_string()).as_deref(), Some("own"));
}

#[rstest]
#[case(json!({}), 422, "context_type: is required; content: is required")]
#[case(json!({"context_type": "talk", "content": "x"}), 422, "context_type: must be one of chat_message, ")]
#[case(json!({"context_type": "error", "content": "a\u{0}"}), 422, "content: must not contain the NUL")]
#[case(json!({"context_type": "error", "content": "x", "metadata": "{"}), 422, "metadata: must be a JSON text: ")]
#[case(json!({"context_type": "error", "content": "x", "metadata": 5}), 422, "metadata: must be a JSON text, an")]
#[case(json!({"context_type": "error", "content": "x", "session_id": "a\nb"}), 422, "session_id: must not")]
#[case(json!({"context_type": "error", "content": "x", "run_id": "no such"}), 404, "there is no run no such")]
#[case(json!([]), 422, "body: must hold 1 to 1000 entries, not 0")]
#[case(json!([{"context_type": "error", "content": "x"}, {"content": "y"}]), 422, "1.context_type: is required")]
fn what_is_wrong_is_named(#[case] body: Value, #[case] status: u16, #[case] detail: &str) {
    let problem = checked(body, None).expect_err("invalid");
    assert_eq!(problem.kind.status().as_u16(), status);
    assert!(problem.detail.starts_with(detail), "{}", problem.detail);
}

#[rstest]
#[case(json!({"max_entries": 5, "max_age_days": 0.5}), Some((Some(5), Some(43_200_000))))]
#[case(json!({}), Some((None, None)))]
#[case(json!({"max_entries": 0}), None)]
#[case(json!({"max_age_days": 0}), None)]
#[case(json!({"max_age_days": 36_501}), None)]
fn retention(#[case] body: Value, #[case] expected: Option<(Option<i64>, Option<i64>)>) {
    let body: HistoryRetention = serde_json::from_value(body).expect("the right shape");
    let limits = body.checked().ok();
    assert_eq!(limits.map(|limits| (limits.max_entries, limits.max_age_ms)), expected);
    if let Some(limits) = limits {
        assert_eq!(HistoryRetention::from(limits).checked().expect("valid"), limits);
    }
}
