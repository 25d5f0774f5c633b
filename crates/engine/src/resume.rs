//! Going on from an earlier run of a flow: which components are run again and which outcomes stand.
//!
//! What is used again is referred to, not copied: the node of the new run names the run that carried
//! it out, and its outputs are the same row.

mod plan;

use std::collections::HashMap;

use annals_domain::{Component, FlowSpec, NodeName, NodeRecord, NodeState, RunId, Spec, TaskId};
use annals_store::{ReusedNode, RunBase};
use serde_json::Value;

use crate::Error;
use crate::engine::Engine;
use plan::Before;

/// What to go on from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resume {
    /// The earlier run; none runs the flow as it is now.
    pub from_run: Option<RunId>,
    /// The component to begin with: it and all that need it are run.
    pub from_component: Option<NodeName>,
    /// Components as they are to be for this run, in the place of those with their ids.
    pub components: Vec<Component>,
}

/// What becomes of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedComponent {
    /// The component.
    pub component: NodeName,
    /// Whether the earlier outcome stands; else it is run.
    pub reused: bool,
    /// Why, in a sentence.
    pub reason: String,
}

/// A run that is put together from the flow or an earlier run.
pub(crate) struct Resumed {
    pub(crate) spec: FlowSpec,
    pub(crate) steps: Vec<PlannedComponent>,
    pub(crate) reused: Vec<ReusedNode>,
    pub(crate) base: Option<RunBase>,
}

impl Engine {
    /// What a run of the flow `id` is as `resume` says.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it names no run or component of the flow, [`Error::Conflict`] while
    /// the earlier run goes on.
    pub(crate) async fn resumed(
        &self,
        id: &TaskId,
        resume: &Resume,
        inputs: Option<&Value>,
    ) -> Result<Resumed, Error> {
        let flow = self.flow(id).await?;
        let Some(base) = self.base_of(id, resume).await? else {
            let spec = edited(flow.spec, &resume.components)?;
            let steps = spec.in_order().into_iter().map(|component| PlannedComponent {
                component: component.id.clone(),
                reused: false,
                reason: "there is no earlier run to go on from".into(),
            });
            let steps = steps.collect();
            return Ok(Resumed { spec, steps, reused: Vec::new(), base: None });
        };
        let Spec::Flow(old) = base.snapshot.spec.clone() else {
            return Err(Error::not_found("flow run", &base.run.id));
        };
        let spec = edited(old.clone(), &resume.components)?;
        known_component(&spec, resume.from_component.as_ref())?;
        let nodes = self.inner.store.nodes(&base.run.id, base.run.day()).await?;
        let succeeded = nodes.iter().filter(|node| node.state == NodeState::Success);
        let before = Before {
            name: format!("run #{}", base.run.number),
            spec: old,
            succeeded: succeeded.map(|node| node.name.clone()).collect(),
            other_inputs: inputs.is_some_and(|new| base.inputs.as_ref() != Some(new)),
        };
        let steps = plan::plan(&spec, &before, resume);
        let reused = self.references(&base, &nodes, &steps).await?;
        Ok(Resumed { spec, steps, reused, base: Some(base) })
    }

    /// The run that is gone on from, which must be one of this flow and have ended.
    async fn base_of(&self, id: &TaskId, resume: &Resume) -> Result<Option<RunBase>, Error> {
        let Some(run) = &resume.from_run else {
            return match &resume.from_component {
                Some(_) => Err(Error::invalid("from_component", "needs from_run_id")),
                None => Ok(None),
            };
        };
        let found = self.inner.store.base(run).await?.filter(|base| base.run.task_id == *id);
        let Some(base) = found else {
            let text = format!("must be a run of this flow; {run} is none");
            return Err(Error::invalid("from_run_id", text));
        };
        if !base.run.state.status.is_terminal() {
            let number = base.run.number;
            return Err(Error::Conflict(format!("run #{number} has not ended; cancel it first")));
        }
        Ok(Some(base))
    }

    /// What the nodes that are not run refer to; a node that was itself used again names the run
    /// that carried it out.
    async fn references(
        &self,
        base: &RunBase,
        nodes: &[NodeRecord],
        steps: &[PlannedComponent],
    ) -> Result<Vec<ReusedNode>, Error> {
        let values = self.inner.store.output_ids(&base.run.id).await?;
        let nodes: HashMap<_, _> = nodes.iter().map(|node| (&node.name, node)).collect();
        let reused = steps.iter().filter(|step| step.reused);
        let reference = |step: &PlannedComponent| {
            let node = nodes.get(&step.component)?;
            Some(ReusedNode {
                name: step.component.clone(),
                run: node.reused_from.clone().unwrap_or_else(|| base.run.id.clone()),
                outputs: values.get(&node.index).cloned(),
            })
        };
        Ok(reused.filter_map(reference).collect())
    }
}

/// `spec` with components in the place of those with their ids.
fn edited(mut spec: FlowSpec, components: &[Component]) -> Result<FlowSpec, Error> {
    for (place, edited) in components.iter().enumerate() {
        match spec.components.iter_mut().find(|component| component.id == edited.id) {
            Some(component) => component.clone_from(edited),
            None => {
                let text = format!("must be a component of the flow; there is no `{}`", edited.id);
                return Err(Error::invalid(format!("components.{place}.id"), text));
            }
        }
    }
    Ok(spec)
}

fn known_component(spec: &FlowSpec, name: Option<&NodeName>) -> Result<(), Error> {
    match name {
        Some(name) if !spec.components.iter().any(|component| component.id == *name) => {
            let text = format!("must be a component of the run; there is no `{name}`");
            Err(Error::invalid("from_component", text))
        }
        _ => Ok(()),
    }
}
