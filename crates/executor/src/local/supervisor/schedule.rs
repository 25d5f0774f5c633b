//! Goes through the plan: environments first, then the steps, each after those it depends on.
//!
//! As many steps run at once as the configuration allows. A step that did not succeed takes along
//! those that depend on it, and no others.

use annals_domain::{Extract, ExtractOrder, Seen, Step, Work};
use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use serde_json::Value;

use super::progress::{Next, Progress};
use super::step::{Means, StepEnd};
use super::{Supervisor, outcome, tries};
use crate::local::environment::{self, SetupError};

/// Carries out the whole attempt and reports it, to the last fact.
pub(super) async fn carry_out(supervisor: &Supervisor) {
    let mut progress = Progress::new(&supervisor.launch.given);
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
                progress.skip(step);
                false
            }
        });
        let Some((step, end)) = running.next().await else { break };
        progress.end(step, end);
    }
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
