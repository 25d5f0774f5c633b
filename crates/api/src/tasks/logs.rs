//! `GET /api/v1/tasks/{id}/logs` and `/runs/{n}/logs`

use annals_domain::{RunNumber, TaskId};
use annals_engine::{Engine, Stretch};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{At, Bounded, Params, number};
use crate::problem::{Problem, Reading};
use crate::state::ApiState;
use crate::wire::log::TaskLogs;

/// The most text that is answered of one node unless pages are asked for.
const WHOLE_TEXT: usize = 16 << 20;
/// How many lines of each node a page holds unless told otherwise.
const PAGE_LINES: i64 = 10_000;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Part {
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
/// beyond that its end, with `truncated`. `source` is `kubernetes` where pods were asked, since
/// nothing is stored yet or the database is away; `error` then says so.
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
    let lines = lines(wanted.offset_line, wanted.limit_lines);
    Ok(Json(logs(&state.engine, &id, number, lines).await?))
}

/// Read the logs of a run of a task
#[utoipa::path(
    get, path = "/api/v1/tasks/{id}/runs/{n}/logs", tag = "tasks",
    params(At<(TaskId, RunNumber)>, Part),
    responses((status = 200, body = TaskLogs, description = "The logs"), Reading),
)]
pub(super) async fn task_run_logs(
    State(state): State<ApiState>,
    At((id, number)): At<(TaskId, RunNumber)>,
    Params(part): Params<Part>,
) -> Result<Json<TaskLogs>, Problem> {
    let lines = lines(part.offset_line, part.limit_lines);
    Ok(Json(logs(&state.engine, &id, Some(number), lines).await?))
}

async fn logs(
    engine: &Engine,
    task: &TaskId,
    number: Option<RunNumber>,
    stretch: Option<Stretch>,
) -> Result<TaskLogs, Problem> {
    let stretch = stretch.unwrap_or(Stretch::End(WHOLE_TEXT));
    Ok(TaskLogs::from(engine.task_log(task, number, stretch).await?))
}

/// The lines that are asked for; none where all are.
fn lines(
    offset: Option<Bounded<0, { i64::MAX }>>,
    limit: Option<Bounded<1, 100_000>>,
) -> Option<Stretch> {
    let asked = offset.is_some() || limit.is_some();
    let (offset, limit) = (offset.map_or(0, Bounded::get), limit.map(Bounded::get));
    asked.then(|| Stretch::Lines { offset, limit: limit.unwrap_or(PAGE_LINES) })
}
