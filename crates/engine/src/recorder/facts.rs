//! What each fact changes.

use std::io::ErrorKind;

use annals_domain::{NodeName, ProducedFile, RunFailure, RunStatus, Seen, Timestamp};
use annals_store::{Change, StoredArtifact};

use super::Recorder;
use crate::{Error, bodies};

impl Recorder<'_> {
    /// Turns a fact into entries and changes.
    pub(super) async fn see(&mut self, at: Timestamp, seen: Seen) -> Result<(), Error> {
        match seen {
            Seen::SetupStarted => self.begin(at),
            Seen::EnvironmentReady { facts, .. } => {
                if let Some(setup) = self.nodes.named(&NodeName::setup()) {
                    self.pending.entry(bodies::environment(&setup, &facts, at));
                }
                self.pending.change(Change::Environment(Box::new(facts), at));
            }
            Seen::SetupEnded { outcome } => {
                let node = self.nodes.end(&NodeName::setup(), &outcome, at);
                self.changed(node, at);
            }
            Seen::NodeStarted { node, process } => {
                let node = self.nodes.begin(&node, Some(process), at);
                self.changed(node, at);
            }
            Seen::NodeEnded { node, outcome, outputs, files } => {
                self.keep(&files, at).await;
                if let Some(outputs) = outputs {
                    self.pending.change(Change::Outputs(outputs));
                }
                let node = self.nodes.end(&node, &outcome, at);
                self.changed(node, at);
            }
            Seen::NodeSkipped { node, reason } => {
                let node = self.nodes.skip(&node, reason);
                self.changed(node, at);
            }
            Seen::Finished { cancelled, failure } => self.finish(at, cancelled, failure),
        }
        Ok(())
    }

    fn begin(&mut self, at: Timestamp) {
        self.pending.entry(bodies::status(&self.run.id, RunStatus::Running, None, at));
        self.pending.change(Change::Begin(at));
        let setup = self.nodes.begin(&NodeName::setup(), None, at);
        self.changed(setup, at);
    }

    fn changed(&mut self, node: Option<annals_domain::NodeRecord>, at: Timestamp) {
        if let Some(mut node) = node {
            self.limit.mark(&mut node);
            self.pending.node(node, at);
        }
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
