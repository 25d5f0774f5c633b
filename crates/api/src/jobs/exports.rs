//! Exports of a run's results.

use annals_domain::{ExportId, TaskId};
use annals_engine::{ExportFormat, Exported};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;

use super::which::Which;
use crate::attachment::{attachment, media_type};
use crate::extract::{Asker, At, Params};
use crate::problem::{Acting, Problem, Reading};
use crate::state::ApiState;
use crate::wire::jobs::{ExportList, ExportRow};

/// Export all results as CSV
///
/// The file is kept with the run.
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}/export/csv", tag = "jobs",
    params(At<TaskId>, Which),
    responses((status = 200, description = "The file", content_type = "text/csv"), Acting),
)]
pub(super) async fn export_csv(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
) -> Result<Response, Problem> {
    let found = state.engine.job_run(&job, which.run()).await?;
    Ok(shown(state.engine.export_job(&caller, &found, ExportFormat::Csv).await?))
}

/// Export all results as an Excel workbook
///
/// The file is kept with the run.
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}/export/excel", tag = "jobs",
    params(At<TaskId>, Which),
    responses((
        status = 200, description = "The file",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ), Acting),
)]
pub(super) async fn export_excel(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
) -> Result<Response, Problem> {
    let found = state.engine.job_run(&job, which.run()).await?;
    Ok(shown(state.engine.export_job(&caller, &found, ExportFormat::Excel).await?))
}

/// List a run's exports
///
/// Newest first, at most 1,000.
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}/exports", tag = "jobs",
    params(At<TaskId>, Which),
    responses((status = 200, body = ExportList, description = "The exports"), Reading),
)]
pub(super) async fn list_exports(
    State(state): State<ApiState>,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
) -> Result<Json<ExportList>, Problem> {
    let found = state.engine.job_run(&job, which.run()).await?;
    let exports = state.engine.job_exports(&found).await?;
    Ok(Json(ExportList {
        job_run_id: found.row.run.id.to_string(),
        exports: exports.into_iter().map(ExportRow::from).collect(),
    }))
}

/// Download an export that was made before
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}/exports/{export_id}", tag = "jobs",
    params(At<(TaskId, ExportId)>, Which),
    responses((status = 200, description = "The file", content_type = "*/*"), Reading),
)]
pub(super) async fn get_export(
    State(state): State<ApiState>,
    At((job, export)): At<(TaskId, ExportId)>,
    Params(which): Params<Which>,
) -> Result<Response, Problem> {
    let found = state.engine.job_run(&job, which.run()).await?;
    Ok(shown(state.engine.exported(&found, &export).await?))
}

fn shown(export: Exported) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type(&export.name).to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&export.name)),
        (header::CONTENT_LENGTH, export.size.to_string()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    let bytes =
        export.bytes.map(|part| part.map_err(|error| std::io::Error::other(error.to_string())));
    (headers, Body::from_stream(bytes.fuse())).into_response()
}
