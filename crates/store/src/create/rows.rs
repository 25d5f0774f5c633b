//! The rows of new runs, a table at a time.

use annals_domain::{LatestRun, RunId, head};

use super::group::Numbered;
use super::{Creation, RunSource};
use crate::StoreError;
use crate::sql::{Batch, Values, json};
use crate::{nodes, snapshots, tags};

/// New tasks as they are with their first runs.
pub(super) fn tasks<'c>(batch: &mut Batch, new: impl Iterator<Item = &'c Creation>) {
    let mut new = new.peekable();
    if new.peek().is_none() {
        return;
    }
    let mut values = Values::of(batch.statement(
        "INSERT INTO tasks (last_number, run_count, latest_number, latest_status, id, kind, name, \
           name_lower, created_at, updated_at, latest_run_id, latest_code_head, \
           latest_dependencies) VALUES ",
    ));
    for creation in new {
        let RunSource::New(task) = &creation.source else { continue };
        let (run, spec) = (&creation.run, &creation.snapshot.spec);
        values.row().word("1, 1, 1, 'pending'").bind(task.id.as_str()).bind(task.kind.as_str());
        values.bind(task.name.as_str()).bind(task.name.to_lowercase());
        values.bind(run.created_at.as_micros()).bind(run.created_at.as_micros());
        values.bind(run.id.as_str()).bind(head(&spec.code(), LatestRun::CODE_HEAD).to_owned());
        values.bind(spec.requested().dependencies.as_deref());
    }
    values.end();
}

/// The snapshots that are not there yet.
pub(super) fn snapshots(batch: &mut Batch, runs: &[Numbered<'_>]) {
    let mut all: Vec<_> =
        runs.iter().map(|(creation, _)| (&creation.snapshot, creation.run.created_at)).collect();
    // In one order everywhere, so that no two transactions wait for each other.
    all.sort_by(|(a, _), (b, _)| a.id.as_str().cmp(b.id.as_str()));
    all.dedup_by(|(a, _), (b, _)| a.id == b.id);
    snapshots::insert_with(batch, &all);
}

/// The runs themselves.
pub(super) fn runs(batch: &mut Batch, runs: &[Numbered<'_>]) -> Result<(), StoreError> {
    let mut values = Values::of(batch.statement(
        "INSERT INTO runs (status, last_seq, id, task_id, kind, number, trigger_type, executor, \
           workflow_id, owner, tags, user_id, session_id, workspace_id, snapshot_id, \
           parent_run_id, created_at) VALUES ",
    ));
    for (creation, number) in runs {
        let run = &creation.run;
        values.row().word("'pending', 1").bind(run.id.as_str()).bind(creation.task_id().as_str());
        values.bind(creation.snapshot.spec.kind().as_str()).bind(number.get());
        values.bind(run.trigger.0.as_str()).bind(run.executor.as_str());
        values.bind(creation.workflow_id.as_str()).bind(creation.owner.as_str());
        values.bind(json(&run.tags)?).bind(run.user_id.as_deref());
        values.bind(run.session_id.as_deref()).bind(run.workspace_id.as_deref());
        values.bind(creation.snapshot.id.as_str()).bind(run.parent.as_ref().map(RunId::as_str));
        values.bind(run.created_at.as_micros());
    }
    values.end();
    Ok(())
}

/// What they were given.
pub(super) fn details(batch: &mut Batch, runs: &[Numbered<'_>]) -> Result<(), StoreError> {
    let mut values = Values::of(batch.statement(
        "INSERT INTO run_details (run_id, inputs, timeout_ms, exact_environment_id) VALUES ",
    ));
    for (creation, _) in runs {
        let run = &creation.run;
        values.row().bind(run.id.as_str()).bind(run.inputs.as_ref().map(json).transpose()?);
        values.bind(run.timeout_ms);
        values.bind(run.exact_environment.as_ref().map(|id| id.as_str().to_owned()));
    }
    values.end();
    Ok(())
}

/// Their nodes, all pending but those whose outcome stands.
pub(super) fn nodes(batch: &mut Batch, runs: &[Numbered<'_>]) -> Result<(), StoreError> {
    let fresh = |creation: &Creation| creation.reused.is_empty();
    let some = |creation: &Creation| !creation.nodes.is_empty();
    let plain = runs.iter().filter(|(creation, _)| fresh(creation) && some(creation));
    nodes::insert(batch, plain.map(|(creation, _)| (&creation.run.id, &*creation.nodes)));
    for (creation, _) in runs.iter().filter(|(creation, _)| !fresh(creation)) {
        nodes::insert_with(batch, &creation.run.id, &creation.nodes, &creation.reused)?;
    }
    Ok(())
}

/// Their tags.
pub(super) fn tags(batch: &mut Batch, runs: &[Numbered<'_>]) {
    let tags = runs.iter().map(|(creation, _)| &creation.run);
    tags::insert(batch, tags.map(|run| (&run.id, run.created_at, &*run.tags)));
}

/// Their first ledger entries.
pub(super) fn entries(batch: &mut Batch, runs: &[Numbered<'_>]) -> Result<(), StoreError> {
    let mut values =
        Values::of(batch.statement("INSERT INTO ledger (run_id, seq, kind, at, body) VALUES "));
    for (creation, _) in runs {
        let entry = &creation.entry;
        values.row().bind(creation.run.id.as_str()).word("1").bind(entry.kind.as_str());
        values.bind(entry.at.as_micros()).bind(json(&entry.body)?);
    }
    values.end();
    Ok(())
}
