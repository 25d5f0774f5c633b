//! What a Workflow's status says of the attempt, told as facts, each once.

mod ending;
mod told;
mod tries;
mod waits;

use annals_domain::{ErrorType, NodeName, NodeOutcome, Seen};
pub use told::Told;
use told::{Fact, StepTold};
pub(super) use tries::Tries;
use tries::{given, outcome_of};
use waits::Overdue;

use super::outline::{Outline, StepOutline};
use super::result::{Gave, StepResult, read_outputs};
use super::status::{NodePhase, NodeStatus};
use super::workflow::Workflow;
use crate::outcome;

/// What was told of an attempt so far, and of which steps.
#[derive(Debug)]
pub struct Progress {
    outline: Outline,
    told: Told,
    image: String,
}

/// Whether the log of a pod was read to its end: before that, nothing is told of the pod's end.
pub type IsRead<'r> = &'r dyn Fn(&NodeStatus) -> bool;

impl Progress {
    /// Of the steps in `outline`, whose pods have this image, that much was told.
    #[must_use]
    pub fn new(outline: Outline, image: &str, mut told: Told) -> Self {
        told.steps.resize_with(outline.steps.len(), StepTold::default);
        Self { outline, told, image: image.to_owned() }
    }

    /// What was told so far.
    #[must_use]
    pub const fn told_so_far(&self) -> &Told {
        &self.told
    }

    /// The name of the step with that place in the plan.
    #[must_use]
    pub fn name(&self, place: usize) -> Option<&NodeName> {
        self.outline.steps.get(place).map(|step| &step.name)
    }

    /// The place in the plan of the step with that name.
    #[must_use]
    pub fn place(&self, name: &NodeName) -> Option<usize> {
        self.outline.steps.iter().position(|step| step.name == *name)
    }

    /// What is new in `workflow`. After [`Seen::Finished`] nothing is.
    pub fn read(&mut self, workflow: &Workflow, is_read: IsRead<'_>) -> Vec<Seen> {
        let mut seen = Vec::new();
        if self.told.over {
            return seen;
        }
        let ended = workflow.is_over();
        if workflow.has_begun() || ended {
            self.begin(&mut seen);
        }
        for place in self.by_their_end(workflow) {
            self.read_step(place, workflow, is_read, &mut seen);
        }
        if ended && self.to_read(workflow, is_read).is_empty() {
            self.finish(workflow, &mut seen);
        }
        seen
    }

    /// The pods whose logs are to be read now, with the places of their steps: of each step the first
    /// that was not read yet.
    pub fn to_read<'w>(
        &self,
        workflow: &'w Workflow,
        is_read: IsRead<'_>,
    ) -> Vec<(usize, &'w NodeStatus)> {
        let open = |place: &usize| self.told.steps[*place].end.is_none();
        let first = |place: usize| {
            let pods = Tries::of(workflow, place)?.pods;
            let tried = self.told.steps[place].retried;
            pods.into_iter().skip(tried).find(|pod| !is_read(pod)).map(|pod| (place, pod))
        };
        (0..self.told.steps.len()).filter(open).filter_map(first).collect()
    }

    /// That the attempt began, where that was not told yet.
    pub fn began(&mut self) -> Vec<Seen> {
        let mut seen = Vec::new();
        self.begin(&mut seen);
        seen
    }

    /// What is new in a fact that the pod called `pod`, of the step with that place in the plan, tells.
    pub fn told(&mut self, place: usize, pod: &str, fact: &[u8]) -> Vec<Seen> {
        let mut seen = Vec::new();
        if self.told.over {
            return seen;
        }
        let Some(step) = self.told.steps.get_mut(place) else { return seen };
        let node = self.outline.steps[place].name.clone();
        match serde_json::from_slice(fact).unwrap_or(Fact::Other) {
            Fact::Environment(environment) => {
                let image = self.outline.steps[place].image.as_ref().unwrap_or(&self.image);
                let facts = environment.facts(image);
                seen.extend(facts.map(|facts| Seen::EnvironmentReady { node, facts }));
            }
            Fact::Started { tried } if step.started <= tried && step.end.is_none() => {
                step.started = tried + 1;
                self.end_setup(&mut seen);
                seen.push(Seen::NodeStarted { node, process: pod.to_owned() });
            }
            Fact::Started { .. } | Fact::Other => {}
        }
        if !seen.is_empty() {
            seen.splice(0..0, self.began());
        }
        seen
    }

    /// The Workflow is gone from the cluster with all of its pods: what did not end is closed with
    /// what is known. `cancelled` tells whether it had been told to end.
    pub fn gone(&mut self, cancelled: bool) -> Vec<Seen> {
        let mut seen = Vec::new();
        if self.told.over {
            return seen;
        }
        self.begin(&mut seen);
        if let Some(overdue) = self.told.overdue.clone() {
            self.close(&overdue.outcome(), &overdue.message, &mut seen);
        } else if cancelled {
            self.close(&outcome::CANCELLED, CANCELLED, &mut seen);
        } else {
            let why = "its Workflow was deleted from the cluster";
            self.close(&outcome::failed(ErrorType::Platform, why), why, &mut seen);
        }
        seen
    }

    fn begin(&mut self, seen: &mut Vec<Seen>) {
        if !self.told.begun {
            self.told.begun = true;
            seen.push(Seen::SetupStarted);
        }
    }

    /// The platform's part is over once every step began, unless one may begin again.
    fn end_setup(&mut self, seen: &mut Vec<Seen>) {
        let again = self.outline.steps.iter().any(|step| !step.retry.is_never());
        let begun = |step: &StepTold| step.started > 0 || step.end.is_some();
        if !again && !self.told.furnished && self.told.steps.iter().all(begun) {
            self.told.furnished = true;
            seen.push(Seen::SetupEnded { outcome: outcome::SUCCESS });
        }
    }

    /// The steps in the order in which they ended; those that did not come last, in their order.
    fn by_their_end(&self, workflow: &Workflow) -> Vec<usize> {
        let end = |place: usize| Tries::of(workflow, place)?.top.finished_at.clone();
        let mut places: Vec<_> = (0..self.told.steps.len())
            .filter(|place| self.told.steps[*place].end.is_none())
            .collect();
        places.sort_by_cached_key(|place| {
            end(*place).map_or((true, String::new()), |at| (false, at))
        });
        places
    }

    fn read_step(
        &mut self,
        place: usize,
        workflow: &Workflow,
        is_read: IsRead<'_>,
        seen: &mut Vec<Seen>,
    ) {
        let Some(tries) = Tries::of(workflow, place) else { return };
        self.tell_retries(place, &tries, workflow, is_read, seen);
        if !tries.top.phase.is_over() || !tries.pods.iter().all(|pod| is_read(pod)) {
            return;
        }
        if matches!(tries.top.phase, NodePhase::Omitted | NodePhase::Skipped) {
            let reason = self.why_skipped(place, workflow);
            return self.skip(place, reason, seen);
        }
        if let Some(overdue) = self.told.overdue.clone().filter(|overdue| overdue.step == place) {
            return self.end_overdue(place, &tries, &overdue, seen);
        }
        let (outcome, result) = tries.end(self.is_cancelled(workflow));
        if result.as_ref().is_some_and(StepResult::is_of_setup) && self.is_script() {
            return self.end_setup_badly(place, outcome, seen);
        }
        let ran = result.as_ref().is_some_and(|r| r.exit_code.is_some() || r.signal.is_some());
        self.tell_start(place, &tries, ran, workflow, seen);
        self.end(place, &tries, outcome, seen);
    }

    /// What was to be done before the step of a script failed.
    fn end_setup_badly(&mut self, place: usize, outcome: NodeOutcome, seen: &mut Vec<Seen>) {
        self.note(None, &outcome);
        self.told.setup = Some(outcome);
        self.skip(place, "setup failed".into(), seen);
    }

    /// A step is over that was waited for as long as it may be.
    fn end_overdue(
        &mut self,
        place: usize,
        tries: &Tries<'_>,
        overdue: &Overdue,
        seen: &mut Vec<Seen>,
    ) {
        match self.is_script() {
            true => self.end_setup_badly(place, overdue.outcome(), seen),
            false => self.end(place, tries, overdue.outcome(), seen),
        }
    }

    /// Of every try after which another one came, that it failed.
    fn tell_retries(
        &mut self,
        place: usize,
        tries: &Tries<'_>,
        workflow: &Workflow,
        is_read: IsRead<'_>,
        seen: &mut Vec<Seen>,
    ) {
        let cancelled = self.is_cancelled(workflow);
        let StepOutline { name, retry, .. } = &self.outline.steps[place];
        let step = &mut self.told.steps[place];
        for (index, pod) in tries.pods.iter().enumerate().skip(step.retried) {
            if index + 1 == tries.pods.len() || !is_read(pod) {
                break;
            }
            step.retried = index + 1;
            seen.push(Seen::NodeRetried {
                node: name.clone(),
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
        let step = &mut self.told.steps[place];
        let Some(pod) = tries.pods.last().filter(|_| ran && step.started < tries.pods.len()) else {
            return;
        };
        step.started = tries.pods.len();
        let name = workflow.metadata.name.as_deref().unwrap_or_default();
        let (node, process) = (self.outline.steps[place].name.clone(), pod.pod_name(name));
        seen.push(Seen::NodeStarted { node, process });
    }

    fn end(&mut self, place: usize, tries: &Tries<'_>, outcome: NodeOutcome, seen: &mut Vec<Seen>) {
        let (node, called) = (self.outline.steps[place].name.clone(), self.called(place));
        self.note((!self.is_script()).then_some(&called), &outcome);
        self.told.steps[place].end = Some(outcome.error_type.is_none() && !outcome.cancelled);
        let gave = tries.pods.last().and_then(|pod| given(pod, "outputs"));
        let (outputs, parcel) = match gave.and_then(read_outputs) {
            Some(Gave::Value(outputs)) => (Some(outputs), None),
            Some(Gave::Kept(parcel)) => (None, Some(parcel)),
            None => (None, None),
        };
        // Files are no matter of the Workflow: the pod has given them to the server.
        seen.push(Seen::NodeEnded { node, outcome, outputs, files: Vec::new(), parcel });
    }

    fn skip(&mut self, place: usize, reason: String, seen: &mut Vec<Seen>) {
        self.told.steps[place].end = Some(false);
        seen.push(Seen::NodeSkipped { node: self.outline.steps[place].name.clone(), reason });
    }

    fn why_skipped(&self, place: usize, workflow: &Workflow) -> String {
        let ends = self.outline.steps.iter().zip(&self.told.steps);
        let failed = |name: &&NodeName| {
            ends.clone().any(|(other, told)| other.name == **name && told.end == Some(false))
        };
        match self.outline.steps[place].after.iter().find(failed) {
            _ if self.is_cancelled(workflow) => CANCELLED.into(),
            Some(name) => format!("`{name}` did not succeed"),
            None => "what it depends on did not succeed".into(),
        }
    }

    /// What people know a step by: a component's id, the path of a task's file.
    fn called(&self, place: usize) -> String {
        let StepOutline { name, path, .. } = &self.outline.steps[place];
        path.clone().unwrap_or_else(|| name.to_string())
    }

    const fn is_script(&self) -> bool {
        self.outline.script
    }
}

/// Why a step was left out of a run that was cancelled.
const CANCELLED: &str = "the run was cancelled";

#[cfg(test)]
mod tests;
