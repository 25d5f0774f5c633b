//! What was told of an attempt so far. It is kept with what was recorded, so that any server can go
//! on from there.

use std::collections::BTreeMap;

use annals_domain::{NodeOutcome, RunFailure, Seen};
use serde::{Deserialize, Serialize};

use super::waits::Overdue;
use crate::argo::result::PodEnvironment;
use crate::argo::waiting::Obstacle;

/// What was told of an attempt so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// What of each step, in the order of the plan.
    pub(super) steps: Vec<StepTold>,
    /// Whether it was told that the attempt began, and that it is over.
    pub(super) begun: bool,
    pub(super) over: bool,
    /// Whether it was told that the platform's part is over.
    pub(super) furnished: bool,
    /// The failure of what was to be done before the step of a script.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) setup: Option<NodeOutcome>,
    /// The first failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) failure: Option<RunFailure>,
    pub(super) cancelled: bool,
    /// What was told of why pods do not begin, by the places of their steps.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) obstacles: BTreeMap<usize, Obstacle>,
    /// The step that was waited for as long as it may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) overdue: Option<Overdue>,
}

impl Told {
    /// Whether nothing more is to be told of the step with that place in the plan.
    pub(in crate::argo) fn is_ended(&self, place: usize) -> bool {
        self.steps.get(place).is_some_and(|step| step.end.is_some())
    }

    /// The last that is told of an attempt, once that was done.
    pub(in crate::argo) fn finished(&self) -> Option<Seen> {
        let failure = self.failure.clone().filter(|_| !self.cancelled);
        self.over.then_some(Seen::Finished { cancelled: self.cancelled, failure })
    }
}

/// What was told of a step so far. It is written as three values: there may be a thousand of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "(usize, usize, Option<bool>)", into = "(usize, usize, Option<bool>)")]
pub(super) struct StepTold {
    /// How many tries were told to have begun, and how many that another follows.
    pub(super) started: usize,
    pub(super) retried: usize,
    /// Whether it was told how it ended; whether it ended well.
    pub(super) end: Option<bool>,
}

impl From<(usize, usize, Option<bool>)> for StepTold {
    fn from((started, retried, end): (usize, usize, Option<bool>)) -> Self {
        Self { started, retried, end }
    }
}

impl From<StepTold> for (usize, usize, Option<bool>) {
    fn from(StepTold { started, retried, end }: StepTold) -> Self {
        (started, retried, end)
    }
}

/// What a pod tells while it runs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub(super) enum Fact {
    /// Its environment is there.
    Environment(PodEnvironment),
    /// Its step's process began.
    Started {
        /// How many tries there were before this one.
        #[serde(default)]
        tried: usize,
    },
    /// Something that is not known here.
    #[serde(other)]
    Other,
}
