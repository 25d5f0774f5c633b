//! How an attempt stands and what its pods have printed, asked of the cluster at once.

use annals_domain::{NodeName, NodeState, Timestamp};
use futures::{AsyncReadExt as _, FutureExt as _, StreamExt as _, TryStreamExt as _, stream};

use super::account::is_argos;
use super::lines::{Line, Lines, Origin, Stamped};
use super::outline::{Outline, StepOutline};
use super::progress::Tries;
use super::status::{NodePhase, NodeStatus};
use super::{Cluster, ClusterError, Workflow};
use crate::{AttemptRef, Glance, NodeGlance, Printed};

/// How many pods' logs are read side by side.
const AT_ONCE: usize = 8;

/// Asks the cluster; none if it has no Workflow of the attempt.
pub(super) async fn glance(
    cluster: &Cluster,
    attempt: &AttemptRef,
    limit: usize,
) -> Result<Option<Glance>, ClusterError> {
    let Some(workflow) = cluster.workflow(attempt).await? else { return Ok(None) };
    let Some(outline) = Outline::read(&workflow) else { return Ok(None) };
    let mut steps = Vec::with_capacity(outline.steps.len());
    for (place, StepOutline { name, .. }) in outline.steps.into_iter().enumerate() {
        steps.push(step(cluster, &workflow, place, name, limit).boxed());
    }
    let steps: Vec<_> = stream::iter(steps).buffered(AT_ONCE).try_collect().await?;
    let mut setup = setup(&workflow);
    let mut nodes = Vec::with_capacity(steps.len() + 1);
    for (node, furnished) in steps {
        for line in furnished {
            setup.printed.add(&line, limit);
        }
        nodes.push(node);
    }
    nodes.insert(0, setup);
    Ok(Some(Glance { phase: workflow.phase(), nodes }))
}

/// What is known of the platform's part before any log was read.
fn setup(workflow: &Workflow) -> NodeGlance {
    let started = workflow.status.as_ref().and_then(|status| time(status.started_at.as_deref()));
    let begun = workflow.has_begun();
    NodeGlance {
        name: NodeName::setup(),
        process: None,
        state: if begun { NodeState::Running } else { NodeState::Pending },
        started_at: started.filter(|_| begun),
        ended_at: None,
        printed: Printed::default(),
    }
}

/// A step, and the lines of its pods that are the platform's.
async fn step(
    cluster: &Cluster,
    workflow: &Workflow,
    place: usize,
    name: NodeName,
    limit: usize,
) -> Result<(NodeGlance, Vec<Vec<u8>>), ClusterError> {
    let workflow_name = workflow.metadata.name.as_deref().unwrap_or_default();
    let (mut printed, mut furnished) = (Printed::default(), Vec::new());
    let Some(tries) = Tries::of(workflow, place) else {
        return Ok((node(name, None, None, workflow, printed), furnished));
    };
    for pod in &tries.pods {
        read(cluster, &pod.pod_name(workflow_name), |line| match line.origin {
            Origin::Stdout | Origin::Stderr => printed.add(&line.bytes, limit),
            Origin::Setup => furnished.push(line.bytes),
            Origin::Argo if !is_argos(&line) => furnished.push(line.bytes),
            Origin::Fact | Origin::Argo => {}
        })
        .await?;
    }
    printed.cut(limit);
    let pod = tries.pods.last().map(|pod| pod.pod_name(workflow_name));
    Ok((node(name, Some(tries.top), pod, workflow, printed), furnished))
}

fn node(
    name: NodeName,
    top: Option<&NodeStatus>,
    process: Option<String>,
    workflow: &Workflow,
    printed: Printed,
) -> NodeGlance {
    let state = top.map_or(NodeState::Pending, |top| state(&top.phase, workflow.is_shut_down()));
    let begun = state != NodeState::Pending;
    let started_at = top.and_then(|top| time(top.started_at.as_deref()));
    NodeGlance {
        name,
        process: process.filter(|_| begun),
        state,
        started_at: started_at.filter(|_| begun),
        ended_at: top.and_then(|top| time(top.finished_at.as_deref())),
        printed,
    }
}

fn state(phase: &NodePhase, shut_down: bool) -> NodeState {
    match phase {
        NodePhase::Unknown | NodePhase::Pending | NodePhase::Other(_) => NodeState::Pending,
        NodePhase::Running => NodeState::Running,
        NodePhase::Succeeded => NodeState::Success,
        NodePhase::Failed | NodePhase::Error if shut_down => NodeState::Cancelled,
        NodePhase::Failed | NodePhase::Error => NodeState::Failure,
        NodePhase::Skipped | NodePhase::Omitted => NodeState::Skipped,
    }
}

/// Reads what a pod has printed so far; of one that is not there, or has not begun, nothing.
async fn read(
    cluster: &Cluster,
    pod: &str,
    mut take: impl FnMut(Line),
) -> Result<(), ClusterError> {
    let Some(mut log) = cluster.log_so_far(pod).await? else { return Ok(()) };
    let (mut lines, mut buffer) = (Lines::default(), vec![0; 64 << 10]);
    let mut take = |found: Vec<Stamped>| {
        for stamped in found {
            if let Stamped::Line(line) = stamped {
                take(line);
            }
        }
    };
    loop {
        let read = log.read(&mut buffer).await;
        match read.map_err(|error| cluster.broken(error))? {
            0 => break,
            count => take(lines.read(&buffer[..count])),
        }
    }
    Ok(())
}

/// A time as Argo writes it.
fn time(text: Option<&str>) -> Option<Timestamp> {
    text?.parse().ok()
}
