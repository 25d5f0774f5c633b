//! `PUT /api/v1/jobs/{id}/fields` and `PUT /api/v1/jobs/{id}/config-step`

use annals_domain::TaskId;
use axum::Json;
use axum::extract::State;

use super::which::Which;
use crate::extract::{Asker, At, JsonBody, Params};
use crate::problem::{Creating, Problem};
use crate::state::ApiState;
use crate::wire::jobs::{FieldsBody, JobRunDetail, StepBody};

/// Say what is looked for
///
/// Replaces the run's fields, and its modes where they are given. The files of a folder whose mode is
/// `combined` become one task. 409 once the run was submitted.
#[utoipa::path(
    put, path = "/api/v1/jobs/{id}/fields", tag = "jobs",
    params(At<TaskId>, Which),
    request_body = FieldsBody,
    responses((status = 200, body = JobRunDetail, description = "The run"), Creating),
)]
pub(super) async fn set_fields(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
    body: JsonBody<FieldsBody>,
) -> Result<Json<JobRunDetail>, Problem> {
    let change = body.value.checked()?;
    let found = state.engine.set_job_fields(&caller, &job, which.run(), change).await?;
    let groups = state.engine.job_groups(&found).await?;
    Ok(Json(JobRunDetail::new(found, groups)))
}

/// Take a step of the wizard
///
/// One step on, or back any number of them, until the run is submitted. A stale `version` is 409.
#[utoipa::path(
    put, path = "/api/v1/jobs/{id}/config-step", tag = "jobs",
    params(At<TaskId>, Which),
    request_body = StepBody,
    responses((status = 200, body = JobRunDetail, description = "The run"), Creating),
)]
pub(super) async fn set_config_step(
    State(state): State<ApiState>,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
    body: JsonBody<StepBody>,
) -> Result<Json<JobRunDetail>, Problem> {
    let (step, version) = (body.value.step()?, body.value.version);
    let found = state.engine.take_job_step(&job, which.run(), step, version).await?;
    let groups = state.engine.job_groups(&found).await?;
    Ok(Json(JobRunDetail::new(found, groups)))
}
