//! What is to be known of a plan to follow an attempt at it. It stands in the Workflow, so that any
//! server can follow.

use annals_domain::{NodeName, Retry, Step, Work};
use serde::{Deserialize, Serialize};

use super::manifest::{image, is_script};
use super::workflow::Workflow;
use super::{ArgoConfig, packed};
use crate::Launch;

/// The steps of a launch in the order of its plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// Whether it is one program, rather than a graph.
    pub(super) script: bool,
    /// The steps.
    pub(super) steps: Vec<StepOutline>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StepOutline {
    /// The node's name.
    pub(super) name: NodeName,
    /// The steps before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) after: Vec<NodeName>,
    /// Whether it is tried again.
    #[serde(default)]
    pub(super) retry: Retry,
    /// The path of its file or folder, of a task of a job: people know it by that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) path: Option<String>,
    /// The image of its pod, where that is not the configuration's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) image: Option<String>,
}

fn path(step: &Step) -> Option<String> {
    match &step.work {
        Work::Extract(work) => Some(work.group.path.clone()),
        Work::Python(_) => None,
    }
}

/// The parameter of a Workflow that holds its outline.
pub(super) const OUTLINE: &str = "outline";

impl Outline {
    /// That of `launch`.
    #[must_use]
    pub fn of(config: &ArgoConfig, launch: &Launch) -> Self {
        let steps = launch.plan.steps.iter().map(|step| StepOutline {
            name: step.name.clone(),
            after: step.after.clone(),
            retry: step.retry,
            path: path(step),
            image: Some(image(config, step)).filter(|own| *own != config.image).map(str::to_owned),
        });
        Self { script: is_script(launch), steps: steps.collect() }
    }

    /// That of the launch that `workflow` was made of; none if it was not made here.
    #[must_use]
    pub fn read(workflow: &Workflow) -> Option<Self> {
        packed::read(workflow.spec.arguments.value(OUTLINE)?)
    }
}
