//! Jobs and their runs: reading, renaming, deleting.

use annals_domain::{Cursor, JobStatus, RunId, TaskId};
use annals_engine::JobFilter;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::which::Which;
use crate::extract::{At, Bounded, JsonBody, Params, Text, flag, page, word};
use crate::problem::{Acting, Creating, Listing, Problem, Reading};
use crate::state::ApiState;
use crate::wire::jobs::{
    JobDetail, JobMessage, JobPage, JobPatch, JobRowWire, JobRunDetail, JobRunPage,
};
use crate::wire::words::JobStatusWord;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only jobs whose latest run stands so.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<JobStatusWord>)]
    status: Option<JobStatus>,
    /// How many jobs a page holds.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100, default = 25)]
    limit: Option<Bounded<1, 100>>,
    /// How many jobs to pass over; a cursor costs less.
    #[param(value_type = Option<i64>, minimum = 0, default = 0)]
    offset: Option<Bounded<0, { i64::MAX }>>,
    /// `next_cursor` of the page before.
    #[param(value_type = Option<String>, max_length = 2000, pattern = "^[^\\u0000]*$")]
    cursor: Option<Text<2000>>,
    /// Whether to say of each job if its latest run has fields.
    #[serde(default, deserialize_with = "flag")]
    #[param(value_type = Option<bool>)]
    include_field_status: bool,
}

/// List jobs
///
/// Newest first; each row tells of the latest run.
#[utoipa::path(
    get, path = "/api/v1/jobs", tag = "jobs",
    params(Wanted),
    responses((status = 200, body = JobPage, description = "A page of jobs"), Listing),
)]
pub(super) async fn list_jobs(
    State(state): State<ApiState>,
    Params(wanted): Params<Wanted>,
) -> Result<Json<JobPage>, Problem> {
    let offset = wanted.offset.map_or(0, Bounded::get);
    let filter = JobFilter { status: wanted.status, offset };
    let found = state.engine.jobs(filter, page(wanted.limit, 25, wanted.cursor)).await;
    let (jobs, total) = found.map_err(Problem::of_query)?;
    let row = |job| JobRowWire::new(job, wanted.include_field_status);
    Ok(Json(JobPage {
        next_cursor: jobs.next.as_ref().map(Cursor::encode),
        jobs: jobs.items.into_iter().map(row).collect(),
        total,
    }))
}

/// Read a job
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}", tag = "jobs",
    params(At<TaskId>, Which),
    responses((status = 200, body = JobDetail, description = "The job"), Reading),
)]
pub(super) async fn get_job(
    State(state): State<ApiState>,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
) -> Result<Json<JobDetail>, Problem> {
    let found = state.engine.job_run(&job, which.run()).await?;
    let groups = state.engine.job_groups(&found).await?;
    Ok(Json(JobDetail::new(found, groups)))
}

/// Rename a job, or say whether a run's files and results stay
#[utoipa::path(
    patch, path = "/api/v1/jobs/{id}", tag = "jobs",
    params(At<TaskId>, Which),
    request_body = JobPatch,
    responses((status = 200, body = JobDetail, description = "The job"), Creating),
)]
pub(super) async fn change_job(
    State(state): State<ApiState>,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
    body: JsonBody<JobPatch>,
) -> Result<Json<JobDetail>, Problem> {
    let (name, persist) = (body.value.name()?, body.value.persist_data);
    let found = state.engine.change_job(&job, which.run(), name, persist).await?;
    let groups = state.engine.job_groups(&found).await?;
    Ok(Json(JobDetail::new(found, groups)))
}

/// Delete a job, or one of its runs
///
/// Without `run_id` the job goes with all of its runs, files, results and exports; what runs is
/// cancelled first.
#[utoipa::path(
    delete, path = "/api/v1/jobs/{id}", tag = "jobs",
    params(At<TaskId>, Which),
    responses((status = 200, body = JobMessage, description = "It is deleted"), Acting),
)]
pub(super) async fn delete_job(
    State(state): State<ApiState>,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
) -> Result<Json<JobMessage>, Problem> {
    let found = match which.run() {
        Some(run) => Some(state.engine.job_run(&job, Some(run)).await?),
        // A job is deleted too where none of its runs is left.
        None => state.engine.job_run(&job, None).await.ok(),
    };
    match which.run() {
        Some(run) => state.engine.delete_job_run(&job, run).await?,
        None => state.engine.delete_job(&job).await?,
    }
    let what = if which.run().is_some() { "The run was deleted." } else { "The job was deleted." };
    Ok(Json(match found {
        Some(found) => JobMessage::new(what, &found),
        None => JobMessage {
            message: what.to_owned(),
            job_run_id: String::new(),
            status: JobStatus::Pending.as_str(),
        },
    }))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Pages {
    /// How many runs a page holds.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100, default = 50)]
    limit: Option<Bounded<1, 100>>,
    /// `next_cursor` of the page before.
    #[param(value_type = Option<String>, max_length = 2000, pattern = "^[^\\u0000]*$")]
    cursor: Option<Text<2000>>,
}

/// List a job's runs
///
/// Newest first.
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}/runs", tag = "jobs",
    params(At<TaskId>, Pages),
    responses((status = 200, body = JobRunPage, description = "A page of runs"), Reading),
)]
pub(super) async fn list_job_runs(
    State(state): State<ApiState>,
    At(job): At<TaskId>,
    Params(wanted): Params<Pages>,
) -> Result<Json<JobRunPage>, Problem> {
    let found = state.engine.job_runs(&job, page(wanted.limit, 50, wanted.cursor)).await;
    let (runs, task) = found.map_err(Problem::of_query)?;
    Ok(Json(JobRunPage::new(runs, task)))
}

/// Read a run of a job
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}/runs/{run_id}", tag = "jobs",
    params(At<(TaskId, RunId)>),
    responses((status = 200, body = JobRunDetail, description = "The run"), Reading),
)]
pub(super) async fn get_job_run(
    State(state): State<ApiState>,
    At((job, run)): At<(TaskId, RunId)>,
) -> Result<Json<JobRunDetail>, Problem> {
    let found = state.engine.job_run(&job, Some(&run)).await?;
    let groups = state.engine.job_groups(&found).await?;
    Ok(Json(JobRunDetail::new(found, groups)))
}
