//! What a Workflow's status says of the attempt, told as facts, each once.

mod ending;
mod steps;
mod told;
mod tries;
mod waits;

use annals_domain::{ErrorType, NodeName, Seen};
pub use told::Told;
use told::{Fact, StepTold};
pub(super) use tries::{Tries, result_of};

use super::outline::Outline;
use super::status::NodeStatus;
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
}

/// Why a step was left out of a run that was cancelled.
const CANCELLED: &str = "the run was cancelled";

#[cfg(test)]
mod tests;
