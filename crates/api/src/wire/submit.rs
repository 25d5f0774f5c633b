//! What is submitted and what is answered to it.

use annals_domain::TaskId;
use annals_engine::{Change, Submit, Submitted};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::pod::PodBody;
use crate::extract::{Case, Check, Empty};
use crate::problem::{Issue, Problem};

/// The value of a variable.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum EnvironmentValue {
    /// The value itself.
    Plain(String),
    /// A stored secret's name.
    Secret {
        /// The name.
        #[schema(min_length = 1)]
        secret: String,
    },
}

/// A Python program to run.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct SubmitBody {
    /// The program, at most 1 MiB. Needed unless `taskId` is given; then, left out, it is as in
    /// the latest run.
    #[schema(
        min_length = 1,
        max_length = 1048576,
        example = "print('hello')",
        pattern = "^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$"
    )]
    python_code: Option<String>,
    /// PEP 508 requirements, one or more a line.
    #[schema(max_length = 10000, example = "six>=1.16,<1.17", pattern = "^[^\\u0000]*$")]
    dependencies: Option<String>,
    /// The text of a requirements file; wins over `dependencies`.
    #[schema(max_length = 50000, pattern = "^[^\\u0000]*$")]
    requirements_file: Option<String>,
    /// The task to run again; left out, a new one is made.
    #[schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    task_id: Option<String>,
    /// The task's name.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    name: Option<String>,
    /// A JSON object that the program reads at `ANNALS_INPUTS`.
    inputs: Option<Map<String, Value>>,
    /// Labels of the run.
    #[schema(max_items = 50, value_type = Option<Vec<Tag>>)]
    tags: Option<Vec<String>>,
    /// The caller's session.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    session_id: Option<String>,
    /// The caller's workspace.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    workspace_id: Option<String>,
    /// What is to carry it out: `local` or `argo`; left out, the server's own.
    #[schema(max_length = 50, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    executor: Option<String>,
    /// The time limit in seconds, more than 0 and at most 30 days.
    #[schema(exclusive_minimum = 0, maximum = 2592000)]
    timeout_seconds: Option<f64>,
    /// Variables for the process, by name (`[A-Za-z_][A-Za-z0-9_]*`, not beginning with
    /// `ANNALS_`).
    #[schema(value_type = Option<std::collections::HashMap<String, EnvironmentValue>>)]
    env: Option<Map<String, Value>>,
    /// What it asks of its pod, where it runs in one; `{}` clears it.
    #[schema(value_type = Option<PodBody>)]
    pod: Option<Map<String, Value>>,
}

/// What differs from the run that is run again; what is left out is as in that run.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct RerunBody {
    /// Use the earlier run's recorded packages instead of resolving again.
    exact: Option<bool>,
    /// The component to begin with, for a run of a flow: it and all that need it are run again,
    /// and so is what did not succeed.
    #[schema(max_length = 128)]
    from_component: Option<String>,
    /// A JSON object that the program reads at `ANNALS_INPUTS`.
    inputs: Option<Map<String, Value>>,
    /// The program, at most 1 MiB.
    #[schema(
        min_length = 1,
        max_length = 1048576,
        pattern = "^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$"
    )]
    python_code: Option<String>,
    /// PEP 508 requirements, one or more a line.
    #[schema(max_length = 10000, pattern = "^[^\\u0000]*$")]
    dependencies: Option<String>,
    /// The text of a requirements file; wins over `dependencies`.
    #[schema(max_length = 50000, pattern = "^[^\\u0000]*$")]
    requirements_file: Option<String>,
    /// Variables for the process, by name.
    #[schema(value_type = Option<std::collections::HashMap<String, EnvironmentValue>>)]
    env: Option<Map<String, Value>>,
    /// What it asks of its pod, where it runs in one; `{}` clears it.
    #[schema(value_type = Option<PodBody>)]
    pod: Option<Map<String, Value>>,
    /// The time limit in seconds, more than 0 and at most 30 days.
    #[schema(exclusive_minimum = 0, maximum = 2592000)]
    timeout_seconds: Option<f64>,
    /// Labels of the run.
    #[schema(max_items = 50, value_type = Option<Vec<Tag>>)]
    tags: Option<Vec<String>>,
    /// What is to carry it out.
    #[schema(max_length = 50, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    executor: Option<String>,
    /// The caller's session.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    session_id: Option<String>,
    /// The caller's workspace.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    workspace_id: Option<String>,
}

/// A label: not empty, without control characters.
#[derive(Debug, ToSchema)]
#[schema(min_length = 1, max_length = 100, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]+$")]
pub struct Tag(#[expect(dead_code, reason = "only describes")] String);

impl Empty for SubmitBody {}

impl Empty for RerunBody {
    fn empty() -> Option<Self> {
        Some(Self::default())
    }
}

/// What both bodies have in common.
struct Common {
    code: Option<String>,
    dependencies: Option<String>,
    requirements_file: Option<String>,
    inputs: Option<Map<String, Value>>,
    env: Option<Map<String, Value>>,
    pod: Option<Map<String, Value>>,
    seconds: Option<f64>,
    tags: Option<Vec<String>>,
    executor: Option<String>,
    session_id: Option<String>,
    workspace_id: Option<String>,
}

impl Common {
    fn checked(self, check: &mut Check) -> Change {
        check.code("python_code", self.code.as_deref());
        check.text("dependencies", self.dependencies.as_deref(), 10_000);
        check.text("requirements_file", self.requirements_file.as_deref(), 50_000);
        check.line("executor", self.executor.as_deref(), 50);
        check.line("session_id", self.session_id.as_deref(), 200);
        check.line("workspace_id", self.workspace_id.as_deref(), 200);
        let tags = self.tags.unwrap_or_default();
        check.tags(&tags);
        Change {
            timeout_ms: check.seconds("timeout_seconds", self.seconds),
            env: check.env(self.env),
            pod: check.pod("pod", self.pod),
            code: self.code,
            dependencies: self.dependencies,
            requirements_file: self.requirements_file,
            inputs: self.inputs.map(Value::Object),
            tags,
            executor: self.executor,
            session_id: self.session_id,
            workspace_id: self.workspace_id,
            exact: false,
            from_component: None,
        }
    }
}

impl SubmitBody {
    /// The request, once every value validates.
    pub(crate) fn checked(self) -> Result<Submit, Problem> {
        let mut check = Check::new(Case::Camel);
        if self.python_code.is_none() && self.task_id.is_none() {
            check.fail("python_code", "is required unless taskId is given");
        }
        check.line("name", self.name.as_deref(), 200);
        let common = Common {
            code: self.python_code,
            dependencies: self.dependencies,
            requirements_file: self.requirements_file,
            inputs: self.inputs,
            env: self.env,
            pod: self.pod,
            seconds: self.timeout_seconds,
            tags: self.tags,
            executor: self.executor,
            session_id: self.session_id,
            workspace_id: self.workspace_id,
        };
        let change = common.checked(&mut check);
        check.done()?;
        let task_id = self.task_id.map(|id| task(&id)).transpose()?;
        let name = self.name.filter(|name| !name.trim().is_empty());
        Ok(Submit { task_id, name, change })
    }
}

/// The task that `id` names; an id that cannot be one is as unknown as any other.
fn task(id: &str) -> Result<TaskId, Problem> {
    if id.is_empty() {
        return Err(Problem::invalid(vec![Issue::at("body", "taskId", "must not be empty")]));
    }
    id.parse().map_err(|_| Problem::not_found("task", id))
}

impl RerunBody {
    /// The change, once every value validates.
    pub(crate) fn checked(self) -> Result<Change, Problem> {
        let mut check = Check::new(Case::Snake);
        let from = self.from_component.as_deref().filter(|id| !id.is_empty());
        let from_component =
            from.and_then(|id| super::flow_bodies::id(&mut check, "from_component", id));
        let common = Common {
            code: self.python_code,
            dependencies: self.dependencies,
            requirements_file: self.requirements_file,
            inputs: self.inputs,
            env: self.env,
            pod: self.pod,
            seconds: self.timeout_seconds,
            tags: self.tags,
            executor: self.executor,
            session_id: self.session_id,
            workspace_id: self.workspace_id,
        };
        let change = common.checked(&mut check);
        check.done()?;
        Ok(Change { exact: self.exact.unwrap_or(false), from_component, ..change })
    }
}

/// A run that was accepted.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubmitAnswer {
    /// The task.
    id: String,
    /// The run's name on the executor; `local-{runId}` for a local one.
    workflow_id: String,
    /// The run's number within the task.
    #[schema(minimum = 1)]
    run_number: i64,
    /// The run.
    run_id: String,
}

impl From<Submitted> for SubmitAnswer {
    fn from(submitted: Submitted) -> Self {
        Self {
            id: submitted.task_id.to_string(),
            workflow_id: submitted.workflow_id,
            run_number: submitted.number.get(),
            run_id: submitted.run_id.to_string(),
        }
    }
}

#[cfg(test)]
mod tests;
