//! A small fake of the Kubernetes API: Workflows, pods, Secrets and logs of one namespace, in memory,
//! over plain HTTP. It carries nothing out; whoever uses it says how things stand, and what goes wrong.
//!
//! It is for faults that a healthy cluster does not produce, and for more Workflows than a test's
//! cluster can have. What the executor means to a cluster is tried on a real one.

mod answer;
mod faults;
mod http;
mod routes;
mod state;
mod streams;

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

pub use faults::{Fault, On};
use state::Shared;

/// The fake, until it is dropped.
#[derive(Debug)]
pub struct FakeCluster {
    shared: Arc<Shared>,
    url: String,
    serving: AbortHandle,
}

impl Drop for FakeCluster {
    fn drop(&mut self) {
        self.serving.abort();
        self.shared.cut();
    }
}

impl FakeCluster {
    /// Begins to serve on a free port of the loopback address.
    ///
    /// # Errors
    /// The system's, where there is no port.
    pub async fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let shared = Arc::<Shared>::default();
        let serving = tokio::spawn(http::serve(listener, Arc::clone(&shared))).abort_handle();
        Ok(Self { shared, url, serving })
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A file by which programs find it (`KUBECONFIG`).
    #[must_use]
    pub fn kubeconfig(&self) -> String {
        json!({
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "fake",
            "clusters": [{"name": "fake", "cluster": {"server": self.url}}],
            "users": [{"name": "fake", "user": {}}],
            "contexts": [{"name": "fake", "context": {"cluster": "fake", "user": "fake"}}],
        })
        .to_string()
    }

    /// The next `times` requests of that kind meet the fault.
    pub fn fail(&self, on: On, times: usize, fault: Fault) {
        self.shared.faults().add(on, times, fault);
    }

    /// How many requests of that kind there were.
    #[must_use]
    pub fn asked(&self, on: On) -> usize {
        self.shared.faults().asked(on)
    }

    /// Waits until there were so many requests of that kind.
    pub async fn until_asked(&self, on: On, times: usize) {
        self.shared.until(|| self.asked(on) >= times).await;
    }

    /// How many Workflows were made so far, those that are gone included.
    #[must_use]
    pub fn made(&self) -> usize {
        self.shared.state().made()
    }

    /// Waits until so many Workflows were made.
    pub async fn until_made(&self, count: usize) {
        self.shared.until(|| self.made() >= count).await;
    }

    /// The names of the Workflows.
    #[must_use]
    pub fn workflows(&self) -> Vec<String> {
        self.shared.state().names("workflows")
    }

    /// The names of the Secrets.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        self.shared.state().names("secrets")
    }

    /// A Workflow as it is.
    #[must_use]
    pub fn workflow(&self, name: &str) -> Option<Arc<Value>> {
        self.shared.state().get("workflows", name)
    }

    /// Says how a Workflow stands, as its controller does; what is not there stays away.
    pub fn set_status(&self, workflow: &str, status: &Value) {
        let patch = json!({"status": status});
        self.shared.change(|state| state.patch("workflows", workflow, &patch));
    }

    /// Adds a pod, or says how it stands.
    pub fn put_pod(&self, pod: Value) {
        self.shared.change(|state| state.put("pods", pod));
    }

    /// Adds a line to the log of a pod, printed at `at` (RFC 3339 with nine digits of a second).
    pub fn print(&self, pod: &str, at: &str, text: &str) {
        self.shared.change(|state| state.print(pod, format!("{at} {text}\n")));
    }

    /// Waits until no log is being read.
    pub async fn until_nobody_reads(&self) {
        self.shared.until(|| self.shared.readers() == 0).await;
    }

    /// Removes a pod, as if somebody had deleted it at once.
    pub fn remove_pod(&self, name: &str) {
        self.shared.change(|state| state.delete("pods", name));
    }

    /// Removes a Workflow with its pods, as if somebody else had deleted it.
    pub fn remove_workflow(&self, name: &str) {
        self.shared.change(|state| state.delete("workflows", name));
    }

    /// Forgets what happened so far: whoever watches from an earlier version is told that it is gone
    /// (410).
    pub fn forget_events(&self) {
        self.shared.change(state::State::forget_events);
    }

    /// Breaks off all answers that are under way, wherever they are.
    pub fn cut(&self) {
        self.shared.cut();
    }
}
