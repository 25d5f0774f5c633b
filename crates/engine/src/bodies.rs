//! The bodies of ledger entries: what clients see of a status, a node or an artifact.

use annals_domain::ledger::{EntryKind, NewEntry};
use annals_domain::{
    EnvironmentFacts, NodeOutcome, NodeRecord, Phase, RunFailure, RunId, RunStatus, Timestamp,
};
use annals_store::StoredArtifact;
use serde_json::json;

/// The run's status became this.
pub(crate) fn status(
    run: &RunId,
    status: RunStatus,
    failure: Option<&RunFailure>,
    at: Timestamp,
) -> NewEntry {
    let error_type = failure.map(|failure| failure.error_type);
    let body = json!({
        "run_id": run,
        "status": status,
        "phase": Phase::of(status, error_type),
        "error_type": error_type,
        "message": failure.map(|failure| &failure.message),
    });
    NewEntry { kind: EntryKind::Status, at, body }
}

/// A node is now this.
pub(crate) fn node(node: &NodeRecord, at: Timestamp) -> NewEntry {
    let body = json!({
        "node": node.name,
        "state": node.state,
        "process": node.process,
        "started_at": node.started_at,
        "ended_at": node.ended_at,
        "exit_code": node.exit_code,
        "message": node.message,
        "log": { "lines": node.log_lines, "bytes": node.log_bytes, "end": node.log_end },
    });
    NewEntry { kind: EntryKind::Node, at, body }
}

/// A try of a node that failed.
pub(crate) struct Retry<'o> {
    pub(crate) outcome: &'o NodeOutcome,
    pub(crate) tried: u32,
    pub(crate) of: u32,
    pub(crate) delay_ms: u64,
}

/// A try of a node failed and another follows.
pub(crate) fn retry(node: &NodeRecord, retry: Retry<'_>, at: Timestamp) -> NewEntry {
    let mut entry = self::node(node, at);
    entry.body["retry"] = json!({
        "tried": retry.tried,
        "of": retry.of,
        "delay_ms": retry.delay_ms,
        "exit_code": retry.outcome.exit_code,
        "message": retry.outcome.message,
    });
    entry
}

/// The environment of a node is there.
pub(crate) fn environment(node: &NodeRecord, facts: &EnvironmentFacts, at: Timestamp) -> NewEntry {
    let mut entry = self::node(node, at);
    entry.body["environment"] = json!({
        "id": facts.id,
        "python_version": facts.python_version,
        "packages": facts.packages.len(),
        "installer": facts.installer,
        "cached": facts.cached,
    });
    entry
}

/// A file was kept.
pub(crate) fn artifact(artifact: &StoredArtifact) -> NewEntry {
    let body = json!({ "path": artifact.path, "size": artifact.size, "sha256": artifact.sha256 });
    NewEntry { kind: EntryKind::Artifact, at: artifact.created_at, body }
}
