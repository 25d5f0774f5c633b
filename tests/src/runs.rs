//! Submitting runs and reading them.

use serde_json::{Value, json};

use crate::events::Events;
use crate::{Answer, Api};

/// A run that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its task's id.
    pub task: String,
    /// Its id.
    pub id: String,
    /// Its number within the task.
    pub number: i64,
}

impl Run {
    /// The run that a submission was answered with.
    ///
    /// # Panics
    /// If it was refused.
    #[must_use]
    #[track_caller]
    pub fn of(answer: &Answer) -> Self {
        let body = answer.ok();
        let text = |name: &str| body[name].as_str().unwrap_or_else(|| panic!("{body}")).to_owned();
        let number = body["runNumber"].as_i64().unwrap_or_else(|| panic!("{body}"));
        Self { task: text("id"), id: text("runId"), number }
    }

    /// A path below `/api/v1/runs/{id}`.
    #[must_use]
    pub fn path(&self, below: &str) -> String {
        format!("/api/v1/runs/{}{below}", self.id)
    }

    /// A path below `/api/v1/tasks/{id}`.
    #[must_use]
    pub fn task_path(&self, below: &str) -> String {
        format!("/api/v1/tasks/{}{below}", self.task)
    }
}

impl Api {
    /// Submits a program.
    pub async fn submit(&self, code: &str) -> Run {
        self.submit_with(json!({"pythonCode": code})).await
    }

    /// Submits `body`.
    pub async fn submit_with(&self, body: Value) -> Run {
        Run::of(&self.post("/api/v1/tasks/submit", &body).await)
    }

    /// Submits a program and waits for its end; answers the whole run too.
    pub async fn run_to_end(&self, code: &str) -> (Run, Value) {
        let run = self.submit(code).await;
        let whole = self.ended(&run).await;
        (run, whole)
    }

    /// A new run of the task of `run`, changed as `body` says.
    pub async fn rerun(&self, run: &Run, body: Value) -> Run {
        Run::of(&self.post(&run.path("/rerun"), &body).await)
    }

    /// The whole run.
    pub async fn whole(&self, run: &Run) -> Value {
        self.get(&run.path("")).await.ok()
    }

    /// Waits for the run's end, by its stream of events; answers the whole run.
    pub async fn ended(&self, run: &Run) -> Value {
        let _ = self.events(run, 0).await.rest().await;
        self.whole(run).await
    }

    /// What happens in the run after the place `after` of its ledger.
    pub async fn events(&self, run: &Run, after: i64) -> Events {
        let path = run.path(&format!("/events?after={after}"));
        Events::follow(self.request(reqwest::Method::GET, &path)).await
    }

    /// Waits until the run has printed this line.
    pub async fn printed(&self, run: &Run, line: &str) {
        self.events(run, 0).await.until_line(line).await;
    }

    /// What the node `node` of the run has printed, as the tasks interface shows it.
    pub async fn text_of(&self, run: &Run, node: &str) -> String {
        let path = run.task_path(&format!("/runs/{}/logs", run.number));
        let answer = self.get(&path).await.ok();
        let rows = answer["logs"].as_array().cloned().unwrap_or_default();
        let row = rows.iter().find(|row| row["node"] == node);
        row.and_then(|row| row["logs"].as_str()).unwrap_or_default().to_owned()
    }

    /// What the run's program has printed.
    pub async fn text(&self, run: &Run) -> String {
        self.text_of(run, "main").await
    }
}
