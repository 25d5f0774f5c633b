//! The plan: the graph of steps that a snapshot becomes. Only this part differs by kind.

mod extraction;
mod flow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::requirements::{Effective, Requested, RequirementError};
use crate::{
    EngineRef, Environment, FieldSpec, FileGroup, NodeName, PodSettings, Retry, ScriptSpec, Spec,
};

/// A Python program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Its source.
    pub code: String,
    /// The packages it asks for.
    pub requested: Requested,
}

impl Program {
    /// What it asks for, put together from its requirements and its own words.
    ///
    /// # Errors
    /// [`RequirementError`] names the line that is no requirement.
    pub fn effective(&self) -> Result<Effective, RequirementError> {
        self.requested.effective(&self.code)
    }
}

/// Finding fields in some files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extract {
    /// The fields in the order of their columns.
    pub fields: Vec<FieldSpec>,
    /// The files.
    pub group: FileGroup,
    /// What finds the values.
    pub engine: EngineRef,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// It runs a Python program in an environment of its own.
    Python(Program),
    /// It finds fields in files.
    Extract(Box<Extract>),
}

/// One step of a plan, in its own process or pod.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The node's name, unique within the plan.
    pub name: NodeName,
    /// What it does.
    pub work: Work,
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
    /// What it asks of its pod, where it runs in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pod: Option<Box<PodSettings>>,
}

impl Step {
    /// The Python program that it runs, if it runs one.
    #[must_use]
    pub fn program(&self) -> Option<&Program> {
        match &self.work {
            Work::Python(program) => Some(program),
            Work::Extract(_) => None,
        }
    }
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
            Spec::Extraction(job) => extraction::plan(job),
        }
    }

    fn of_script(script: &ScriptSpec) -> Self {
        let step = Step {
            name: NodeName::main(),
            work: Work::Python(Program {
                code: script.code.clone(),
                requested: script.requested.clone(),
            }),
            env: script.env.clone(),
            after: Vec::new(),
            own_inputs: None,
            retry: Retry::default(),
            timeout_ms: None,
            pod: script.pod.clone(),
        };
        Self { steps: vec![step] }
    }
}
