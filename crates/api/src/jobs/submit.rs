//! `POST /api/v1/jobs/{id}/submit` and `PUT /api/v1/jobs/{id}/cancel`

use std::time::Duration;

use annals_domain::TaskId;
use annals_engine::Cancelled;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::which::Which;
use crate::extract::{Asker, At, JsonBody, Params};
use crate::problem::{Acting, Creating, Problem};
use crate::state::ApiState;
use crate::wire::jobs::{JobMessage, SubmitBody};

/// Submit a run
///
/// From any step, once files and fields are there: without them it is 400. Nothing of it changes any
/// more then. The body may be left out.
#[utoipa::path(
    post, path = "/api/v1/jobs/{id}/submit", tag = "jobs",
    params(At<TaskId>, Which),
    request_body = Option<SubmitBody>,
    responses((status = 200, body = JobMessage, description = "It waits for its turn"), Creating),
)]
pub(super) async fn submit_job(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
    body: JsonBody<SubmitBody>,
) -> Result<Json<JobMessage>, Problem> {
    let persist = body.value.persist_data;
    let found = state.engine.submit_job(&caller, &job, which.run(), persist).await?;
    state.metrics.submitted();
    Ok(Json(JobMessage::new("The run was submitted.", &found)))
}

/// Cancel a run
///
/// Waits up to 10 seconds for the last of its processes to be gone. One that is being set up can be
/// cancelled as well.
#[utoipa::path(
    put, path = "/api/v1/jobs/{id}/cancel", tag = "jobs",
    params(At<TaskId>, Which),
    responses(
        (status = 200, body = JobMessage, description = "It is gone"),
        (status = 202, body = JobMessage, description = "It was asked to end and is not gone yet"),
        Acting,
    ),
)]
pub(super) async fn cancel_job(
    State(state): State<ApiState>,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
) -> Result<(StatusCode, Json<JobMessage>), Problem> {
    let found = state.engine.job_run(&job, which.run()).await?;
    let run = &found.row.run.id;
    let (status, message) = match state.engine.cancel(run, Duration::from_secs(10)).await? {
        Cancelled::Gone => (StatusCode::OK, "The run was cancelled."),
        Cancelled::Underway => (StatusCode::ACCEPTED, "The run is being cancelled."),
    };
    let found = state.engine.job_run(&job, Some(run)).await?;
    Ok((status, Json(JobMessage::new(message, &found))))
}
