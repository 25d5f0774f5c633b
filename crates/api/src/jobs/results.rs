//! Progress and results of a run.

use annals_domain::{NodeName, TaskId};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::which::Which;
use crate::extract::{Asker, At, Bounded, JsonBody, Params};
use crate::problem::{Creating, Problem, Reading};
use crate::state::ApiState;
use crate::wire::jobs::{CorrectionBody, JobMessage, ProgressDetail, ResultPage};

/// Read how far a run is
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}/progress", tag = "jobs",
    params(At<TaskId>, Which),
    responses((status = 200, body = ProgressDetail, description = "Its tasks"), Reading),
)]
pub(super) async fn job_progress(
    State(state): State<ApiState>,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
) -> Result<Json<ProgressDetail>, Problem> {
    let found = state.engine.job_run(&job, which.run()).await?;
    let tasks = state.engine.job_tasks(&found).await?;
    Ok(Json(ProgressDetail::new(&found, tasks)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Pages {
    /// How many tasks a page holds.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 1000, default = 50)]
    limit: Option<Bounded<1, 1000>>,
    /// How many tasks to pass over.
    #[param(value_type = Option<i64>, minimum = 0, default = 0)]
    offset: Option<Bounded<0, { i64::MAX }>>,
}

/// Read results
///
/// Of the tasks that are done, in their order. A person's value stands in the place of the one that
/// was found, which `corrections` tells.
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}/results", tag = "jobs",
    params(At<TaskId>, Which, Pages),
    responses((status = 200, body = ResultPage, description = "A page of results"), Reading),
)]
pub(super) async fn job_results(
    State(state): State<ApiState>,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
    Params(pages): Params<Pages>,
) -> Result<Json<ResultPage>, Problem> {
    let found = state.engine.job_run(&job, which.run()).await?;
    let (limit, offset) =
        (pages.limit.map_or(50, Bounded::get), pages.offset.map_or(0, Bounded::get));
    let page = state.engine.job_results(&found, offset, limit).await?;
    Ok(Json(ResultPage::new(&found, page)))
}

/// Correct a value
///
/// Kept beside the value that was found, with who and when.
#[utoipa::path(
    patch, path = "/api/v1/jobs/{id}/results/{task_id}", tag = "jobs",
    params(At<(TaskId, NodeName)>, Which),
    request_body = CorrectionBody,
    responses((status = 200, body = JobMessage, description = "It is kept"), Creating),
)]
pub(super) async fn correct_result(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At((job, task)): At<(TaskId, NodeName)>,
    Params(which): Params<Which>,
    body: JsonBody<CorrectionBody>,
) -> Result<Json<JobMessage>, Problem> {
    let correction = body.value.checked(task)?;
    let found = state.engine.correct_result(&caller, &job, which.run(), correction).await?;
    Ok(Json(JobMessage::new("The correction was kept.", &found)))
}
