//! The tries of a step, as a Workflow's status has them.

use annals_domain::NodeOutcome;

use crate::argo::failure::Cause;
use crate::argo::names;
use crate::argo::result::StepResult;
use crate::argo::status::NodeStatus;
use crate::argo::workflow::Workflow;

/// A node of a step: its tries, and what holds them together.
pub(in crate::argo) struct Tries<'w> {
    /// The node that tells how the step ended.
    pub(in crate::argo) top: &'w NodeStatus,
    /// The pods, in their order.
    pub(in crate::argo) pods: Vec<&'w NodeStatus>,
}

impl<'w> Tries<'w> {
    /// The nodes of the step with that place in the plan, once Argo has them.
    pub(in crate::argo) fn of(workflow: &'w Workflow, place: usize) -> Option<Self> {
        let template = names::template_name(place);
        let mut own = workflow.nodes().filter(|node| node.template_name == template);
        if let Some(top) = own.clone().find(|node| node.is_retry()) {
            let nodes = &workflow.status.as_ref()?.nodes;
            let pods = top.children.iter().filter_map(|id| nodes.get(id));
            return Some(Self { top, pods: pods.filter(|node| node.is_pod()).collect() });
        }
        let top = own.next()?;
        Some(Self { top, pods: [top].into_iter().filter(|node| node.is_pod()).collect() })
    }

    /// How the step ended, and what its last pod says of that.
    pub(super) fn end(&self, cancelled: bool) -> (NodeOutcome, Option<StepResult>) {
        let last = self.pods.last().filter(|pod| pod.phase.is_over());
        let without = || (Cause::of(self.top).outcome(cancelled), None);
        last.map_or_else(without, |pod| outcome_of(pod, cancelled))
    }
}

/// How a pod ended, by its own word or, where it gave none, by the cluster's.
pub(super) fn outcome_of(pod: &NodeStatus, cancelled: bool) -> (NodeOutcome, Option<StepResult>) {
    let cause = Cause::of(pod);
    let result = result_of(pod);
    let outcome = match &result {
        // The program in the pod may have been the one to be killed.
        Some(result) if cause != Cause::OutOfMemory => result.outcome(cancelled),
        _ => cause.outcome(cancelled),
    };
    (outcome, result)
}

/// How a pod's program says that it ended, if it does.
pub(in crate::argo) fn result_of(pod: &NodeStatus) -> Option<StepResult> {
    given(pod, "result").and_then(StepResult::read)
}

/// The value of an output parameter of a pod.
pub(super) fn given<'n>(pod: &'n NodeStatus, name: &str) -> Option<&'n str> {
    pod.outputs.as_ref()?.parameters.value(name)
}
