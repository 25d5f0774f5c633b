//! How programs end on the cluster, told as anywhere else.

use annals_tests::{Database, node};
use rstest::rstest;
use serde_json::{Value, json};

use crate::place::Place;

const MEMORY: &str =
    ",resources={limits={memory=\"256Mi\"},requests={memory=\"32Mi\",cpu=\"10m\"}}";

async fn ended(body: Value, more: &str) -> (Value, String) {
    let place = Place::with(Database::Sqlite, more).await;
    let run = place.submit_with(body).await;
    let whole = place.ended(&run).await;
    place.until_nothing_is_left().await;
    (whole, place.text(&run).await)
}

#[rstest]
#[case::code("print('x'); raise SystemExit(7)", "exit", json!(7))]
#[case::error("print('x'); raise ValueError('no')", "exit", json!(1))]
#[case::signal("import os; print('x', flush=True); os.kill(os.getpid(), 11)", "signal", json!(null))]
#[tokio::test(flavor = "multi_thread")]
async fn a_failure(#[case] code: &str, #[case] kind: &str, #[case] exit_code: Value) {
    let (whole, text) = ended(json!({"pythonCode": code}), "").await;
    assert_eq!(whole["status"], "failure", "{whole}");
    assert_eq!(whole["error_type"], kind, "{whole}");
    assert_eq!(node(&whole, "main")["exit_code"], exit_code, "{whole}");
    assert!(text.starts_with("x\n"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_limit() {
    let code = "import time\nprint('x', flush=True)\ntime.sleep(1000)";
    let (whole, text) = ended(json!({"pythonCode": code, "timeoutSeconds": 2}), "").await;
    assert_eq!(whole["error_type"], "timeout", "{whole}");
    assert_eq!(text, "x\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn too_little_memory() {
    let code = "print('x', flush=True)\nx = bytearray(1 << 30)\nx[::4096] = b'1' * (1 << 18)";
    let (whole, text) = ended(json!({"pythonCode": code}), MEMORY).await;
    assert_eq!(whole["error_type"], "out_of_memory", "{whole}");
    assert_eq!(text, "x\n");
}
