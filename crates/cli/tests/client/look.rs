//! Looking at runs: lists, logs, differences.

use std::io::Read;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::fake::{Fake, run};
use crate::server;

#[test]
fn runs_are_listed_with_the_filters_given() {
    let page = json!({"runs": [run(2, "failure"), run(1, "success")], "next_cursor": "abc"});
    let fake = server().on("GET /runs", 200, &page);
    let ran = fake.annals(&["runs", "etl.py", "--status", "failure", "--tag", "nightly"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let lines: Vec<Vec<&str>> =
        ran.out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0][..4], ["RUN", "TASK", "#", "STATUS"]);
    assert_eq!(lines[1][..5], ["r2", "etl.py", "2", "failure", "exit"]);
    assert_eq!(lines[2][..4], ["r1", "etl.py", "1", "success"]);
    assert_eq!(ran.err, "More with --cursor abc\n");
    let asked = fake.asked("GET /runs?");
    let line = "GET /api/v1/runs?limit=20&task_id=t1&status=failure&tag=nightly";
    assert_eq!(asked[0].line, line);
    assert_eq!(fake.annals(&["runs", "--json"]).out, format!("{page}\n"));
}

#[test]
fn a_name_that_several_tasks_bear_is_not_guessed_at() {
    let row = |id: &str| json!({"id": id, "name": "a b", "runCount": 0});
    let page = json!({"tasks": [row("t1"), row("t2")], "nextCursor": null});
    let fake = Fake::start().on("GET /tasks", 200, page);
    let ran = fake.annals(&["show", "a b"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("\n  t1\n  t2\n"), "{ran:?}");
}

#[test]
fn a_run_that_is_not_there_is_named() {
    let ran = server().annals(&["show", "etl.py#7"]);
    assert_eq!(ran.err, "error: the task `etl.py` has no run #7\n");
    let nothing = Fake::start().on("GET /tasks", 200, json!({"tasks": [], "nextCursor": null}));
    let ran = nothing.annals(&["show", "xyz"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("no task or run `xyz`"), "{ran:?}");
}

#[test]
fn a_hash_may_be_part_of_a_name() {
    let page = |tasks: Value| json!({"tasks": tasks, "nextCursor": null});
    let named = json!([{"id": "t1", "name": "issue #2", "runCount": 2}]);
    let fake = server()
        .on("GET /tasks?q=issue+", 200, page(json!([])))
        .on("GET /tasks?q=issue+%232", 200, page(named))
        .on("GET /runs/r2", 200, run(2, "success"));
    let ran = fake.annals(&["show", "issue #2"]);
    assert!(ran.out.starts_with("etl.py #2\n"), "{ran:?}");
}

#[test]
fn show_tells_all_of_a_run() {
    let fake = server().on("GET /runs/r2", 200, run(2, "failure"));
    let ran = fake.annals(&["show", "etl.py#2"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for part in [
        "status       failure (exit)",
        "the program ended with exit code 3",
        "took         1.2 s",
        "  print('hello')",
        "  six==1.17.0",
        "Python 3.11.7 on linux-x86_64, built by uv 0.9.11",
        "MODE=fast",
        "\"day\": \"2026-11-20\"",
        "\"rows\": 3",
        "3 B   plots/a.txt",
    ] {
        assert!(ran.out.contains(part), "{part} is missing in {}", ran.out);
    }
    assert_eq!(fake.annals(&["show", "etl.py", "--code"]).out, "import six\nprint('hello')\n");
}

#[test]
fn a_run_is_found_by_its_own_id() {
    let fake = Fake::start()
        .on("GET /tasks", 200, json!({"tasks": [], "nextCursor": null}))
        .on("GET /runs/r2", 200, run(2, "success"))
        .on("GET /runs/r2/logs/download", 200, "one\ntwo\n");
    let ran = fake.annals(&["logs", "r2", "--node", "main", "--timestamps"]);
    assert_eq!(ran.out, "one\ntwo\n", "{ran:?}");
    let line = &fake.asked("GET /runs/r2/logs/download")[0].line;
    assert!(line.ends_with("?node=main&timestamps=true"), "{line}");
}

fn line(number: i64) -> Value {
    json!({"seq": number + 5, "node": "main", "line_no": number, "stream": "stdout",
        "ts": "2026-11-20T09:15:03.000000Z", "line": format!("line {number}")})
}

#[test]
fn a_range_longer_than_a_page_is_read_page_by_page() {
    let page = |from: i64, to: i64| {
        let lines: Vec<_> = (from..=to).map(line).collect();
        json!({"run_id": "r2", "lines": lines, "total_lines": 10_500, "ended": true})
    };
    let first = "GET /runs/r2/logs?from_line=3&to_line=10002&node=main";
    let second = "GET /runs/r2/logs?from_line=10003&to_line=10400&node=main";
    let fake = server().on(first, 200, page(3, 10_002)).on(second, 200, page(10_003, 10_400));
    let ran = fake.annals(&["logs", "t1", "--from-line", "3", "--to-line", "10400"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let expected: Vec<_> = (3..=10_400).map(|number| format!("line {number}")).collect();
    assert_eq!(ran.out.lines().collect::<Vec<_>>(), expected);
    assert_eq!(fake.asked("GET /runs/r2/logs").len(), 2);
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let fake = server().on("GET /runs/r2/logs/download", 200, "line\n".repeat(2_000_000));
    let mut child = fake
        .command(&["logs", "t1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("annals starts");
    let mut out = child.stdout.take().expect("its output");
    out.read_exact(&mut [0; 5]).expect("a line");
    drop(out);
    let output = child.wait_with_output().expect("its end");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn diff_answers_with_its_exit_code() {
    let mut other = run(2, "success");
    other["outputs"] = json!({"rows": 4});
    let fake = server().on("GET /runs/r1", 200, run(1, "success")).on("GET /runs/r2", 200, other);
    let ran = fake.annals(&["diff", "etl.py#1", "etl.py#2"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("-  \"rows\": 3\n+  \"rows\": 4\n"), "{ran:?}");
    let same = fake.annals(&["diff", "etl.py#1", "etl.py#1"]);
    assert_eq!((same.code, same.out.as_str()), (Some(0), ""), "{same:?}");
    let json: Value =
        serde_json::from_str(&fake.annals(&["diff", "t1#1", "t1", "--json"]).out).expect("JSON");
    assert_eq!(json["same"], false);
    assert!(json["differences"]["outputs"].is_array(), "{json}");
}

#[test]
fn lines_are_found_across_runs() {
    let hit = |number: i64, line: &str| {
        json!({"run_id": "r2", "task_id": "t1", "task_name": "etl.py", "run_number": number,
            "node": "main", "line_no": 7, "seq": 9, "stream": "stdout",
            "ts": "2026-11-20T09:15:02.123456Z", "line": line, "left_out": 0, "matches": [[0, 4]],
            "before": [], "after": []})
    };
    let done = |more: bool| json!({"done": true, "searched_runs": 2, "more": more});
    let all = format!("{}\n{}\n{}\n", hit(2, "late \u{1b}[2J"), hit(1, "later"), done(false));
    let fake = server().on("GET /logs/search", 200, all.as_str());
    let ran = fake.annals(&["logs", "etl.py", "--search", "late.*", "--regex", "-i"]);
    assert_eq!(ran.out, "etl.py#2:7: late \u{fffd}[2J\netl.py#1:7: later\n", "{ran:?}");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), "Searched the logs of 2 runs.\n"));
    let asked = &fake.asked("GET /logs/search")[0].line;
    let line = "?q=late.*&limit=100&regex=true&case=ignore&task_id=t1";
    assert!(asked.ends_with(line), "{asked}");
    assert_eq!(fake.annals(&["logs", "--search", "x", "--json"]).out, all);

    let cut = format!("{}\n", hit(2, "late"));
    let ran = server().on("GET /logs/search", 200, cut.as_str()).annals(&["logs", "--search", "x"]);
    assert_eq!(ran.code, Some(1), "an answer that broke off is no success: {ran:?}");
    let full = format!("{}\n", done(true));
    let ran =
        server().on("GET /logs/search", 200, full.as_str()).annals(&["logs", "--search", "x"]);
    assert_eq!(ran.err, "There are more; see --limit.\n");
}
