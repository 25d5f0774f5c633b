//! `GET /api/v1/tasks/{id}/logs` and `/runs/{n}/logs`

use annals_domain::{Run, RunNumber, TaskId};
use annals_engine::{Engine, Error, NodeText};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{At, Bounded, Params, number};
use crate::problem::{Problem, Reading};
use crate::state::ApiState;
use crate::wire::log::{NodeLog, TaskLogs};

/// The most text that is answered of one node unless pages are asked for.
const WHOLE_TEXT: usize = 16 << 20;
/// How many lines of each node a page holds unless told otherwise.
const PAGE_LINES: i64 = 10_000;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Stretch {
    /// Leave out this many lines of each node.
    #[param(value_type = Option<i64>, minimum = 0)]
    offset_line: Option<Bounded<0, { i64::MAX }>>,
    /// How many lines of each node; 10,000 where only `offset_line` is given.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100_000)]
    limit_lines: Option<Bounded<1, 100_000>>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Which run; left out, the latest.
    #[param(value_type = Option<i64>, minimum = 1)]
    run_number: Option<Bounded<1, { i64::MAX }>>,
    /// Leave out this many lines of each node.
    #[param(value_type = Option<i64>, minimum = 0)]
    offset_line: Option<Bounded<0, { i64::MAX }>>,
    /// How many lines of each node; 10,000 where only `offset_line` is given.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100_000)]
    limit_lines: Option<Bounded<1, 100_000>>,
}

/// Read the logs of a task
///
/// One row a node. Without `offset_line` and `limit_lines` a node's text is whole up to 16 MiB;
/// beyond that its end, with `truncated`.
#[utoipa::path(
    get, path = "/api/v1/tasks/{id}/logs", tag = "tasks",
    params(At<TaskId>, Wanted),
    responses((status = 200, body = TaskLogs, description = "The logs"), Reading),
)]
pub(super) async fn task_logs(
    State(state): State<ApiState>,
    At(id): At<TaskId>,
    Params(wanted): Params<Wanted>,
) -> Result<Json<TaskLogs>, Problem> {
    let number = wanted.run_number.map(number).transpose()?;
    let run = run_of_task(&state.engine, &id, number).await?;
    let stretch = Stretch { offset_line: wanted.offset_line, limit_lines: wanted.limit_lines };
    Ok(Json(logs(&state.engine, run, &stretch).await?))
}

/// Read the logs of a run of a task
#[utoipa::path(
    get, path = "/api/v1/tasks/{id}/runs/{n}/logs", tag = "tasks",
    params(At<(TaskId, RunNumber)>, Stretch),
    responses((status = 200, body = TaskLogs, description = "The logs"), Reading),
)]
pub(super) async fn task_run_logs(
    State(state): State<ApiState>,
    At((id, number)): At<(TaskId, RunNumber)>,
    Params(stretch): Params<Stretch>,
) -> Result<Json<TaskLogs>, Problem> {
    let run = state.engine.run_by_number(&id, number).await?;
    Ok(Json(logs(&state.engine, run, &stretch).await?))
}

/// The task's run with this number, or its latest.
pub(crate) async fn run_of_task(
    engine: &Engine,
    id: &TaskId,
    number: Option<RunNumber>,
) -> Result<Run, Error> {
    match number {
        Some(number) => engine.run_by_number(id, number).await,
        None => {
            engine.task(id).await?;
            engine.latest_run(id).await
        }
    }
}

async fn logs(engine: &Engine, run: Run, stretch: &Stretch) -> Result<TaskLogs, Problem> {
    let texts = match (stretch.offset_line, stretch.limit_lines) {
        (None, None) => engine.texts(&run.id, WHOLE_TEXT).await?,
        (offset, limit) => {
            let (offset, limit) = (offset.map_or(0, Bounded::get), limit.map(Bounded::get));
            engine.text_page(&run.id, offset, limit.unwrap_or(PAGE_LINES)).await?
        }
    };
    let removed_at = engine.log_state(&run.id).await?.removed_at;
    Ok(TaskLogs {
        source: source(&run, &texts),
        run_id: run.id.to_string(),
        run_number: run.number.get(),
        logs: texts.into_iter().map(|text| NodeLog::new(&run, text)).collect(),
        error: removed_at.map(|at| format!("retention removed the log of this run at {at}")),
    })
}

/// Where the logs come from: everything that is answered was stored before; what a local process
/// has printed and nobody stored yet is still with that process.
fn source(run: &Run, texts: &[NodeText]) -> &'static str {
    let nothing_stored = texts.iter().all(|text| text.node.log_lines == 0 && text.text.is_empty());
    let local = run.executor == "local" && !run.state.status.is_terminal();
    if nothing_stored && local { "local" } else { "database" }
}
