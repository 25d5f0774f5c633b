//! How an attempt ends: what its Workflow's end, and those of its steps, come to.

use annals_domain::{ErrorType, NodeOutcome, RunFailure, Seen};

use super::told::StepTold;
use super::{CANCELLED, Progress};
use crate::argo::status::WorkflowPhase;
use crate::argo::workflow::Workflow;
use crate::outcome;

impl Progress {
    /// Takes note of how something ended: the step that people know by that name, where it was one.
    pub(super) fn note(&mut self, called: Option<&String>, outcome: &NodeOutcome) {
        self.told.cancelled |= outcome.cancelled && self.told.overdue.is_none();
        if let (None, Some(error_type)) = (&self.told.failure, outcome.error_type) {
            let message = outcome.message.clone().unwrap_or_default();
            let message = match called {
                Some(name) => format!("{name}: {message}"),
                None => message,
            };
            self.told.failure = Some(RunFailure { error_type, message });
        }
    }

    pub(super) fn finish(&mut self, workflow: &Workflow, seen: &mut Vec<Seen>) {
        if let Some(overdue) = self.told.overdue.clone() {
            return self.close(&overdue.outcome(), &overdue.message, seen);
        }
        if workflow.is_shut_down() {
            return self.close(&outcome::CANCELLED, CANCELLED, seen);
        }
        let status = workflow.status.as_ref();
        let message = status.and_then(|status| status.message.as_deref()).unwrap_or_default();
        let why = match message {
            "" => "Argo ended the Workflow without a word".into(),
            text => format!("Argo ended the Workflow: {}", annals_domain::head(text, 500)),
        };
        let succeeded = status.is_some_and(|status| status.phase == WorkflowPhase::Succeeded);
        let left = self.told.steps.iter().any(|step| step.end.is_none());
        // Of a failure that its steps explain, nothing more is to be said.
        let explained = self.told.failure.is_some() || (succeeded && !left);
        let outcome = if explained {
            outcome::SUCCESS
        } else {
            outcome::failed(ErrorType::Platform, why.clone())
        };
        self.close(&outcome, &why, seen);
    }

    /// Ends what did not end with `outcome`, and the attempt.
    pub(super) fn close(&mut self, outcome: &NodeOutcome, why: &str, seen: &mut Vec<Seen>) {
        let mut closed = false;
        for place in 0..self.told.steps.len() {
            let StepTold { started, retried, end } = self.told.steps[place];
            if end.is_some() {
                continue;
            }
            closed = true;
            if started > retried {
                let node = self.outline.steps[place].name.clone();
                let (outcome, files) = (outcome.clone(), Vec::new());
                let (outputs, parcel) = (None, None);
                seen.push(Seen::NodeEnded { node, outcome, outputs, files, parcel });
                self.told.steps[place].end = Some(false);
            } else {
                self.skip(place, why.to_owned(), seen);
            }
        }
        if closed || outcome.error_type.is_some() {
            self.note(None, outcome);
        }
        let nothing_ran = self.told.steps.iter().all(|step| step.started == 0);
        let failed = outcome.error_type.is_some() && nothing_ran;
        let setup = self.told.setup.take().or_else(|| failed.then(|| outcome.clone()));
        let outcome = setup.unwrap_or(outcome::SUCCESS);
        if !self.told.furnished {
            seen.push(Seen::SetupEnded { outcome });
        }
        self.sum_up();
        self.told.over = true;
        seen.extend(self.told.finished());
    }

    /// The tasks of a job stand for themselves: it fails as they do only where all of them did.
    fn sum_up(&mut self) {
        let is_job = self.outline.steps.iter().all(|step| step.path.is_some());
        let count = |end| self.told.steps.iter().filter(|step| step.end == Some(end)).count();
        let (of, failed, succeeded) = (self.told.steps.len(), count(false), count(true));
        let Some(failure) = self.told.failure.as_mut().filter(|_| is_job) else { return };
        if succeeded > 0 {
            failure.error_type = ErrorType::Partial;
        }
        if succeeded > 0 || failed > 1 {
            failure.message =
                format!("{failed} of {of} tasks failed; the first: {}", failure.message);
        }
    }
}
