//! What each fact changes.

use std::collections::HashMap;
use std::io::ErrorKind;

use annals_domain::{
    EnvironmentFacts, FileId, NodeName, NodeRecord, ProducedFile, RunFailure, RunStatus, Seen,
    Snapshot, Spec, TaskKind, Timestamp,
};
use annals_store::{Change, StoredArtifact};

use super::Recorder;
use crate::{Error, bodies};

impl Recorder<'_> {
    /// A fact with the outputs that a step gave as a parcel in their place.
    pub(super) async fn unpacked(&self, mut seen: Seen) -> Result<Seen, Error> {
        if let Seen::NodeEnded { outputs, parcel: Some(parcel), .. } = &mut seen {
            *outputs = self.inner.parcel_of_step(&self.run.id, parcel).await?;
        }
        Ok(seen)
    }

    /// Turns a fact into entries and changes.
    pub(super) async fn see(&mut self, at: Timestamp, seen: Seen) -> Result<(), Error> {
        match seen {
            Seen::SetupStarted => self.begin(at),
            Seen::EnvironmentReady { node, facts } => self.furnish(&node, facts, at),
            Seen::SetupEnded { outcome } => {
                let node = self.nodes.end(&NodeName::setup(), &outcome, at);
                self.changed(node, at);
            }
            Seen::NodeStarted { node, process } => {
                let node = self.nodes.begin(&node, Some(process), at);
                self.changed(node, at);
            }
            Seen::NodeRetried { node, outcome, tried, of, delay_ms } => {
                if let Some(node) = self.nodes.named(&node) {
                    let retry = bodies::Retry { outcome: &outcome, tried, of, delay_ms };
                    self.pending.entry(bodies::retry(&node, retry, at));
                }
            }
            Seen::LogLost { node, reason } => self.nodes.lose_log(&node, reason),
            Seen::NodeEnded { node, outcome, outputs, files, .. } => {
                self.keep(&files, at).await;
                let pages = pages(outputs.as_ref());
                if let Some(outputs) = outputs {
                    self.pending.change(self.outputs(&node, outputs, at));
                }
                let node = self.nodes.end(&node, &outcome, at);
                self.count(node.as_ref(), pages, at).await?;
                self.changed(node, at);
            }
            Seen::NodeSkipped { node, reason } => {
                let node = self.nodes.skip(&node, reason);
                self.changed(node, at);
            }
            Seen::Finished { cancelled, failure } => {
                self.sum_up().await?;
                self.finish(at, cancelled, failure);
            }
        }
        Ok(())
    }

    fn begin(&mut self, at: Timestamp) {
        self.pending.entry(bodies::status(&self.run.id, RunStatus::Running, None, at));
        self.pending.change(Change::Begin(at));
        let setup = self.nodes.begin(&NodeName::setup(), None, at);
        self.changed(setup, at);
    }

    /// The environment of a node is there. That of a component stands with its node, and is told
    /// of once, however many share it.
    fn furnish(&mut self, node: &NodeName, facts: EnvironmentFacts, at: Timestamp) {
        if self.run.kind == TaskKind::Flow {
            let Some((node, first)) = self.nodes.furnish(node, &facts.id) else { return };
            self.pending.change(Change::Node(Box::new(node)));
            if !first {
                return;
            }
        }
        if let Some(setup) = self.nodes.named(&NodeName::setup()) {
            self.pending.entry(bodies::environment(&setup, &facts, at));
        }
        self.pending.change(Change::Environment(Box::new(facts), at));
    }

    /// What a script's node writes is the run's; what a component or a job's task gives is its own.
    fn outputs(&self, node: &NodeName, outputs: serde_json::Value, at: Timestamp) -> Change {
        match self.run.kind {
            TaskKind::Flow | TaskKind::Extraction => {
                Change::NodeOutputs(self.nodes.index(node), outputs, at)
            }
            TaskKind::Script => Change::Outputs(outputs),
        }
    }

    /// A task of a job ended, which is counted before its node says so.
    pub(super) async fn count(
        &mut self,
        node: Option<&NodeRecord>,
        pages: i64,
        at: Timestamp,
    ) -> Result<(), Error> {
        let Some(node) = node.filter(|_| self.run.kind == TaskKind::Extraction) else {
            return Ok(());
        };
        if self.only_files.is_none() {
            let (patience, store) = (self.inner.patience(), &self.inner.store);
            let snapshot = patience.until_done(|| store.snapshot(&self.run.snapshot_id)).await?;
            self.only_files = Some(snapshot.map(|found| only_files(&found)).unwrap_or_default());
        }
        let file = self.only_files.as_ref().and_then(|files| files.get(&node.name)).cloned();
        let (node, state) = (node.name.clone(), node.state);
        self.pending.change(Change::TaskEnded { node, state, pages, file, at });
        Ok(())
    }

    fn changed(&mut self, node: Option<annals_domain::NodeRecord>, at: Timestamp) {
        if let Some(mut node) = node {
            self.limit.mark(&mut node);
            self.pending.node(node, at);
        }
    }

    /// The outputs of a flow's run: those of the components that none depends on, by id. What
    /// components wrote is read back, so that it does not matter who recorded it.
    pub(super) async fn sum_up(&mut self) -> Result<(), Error> {
        if self.run.kind != TaskKind::Flow {
            return Ok(());
        }
        self.flush().await?;
        let (patience, store) = (self.inner.patience(), &self.inner.store);
        let snapshot = patience.until_done(|| store.snapshot(&self.run.snapshot_id)).await?;
        let Some(Snapshot { spec: Spec::Flow(flow), .. }) = snapshot else { return Ok(()) };
        let ends = self.nodes.succeeded(&flow.ends());
        if ends.is_empty() {
            return Ok(());
        }
        let patience = self.inner.patience();
        let mut written = patience.until_done(|| store.node_outputs(&self.run.id)).await?;
        let outputs = ends
            .into_iter()
            .map(|(name, index)| (name.to_string(), written.remove(&index).unwrap_or_default()));
        self.pending.change(Change::Outputs(serde_json::Value::Object(outputs.collect())));
        Ok(())
    }

    /// The run ends; nothing comes after this entry.
    pub(super) fn finish(&mut self, at: Timestamp, cancelled: bool, failure: Option<RunFailure>) {
        let (status, failure) = match (cancelled, failure) {
            (true, _) => (RunStatus::Cancelled, None),
            (false, Some(failure)) => (RunStatus::Failure, Some(failure)),
            (false, None) => (RunStatus::Success, None),
        };
        self.pending.entry(bodies::status(&self.run.id, status, failure.as_ref(), at));
        self.pending.change(Change::End { status, at, failure });
    }

    /// Copies produced files into the object store. One that cannot be kept is said so in the
    /// server's log; the run's outcome stands.
    async fn keep(&mut self, files: &[ProducedFile], at: Timestamp) {
        for ProducedFile { path, .. } in files {
            let file = self.executor.produced_file(&self.attempt, path);
            let mut patience = self.inner.patience();
            let mut kept = self.inner.files.keep(&self.run.id, path, &file).await;
            // A full disk is waited for: what a step left is part of its run.
            while kept.as_ref().is_err_and(|error| error.kind() == ErrorKind::StorageFull)
                && patience.pause().await
            {
                kept = self.inner.files.keep(&self.run.id, path, &file).await;
            }
            match kept {
                Ok((size, sha256)) => {
                    let artifact =
                        StoredArtifact { path: path.clone(), size, sha256, created_at: at };
                    self.pending.entry(bodies::artifact(&artifact));
                    self.pending.change(Change::Artifact(artifact));
                }
                Err(error) => tracing::error!("run {}: artifact {path}: {error}", self.run.id),
            }
        }
    }
}

/// How many pages the files had that a job's task read.
fn pages(outputs: Option<&serde_json::Value>) -> i64 {
    outputs.and_then(|outputs| outputs.get("pages")?.as_i64()).unwrap_or(0)
}

/// The file of each task that has one only.
fn only_files(snapshot: &Snapshot) -> HashMap<NodeName, FileId> {
    let Spec::Extraction(job) = &snapshot.spec else { return HashMap::new() };
    let only = job.groups.iter().filter_map(|group| match group.files.as_slice() {
        [file] => Some((group.task.clone(), file.id.clone())),
        _ => None,
    });
    only.collect()
}
