//! What is kept of a log has a limit, and the cut is exact whatever happens to the server.

use annals_tests::{Database, Gate, Server, lines_of};
use rstest::rstest;
use serde_json::{Value, json};

const NOTICE: &str =
    "annals: the log ends here, at the limit of 100050 bytes a run; what follows is not kept";

/// A program that prints lines of 100 bytes: 600, a gate, 600 more, a gate, 5,000 more.
fn program(first: &Gate, second: &Gate) -> String {
    let gates = [first, second].map(Gate::python);
    let print = |range: &str| format!("for n in range({range}): print(f'{{n:099d}}')\n");
    format!(
        "{}{}pass_gate()\n{}{}print('beyond', flush=True)\nopen(os.environ['ANNALS_ARTIFACTS'] + '/beyond', 'w').close()\npass_gate()\n{}open(os.environ['ANNALS_OUTPUTS'], 'w').write('17')\n",
        gates[0],
        print("600"),
        print("600, 1200"),
        gates[1],
        print("1200, 6200"),
    )
}

fn facts(whole: &Value) -> Value {
    whole["nodes"][1]["log"].clone()
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_log_is_cut_at_the_byte(
    #[values(false, true)] killed: bool,
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let limited = Server::with(database).option("--max-log-bytes", "100050");
    let mut server = limited.start().await;
    let (first, second) = (Gate::new(), Gate::new());
    let run = server.submit(&program(&first, &second)).await;
    server.printed(&run, &format!("{:099}", 599)).await;
    if killed {
        server.kill().await;
        first.open();
        server.start_again().await;
    }
    first.open();
    server.printed(&run, NOTICE).await;
    if killed {
        server.kill().await;
        server.start_again().await;
        // And once more, while lines that are not kept are all that comes.
        second.open();
        server.kill().await;
        server.start_again().await;
    }
    second.open();
    let whole = server.ended(&run).await;
    assert_eq!((&whole["status"], &whole["outputs"]), (&json!("success"), &json!(17)));
    let log = facts(&whole);
    let at = NOTICE.len() as i64 + 1 + 100_000;
    assert_eq!((&log["lines"], &log["bytes"]), (&json!(1001), &json!(at)));
    assert_eq!((&log["end"]["kind"], &log["end"]["at_byte"]), (&json!("cut"), &json!(100_000)));
    let reason = log["end"]["reason"].as_str().unwrap_or_default();
    assert_eq!(reason, "the limit of 100050 bytes a run; exited with code 0");

    let mut expected: Vec<String> = (0..1000).map(|n| format!("{n:099}")).collect();
    expected.push(NOTICE.to_owned());
    let events = server.events(&run, 0).await.rest().await;
    assert_eq!(lines_of(&events, "main"), expected);
    let places: Vec<i64> = events.iter().flat_map(annals_tests::Event::covers).collect();
    assert_eq!(places, (1..=places.len() as i64).collect::<Vec<_>>());
}

#[rstest]
#[tokio::test]
async fn what_fits_exactly_is_whole(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).option("--max-log-bytes", "12").start().await;
    let (run, whole) =
        server.run_to_end("import sys\nprint('12345')\nprint('67890', file=sys.stderr)").await;
    assert_eq!(
        facts(&whole)["end"],
        json!({"kind": "complete", "reason": "exited with code 0", "at_byte": 12})
    );
    assert_eq!(server.text(&run).await, "12345\n67890\n");
}
