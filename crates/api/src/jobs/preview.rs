//! `POST /api/v1/jobs/{id}/preview`

use annals_domain::TaskId;
use axum::Json;
use axum::extract::State;

use super::which::Which;
use crate::extract::{At, JsonBody, Params};
use crate::problem::{Creating, Problem};
use crate::state::ApiState;
use crate::wire::jobs::{PreviewBody, PreviewDetail};

/// Try a run's fields on one file
///
/// Before the run is submitted: values are looked for in the file that is named, or in the first
/// that there is, by the built-in engine and within the limits of reading. Nothing of it is kept.
/// Without a file or a field it is 409, and so it is where the file cannot be read. The body may be
/// left out.
#[utoipa::path(
    post, path = "/api/v1/jobs/{id}/preview", tag = "jobs",
    params(At<TaskId>, Which),
    request_body = Option<PreviewBody>,
    responses((status = 200, body = PreviewDetail, description = "What was found"), Creating),
)]
pub(super) async fn preview_job(
    State(state): State<ApiState>,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
    body: JsonBody<PreviewBody>,
) -> Result<Json<PreviewDetail>, Problem> {
    let wanted = body.value.checked()?;
    let found = state.engine.job_run(&job, which.run()).await?;
    let (file, result) = state.engine.preview_job(&found, wanted.as_ref()).await?;
    Ok(Json(PreviewDetail::new(&found, &file, result)))
}
