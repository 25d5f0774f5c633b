//! The plan: the graph of steps that a snapshot becomes. Only this part differs by kind.

use serde::{Deserialize, Serialize};

use crate::requirements::Requested;
use crate::{Environment, NodeName, ScriptSpec, Spec};

/// One step of a plan: a Python program in its own process or pod.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The node's name, unique within the plan.
    pub name: NodeName,
    /// The program's source.
    pub code: String,
    /// The packages it asks for.
    pub requested: Requested,
    /// Variables for its process.
    pub env: Environment,
    /// The steps that must have succeeded before it starts.
    pub after: Vec<NodeName>,
}

/// The steps of a run, in an order in which each comes after those it depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The steps.
    pub steps: Vec<Step>,
}

impl Plan {
    /// The plan that `spec` becomes.
    #[must_use]
    pub fn of(spec: &Spec) -> Self {
        match spec {
            Spec::Script(script) => Self::of_script(script),
        }
    }

    fn of_script(script: &ScriptSpec) -> Self {
        let step = Step {
            name: NodeName::main(),
            code: script.code.clone(),
            requested: script.requested.clone(),
            env: script.env.clone(),
            after: Vec::new(),
        };
        Self { steps: vec![step] }
    }
}
