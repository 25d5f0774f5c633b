//! Goes through the plan: environments first, then the steps, each after those it depends on.
//!
//! Steps run one after another. That is decided here and nowhere else.

use std::collections::HashMap;

use annals_domain::{EnvironmentFacts, ErrorType, NodeName, NodeOutcome, RunFailure, Seen, Step};
use serde_json::{Map, Value};

use super::{Stop, Supervisor, outcome, step};
use crate::local::environment::{self, SetupError};

/// What is known of the attempt as it goes on.
#[derive(Debug, Default)]
struct Progress {
    /// The outputs of the steps that succeeded.
    succeeded: HashMap<NodeName, Option<Value>>,
    /// The first failure.
    failure: Option<RunFailure>,
    /// Whether something was cut short or left out because the run was cancelled.
    cancelled: bool,
}

/// Carries out the whole attempt and reports it, to the last fact.
pub(super) async fn carry_out(supervisor: &Supervisor) {
    let mut progress = Progress::default();
    match set_up(supervisor).await {
        Ok(environments) => run_steps(supervisor, &environments, &mut progress).await,
        Err(error) => give_up(supervisor, error, &mut progress),
    }
    let Progress { cancelled, failure, .. } = progress;
    let failure = failure.filter(|_| !cancelled);
    supervisor.spool.fact(Seen::Finished { cancelled, failure });
}

/// Has an environment ready for every step, in the order of the steps.
async fn set_up(supervisor: &Supervisor) -> Result<Vec<EnvironmentFacts>, SetupError> {
    supervisor.spool.fact(Seen::SetupStarted);
    let mut environments = Vec::new();
    for step in &supervisor.launch.plan.steps {
        let facts = environment::provide(supervisor, step).await?;
        let ready = Seen::EnvironmentReady { node: step.name.clone(), facts: facts.clone() };
        supervisor.spool.fact(ready);
        environments.push(facts);
    }
    supervisor.spool.fact(Seen::SetupEnded { outcome: outcome::SUCCESS });
    Ok(environments)
}

fn give_up(supervisor: &Supervisor, error: SetupError, progress: &mut Progress) {
    let (outcome, reason) = match error {
        SetupError::Stopped(stop) => stopped(stop),
        SetupError::Failed(failure) => {
            (outcome::failed(failure.error_type, failure.message), "setup failed")
        }
    };
    progress.note(&outcome);
    supervisor.spool.fact(Seen::SetupEnded { outcome });
    for step in &supervisor.launch.plan.steps {
        skip(supervisor, step, reason.into());
    }
}

async fn run_steps(
    supervisor: &Supervisor,
    environments: &[EnvironmentFacts],
    progress: &mut Progress,
) {
    for (step, facts) in supervisor.launch.plan.steps.iter().zip(environments) {
        if let Some(stop) = supervisor.stop.now() {
            let (outcome, reason) = stopped(stop);
            progress.note(&outcome);
            skip(supervisor, step, reason.into());
        } else if let Some(missing) = step.after.iter().find(|name| !progress.has(name)) {
            skip(supervisor, step, format!("`{missing}` did not succeed"));
        } else {
            let inputs = progress.inputs_of(step, &supervisor.launch.inputs);
            let (outcome, outputs) = step::run(supervisor, step, facts, &inputs).await;
            progress.note(&outcome);
            if outcome.error_type.is_none() && !outcome.cancelled {
                progress.succeeded.insert(step.name.clone(), outputs);
            }
        }
    }
}

/// What a stop means for what it ends, and for what is left out because of it.
fn stopped(stop: Stop) -> (NodeOutcome, &'static str) {
    match stop {
        Stop::Cancelled => (outcome::CANCELLED, "the run was cancelled"),
        Stop::Shutdown | Stop::TimedOut => {
            let reason = "its supervisor was told to stop";
            (outcome::failed(ErrorType::Platform, reason), reason)
        }
    }
}

fn skip(supervisor: &Supervisor, step: &Step, reason: String) {
    supervisor.spool.fact(Seen::NodeSkipped { node: step.name.clone(), reason });
}

impl Progress {
    fn has(&self, name: &NodeName) -> bool {
        self.succeeded.contains_key(name)
    }

    fn note(&mut self, outcome: &NodeOutcome) {
        self.cancelled |= outcome.cancelled;
        if let (None, Some(error_type)) = (&self.failure, outcome.error_type) {
            let message = outcome.message.clone().unwrap_or_default();
            self.failure = Some(RunFailure { error_type, message });
        }
    }

    /// The run's inputs and, for a step that depends on others, their outputs as `upstream`.
    fn inputs_of(&self, step: &Step, inputs: &Value) -> Value {
        let mut inputs = inputs.clone();
        if let (Value::Object(fields), false) = (&mut inputs, step.after.is_empty()) {
            let outputs = |name| self.succeeded.get(name).cloned().flatten().unwrap_or_default();
            let upstream: Map<_, _> =
                step.after.iter().map(|name| (name.to_string(), outputs(name))).collect();
            fields.insert("upstream".into(), Value::Object(upstream));
        }
        inputs
    }
}
