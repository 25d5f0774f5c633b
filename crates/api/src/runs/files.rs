//! `GET /api/v1/runs/{id}/files/{file_id}`

use annals_domain::{FileId, RunId};
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;

use crate::extract::At;
use crate::problem::{Problem, Reading};
use crate::state::ApiState;

/// Fetch a file that a run was given
///
/// The files of a job's run, by the run alone: a run's own token (`ANNALS_TOKEN`) is good for it.
#[utoipa::path(
    get, path = "/api/v1/runs/{id}/files/{file_id}", tag = "runs",
    params(At<(RunId, FileId)>),
    responses((status = 200, description = "The file", content_type = "*/*"), Reading),
)]
pub(super) async fn get_run_file(
    State(state): State<ApiState>,
    At((run, file)): At<(RunId, FileId)>,
) -> Result<Response, Problem> {
    let (bytes, size) = state.engine.run_file(&run, &file).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, "attachment".to_owned()),
        (header::CONTENT_LENGTH, size.to_string()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    let bytes = bytes.map(|part| part.map_err(|error| std::io::Error::other(error.to_string())));
    Ok((headers, Body::from_stream(bytes.fuse())).into_response())
}
