//! The plan: the graph of steps that a snapshot becomes. Only this part differs by kind.

mod flow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::requirements::Requested;
use crate::{Environment, NodeName, Retry, ScriptSpec, Spec};

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
    /// Inputs of its own, for a component: it reads the run's overlaid by these, with the outputs
    /// of the steps it comes after. None where it reads the run's as they are.
    #[serde(default)]
    pub own_inputs: Option<Map<String, Value>>,
    /// Whether it is tried again after it failed.
    #[serde(default)]
    pub retry: Retry,
    /// Its own time limit in milliseconds, for each try; none means the run's.
    #[serde(default)]
    pub timeout_ms: Option<i64>,
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
            Spec::Flow(flow) => flow::plan(flow),
        }
    }

    fn of_script(script: &ScriptSpec) -> Self {
        let step = Step {
            name: NodeName::main(),
            code: script.code.clone(),
            requested: script.requested.clone(),
            env: script.env.clone(),
            after: Vec::new(),
            own_inputs: None,
            retry: Retry::default(),
            timeout_ms: None,
        };
        Self { steps: vec![step] }
    }
}
