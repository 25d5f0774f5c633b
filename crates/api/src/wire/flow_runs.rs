//! The flow-runs interface (snake_case).

use std::collections::BTreeMap;

use annals_domain::{RunId, Timestamp, Trigger};
use annals_engine::{
    BulkProgress, BulkState, FlowRun, PlannedComponent, RanFlow, Resume, RunStats, StatusCounts,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::flow_bodies::{self, ComponentBody};
use super::submit::Tag;
use super::words::{ErrorWord, StatusWord};
use crate::extract::{Case, Check, Empty};
use crate::problem::Problem;

/// How a flow is to be run.
#[derive(Debug, Default, Deserialize, ToSchema)]
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
    /// An ended run of the flow to go on from: what succeeded in it and is not concerned by a change
    /// is used again.
    #[schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    from_run_id: Option<String>,
    /// The component to begin with: it and all that need it are run again.
    #[schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_.:-]+$")]
    from_component: Option<String>,
    /// Components as they are to be for this run, in the place of those with their ids.
    #[schema(max_items = 500)]
    components: Option<Vec<ComponentBody>>,
    /// Only tells what would be run and what used again.
    pub(crate) plan_only: Option<bool>,
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
        let from = self.from_component.as_deref().filter(|id| !id.is_empty());
        let run = self.from_run_id.as_deref().filter(|id| !id.is_empty());
        let resume = Resume {
            from_run: run.and_then(|run| run_id(&mut check, run)),
            from_component: from.and_then(|id| flow_bodies::id(&mut check, "from_component", id)),
            components: flow_bodies::components(&mut check, self.components.unwrap_or_default()),
        };
        check.done()?;
        Ok(FlowRun {
            inputs: self.inputs.map(Value::Object),
            session_id: self.session_id,
            trigger: self.trigger_type.filter(|word| !word.trim().is_empty()).map(Trigger),
            tags,
            resume,
        })
    }
}

fn run_id(check: &mut Check, text: &str) -> Option<RunId> {
    let id = text.parse().ok();
    if id.is_none() {
        check.fail("from_run_id", "must be a run of this flow");
    }
    id
}

choice! {
    /// What becomes of a component.
    ActionWord {
        /// Its outcome in the earlier run stands.
        Reuse = "reuse",
        /// It is run.
        Run = "run",
    }
}

/// What a run would do with a component.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanStep {
    component: String,
    action: ActionWord,
    /// Why.
    reason: String,
}

/// What a run would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowPlan {
    /// The components, in an order in which they may run.
    steps: Vec<PlanStep>,
}

impl From<Vec<PlannedComponent>> for FlowPlan {
    fn from(steps: Vec<PlannedComponent>) -> Self {
        let step = |step: PlannedComponent| PlanStep {
            component: step.component.to_string(),
            action: if step.reused { ActionWord::Reuse } else { ActionWord::Run },
            reason: step.reason,
        };
        Self { steps: steps.into_iter().map(step).collect() }
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
    /// Whether its end has been asked for.
    cancel_requested: bool,
    /// What carries it out; `external` where that is not Annals.
    executor: String,
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
            metadata: details.metadata,
            cancel_requested: run.cancel_requested,
            executor: run.executor,
            tags: run.tags,
            pinned: run.pinned,
        }
    }
}

choice! {
    /// By what flow runs are ordered.
    OrderByWord {
        /// When they began.
        StartedAt = "started_at",
    }
}

choice! {
    /// What a list answers besides.
    IncludeWord {
        /// Inputs and outputs.
        Payloads = "payloads",
    }
}

/// Figures of flow runs.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowRunStats {
    #[schema(minimum = 0)]
    total_runs: i64,
    #[schema(minimum = 0)]
    success_count: i64,
    #[schema(minimum = 0)]
    failure_count: i64,
    #[schema(minimum = 0)]
    running_count: i64,
    /// Those that ended well, in per cent of all.
    #[schema(minimum = 0, maximum = 100)]
    success_rate: f64,
    /// The mean duration of those that began and ended; 0 where there is none.
    #[schema(minimum = 0)]
    avg_duration_ms: i64,
    /// How many each trigger set off, of the hundred that set off most.
    trigger_counts: BTreeMap<String, i64>,
    /// How many have each status.
    status_counts: BTreeMap<&'static str, i64>,
    /// How many days ago the period began, at UTC midnight.
    #[schema(minimum = 1, maximum = 90)]
    period_days: i64,
}

impl FlowRunStats {
    /// The figures of a period.
    #[must_use]
    pub fn new(stats: RunStats, period_days: i64) -> Self {
        let StatusCounts { pending, running, success, failure, cancelled } = stats.all.statuses;
        let statuses = [
            ("pending", pending),
            ("running", running),
            ("success", success),
            ("failure", failure),
            ("cancelled", cancelled),
        ];
        let triggers = stats.groups.into_iter().map(|group| (group.key, group.figures.total()));
        Self {
            total_runs: stats.all.total(),
            success_count: success,
            failure_count: failure,
            running_count: running,
            success_rate: stats.all.success_rate(),
            avg_duration_ms: stats.all.avg_duration_ms().unwrap_or(0),
            trigger_counts: triggers.collect(),
            status_counts: statuses.into_iter().filter(|(_, count)| *count > 0).collect(),
            period_days,
        }
    }
}

/// That a run is gone.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowRunDeleted {
    /// A sentence that says so.
    message: String,
}

impl FlowRunDeleted {
    /// The run `id` is gone.
    #[must_use]
    pub fn of(id: &RunId) -> Self {
        Self { message: format!("flow run {id} is deleted") }
    }
}

/// What came of deleting many.
#[derive(Debug, Serialize, ToSchema)]
pub struct FlowRunsDeleted {
    /// A sentence on it.
    message: String,
    /// How many are gone by now.
    #[schema(minimum = 0)]
    deleted: i64,
    /// The act, where it goes on: `GET /api/v1/runs/bulk/{id}` tells of it.
    bulk_id: Option<String>,
}

impl From<BulkProgress> for FlowRunsDeleted {
    fn from(progress: BulkProgress) -> Self {
        let (deleted, affected) = (progress.changed, progress.plan.affected());
        let underway = progress.state == BulkState::Running;
        let message = match underway {
            true => format!("{affected} flow runs are being deleted"),
            false => format!("{deleted} flow runs are deleted"),
        };
        Self { message, deleted, bulk_id: underway.then_some(progress.id) }
    }
}
