//! Submitting, running again, following.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde_json::json;

use crate::fake::{Fake, Ran, events, run};
use crate::server;

fn program() -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".py").tempfile().expect("a file");
    file.write_all(b"print('hello')\n").expect("written");
    file
}

fn submitted() -> serde_json::Value {
    json!({"id": "t1", "workflowId": "local-r2", "runNumber": 2, "runId": "r2"})
}

#[test]
fn submit_sends_what_was_given_and_names_the_run() {
    let fake = Fake::start().on("POST /tasks/submit", 200, submitted());
    let file = program();
    let path = file.path().to_str().expect("a path");
    let ran = fake.annals(&[
        "submit",
        path,
        "--dep",
        "six",
        "--dep",
        "attrs>=22",
        "--input",
        "n=3",
        "--input",
        "s=x",
        "--tag",
        "nightly",
        "--env",
        "MODE=fast",
        "--secret",
        "PW=DB",
        "--timeout",
        "60",
        "--executor",
        "local",
        "--token",
        "secret-token",
    ]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "task t1 run #2\n"), "{ran:?}");
    let asked = fake.asked("POST /tasks/submit");
    let name = file.path().file_name().and_then(|name| name.to_str());
    assert_eq!(
        asked[0].body,
        json!({"pythonCode": "print('hello')\n", "dependencies": "six\nattrs>=22", "name": name,
            "inputs": {"n": 3, "s": "x"}, "tags": ["nightly"], "executor": "local",
            "timeoutSeconds": 60, "env": {"MODE": "fast", "PW": {"secret": "DB"}}})
    );
    assert_eq!(asked[0].headers["authorization"], "Bearer secret-token");
    assert_eq!(asked[0].headers["idempotency-key"].len(), 36);
}

#[test]
fn what_the_program_prints_stays_apart_from_everything_else() {
    let fake = Fake::start()
        .on("POST /tasks/submit", 200, submitted())
        .on("GET /runs/r2/events", 200, events("success"))
        .on("GET /runs/r2", 200, run(2, "success"));
    let ran = fake.annals(&["submit", program().path().to_str().expect("a path"), "--follow"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "hello\n"), "{ran:?}");
    assert_eq!(
        ran.err,
        "task t1 run #2\n[setup] Resolved 1 package\na warning\nrun #2 succeeded in 1.2 s\n"
    );
}

#[test]
fn the_exit_code_tells_that_the_run_failed() {
    let fake = server()
        .on("POST /runs/r1/rerun", 200, submitted())
        .on("GET /runs/r2/events", 200, events("failure"))
        .on("GET /runs/r2", 200, run(2, "failure"));
    let ran = fake.annals(&["rerun", "etl.py#1", "--exact", "--input", "n=4", "--follow"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.ends_with("run #2 failed in 1.2 s: the program ended with exit code 3\n"));
    let asked = fake.asked("POST /runs/r1/rerun");
    assert_eq!(asked[0].body, json!({"exact": true, "inputs": {"n": 4}}));
}

#[test]
fn a_task_that_is_named_gets_the_run() {
    let fake = server().on("POST /tasks/submit", 200, submitted());
    let path = program();
    let ran = fake.annals(&[
        "submit",
        path.path().to_str().expect("a path"),
        "--task",
        "etl.py",
        "--json",
    ]);
    assert_eq!(ran.out, format!("{}\n", submitted()), "{ran:?}");
    let body = &fake.asked("POST /tasks/submit")[0].body;
    assert_eq!(body, &json!({"pythonCode": "print('hello')\n", "taskId": "t1"}));
}

#[test]
fn followed_as_json_every_event_is_a_line() {
    let fake = server().on("GET /runs/r2/events", 200, events("success"));
    let ran = fake.annals(&["logs", "-f", "t1", "--json"]);
    let lines = ran.out.lines().map(serde_json::from_str::<serde_json::Value>);
    let lines: Vec<_> = lines.map(|line| line.expect("JSON")).collect();
    assert_eq!(lines.len(), 9, "{ran:?}");
    assert_eq!(lines[4]["data"]["lines"][0]["line"], "hello");
    assert_eq!(lines[8], json!({"event": "end", "seq": 8, "data": {"status": "success"}}));
}

#[test]
fn following_one_node_leaves_the_others_out() {
    let fake = server().on("GET /runs/r2/events", 200, events("success")).on(
        "GET /runs/r2",
        200,
        run(2, "success"),
    );
    let ran = fake.annals(&["logs", "-f", "etl.py", "--node", "setup", "--timestamps"]);
    assert_eq!(ran.out, "2026-11-20T09:15:03.000000Z Resolved 1 package\n", "{ran:?}");
}

#[test]
fn ctrl_c_detaches_and_says_how_to_go_on() {
    let whole = events("success");
    let begun = &whole[..whole.find("event: artifact").expect("an artifact")];
    // The server closes after the lines and is away after that, so the program keeps waiting.
    let fake = server().on("GET /runs/r2/events", 200, begun).on("GET /runs/r2/events", 503, "");
    let mut child = fake
        .command(&["logs", "-f", "t1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("annals starts");
    let mut out = BufReader::new(child.stdout.take().expect("its output"));
    let mut line = String::new();
    while line != "hello\n" {
        line.clear();
        assert_ne!(out.read_line(&mut line).expect("a line"), 0, "hello was never printed");
    }
    let id = child.id().to_string();
    let sent = std::process::Command::new("kill").args(["-INT", &id]).status().expect("kill");
    assert!(sent.success());
    let ran = Ran::of(child.wait_with_output().expect("its end"));
    assert_eq!(ran.code, Some(130), "{ran:?}");
    assert!(ran.err.contains("annals logs -f t1#2"), "{ran:?}");
    assert!(ran.err.contains("annals cancel t1#2"), "{ran:?}");
}

#[test]
fn a_refusal_names_every_wrong_value() {
    let problem = json!({"type": "about:blank", "title": "Not valid", "status": 422,
        "detail": "one value is wrong", "errors": [{"loc": ["body", "env"], "msg": "is no map"}]});
    let fake = Fake::start().on("POST /tasks/submit", 422, problem);
    let ran = fake.annals(&["submit", program().path().to_str().expect("a path")]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.err, "error: Not valid (422): one value is wrong\n  body.env: is no map\n");
}

#[test]
fn without_a_file_or_a_server_the_exit_code_says_which() {
    let fake = Fake::start();
    assert_eq!(fake.annals(&["submit", "/nowhere.py"]).code, Some(2));
    let ran = fake.annals(&["runs", "--server", "http://127.0.0.1:1"]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.err.contains("annals serve"), "{ran:?}");
    assert_eq!(fake.annals(&["runs", "--server", "ftp://a"]).code, Some(2));
}
