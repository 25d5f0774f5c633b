//! Goes through the plan: environments first, then the steps, each after those it depends on.
//!
//! As many steps run at once as the configuration allows. A step that did not succeed takes along
//! those that depend on it, and no others.

use std::collections::HashMap;

use annals_domain::{
    ErrorType, Extract, ExtractOrder, NodeName, NodeOutcome, Plan, RunFailure, Seen, Step, Work,
};
use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use serde_json::{Map, Value};

use super::step::{Means, StepEnd};
use super::{Supervisor, outcome, tries};
use crate::local::environment::{self, SetupError};

/// What is known of the attempt as it goes on.
#[derive(Debug, Default)]
struct Progress {
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
    cancelled: bool,
}

/// What is to be done with a step that has not begun.
enum Next<'s> {
    /// It may begin.
    Begin,
    /// A step before it is not over.
    Wait,
    /// It will not begin, since this step before it did not succeed.
    Skip(&'s NodeName),
}

/// Carries out the whole attempt and reports it, to the last fact.
pub(super) async fn carry_out(supervisor: &Supervisor) {
    let given = supervisor.launch.given.iter();
    let given = given.map(|(name, outputs)| (name.clone(), Some(outputs.clone())));
    let mut progress = Progress { over: given.collect(), ..Progress::default() };
    match set_up(supervisor).await {
        Ok(means) => run_steps(supervisor, &means, &mut progress).await,
        Err(error) => give_up(supervisor, error, &mut progress),
    }
    let cancelled = progress.cancelled;
    let failure = progress.outcome(&supervisor.launch.plan).filter(|_| !cancelled);
    supervisor.spool.fact(Seen::Finished { cancelled, failure });
}

/// Has what every step is carried out with ready, in the order of the steps.
async fn set_up(supervisor: &Supervisor) -> Result<Vec<Means<'_>>, SetupError> {
    supervisor.spool.fact(Seen::SetupStarted);
    let mut means = Vec::new();
    for step in &supervisor.launch.plan.steps {
        means.push(match &step.work {
            Work::Extract(work) => Means::Extract(Box::new(order(supervisor, work))),
            Work::Python(program) => {
                let facts = environment::provide(supervisor, program).await?;
                let (node, ready) = (step.name.clone(), facts.clone());
                supervisor.spool.fact(Seen::EnvironmentReady { node, facts: ready });
                Means::Python(program, facts)
            }
        });
    }
    supervisor.spool.fact(Seen::SetupEnded { outcome: outcome::SUCCESS });
    Ok(means)
}

/// What the process of a step that searches files is told.
fn order(supervisor: &Supervisor, work: &Extract) -> ExtractOrder {
    ExtractOrder {
        work: work.clone(),
        endpoint: supervisor.launch.endpoint.clone(),
        of_run: supervisor.folder.path().to_owned(),
        of_machine: supervisor.config.data_dir.clone(),
    }
}

fn give_up(supervisor: &Supervisor, error: SetupError, progress: &mut Progress) {
    let (outcome, reason) = match error {
        SetupError::Stopped(stop) => outcome::stopped(stop),
        SetupError::Failed(failure) => {
            (outcome::failed(failure.error_type, failure.message), "setup failed")
        }
    };
    progress.note(None, &outcome);
    supervisor.spool.fact(Seen::SetupEnded { outcome });
    for step in &supervisor.launch.plan.steps {
        skip(supervisor, step, reason.into());
    }
}

async fn run_steps(supervisor: &Supervisor, means: &[Means<'_>], progress: &mut Progress) {
    let limit = supervisor.config.steps_at_once.max(1);
    let mut waiting: Vec<_> = supervisor.launch.plan.steps.iter().zip(means).collect();
    let mut running = FuturesUnordered::new();
    loop {
        if supervisor.stop.now().is_some() {
            leave_out(supervisor, std::mem::take(&mut waiting), progress);
        }
        // A step comes after those that it depends on, so that one pass sees to all.
        waiting.retain(|&(step, means)| match progress.next(step) {
            Next::Begin if running.len() < limit => {
                let inputs = progress.inputs_of(step, &supervisor.launch.inputs);
                running.push(carry_out_step(supervisor, step, means, inputs));
                false
            }
            Next::Begin | Next::Wait => true,
            Next::Skip(missing) => {
                skip(supervisor, step, format!("`{missing}` did not succeed"));
                progress.over.insert(step.name.clone(), None);
                false
            }
        });
        let Some((step, end)) = running.next().await else { break };
        progress.end(step, end);
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

async fn carry_out_step<'s>(
    supervisor: &Supervisor,
    step: &'s Step,
    means: &Means<'_>,
    inputs: Value,
) -> (&'s Step, StepEnd) {
    (step, tries::run(supervisor, step, means, &inputs).await)
}

/// Leaves out what has not begun when the attempt is to end.
fn leave_out(supervisor: &Supervisor, waiting: Vec<(&Step, &Means<'_>)>, progress: &mut Progress) {
    let Some(stop) = supervisor.stop.now() else { return };
    for (step, _) in waiting {
        let (outcome, reason) = outcome::stopped(stop);
        progress.note(None, &outcome);
        skip(supervisor, step, reason.into());
    }
}

fn skip(supervisor: &Supervisor, step: &Step, reason: String) {
    supervisor.spool.fact(Seen::NodeSkipped { node: step.name.clone(), reason });
}

impl Progress {
    fn next<'s>(&self, step: &'s Step) -> Next<'s> {
        let failed = step.after.iter().find(|name| matches!(self.over.get(name), Some(None)));
        match failed {
            Some(failed) => Next::Skip(failed),
            None if step.after.iter().all(|name| self.over.contains_key(name)) => Next::Begin,
            None => Next::Wait,
        }
    }

    fn end(&mut self, step: &Step, (outcome, outputs): StepEnd) {
        self.note(called(step), &outcome);
        let succeeded = outcome.error_type.is_none() && !outcome.cancelled;
        self.succeeded += usize::from(succeeded);
        let outputs = succeeded.then(|| outputs.unwrap_or_default());
        self.over.insert(step.name.clone(), outputs);
    }

    /// How the attempt failed, if it did. The tasks of a job stand for themselves: it fails as they
    /// do only where all of them did.
    fn outcome(self, plan: &Plan) -> Option<RunFailure> {
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
    fn note(&mut self, step: Option<&str>, outcome: &NodeOutcome) {
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
    fn inputs_of(&self, step: &Step, inputs: &Value) -> Value {
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
