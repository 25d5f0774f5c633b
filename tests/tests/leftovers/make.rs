//! Scripts, flows and jobs with everything that they can have.

use std::collections::BTreeMap;

use annals_tests::{
    AUTOMATIONS, JOBS, Run, Server, all_over, automation_of, component, job_path, looked_at,
    make_automation, until_events,
};
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
    Job,
    /// A run of a job that is being set up.
    SetUp,
}

impl Kind {
    /// Whether such a run has ended.
    pub const fn has_ended(self) -> bool {
        !matches!(self, Self::Endless | Self::SetUp)
    }
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
        let mut made = Self { run, kind, told: Vec::new() };
        made.told = made.tells(server).await;
        made
    }

    /// Everything of it can be read as at first.
    pub async fn is_whole(&self, server: &Server) {
        assert_eq!(self.tells(server).await, self.told, "run {}", self.run.id);
    }

    async fn tells(&self, server: &Server) -> Vec<Value> {
        if !self.kind.has_ended() {
            return Vec::new();
        }
        let mut all = told(server, &self.run).await;
        if self.kind == Kind::Job {
            all.extend(told_of_job(server, &self.run).await);
        }
        all
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

/// The files of a job's run with their bytes, its results and exports.
async fn told_of_job(server: &Server, run: &Run) -> Vec<Value> {
    let below = |path: &str| format!("{JOBS}/{}{path}?run_id={}", run.task, run.id);
    let mut all = Vec::new();
    for path in ["", "/files", "/results", "/exports"] {
        all.push(server.get(&below(path)).await.ok());
    }
    for file in all[1]["files"].as_array().expect("files").clone() {
        let path = below(&format!("/files/{}", file["id"].as_str().expect("an id")));
        all.push(json!(server.get(&path).await.body.len()));
    }
    for export in all[3]["exports"].as_array().expect("exports").clone() {
        let path = below(&format!("/exports/{}", export["id"].as_str().expect("an id")));
        all.push(json!(server.get(&path).await.body.len()));
    }
    all
}

/// Some tasks, flows and jobs with their runs, all made at once.
pub async fn some(server: &Server, round: u8) -> Vec<Made> {
    let scripts = join_all((0..3).map(|n| script(server, round, n)));
    let flows = join_all((0..2).map(|_| flow(server)));
    let (scripts, flows, endless, job) =
        futures::join!(scripts, flows, endless(server), job(server));
    scripts.into_iter().chain(flows).flatten().chain([endless]).chain(job).collect()
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

/// A job with an archive, results, a correction and exports; with a run that an automation made, and one
/// that is being set up.
async fn job(server: &Server) -> Vec<Made> {
    let job = server.job("left over").await;
    let archive = crate::jobs::zip::zip(&[("in/a.txt", b"Total: 5"), ("b.txt", b"Total: 6")]);
    let files: [(&str, &[u8]); 3] =
        [("all.zip", &archive), ("c.txt", b"Total: 7"), ("bad.pdf", b"%PDF-1.7\nno more")];
    server.upload(&job, &files).await.ok();
    server.fields(&job, &[("Total", "number")]).await.ok();
    server.submit_job(&job).await.ok();
    server.job_ended(&job).await;
    let correction = json!({"row": 0, "column": "Total", "value": 8});
    server.patch(&job_path(&job, "/results/t1"), &correction).await.ok();
    for format in ["csv", "excel"] {
        assert_eq!(server.get(&job_path(&job, &format!("/export/{format}"))).await.status, 200);
    }
    let by_automation = automated(server, &job).await;
    let id = job["job_id"].as_str().expect("an id");
    let later = server.post(&format!("{JOBS}/{id}/runs"), &json!({})).await.ok();
    let later = json!({"job_id": id, "job_run_id": later["job_run_id"]});
    server.upload(&later, &[("d.txt", b"Total: 9")]).await.ok();
    let run = |run: &Value, number| Run {
        task: id.to_owned(),
        id: run.as_str().expect("a run").to_owned(),
        number,
    };
    vec![
        Made::of(server, run(&job["job_run_id"], 1), Kind::Job).await,
        Made::of(server, run(&by_automation, 2), Kind::Job).await,
        Made::of(server, run(&later["job_run_id"], 3), Kind::SetUp).await,
    ]
}

/// The run that an automation made, which stays with the job, as another does not.
async fn automated(server: &Server, job: &Value) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let config = json!({"path": folder.path(), "settle_seconds": 0, "poll_seconds": 1});
    let mut body = automation_of(job, "folder", &config);
    body["dest_type"] = json!("folder");
    body["export_config"] = json!({"path": folder.path().join("out")});
    let gone = make_automation(server, &body).await;
    server.delete(&format!("{AUTOMATIONS}/{gone}")).await;
    let id = make_automation(server, &body).await;
    looked_at(server, &id).await;
    std::fs::write(folder.path().join("e.txt"), "Total: 10").expect("written");
    let rows = until_events(server, &id, "its run", |rows| all_over(rows, 1)).await;
    // Nobody is to look for a folder that is gone.
    let off = json!({"is_enabled": false});
    server.post(&format!("{AUTOMATIONS}/{id}/toggle"), &off).await.ok();
    rows[0]["job_run_id"].clone()
}

async fn all_of(server: &Server, runs: Vec<Run>, kind: Kind) -> Vec<Made> {
    join_all(runs.into_iter().map(|run| Made::of(server, run, kind))).await
}

/// Deletes a task with all its runs.
pub async fn delete_task(server: &Server, task: &str, kind: Kind) {
    let path = match kind {
        Kind::Flow => format!("/api/v1/flows/{task}"),
        Kind::Job | Kind::SetUp => format!("{JOBS}/{task}"),
        Kind::Script | Kind::Endless => format!("/api/v1/tasks/{task}/delete"),
    };
    server.delete(&path).await.ok();
}

/// The runs that are left, by id.
pub fn by_id(left: &[Made]) -> BTreeMap<&str, &Made> {
    left.iter().map(|made| (made.run.id.as_str(), made)).collect()
}
