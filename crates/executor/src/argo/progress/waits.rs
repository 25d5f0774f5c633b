//! Steps whose pods do not begin: that is told once, and not waited for without end.

use annals_domain::{ErrorType, NodeOutcome, RunFailure, Timestamp};
use serde::{Deserialize, Serialize};

use super::Progress;
use super::tries::Tries;
use crate::argo::status::NodeStatus;
use crate::argo::waiting::{self, Obstacle};
use crate::argo::workflow::Workflow;
use crate::outcome;

/// A step that was waited for as long as it may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Overdue {
    /// Its place in the plan.
    pub(super) step: usize,
    /// How it failed, in a sentence.
    pub(super) message: String,
}

impl Overdue {
    pub(super) fn outcome(&self) -> NodeOutcome {
        outcome::failed(ErrorType::Platform, self.message.clone())
    }
}

impl Progress {
    /// What is new in why pods do not begin, as lines for the log of the setup.
    pub(in crate::argo) fn obstacles(&mut self, workflow: &Workflow) -> Vec<String> {
        let mut lines = Vec::new();
        for place in 0..self.told.steps.len() {
            let found = self.waiting(place, workflow).and_then(Obstacle::of);
            let told = self.told.obstacles.get(&place).copied();
            match found {
                Some((kind, words)) if told != Some(kind) => {
                    self.told.obstacles.insert(place, kind);
                    lines.push(format!("annals: {} waits: {words}", self.called(place)));
                }
                Some(_) => {}
                None => drop(self.told.obstacles.remove(&place)),
            }
        }
        lines
    }

    /// The step that waits the longest of those whose pods have not begun: since when.
    pub(in crate::argo) fn longest(&self, workflow: &Workflow) -> Option<(usize, Timestamp)> {
        if self.told.overdue.is_some() || self.told.over {
            return None;
        }
        let since = |place| Some((place, waiting::since(self.waiting(place, workflow)?)?));
        (0..self.told.steps.len()).filter_map(since).min_by_key(|(_, since)| *since)
    }

    /// The step with that place in the plan is not waited for any longer: the run fails. Answers the
    /// line for the log of the setup.
    pub(in crate::argo) fn give_up(
        &mut self,
        step: usize,
        workflow: &Workflow,
        seconds: u64,
    ) -> String {
        let why = self.waiting(step, workflow).and_then(Obstacle::of);
        let why = why.map_or_else(|| "nothing is said of why".to_owned(), |(_, words)| words);
        let message = format!("its pod did not begin within {seconds} s: {why}");
        let called = self.called(step);
        let told = if self.is_script() { message.clone() } else { format!("{called}: {message}") };
        let failure = RunFailure { error_type: ErrorType::Platform, message: told };
        self.told.failure.get_or_insert(failure);
        let line = format!("annals: {called}: {message}");
        self.told.overdue = Some(Overdue { step, message });
        line
    }

    /// Whether a step was waited for as long as it may be, and the attempt is to end.
    pub(in crate::argo) fn is_overdue(&self) -> bool {
        self.told.overdue.is_some() && !self.told.over
    }

    /// Whether somebody else told the Workflow to end.
    pub(super) fn is_cancelled(&self, workflow: &Workflow) -> bool {
        workflow.is_shut_down() && self.told.overdue.is_none()
    }

    /// The pod of a step that did not end, if that has not begun.
    fn waiting<'w>(&self, place: usize, workflow: &'w Workflow) -> Option<&'w NodeStatus> {
        if self.told.steps[place].end.is_some() {
            return None;
        }
        let tries = Tries::of(workflow, place)?;
        tries.pods.last().copied().filter(|pod| waiting::waits(pod))
    }
}
