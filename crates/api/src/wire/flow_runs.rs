//! The flow-runs interface (snake_case).

use annals_domain::{Timestamp, Trigger};
use annals_engine::{FlowRun, RanFlow};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::submit::Tag;
use super::words::{ErrorWord, StatusWord};
use crate::extract::{Case, Check, Empty};
use crate::problem::Problem;

/// How a flow is to be run.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct FlowRunBody {
    /// A JSON object that every component reads at `ANNALS_INPUTS`.
    inputs: Option<Map<String, Value>>,
    /// The caller's session.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    session_id: Option<String>,
    /// What sets it off: `manual`, `api`, `webhook`, `cron`, `mail`, `folder`, `rerun` or a word of
    /// the caller's own; `api` unless given.
    #[schema(max_length = 200, pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$")]
    trigger_type: Option<String>,
    /// Labels of the run.
    #[schema(max_items = 50, value_type = Option<Vec<Tag>>)]
    tags: Option<Vec<String>>,
}

impl Empty for FlowRunBody {
    fn empty() -> Option<Self> {
        Some(Self::default())
    }
}

impl FlowRunBody {
    /// The request, once every value validates.
    pub(crate) fn checked(self) -> Result<FlowRun, Problem> {
        let mut check = Check::new(Case::Snake);
        check.line("session_id", self.session_id.as_deref(), 200);
        check.line("trigger_type", self.trigger_type.as_deref(), 200);
        let tags = self.tags.unwrap_or_default();
        check.tags(&tags);
        check.done()?;
        Ok(FlowRun {
            inputs: self.inputs.map(Value::Object),
            session_id: self.session_id,
            trigger: self.trigger_type.filter(|word| !word.trim().is_empty()).map(Trigger),
            tags,
        })
    }
}

/// A run of a flow.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowRunRow {
    id: String,
    flow_id: String,
    flow_name: String,
    /// Its number within the flow.
    #[schema(minimum = 1)]
    number: i64,
    user_id: Option<String>,
    session_id: Option<String>,
    #[schema(value_type = StatusWord)]
    status: &'static str,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// From start to end, in milliseconds.
    #[schema(minimum = 0)]
    duration_ms: Option<i64>,
    /// The JSON object given as inputs.
    inputs: Option<Value>,
    /// The outputs of the components that none depends on, by id.
    outputs: Option<Value>,
    /// One sentence on its failure; null unless it failed.
    error_message: Option<String>,
    /// How it failed; null unless it did.
    #[schema(value_type = Option<ErrorWord>)]
    error_type: Option<&'static str>,
    /// What set it off.
    trigger_type: String,
    /// How many components were begun.
    #[schema(minimum = 0)]
    components_executed: i64,
    /// What its caller keeps with it.
    metadata: Option<Value>,
    tags: Vec<String>,
    /// Whether retention leaves it alone.
    pinned: bool,
}

impl From<RanFlow> for FlowRunRow {
    fn from(ran: RanFlow) -> Self {
        let RanFlow { run, details, components_executed } = ran;
        Self {
            duration_ms: run.duration_ms(),
            id: run.id.to_string(),
            flow_id: run.task_id.to_string(),
            flow_name: run.task_name,
            number: run.number.get(),
            user_id: run.user_id,
            session_id: run.session_id,
            status: run.state.status.as_str(),
            created_at: run.created_at,
            started_at: run.state.started_at,
            ended_at: run.state.ended_at,
            inputs: details.inputs,
            outputs: details.outputs,
            error_message: details.error_message,
            error_type: run.error_type.map(annals_domain::ErrorType::as_str),
            trigger_type: run.trigger.0,
            components_executed,
            metadata: None,
            tags: run.tags,
            pinned: run.pinned,
        }
    }
}
