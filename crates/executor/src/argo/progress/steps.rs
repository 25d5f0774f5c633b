//! What is told of single steps: that they began, were tried again, ended or were left out.

use annals_domain::{NodeName, NodeOutcome, Seen};

use super::tries::{given, outcome_of};
use super::waits::Overdue;
use super::{CANCELLED, IsRead, Progress, Tries};
use crate::argo::outline::StepOutline;
use crate::argo::result::{Gave, StepResult, read_outputs};
use crate::argo::status::NodePhase;
use crate::argo::workflow::Workflow;

impl Progress {
    /// The steps in the order in which they ended; those that did not come last, in their order.
    pub(super) fn by_their_end(&self, workflow: &Workflow) -> Vec<usize> {
        let end = |place: usize| Tries::of(workflow, place)?.top.finished_at.clone();
        let mut places: Vec<_> = (0..self.told.steps.len())
            .filter(|place| self.told.steps[*place].end.is_none())
            .collect();
        places.sort_by_cached_key(|place| {
            end(*place).map_or((true, String::new()), |at| (false, at))
        });
        places
    }

    pub(super) fn read_step(
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

    pub(super) fn skip(&mut self, place: usize, reason: String, seen: &mut Vec<Seen>) {
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
    pub(super) fn called(&self, place: usize) -> String {
        let StepOutline { name, path, .. } = &self.outline.steps[place];
        path.clone().unwrap_or_else(|| name.to_string())
    }

    pub(super) const fn is_script(&self) -> bool {
        self.outline.script
    }
}
