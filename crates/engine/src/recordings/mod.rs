//! Runs of flows that are carried out elsewhere: whoever carries them out reports of them, and they
//! are kept as any run is. Nothing here starts, queues, ends or recovers them.
//!
//! Every report is a sign of life. A run that gives none for longer than its limit ends as a failure
//! ([`silence`]); nobody else will ever say how it ended.

mod new;
mod silence;
mod steps;

use annals_domain::{ErrorType, Run, RunId, RunStatus, TaskId, Timestamp, Trigger};
use annals_redact::Redactor;
use annals_store::{Append, Change, RecordingChange, StoreError};
use serde_json::Value;

use crate::Error;
use crate::engine::{Engine, Inner};

pub(crate) use silence::keep;
use steps::Steps;

/// The epoch of recorded runs: they have no attempts here.
const EPOCH: annals_domain::Epoch = 0;

/// Which flow a run is recorded to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordedFlow {
    /// The one with this id.
    Id(TaskId),
    /// The oldest with this name; a new one without components where there is none.
    Name(String),
}

/// What is told of a run that is carried out elsewhere; what is left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// Where it stands.
    pub status: Option<RunStatus>,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// What it was given, a JSON object.
    pub inputs: Option<Value>,
    /// What it gave.
    pub outputs: Option<Value>,
    /// What is kept with it, a JSON object.
    pub metadata: Option<Value>,
    /// How it failed.
    pub error_message: Option<String>,
    /// The kind of failure; `exit` unless given.
    pub error_type: Option<ErrorType>,
    /// Its labels, all of them.
    pub tags: Option<Vec<String>>,
    /// What set it off.
    pub trigger: Option<Trigger>,
    /// The caller's session.
    pub session_id: Option<String>,
    /// Who started it; the caller unless given.
    pub user_id: Option<String>,
    /// For how many milliseconds it may be silent.
    pub limit_ms: Option<i64>,
}

impl Engine {
    /// Takes what is told of a run; a report that says nothing is a sign of life. Of a run that has
    /// ended, or is carried out here, only metadata and tags can be changed.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no flow run with this id, [`Error::Conflict`] where its state
    /// does not allow it, [`Error::Invalid`] for a report that makes no sense.
    pub async fn report_flow_run(&self, id: &RunId, mut report: Report) -> Result<(), Error> {
        let run = self.flow_run_row(id).await?;
        if report != Report::default()
            && let Some(redactor) = self.inner.redactor_of_run(&run).await?
        {
            mask(&mut report, &redactor);
        }
        let tags = report.tags.take();
        if run.is_external() && !run.state.status.is_terminal() {
            self.take(&run, report).await?;
        } else {
            self.take_metadata(&run, report).await?;
        }
        if let Some(tags) = tags {
            self.replace_tags(id, tags).await?;
        }
        Ok(())
    }

    /// Takes a report of a run that has not ended.
    async fn take(&self, run: &Run, report: Report) -> Result<(), Error> {
        let now = self.inner.clock.now();
        let steps = steps::of_open(run, &report, now)?;
        let Report { trigger, session_id, user_id, limit_ms, .. } = report.clone();
        let mut changes = vec![
            Change::Recording(RecordingChange::Heard { at: now, limit_ms }),
            Change::Recording(RecordingChange::About { trigger, session_id, user_id }),
        ];
        changes.extend(kept(report));
        changes.extend(steps.changes());
        let entries = steps.entries(&run.id);
        let append = Append { epoch: EPOCH, entries, changes, ..Append::default() };
        match self.inner.store.append(&run.id, run.day(), append).await {
            Ok(appended) => {
                self.inner.publish(&run.id, appended, steps.end().is_some());
                self.inner.let_go(run, &steps);
                Ok(())
            }
            Err(StoreError::Transition(error)) => Err(refused(run, &error)),
            Err(StoreError::Gone(_)) => Err(Error::not_found("flow run", &run.id)),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes what can be told of a run that has ended, or is carried out here.
    async fn take_metadata(&self, run: &Run, mut report: Report) -> Result<(), Error> {
        let metadata = report.metadata.take();
        if report != Report::default() {
            let status = run.state.status;
            let why = match status.is_terminal() {
                true => format!("has already ended ({status})"),
                false => format!("is carried out by Annals ({})", run.executor),
            };
            let number = run.number;
            return Err(Error::Conflict(format!(
                "run #{number} {why}; only its metadata and tags can be changed"
            )));
        }
        if let Some(metadata) = metadata
            && !self.inner.store.set_metadata(&run.id, &metadata).await?
        {
            return Err(Error::not_found("flow run", &run.id));
        }
        Ok(())
    }
}

impl Inner {
    /// Lets go of what is kept in memory for a run that was reported of.
    fn let_go(&self, run: &Run, steps: &Steps) {
        if !steps.is_empty() {
            self.timelines.moved(&run.task_id);
        }
        if steps.end().is_some() {
            self.hub.close(&run.id);
        }
        self.store.release_unused(&run.id);
    }
}

/// What of a report is kept as it is.
fn kept(report: Report) -> impl Iterator<Item = Change> {
    let inputs = report.inputs.map(Change::Inputs);
    let outputs = report.outputs.map(Change::Outputs);
    inputs.into_iter().chain(outputs).chain(report.metadata.map(Change::Metadata))
}

fn mask(report: &mut Report, redactor: &Redactor) {
    for value in [&mut report.inputs, &mut report.outputs, &mut report.metadata] {
        value.iter_mut().for_each(|value| redactor.value(value));
    }
    report.error_message.iter_mut().for_each(|text| redactor.mask(text));
    report.tags.iter_mut().flatten().for_each(|tag| redactor.mask(tag));
}

fn refused(run: &Run, error: &annals_domain::TransitionError) -> Error {
    Error::Conflict(format!("run #{}: {error}", run.number))
}
