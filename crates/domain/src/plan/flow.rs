//! The plan of a flow: a step a component, each after those that it needs.

use super::{Plan, Program, Step, Work};
use crate::FlowSpec;

/// What `flow` becomes. A flow that was checked ([`FlowSpec::faults`]) has a step for each of its
/// components.
pub(super) fn plan(flow: &FlowSpec) -> Plan {
    let needs = flow.needs();
    let steps = flow.in_order().into_iter().map(|component| Step {
        name: component.id.clone(),
        work: Work::Python(Program {
            code: component.code.clone(),
            requested: component.requested.clone(),
        }),
        env: component.env.clone(),
        after: needs[&component.id].iter().map(|id| (*id).clone()).collect(),
        own_inputs: Some(component.inputs.clone()),
        retry: component.retry,
        timeout_ms: component.timeout_ms,
        pod: component.pod.clone(),
    });
    Plan { steps: steps.collect() }
}
