//! What a Workflow's status says of the attempt, told as facts, each once.

mod tries;

use annals_domain::{ErrorType, NodeName, NodeOutcome, RunFailure, Seen, Step};
use tries::{Tries, given, outcome_of};

use super::result::{PodEnvironment, StepResult, read_outputs};
use super::status::{NodePhase, WorkflowPhase};
use super::workflow::Workflow;
use crate::{Launch, outcome};

/// What was told of an attempt so far.
#[derive(Debug)]
pub struct Progress {
    steps: Vec<StepProgress>,
    /// Whether it was told that the attempt began, and that it is over.
    begun: bool,
    over: bool,
    /// The failure of what was to be done before the step of a script.
    setup: Option<NodeOutcome>,
    /// The first failure.
    failure: Option<RunFailure>,
    cancelled: bool,
    image: String,
}

/// What was told of a step so far.
#[derive(Debug)]
struct StepProgress {
    step: Step,
    /// How many tries were told to have begun, and how many that another follows.
    started: usize,
    retried: usize,
    /// Whether it was told how it ended; whether it ended well.
    end: Option<bool>,
}

/// What a pod tells while it runs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
enum Told {
    /// Its environment is there.
    Environment(PodEnvironment),
    /// Its step's process began.
    Started,
    /// Something that is not known here.
    #[serde(other)]
    Other,
}

impl Progress {
    /// Nothing was told yet of `launch`, whose pods have this image.
    #[must_use]
    pub fn new(launch: &Launch, image: &str) -> Self {
        let steps = launch.plan.steps.iter().map(|step| StepProgress {
            step: step.clone(),
            started: 0,
            retried: 0,
            end: None,
        });
        Self {
            steps: steps.collect(),
            begun: false,
            over: false,
            setup: None,
            failure: None,
            cancelled: false,
            image: image.to_owned(),
        }
    }

    /// What is new in `workflow`. After [`Seen::Finished`] nothing is.
    pub fn read(&mut self, workflow: &Workflow) -> Vec<Seen> {
        let mut seen = Vec::new();
        if self.over {
            return seen;
        }
        let ended = workflow.is_over();
        if workflow.has_begun() || ended {
            self.begin(&mut seen);
        }
        for place in self.by_their_end(workflow) {
            self.read_step(place, workflow, &mut seen);
        }
        if ended {
            self.finish(workflow, &mut seen);
        }
        seen
    }

    /// What is new in a fact that the pod called `pod` tells: the `tries`th (from 0) of the step with
    /// that place in the plan.
    pub fn told(&mut self, place: usize, tries: usize, pod: &str, fact: &[u8]) -> Vec<Seen> {
        let mut seen = Vec::new();
        let Some(step) = self.steps.get_mut(place).filter(|_| !self.over) else { return seen };
        let node = step.step.name.clone();
        match serde_json::from_slice(fact).unwrap_or(Told::Other) {
            Told::Environment(environment) => {
                let facts = environment.facts(&self.image);
                seen.extend(facts.map(|facts| Seen::EnvironmentReady { node, facts }));
            }
            Told::Started if step.started <= tries && step.end.is_none() => {
                step.started = tries + 1;
                seen.push(Seen::NodeStarted { node, process: pod.to_owned() });
            }
            Told::Started | Told::Other => {}
        }
        if !seen.is_empty() {
            let mut first = Vec::new();
            self.begin(&mut first);
            seen.splice(0..0, first);
        }
        seen
    }

    /// The Workflow is gone from the cluster: what did not end is closed with what is known.
    pub fn gone(&mut self) -> Vec<Seen> {
        let mut seen = Vec::new();
        if !self.over {
            self.begin(&mut seen);
            let why = "its Workflow was deleted from the cluster";
            self.close(&outcome::failed(ErrorType::Platform, why), why, &mut seen);
        }
        seen
    }

    fn begin(&mut self, seen: &mut Vec<Seen>) {
        if !self.begun {
            self.begun = true;
            seen.push(Seen::SetupStarted);
        }
    }

    /// The steps in the order in which they ended; those that did not come last, in their order.
    fn by_their_end(&self, workflow: &Workflow) -> Vec<usize> {
        let end = |place: usize| Tries::of(workflow, place)?.top.finished_at.clone();
        let mut places: Vec<_> =
            (0..self.steps.len()).filter(|place| self.steps[*place].end.is_none()).collect();
        places.sort_by_cached_key(|place| {
            end(*place).map_or((true, String::new()), |at| (false, at))
        });
        places
    }

    fn read_step(&mut self, place: usize, workflow: &Workflow, seen: &mut Vec<Seen>) {
        let Some(tries) = Tries::of(workflow, place) else { return };
        self.tell_retries(place, &tries, workflow, seen);
        if !tries.top.phase.is_over() {
            return;
        }
        if matches!(tries.top.phase, NodePhase::Omitted | NodePhase::Skipped) {
            let reason = self.why_skipped(place, workflow);
            return self.skip(place, reason, seen);
        }
        let (outcome, result) = tries.end(workflow.is_shut_down());
        if result.as_ref().is_some_and(StepResult::is_of_setup) && self.is_script() {
            self.note(None, &outcome);
            self.setup = Some(outcome);
            return self.skip(place, "setup failed".into(), seen);
        }
        let ran = result.as_ref().is_some_and(|r| r.exit_code.is_some() || r.signal.is_some());
        self.tell_start(place, &tries, ran, workflow, seen);
        self.end(place, &tries, outcome, result.unwrap_or_default(), seen);
    }

    /// Of every try after which another one came, that it failed.
    fn tell_retries(
        &mut self,
        place: usize,
        tries: &Tries<'_>,
        workflow: &Workflow,
        seen: &mut Vec<Seen>,
    ) {
        let step = &mut self.steps[place];
        let cancelled = workflow.is_shut_down();
        for (index, pod) in tries.pods.iter().enumerate().skip(step.retried) {
            if index + 1 == tries.pods.len() {
                break;
            }
            step.retried = index + 1;
            let retry = step.step.retry;
            seen.push(Seen::NodeRetried {
                node: step.step.name.clone(),
                outcome: outcome_of(pod, cancelled).0,
                tried: u32::try_from(index + 1).unwrap_or(u32::MAX),
                of: retry.times.saturating_add(1),
                delay_ms: retry.delay_ms,
            });
        }
    }

    /// That the last try began, where its log did not tell so.
    fn tell_start(
        &mut self,
        place: usize,
        tries: &Tries<'_>,
        ran: bool,
        workflow: &Workflow,
        seen: &mut Vec<Seen>,
    ) {
        let step = &mut self.steps[place];
        let Some(pod) = tries.pods.last().filter(|_| ran && step.started < tries.pods.len()) else {
            return;
        };
        step.started = tries.pods.len();
        let name = workflow.metadata.name.as_deref().unwrap_or_default();
        let (node, process) = (step.step.name.clone(), pod.pod_name(name));
        seen.push(Seen::NodeStarted { node, process });
    }

    fn end(
        &mut self,
        place: usize,
        tries: &Tries<'_>,
        outcome: NodeOutcome,
        result: StepResult,
        seen: &mut Vec<Seen>,
    ) {
        let node = self.steps[place].step.name.clone();
        let component = (!self.is_script()).then_some(&node);
        self.note(component, &outcome);
        self.steps[place].end = Some(outcome.error_type.is_none() && !outcome.cancelled);
        let outputs = tries.pods.last().and_then(|pod| given(pod, "outputs"));
        let outputs = outputs.and_then(read_outputs);
        seen.push(Seen::NodeEnded { node, outcome, outputs, files: result.files });
    }

    fn skip(&mut self, place: usize, reason: String, seen: &mut Vec<Seen>) {
        let step = &mut self.steps[place];
        step.end = Some(false);
        seen.push(Seen::NodeSkipped { node: step.step.name.clone(), reason });
    }

    fn why_skipped(&self, place: usize, workflow: &Workflow) -> String {
        let failed = |name: &&NodeName| {
            self.steps.iter().any(|other| other.step.name == **name && other.end == Some(false))
        };
        match self.steps[place].step.after.iter().find(failed) {
            _ if workflow.is_shut_down() => CANCELLED.into(),
            Some(name) => format!("`{name}` did not succeed"),
            None => "what it depends on did not succeed".into(),
        }
    }

    /// Takes note of how something ended: the component of that name, where it was one.
    fn note(&mut self, component: Option<&NodeName>, outcome: &NodeOutcome) {
        self.cancelled |= outcome.cancelled;
        if let (None, Some(error_type)) = (&self.failure, outcome.error_type) {
            let message = outcome.message.clone().unwrap_or_default();
            let message = match component {
                Some(name) => format!("{name}: {message}"),
                None => message,
            };
            self.failure = Some(RunFailure { error_type, message });
        }
    }

    fn finish(&mut self, workflow: &Workflow, seen: &mut Vec<Seen>) {
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
        let left = self.steps.iter().any(|step| step.end.is_none());
        // Of a failure that its steps explain, nothing more is to be said.
        let explained = self.failure.is_some() || (succeeded && !left);
        let outcome = if explained {
            outcome::SUCCESS
        } else {
            outcome::failed(ErrorType::Platform, why.clone())
        };
        self.close(&outcome, &why, seen);
    }

    /// Ends what did not end with `outcome`, and the attempt.
    fn close(&mut self, outcome: &NodeOutcome, why: &str, seen: &mut Vec<Seen>) {
        let mut closed = false;
        for place in 0..self.steps.len() {
            let StepProgress { step, started, retried, end } = &self.steps[place];
            if end.is_some() {
                continue;
            }
            closed = true;
            if started > retried {
                let node = step.name.clone();
                let (outcome, files) = (outcome.clone(), Vec::new());
                seen.push(Seen::NodeEnded { node, outcome, outputs: None, files });
                self.steps[place].end = Some(false);
            } else {
                self.skip(place, why.to_owned(), seen);
            }
        }
        if closed || outcome.error_type.is_some() {
            self.note(None, outcome);
        }
        let nothing_ran = self.steps.iter().all(|step| step.started == 0);
        let failed = outcome.error_type.is_some() && nothing_ran;
        let setup = self.setup.take().or_else(|| failed.then(|| outcome.clone()));
        let outcome = setup.unwrap_or(outcome::SUCCESS);
        seen.push(Seen::SetupEnded { outcome });
        self.over = true;
        let failure = self.failure.clone().filter(|_| !self.cancelled);
        seen.push(Seen::Finished { cancelled: self.cancelled, failure });
    }

    fn is_script(&self) -> bool {
        matches!(&self.steps[..], [only] if only.step.own_inputs.is_none())
    }
}

/// Why a step was left out of a run that was cancelled.
const CANCELLED: &str = "the run was cancelled";

#[cfg(test)]
mod tests;
