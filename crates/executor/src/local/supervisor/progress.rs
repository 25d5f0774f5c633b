//! What is known of an attempt as it goes on, and what comes of it.

use std::collections::HashMap;

use annals_domain::{ErrorType, NodeName, NodeOutcome, Plan, RunFailure, Step, Work};
use serde_json::{Map, Value};

use super::step::StepEnd;

/// What is known of the attempt as it goes on.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// The steps that ended or were left out, and those that were carried out before; the outputs
    /// of those that succeeded.
    over: HashMap<NodeName, Option<Value>>,
    /// The first failure.
    failure: Option<RunFailure>,
    /// How many steps succeeded here.
    succeeded: usize,
    /// How many failed.
    failed: usize,
    /// Whether something was cut short or left out because the run was cancelled.
    pub(super) cancelled: bool,
}

/// What is to be done with a step that has not begun.
pub(super) enum Next<'s> {
    /// It may begin.
    Begin,
    /// A step before it is not over.
    Wait,
    /// It will not begin, since this step before it did not succeed.
    Skip(&'s NodeName),
}

impl Progress {
    /// An attempt that begins. What some steps gave stands already.
    pub(super) fn new(given: &HashMap<NodeName, Value>) -> Self {
        let given = given.iter().map(|(name, outputs)| (name.clone(), Some(outputs.clone())));
        Self { over: given.collect(), ..Self::default() }
    }

    /// A step was left out.
    pub(super) fn skip(&mut self, step: &Step) {
        self.over.insert(step.name.clone(), None);
    }

    /// What is to be done with `step` now.
    pub(super) fn next<'s>(&self, step: &'s Step) -> Next<'s> {
        let failed = step.after.iter().find(|name| matches!(self.over.get(name), Some(None)));
        match failed {
            Some(failed) => Next::Skip(failed),
            None if step.after.iter().all(|name| self.over.contains_key(name)) => Next::Begin,
            None => Next::Wait,
        }
    }

    /// A step ended.
    pub(super) fn end(&mut self, step: &Step, (outcome, outputs): StepEnd) {
        self.note(called(step), &outcome);
        let succeeded = outcome.error_type.is_none() && !outcome.cancelled;
        self.succeeded += usize::from(succeeded);
        let outputs = succeeded.then(|| outputs.unwrap_or_default());
        self.over.insert(step.name.clone(), outputs);
    }

    /// How the attempt failed, if it did. The tasks of a job stand for themselves: it fails as they
    /// do only where all of them did.
    pub(super) fn outcome(self, plan: &Plan) -> Option<RunFailure> {
        let (of, failed) = (plan.steps.len(), self.failed);
        let mut failure = self.failure?;
        if failed < 2 && self.succeeded == 0 || !plan.steps.iter().all(is_extraction) {
            return Some(failure);
        }
        if self.succeeded > 0 {
            failure.error_type = ErrorType::Partial;
        }
        failure.message = format!("{failed} of {of} tasks failed; the first: {}", failure.message);
        Some(failure)
    }

    /// Takes note of how something ended: the step that people know by that name, if it was one.
    pub(super) fn note(&mut self, step: Option<&str>, outcome: &NodeOutcome) {
        self.cancelled |= outcome.cancelled;
        self.failed += usize::from(outcome.error_type.is_some());
        if let (None, Some(error_type)) = (&self.failure, outcome.error_type) {
            let message = outcome.message.clone().unwrap_or_default();
            let message = match step {
                Some(name) => format!("{name}: {message}"),
                None => message,
            };
            self.failure = Some(RunFailure { error_type, message });
        }
    }

    /// What the step reads: the run's inputs, for a component overlaid by its own, with the outputs
    /// of those it depends on as `upstream`.
    pub(super) fn inputs_of(&self, step: &Step, inputs: &Value) -> Value {
        let mut inputs = inputs.clone();
        if let (Value::Object(fields), Some(own)) = (&mut inputs, &step.own_inputs) {
            fields.extend(own.clone());
            let outputs = |name| self.over.get(name).cloned().flatten().unwrap_or_default();
            let upstream: Map<_, _> =
                step.after.iter().map(|name| (name.to_string(), outputs(name))).collect();
            fields.insert("upstream".into(), Value::Object(upstream));
        }
        inputs
    }
}

/// What people know a step by: a component's id, the path of a task's file; a script is the run.
fn called(step: &Step) -> Option<&str> {
    match &step.work {
        Work::Extract(work) => Some(&work.group.path),
        Work::Python(_) => step.own_inputs.is_some().then_some(step.name.as_str()),
    }
}

const fn is_extraction(step: &Step) -> bool {
    matches!(step.work, Work::Extract(_))
}
