//! The flows interface (snake_case): what a flow is.

use annals_domain::{Component, Edge, FlowSpec, Timestamp};
use annals_engine::{Flow, FlowRow};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::flow_bodies::EdgeBody;
use super::pod::PodBody;
use super::run::environment;
use super::submit::EnvironmentValue;
use super::words::StatusWord;

/// A component of a flow.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComponentDetail {
    id: String,
    name: String,
    code: String,
    dependencies: Option<String>,
    requirements_file: Option<String>,
    /// What is laid over the run's inputs.
    #[schema(value_type = std::collections::HashMap<String, Value>)]
    inputs: Map<String, Value>,
    /// Variables for the process; secrets by name only.
    env: std::collections::BTreeMap<String, EnvironmentValue>,
    #[schema(minimum = 0, maximum = 100)]
    retries: u32,
    #[schema(minimum = 0)]
    retry_delay_seconds: f64,
    #[schema(minimum = 0)]
    timeout_seconds: Option<f64>,
    /// What it asks of its pod; null where it asks for nothing.
    #[schema(value_type = Option<PodBody>)]
    pod: Option<Value>,
}

impl From<Component> for ComponentDetail {
    fn from(component: Component) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "at most 30 days of milliseconds")]
        let seconds = |ms: i64| ms as f64 / 1000.0;
        Self {
            id: component.id.to_string(),
            name: component.name,
            code: component.code,
            dependencies: component.requested.dependencies,
            requirements_file: component.requested.requirements_file,
            inputs: component.inputs,
            env: environment(component.env),
            retries: component.retry.times,
            retry_delay_seconds: seconds(i64::try_from(component.retry.delay_ms).unwrap_or(0)),
            timeout_seconds: component.timeout_ms.map(seconds),
            pod: super::pod::shown(component.pod),
        }
    }
}

impl From<Edge> for EdgeBody {
    fn from(edge: Edge) -> Self {
        Self { from: edge.from.to_string(), to: edge.to.to_string() }
    }
}

/// The components and edges of `spec`, for an answer.
#[must_use]
pub fn graph(spec: FlowSpec) -> (Vec<ComponentDetail>, Vec<EdgeBody>) {
    let components = spec.components.into_iter().map(Into::into).collect();
    (components, spec.edges.into_iter().map(Into::into).collect())
}

/// A flow's latest run.
#[derive(Debug, Serialize, ToSchema)]
pub struct LatestFlowRun {
    id: String,
    #[schema(minimum = 1)]
    number: i64,
    #[schema(value_type = StatusWord)]
    status: &'static str,
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
}

/// What a list and a flow itself have in common.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowFacts {
    id: String,
    name: String,
    description: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When its definition was last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// How many runs there are.
    #[schema(minimum = 0)]
    run_count: i64,
    /// Its latest run; null where it has none.
    latest_run: Option<LatestFlowRun>,
}

impl From<FlowRow> for FlowFacts {
    fn from(row: FlowRow) -> Self {
        Self {
            id: row.task.id.to_string(),
            name: row.task.name,
            description: row.description,
            created_at: row.created_at,
            updated_at: row.changed_at,
            run_count: row.task.run_count,
            latest_run: row.task.latest.map(|run| LatestFlowRun {
                id: run.id.to_string(),
                number: run.number.get(),
                status: run.status.as_str(),
                started_at: run.started_at,
                ended_at: run.ended_at,
            }),
        }
    }
}

/// A flow, whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowDetail {
    #[serde(flatten)]
    facts: FlowFacts,
    components: Vec<ComponentDetail>,
    edges: Vec<EdgeBody>,
}

impl From<Flow> for FlowDetail {
    fn from(flow: Flow) -> Self {
        let (components, edges) = graph(flow.spec);
        Self { facts: flow.row.into(), components, edges }
    }
}

/// A component in a list of flows.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ComponentName {
    id: String,
    name: String,
}

/// A flow in a list: its graph without code.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowListRow {
    #[serde(flatten)]
    facts: FlowFacts,
    components: Vec<ComponentName>,
    edges: Vec<EdgeBody>,
}

#[derive(Debug, Default, Deserialize)]
struct Shape {
    components: Vec<ComponentName>,
    edges: Vec<EdgeBody>,
}

impl From<FlowRow> for FlowListRow {
    fn from(row: FlowRow) -> Self {
        let shape = serde_json::from_value(row.shape.clone()).unwrap_or_default();
        let Shape { components, edges } = shape;
        Self { facts: row.into(), components, edges }
    }
}

/// A page of flows, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowPage {
    /// The flows.
    pub(crate) flows: Vec<FlowListRow>,
    /// Where the next page begins; null after the last.
    pub(crate) next_cursor: Option<String>,
}

/// What deleting a flow took away.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowDeleted {
    /// Always `deleted`.
    #[schema(example = "deleted")]
    status: &'static str,
    id: String,
    #[schema(minimum = 0)]
    runs_deleted: i64,
    #[schema(minimum = 0)]
    logs_deleted: i64,
}

impl FlowDeleted {
    /// The flow `id` is gone with its runs.
    #[must_use]
    pub fn new(id: String, deleted: annals_engine::Deleted) -> Self {
        let (runs_deleted, logs_deleted) = (deleted.runs, deleted.logs);
        Self { status: "deleted", id, runs_deleted, logs_deleted }
    }
}
