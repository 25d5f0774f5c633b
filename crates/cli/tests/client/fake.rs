//! A server that gives prepared answers and remembers what it was asked.

use std::collections::HashMap;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A request as it came in.
#[derive(Debug, Clone)]
pub struct Asked {
    /// `POST /api/v1/…`, with the query.
    pub line: String,
    pub headers: HeaderMap,
    pub body: Value,
}

type Answers = HashMap<String, Vec<(u16, String)>>;

#[derive(Default)]
struct Book {
    answers: Mutex<Answers>,
    asked: Mutex<Vec<Asked>>,
}

/// The server; it lives as long as the test.
pub struct Fake {
    book: Arc<Book>,
    url: String,
}

impl Fake {
    /// Starts a server without any answer: everything is 404.
    pub fn start() -> Self {
        let book = Arc::new(Book::default());
        let (tell, told) = std::sync::mpsc::channel();
        let shared = Arc::clone(&book);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
                tell.send(listener.local_addr().expect("an address")).expect("a listener");
                let router = Router::new().fallback(answer).with_state(shared);
                axum::serve(listener, router).await.expect("served");
            });
        });
        Self { book, url: format!("http://{}", told.recv().expect("an address")) }
    }

    /// Adds an answer to `METHOD /path`, below `/api/v1`; several are given in turn, the last
    /// one again and again.
    pub fn on(self, request: &str, status: u16, body: impl ToString) -> Self {
        let line = request.replacen(' ', " /api/v1", 1);
        let mut answers = self.book.answers.lock().expect("the answers");
        answers.entry(line).or_default().push((status, body.to_string()));
        drop(answers);
        self
    }

    /// The requests so far whose line begins like this.
    pub fn asked(&self, request: &str) -> Vec<Asked> {
        let line = request.replacen(' ', " /api/v1", 1);
        let asked = self.book.asked.lock().expect("the requests");
        asked.iter().filter(|asked| asked.line.starts_with(&line)).cloned().collect()
    }

    /// The program, set up to speak to this server.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_annals"));
        command.env_remove("ANNALS_TOKEN").env("ANNALS_URL", &self.url).args(arguments);
        command
    }

    /// Runs the program to its end.
    pub fn annals(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().expect("annals runs"))
    }
}

/// What became of a program.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

async fn answer(
    State(book): State<Arc<Book>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let line = format!("{method} {uri}");
    book.asked.lock().expect("the requests").push(Asked { line: line.clone(), headers, body });
    let mut answers = book.answers.lock().expect("the answers");
    let plain = format!("{method} {}", uri.path());
    let key = if answers.contains_key(&line) { line } else { plain };
    let Some(prepared) = answers.get_mut(&key) else {
        let problem = json!({"type": "about:blank", "title": "Not Found", "status": 404});
        return (StatusCode::NOT_FOUND, problem.to_string()).into_response();
    };
    let (status, text) = if prepared.len() > 1 { prepared.remove(0) } else { prepared[0].clone() };
    (StatusCode::from_u16(status).expect("a status"), text).into_response()
}

/// A whole run of the task `t1`, called `etl.py`.
pub fn run(number: u32, status: &str) -> Value {
    let failed = status == "failure";
    json!({
        "id": format!("r{number}"), "kind": "script", "task_id": "t1", "task_name": "etl.py",
        "number": number, "status": status, "error_type": failed.then_some("exit"),
        "trigger_type": "api", "executor": "local", "tags": ["nightly"], "user_id": null,
        "session_id": null, "pinned": false, "created_at": "2026-11-20T09:15:02.123456Z",
        "started_at": "2026-11-20T09:15:03.000000Z", "ended_at": "2026-11-20T09:15:04.250000Z",
        "duration_ms": 1250, "workflow_id": format!("local-r{number}"), "workspace_id": null,
        "parent_run_id": null, "child_run_ids": [],
        "snapshot": {"id": "5a", "kind": "script", "code": "import six\nprint('hello')\n",
            "dependencies": "six", "requirements_file": null, "env": {"MODE": "fast"}},
        "environment": {"id": "e1", "lock": "six==1.17.0\n",
            "packages": [{"name": "six", "version": "1.17.0"}], "python_version": "3.11.7",
            "interpreter": "/usr/bin/python3", "platform": "linux-x86_64",
            "installer": "uv 0.9.11"},
        "inputs": {"day": "2026-11-20"}, "outputs": {"rows": 3},
        "error": failed.then(|| json!({"type": "exit", "message": "the program ended with exit code 3"})),
        "timeout_ms": 60000,
        "nodes": [
            {"name": "setup", "state": "success", "process": null, "started_at": null,
             "ended_at": null, "duration_ms": 40, "exit_code": null, "message": null,
             "log": {"lines": 1, "bytes": 9, "end": {"kind": "complete", "reason": "", "at_byte": 9}}},
            {"name": "main", "state": status, "process": "4711", "started_at": null,
             "ended_at": null, "duration_ms": 1200, "exit_code": 0, "message": null,
             "log": {"lines": 2, "bytes": 12, "end": {"kind": "complete", "reason": "", "at_byte": 12}}}
        ],
        "attempts": [{"epoch": 1, "started_at": "2026-11-20T09:15:03.000000Z", "ended_at": null, "host": "a"}],
        "artifacts": [{"path": "plots/a.txt", "size": 3,
            "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "created_at": "2026-11-20T09:15:04.000000Z"}],
        "cancel_requested": false
    })
}

/// The task `t1` with runs 2 and 1.
pub fn task() -> Value {
    let run = |n: u32| json!({"id": format!("r{n}"), "runNumber": n, "phase": "Succeeded"});
    json!({"id": "t1", "name": "etl.py", "runs": [run(2), run(1)], "runCount": 2})
}

/// The events of a script's run: setup, a line on each stream, the end.
pub fn events(status: &str) -> String {
    let line = |seq: i64, node: &str, stream: &str, text: &str| {
        let line = json!({"seq": seq, "node": node, "line_no": 1, "stream": stream,
            "ts": "2026-11-20T09:15:03.000000Z", "line": text});
        (seq, "lines", json!({"first_seq": seq, "lines": [line]}))
    };
    let node = |seq: i64, node: &str, state: &str| {
        (seq, "node", json!({"node": node, "state": state, "at": "2026-11-20T09:15:03.000000Z"}))
    };
    let all = [
        (1, "status", json!({"run_id": "r2", "status": "running", "error_type": null})),
        node(2, "setup", "running"),
        line(3, "setup", "stdout", "Resolved 1 package"),
        node(4, "setup", "success"),
        line(5, "main", "stdout", "hello"),
        line(6, "main", "stderr", "a warning"),
        (7, "artifact", json!({"path": "plots/a.txt", "size": 3})),
        (8, "status", json!({"run_id": "r2", "status": status, "error_type": null})),
        (8, "end", json!({"status": status})),
    ];
    all.iter()
        .map(|(seq, name, data)| format!("event: {name}\nid: {seq}\ndata: {data}\n\n"))
        .collect()
}
