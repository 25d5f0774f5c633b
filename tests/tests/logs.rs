//! Every line that a program prints is kept, in order, as it was printed.

use annals_tests::{Api, Database, Gate, Run, Server};
use rstest::rstest;
use serde_json::{Value, json};

const MIB: usize = 1 << 20;

/// The row of the node `main` in the tasks interface.
async fn main_row(api: &Api, run: &Run, query: &str) -> Value {
    let answer = api.get(&run.task_path(&format!("/logs{query}"))).await.ok();
    let rows = answer["logs"].as_array().cloned().unwrap_or_default();
    rows.into_iter().find(|row| row["node"] == "main").expect("the node main")
}

/// A page of the runs interface: number, stream and text of each line.
async fn page(api: &Api, run: &Run, query: &str) -> Vec<(i64, String, String)> {
    let answer = api.get(&run.path(&format!("/logs?{query}"))).await.ok();
    let lines = answer["lines"].as_array().cloned().unwrap_or_default();
    let text = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
    lines
        .iter()
        .map(|line| {
            (line["line_no"].as_i64().unwrap_or(0), text(line, "stream"), text(line, "line"))
        })
        .collect()
}

fn texts(lines: &[(i64, String, String)]) -> Vec<&str> {
    lines.iter().map(|(_, _, text)| text.as_str()).collect()
}

/// What the run tells of the log of `main`.
async fn log_facts(api: &Api, run: &Run) -> Value {
    let whole = api.whole(run).await;
    let nodes = whole["nodes"].as_array().cloned().unwrap_or_default();
    nodes.into_iter().find(|node| node["name"] == "main").expect("the node main")["log"].clone()
}

#[rstest]
#[tokio::test]
async fn both_streams_are_kept_and_told_apart(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let code = "import sys\nfor n in range(50):\n    print('out', n)\n    print('err', n, file=sys.stderr)";
    let (run, _) = server.run_to_end(code).await;
    let lines = page(&server, &run, "node=main").await;
    assert_eq!(lines.iter().map(|line| line.0).collect::<Vec<_>>(), (1..=100).collect::<Vec<_>>());
    for stream in ["out", "err"] {
        let name = format!("std{stream}");
        let of_it: Vec<_> =
            lines.iter().filter(|line| line.1 == name).map(|line| &line.2).collect();
        let expected: Vec<_> = (0..50).map(|n| format!("{stream} {n}")).collect();
        assert_eq!(of_it, expected.iter().collect::<Vec<_>>());
    }
    let facts = log_facts(&server, &run).await;
    assert_eq!((&facts["lines"], &facts["bytes"]), (&json!(100), &json!(680)));
    assert_eq!(
        (&facts["end"]["kind"], &facts["end"]["at_byte"]),
        (&json!("complete"), &json!(680))
    );
}

#[rstest]
#[tokio::test]
async fn lines_of_every_shape(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let server = Server::start(database).await;
    let code = r"import sys; w = sys.stdout.buffer.write
w(b'crlf\r\n\n tab\there\n\xff\xfe broken\nnul\0inside\n\xe2\x82\xac euro\n')
w('\x1b[31mred\x1b[0m\n'.encode()); w(b'no end')";
    let (run, _) = server.run_to_end(code).await;
    let lines = page(&server, &run, "node=main").await;
    let expected = [
        "crlf\r",
        "",
        " tab\there",
        "\u{fffd}\u{fffd} broken",
        "nul\0inside",
        "€ euro",
        "\u{1b}[31mred\u{1b}[0m",
        "no end",
    ];
    let crlf = texts(&lines)[0];
    assert!(crlf == "crlf\r" || crlf == "crlf", "{crlf:?}");
    assert_eq!(texts(&lines)[1..], expected[1..]);
    let text = server.text(&run).await;
    assert!(text.ends_with("no end") || text.ends_with("no end\n"), "{text:?}");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_thousand_lines(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let code = "for n in range(1, 200_001):\n    print('line', n)";
    let (run, whole) = server.run_to_end(code).await;
    assert_eq!(whole["status"], "success");
    let expected: String = (1..=200_000).map(|n| format!("line {n}\n")).collect();
    assert_eq!(main_row(&server, &run, "").await["logs"].as_str(), Some(&*expected));
    let download = server.get(&run.path("/logs/download?node=main")).await;
    assert_eq!(download.text(), expected);
    assert!(download.header("content-type").starts_with("text/plain"));

    // Ranges are inclusive; a page holds at most 10,000 lines.
    let lines = page(&server, &run, "node=main&from_line=123456&to_line=123458").await;
    assert_eq!(texts(&lines), ["line 123456", "line 123457", "line 123458"]);
    let answer = server.get(&run.path("/logs?node=main&from_line=5")).await.ok();
    assert_eq!(answer["lines"].as_array().map(Vec::len), Some(10_000));
    assert_eq!((&answer["total_lines"], &answer["ended"]), (&json!(200_000), &json!(true)));
    let beyond = page(&server, &run, "node=main&from_line=200001").await;
    assert_eq!(texts(&beyond), Vec::<&str>::new());
    let found = page(&server, &run, "node=main&q=e%20199999").await;
    assert_eq!(texts(&found), ["line 199999"]);
    let text = server.get(&run.path("/logs?node=main&from_line=7&to_line=8&format=text")).await;
    assert_eq!(text.text(), "line 7\nline 8\n");
    assert!(text.header("content-type").starts_with("text/plain"));
    let stamped = server.get(&run.path("/logs/download?node=main&timestamps=true")).await.text();
    let (time, line) =
        stamped.lines().next().and_then(|line| line.split_once(' ')).expect("a line");
    assert!(time.ends_with('Z') && line == "line 1", "{time} {line}");

    // The tasks interface counts from 0 and says where a page begins.
    let row = main_row(&server, &run, "?offset_line=199998&limit_lines=5").await;
    assert_eq!(
        (&row["logs"], &row["firstLine"]),
        (&json!("line 199999\nline 200000\n"), &json!(199_999))
    );
    let row = main_row(&server, &run, "?limit_lines=2").await;
    assert_eq!((&row["logs"], &row["firstLine"]), (&json!("line 1\nline 2\n"), &json!(1)));
}

#[rstest]
#[tokio::test]
async fn one_line_of_three_megabytes(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (run, _) = server.run_to_end("print('x' * 3_000_000); print('after')").await;
    let text = server.get(&run.path("/logs/download?node=main")).await.text();
    // Whether or not it was broken into several, nothing of it is lost.
    assert_eq!(text.replace('\n', ""), format!("{}after", "x".repeat(3_000_000)));
    assert!(text.ends_with("\nafter\n"));
    let facts = log_facts(&server, &run).await;
    assert_eq!(facts["end"]["kind"], "complete");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn beyond_sixteen_mebibytes_a_text_is_its_end(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    // Lines of 1,024 bytes: 16 MiB are 16,384 of them.
    let code = "import sys\nfor n in range(1, 16_501):\n    sys.stdout.write(f'{n:08d}' + 'x' * 1015 + '\\n')";
    let (run, _) = server.run_to_end(code).await;
    let row = main_row(&server, &run, "").await;
    let text = row["logs"].as_str().expect("a text");
    assert_eq!(row["truncated"], json!(true));
    assert_eq!(row["firstLine"], json!(16_500 - 16_384 + 1));
    assert_eq!(text.len(), 16 * MIB);
    assert!(text.starts_with("00000117x") && text.ends_with('\n'), "{:?}", &text[..20]);
    let small = main_row(&server, &run, "?offset_line=0&limit_lines=1").await;
    assert!(small["logs"].as_str().is_some_and(|text| text.starts_with("00000001x")));
    assert_eq!(small["truncated"], json!(false));
}

#[rstest]
#[tokio::test]
async fn a_running_runs_log_is_not_taken_for_the_final_one(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let gate = Gate::new();
    let run = server
        .submit(&format!("{}print('before')\npass_gate()\nprint('after')", gate.python()))
        .await;
    server.printed(&run, "before").await;
    assert_eq!(server.text(&run).await, "before\n");
    assert_eq!(log_facts(&server, &run).await["end"], Value::Null);
    let answer = server.get(&run.path("/logs")).await.ok();
    assert_eq!((&answer["ended"], &answer["total_lines"]), (&json!(false), &json!(1)));
    gate.open();
    server.ended(&run).await;
    assert_eq!(server.text(&run).await, "before\nafter\n");
    assert_eq!(server.get(&run.path("/logs")).await.ok()["ended"], json!(true));
}

#[rstest]
#[tokio::test]
async fn rows_by_node_with_the_platforms_own_words_apart(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (run, whole) = server.run_to_end("print('mine')").await;
    let answer = server.get(&run.task_path("/logs?run_number=1")).await.ok();
    assert_eq!((&answer["source"], &answer["runNumber"]), (&json!("database"), &json!(1)));
    assert_eq!(answer["runId"], json!(run.id));
    let row = main_row(&server, &run, "").await;
    let main = &whole["nodes"][1];
    assert_eq!((&row["logs"], &row["phase"]), (&json!("mine\n"), &json!("Succeeded")));
    assert_eq!((&row["createdAt"], &row["updatedAt"]), (&main["started_at"], &main["ended_at"]));
    assert_eq!(row["nodeId"], json!(format!("{}-main", run.id)));
    assert_eq!(answer, server.get(&run.task_path("/runs/1/logs")).await.ok());
}

#[rstest]
#[tokio::test]
async fn a_run_that_prints_nothing_has_an_empty_log(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (run, _) = server.run_to_end("pass").await;
    assert_eq!(server.text(&run).await, "");
    assert_eq!(server.get(&run.path("/logs/download?node=main")).await.text(), "");
    let answer = server.get(&run.path("/logs?node=main")).await.ok();
    assert_eq!(answer, json!({"run_id": run.id, "lines": [], "total_lines": 0, "ended": true}));
}
