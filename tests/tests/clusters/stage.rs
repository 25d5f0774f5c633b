//! A fake cluster on which a test plays the controller and the kubelet.

use std::path::PathBuf;

use annals_fake_cluster::FakeCluster;
use annals_tests::{Run, Setup};
use serde_json::json;
use tempfile::TempDir;

/// The cluster, and the file by which servers find it.
pub struct Stage {
    pub cluster: FakeCluster,
    kubeconfig: PathBuf,
    _folder: TempDir,
}

/// The numbered lines of a pod that has begun, before its program's own.
const BEGUN: [&str; 2] = [r#"1f {"fact": "setup"}"#, r#"2f {"fact": "started", "tried": 0}"#];

impl Stage {
    pub async fn new() -> Self {
        let cluster = FakeCluster::start().await.expect("a port");
        let folder = TempDir::with_prefix("annals-stage-").expect("a temporary folder");
        let kubeconfig = folder.path().join("kubeconfig");
        std::fs::write(&kubeconfig, cluster.kubeconfig()).expect("written");
        Self { cluster, kubeconfig, _folder: folder }
    }

    /// Lets a server carry its runs out here.
    pub fn of(&self, setup: Setup) -> Setup {
        let setup = setup.option("--executor", "argo").option("--namespace", "runs");
        setup.variable("KUBECONFIG", self.kubeconfig.to_str().expect("text"))
    }

    /// The name of the Workflow of a run's first attempt, and of its pod.
    pub fn name(run: &Run) -> String {
        format!("annals-{}-1", run.id)
    }

    /// Says that the run's Workflow, and its only pod, stand in that phase; what failed was told to.
    pub fn stands(&self, run: &Run, phase: &str) {
        let name = Self::name(run);
        self.pod(run, phase);
        let told = (phase == "Failed").then_some("workflow shutdown with strategy:  Terminate");
        let node = json!({
            "id": name, "name": name, "type": "Pod", "templateName": "s0", "phase": phase,
            "startedAt": "2026-11-21T10:00:00Z", "message": told,
        });
        let status = json!({"phase": phase, "nodes": {name.as_str(): node}});
        self.cluster.set_status(&name, &status);
    }

    /// Says that the run's pod stands in that phase.
    pub fn pod(&self, run: &Run, phase: &str) {
        let name = Self::name(run);
        let labels = json!({
            "workflows.argoproj.io/workflow": name, "annals/step": "0", "annals/epoch": "1",
            "app.kubernetes.io/managed-by": "annals", "annals/instance": "annals",
        });
        let annotations = json!({"annals/run-id": run.id});
        let metadata = json!({"name": name, "labels": labels, "annotations": annotations});
        self.cluster.put_pod(json!({"metadata": metadata, "status": {"phase": phase}}));
    }

    /// Waits for the run's Workflow and lets its program begin.
    pub async fn begins(&self, run: &Run) {
        self.is_made(run).await;
        self.stands(run, "Running");
        for line in BEGUN {
            self.says(run, line);
        }
    }

    /// Waits for the run's Workflow.
    pub async fn is_made(&self, run: &Run) {
        annals_tests::soon("a Workflow", async {
            for made in 1.. {
                self.cluster.until_made(made).await;
                if self.cluster.workflow(&Self::name(run)).is_some() {
                    return;
                }
            }
        })
        .await;
    }

    /// Lets the run's program print lines that are called by their numbers, from 1.
    pub fn prints(&self, run: &Run, lines: std::ops::RangeInclusive<usize>) {
        for line in lines {
            self.says(run, &format!("{}o line {line}", line + BEGUN.len()));
        }
    }

    /// Ends the run well, after so many lines.
    pub fn ends(&self, run: &Run, lines: usize) {
        self.says(run, &format!(r#"{}f {{"fact": "ended"}}"#, lines + BEGUN.len() + 1));
        self.stands(run, "Succeeded");
    }

    /// Whether the run's Workflow was told to end.
    pub fn is_told_to_end(&self, run: &Run) -> bool {
        let workflow = self.cluster.workflow(&Self::name(run));
        workflow.is_some_and(|workflow| !workflow["spec"]["shutdown"].is_null())
    }

    fn says(&self, run: &Run, line: &str) {
        self.cluster.print(&Self::name(run), "2026-11-21T10:00:01.000000000Z", line);
    }
}

/// What the lines are, as text.
pub fn lines(lines: std::ops::RangeInclusive<usize>) -> String {
    lines.map(|line| format!("line {line}\n")).collect()
}
