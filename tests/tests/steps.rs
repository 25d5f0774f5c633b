//! What a program is given, what is kept of it, and how its end is told.

use annals_tests::{Database, Gate, Server};
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How the run failed: type, message, exit code of `main`.
fn failure(whole: &Value) -> (&str, &str, &Value) {
    assert_eq!(whole["status"], "failure", "{whole}");
    let error = &whole["error"];
    assert_eq!(error["type"], whole["error_type"]);
    (
        error["type"].as_str().unwrap_or_default(),
        error["message"].as_str().unwrap_or_default(),
        &whole["nodes"][1]["exit_code"],
    )
}

#[rstest]
#[tokio::test]
async fn the_protocol_of_steps(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let server = Server::start(database).await;
    let code = "import json, os, sys
e = os.environ
inputs = json.load(open(e['ANNALS_INPUTS']))
names = ['ANNALS_RUN_ID', 'ANNALS_TASK_ID', 'ANNALS_RUN_NUMBER', 'ANNALS_STEP', 'ANNALS_URL', 'OWN']
out = {name: e.get(name) for name in names}
out['inputs'] = inputs
out['files'] = os.path.isdir(e['ANNALS_FILES'])
out['artifacts'] = os.path.isdir(e['ANNALS_ARTIFACTS'])
out['token'] = len(e['ANNALS_TOKEN']) > 20
out['stdin'] = sys.stdin.read() if sys.stdin else ''
out['encoding'] = sys.stdout.encoding.lower()
out['leaked'] = [n for n in e if n in ('ANNALS_ADMIN_TOKEN', 'DATABASE_URL', 'SECRET_OF_THE_SERVER')]
json.dump(out, open(e['ANNALS_OUTPUTS'], 'w'))";
    let inputs =
        json!({"text": "ü€🐍", "number": 12345678901234567u64, "deep": {"list": [1, null, 2.5]}});
    let body = json!({"pythonCode": code, "inputs": inputs, "env": {"OWN": "väl ue"}});
    let run = server.submit_with(body).await;
    let whole = server.ended(&run).await;
    assert_eq!(whole["status"], "success", "{whole}");
    assert_eq!(
        whole["outputs"],
        json!({
            "ANNALS_RUN_ID": run.id, "ANNALS_TASK_ID": run.task, "ANNALS_RUN_NUMBER": "1",
            "ANNALS_STEP": "main", "ANNALS_URL": server.url_of_steps(), "OWN": "väl ue", "inputs": inputs,
            "files": true, "artifacts": true, "token": true, "stdin": "", "encoding": "utf-8", "leaked": [],
        })
    );
    assert_eq!(whole["inputs"], inputs);
    assert_eq!(whole["duration_ms"].as_i64().map(|ms| ms >= 0), Some(true));
}

#[rstest]
#[tokio::test]
async fn artifacts_are_kept_byte_for_byte(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let code = "import os
root = os.environ['ANNALS_ARTIFACTS']
os.makedirs(root + '/deep/er')
open(root + '/all bytes.bin', 'wb').write(bytes(range(256)) * 5000)
open(root + '/deep/er/ü.txt', 'w').write('€')
open(root + '/empty', 'w').close()
open(root + '/' + '日' * 80, 'w').write('day')
os.symlink('/etc/passwd', root + '/link')";
    let (run, whole) = server.run_to_end(code).await;
    let bytes: Vec<u8> = (0..=255u8).collect::<Vec<_>>().repeat(5000);
    // As long as a file system takes names; in an object store each such letter becomes nine.
    let days = "日".repeat(80);
    let expected = [
        ("all bytes.bin", bytes),
        ("deep/er/ü.txt", "€".into()),
        ("empty", Vec::new()),
        (&days, "day".into()),
    ];
    let listed = server.get(&run.path("/artifacts")).await.ok();
    assert_eq!(listed["artifacts"], whole["artifacts"]);
    let rows = listed["artifacts"].as_array().expect("a list");
    assert_eq!(rows.len(), 4, "{listed}");
    for (row, (path, bytes)) in rows.iter().zip(&expected) {
        assert_eq!((&row["path"], &row["size"]), (&json!(path), &json!(bytes.len())));
        assert_eq!(row["sha256"], json!(sha256(bytes)));
        let file = server.get(&run.path(&format!("/artifacts/{path}"))).await;
        assert_eq!((file.status, &file.body[..]), (200, &bytes[..]));
        assert!(file.header("content-disposition").starts_with("attachment"));
    }
    server.get(&run.path("/artifacts/link")).await.problem(404);
    server.get(&run.path("/artifacts/deep")).await.problem(404);
}

#[rstest]
#[tokio::test]
async fn ends_are_told_apart(#[values(Database::Sqlite, Database::Postgres)] database: Database) {
    let server = Server::start(database).await;
    let end = async |code: &str| server.run_to_end(code).await.1;

    let whole = end("raise SystemExit(3)").await;
    assert_eq!(failure(&whole), ("exit", "exited with code 3", &json!(3)));
    let whole = end("1/0").await;
    assert_eq!((failure(&whole).0, failure(&whole).2), ("exit", &json!(1)));
    let whole = end("import os; os.abort()").await;
    assert_eq!((failure(&whole).0, failure(&whole).1.contains("SIGABRT")), ("signal", true));
    let whole = end("import os; os.kill(os.getpid(), 9)").await;
    assert_eq!((failure(&whole).0, failure(&whole).1.contains("SIGKILL")), ("signal", true));
    let whole = end("raise MemoryError").await;
    assert_eq!(failure(&whole).0, "out_of_memory");
    let whole = end("this is no Python").await;
    assert_eq!((failure(&whole).0, failure(&whole).2), ("exit", &json!(1)));
    let whole = end("import os; open(os.environ['ANNALS_OUTPUTS'], 'w').write('{no')").await;
    assert!(failure(&whole).1.contains("JSON"), "{whole}");
    let whole = end("import sys; sys.exit(0)").await;
    assert_eq!(whole["status"], "success");
}

#[rstest]
#[tokio::test]
async fn a_traceback_is_in_the_log(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let (run, whole) = server.run_to_end("print('before')\n1/0").await;
    let text = server.text(&run).await;
    // Two pipes have no order between them, so that only what is there is looked at.
    let before = text.lines().any(|line| line == "before");
    assert!(before && text.contains("ZeroDivisionError: division by zero\n"), "{text}");
    let end = &whole["nodes"][1]["log"]["end"];
    assert_eq!(end["kind"], "complete");
    assert!(end["reason"].as_str().is_some_and(|reason| reason.contains('1')), "{end}");
}

#[rstest]
#[tokio::test]
async fn a_time_limit_ends_the_whole_tree(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::start(database).await;
    let code = "import subprocess, sys, time
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])
print(child.pid, flush=True)
time.sleep(600)";
    let run = server.submit_with(json!({"pythonCode": code, "timeoutSeconds": 1.5})).await;
    let whole = server.ended(&run).await;
    assert_eq!((failure(&whole).0, whole["timeout_ms"].as_i64()), ("timeout", Some(1500)));
    assert!(failure(&whole).1.contains("1.5 s"), "{whole}");
    let child = server.text(&run).await.trim().parse().expect("a process id");
    assert!(!annals_tests::is_alive(child), "{child} survived its run");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_runs_token_is_for_that_run_while_it_runs(
    #[values(Database::Sqlite, Database::Postgres)] database: Database,
) {
    let server = Server::with(database).variable("ANNALS_ADMIN_TOKEN", "sesame").start().await;
    let admin = server.with_token("sesame");
    let gate = Gate::new();
    let other = admin.submit("pass").await;
    admin.ended(&other).await;
    let code = format!("{}print(*os.environ['ANNALS_TOKEN'])\npass_gate()", gate.python());
    let run = admin.submit(&code).await;
    let token = {
        let mut events = admin.events(&run, 0).await;
        let seen =
            events.until(|event| event.kind == "lines" && event.lines()[0]["node"] == "main").await;
        // Printed letter by letter, since the token itself would be masked.
        annals_tests::lines_of(&seen, "main")[0].replace(' ', "")
    };
    let own = server.with_token(&token);
    assert_eq!(own.whole(&run).await["status"], "running");
    own.get(&run.path("/logs")).await.ok();
    own.put(&run.path("/tags"), &json!({"tags": ["by itself"]})).await.ok();

    own.get(&other.path("")).await.problem(403);
    own.get("/api/v1/runs").await.problem(403);
    own.get("/api/v1/tasks").await.problem(403);
    own.get(&run.task_path("")).await.problem(403);
    own.post(&run.path("/cancel"), &json!({})).await.problem(403);
    own.post("/api/v1/tasks/submit", &json!({"pythonCode": "pass"})).await.problem(403);
    own.send(own.request(Method::POST, "/api/v1/session").json(&json!({"token": token})))
        .await
        .problem(403);
    // Changed anywhere, it is no token at all.
    let forged = format!("{}0", &token[..token.len() - 1]);
    let forged = if forged == token { format!("{}1", &token[..token.len() - 1]) } else { forged };
    server.with_token(&forged).get(&run.path("")).await.problem(401);
    let of_other = token.replace(&run.id, &other.id);
    server.with_token(&of_other).get(&other.path("")).await.problem(401);

    gate.open();
    admin.ended(&run).await;
    own.get(&run.path("")).await.problem(401);
}
