//! Scripts and flows with everything that they can have.

use std::collections::BTreeMap;

use annals_tests::{Run, Server, component};
use futures::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

/// Prints, gives outputs, leaves a file, and fails every third time.
const SCRIPT: &str = "import json, os, sys
n = os.environ['ANNALS_RUN_NUMBER']
print('line of', n)
print('and', n, file=sys.stderr)
json.dump({'n': n}, open(os.environ['ANNALS_OUTPUTS'], 'w'))
open(os.environ['ANNALS_ARTIFACTS'] + '/a.txt', 'w').write(n)
sys.exit(int(n) % 3 == 2)";

/// What a run is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Script,
    /// A script that is still running.
    Endless,
    Flow,
}

/// A run, and what can be read of it.
#[derive(Debug)]
pub struct Made {
    pub run: Run,
    pub kind: Kind,
    told: Vec<Value>,
}

impl Made {
    async fn of(server: &Server, run: Run, kind: Kind) -> Self {
        let told = if kind == Kind::Endless { Vec::new() } else { told(server, &run).await };
        Self { run, kind, told }
    }

    /// Everything of it can be read as at first.
    pub async fn is_whole(&self, server: &Server) {
        if self.kind != Kind::Endless {
            assert_eq!(told(server, &self.run).await, self.told, "run {}", self.run.id);
        }
    }

    /// The files that it left.
    pub fn files(&self) -> usize {
        self.told.first().and_then(Value::as_array).map_or(0, Vec::len)
    }
}

/// A run's files with their contents, its outputs, those of its nodes, its tags, log and events.
async fn told(server: &Server, run: &Run) -> Vec<Value> {
    let whole = server.whole(run).await;
    let mut files = Vec::new();
    for artifact in whole["artifacts"].as_array().expect("a list") {
        let path = artifact["path"].as_str().expect("a path");
        files.push(json!(server.get(&run.path(&format!("/artifacts/{path}"))).await.text()));
    }
    let log = server.get(&run.path("/logs?format=text")).await.text();
    let events = server.events(run, 0).await.rest().await;
    let events: Vec<_> = events.iter().flat_map(annals_tests::Event::covers).collect();
    vec![
        json!(files),
        whole["outputs"].clone(),
        whole["nodes"].clone(),
        whole["tags"].clone(),
        json!(log),
        json!(events),
    ]
}

/// Some tasks and flows with their runs, all made at once.
pub async fn some(server: &Server, round: u8) -> Vec<Made> {
    let scripts = join_all((0..3).map(|n| script(server, round, n)));
    let flows = join_all((0..2).map(|_| flow(server)));
    let (scripts, flows, endless) = futures::join!(scripts, flows, endless(server));
    scripts.into_iter().chain(flows).flatten().chain([endless]).collect()
}

async fn endless(server: &Server) -> Made {
    let code = "import time\nprint('begun', flush=True)\ntime.sleep(600)";
    let run = server.submit(code).await;
    server.printed(&run, "begun").await;
    Made::of(server, run, Kind::Endless).await
}

/// A task with limits, keys, tags, entries on its timeline, and up to three runs.
async fn script(server: &Server, round: u8, n: u8) -> Vec<Made> {
    let keyed = server.request(Method::POST, "/api/v1/tasks/submit");
    let body = json!({"pythonCode": SCRIPT, "tags": ["own", format!("of-{n}")], "session_id": "s"});
    let key = format!("{round}-{n}");
    let first = Run::of(&server.send(keyed.header("Idempotency-Key", &key).json(&body)).await);
    server.ended(&first).await;
    let mut runs = vec![first.clone()];
    for _ in 0..n {
        let run = server.rerun(&first, json!({})).await;
        server.ended(&run).await;
        runs.push(run);
    }
    server.put(&first.path("/pin"), &json!({})).await.ok();
    server
        .put(&first.task_path("/retention"), &json!({"runs": {"max_runs_per_task": 50}}))
        .await
        .ok();
    server.put(&first.task_path("/history/retention"), &json!({"max_entries": 50})).await.ok();
    let of_task =
        json!({"context_type": "chat_message", "content": "of the task", "workspace_id": "w"});
    let at_run = json!({"context_type": "agent_turn", "content": "at a run", "run_id": first.id});
    let entries = server.request(Method::POST, &first.task_path("/history"));
    let entries = entries.header("Idempotency-Key", &key).json(&json!([of_task, at_run]));
    assert_eq!(server.send(entries).await.status, 201);
    all_of(server, runs, Kind::Script).await
}

/// A flow whose first run failed, gone on from with an edited component, and from there again: the
/// three share outputs.
async fn flow(server: &Server) -> Vec<Made> {
    let file =
        "open(os.environ['ANNALS_ARTIFACTS'] + '/' + os.environ['ANNALS_STEP'], 'w').write('x')";
    let load = format!("print('loading'); {file}; give({{'rows': 'x' * 200}})");
    let good = format!("print('begun'); {file}; give(sorted(upstream))");
    let bad = format!("{good}\nraise SystemExit(3)");
    let components = [component("a", &load), component("b", &bad), component("c", &good)];
    let flow = server.flow("resumed", &components, &["a b", "b c"]).await;
    let first = server.run_flow(&flow, &json!({"inputs": {"n": 1}})).await;
    assert_eq!(server.ended(&first).await["status"], "failure");
    let body = json!({"from_run_id": first.id, "components": [component("b", &good)]});
    let second = server.run_flow(&flow, &body).await;
    assert_eq!(server.ended(&second).await["status"], "success");
    let third = server.rerun(&second, json!({"from_component": "c"})).await;
    assert_eq!(server.ended(&third).await["status"], "success");
    server.put(&third.path("/tags"), &json!({"tags": ["kept"]})).await.ok();
    all_of(server, vec![first, second, third], Kind::Flow).await
}

async fn all_of(server: &Server, runs: Vec<Run>, kind: Kind) -> Vec<Made> {
    join_all(runs.into_iter().map(|run| Made::of(server, run, kind))).await
}

/// Deletes a task with all its runs.
pub async fn delete_task(server: &Server, task: &str, is_flow: bool) {
    let path = match is_flow {
        true => format!("/api/v1/flows/{task}"),
        false => format!("/api/v1/tasks/{task}/delete"),
    };
    server.delete(&path).await.ok();
}

/// The runs that are left, by id.
pub fn by_id(left: &[Made]) -> BTreeMap<&str, &Made> {
    left.iter().map(|made| (made.run.id.as_str(), made)).collect()
}
