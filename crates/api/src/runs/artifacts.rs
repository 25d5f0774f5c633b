//! `GET /api/v1/runs/{id}/artifacts` and `…/artifacts/{path}`

use annals_domain::RunId;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use futures::{StreamExt as _, TryStreamExt as _};

use crate::attachment::{attachment, media_type};
use crate::extract::{ArtifactPath, At};
use crate::problem::{Creating, Problem, Ranging, Reading};
use crate::range::{Wanted, beyond};
use crate::state::ApiState;
use crate::wire::run::{ArtifactList, ArtifactRow};

/// List the files kept with a run
#[utoipa::path(
    get, path = "/api/v1/runs/{id}/artifacts", tag = "runs",
    params(At<RunId>),
    responses((status = 200, body = ArtifactList, description = "The files"), Reading),
)]
pub(super) async fn list_artifacts(
    State(state): State<ApiState>,
    At(id): At<RunId>,
) -> Result<Json<ArtifactList>, Problem> {
    let found = state.engine.artifacts(&id).await?;
    Ok(Json(ArtifactList { artifacts: found.into_iter().map(Into::into).collect() }))
}

/// Keep a file with a run
///
/// The body is the file. The run must not have ended; a file of the same path is replaced. A run's own
/// token (`ANNALS_TOKEN`) is good for it.
#[utoipa::path(
    put, path = "/api/v1/runs/{id}/artifacts/{*path}", tag = "runs",
    params(At<(RunId, ArtifactPath)>),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = ArtifactRow, description = "The file as it is kept"), Creating),
)]
pub(super) async fn put_artifact(
    State(state): State<ApiState>,
    At((id, path)): At<(RunId, ArtifactPath)>,
    body: Body,
) -> Result<Json<ArtifactRow>, Problem> {
    let bytes = body.into_data_stream().map_err(std::io::Error::other).boxed();
    let limit = state.settings.file_limit;
    let kept = state.engine.put_artifact(&id, &path.0, bytes, limit).await?;
    Ok(Json(kept.into()))
}

/// Download a file kept with a run
///
/// `Range` asks for one stretch of its bytes.
#[utoipa::path(
    get, path = "/api/v1/runs/{id}/artifacts/{*path}", tag = "runs",
    params(At<(RunId, ArtifactPath)>),
    responses(
        (status = 200, description = "The file", content_type = "*/*"),
        (status = 206, description = "The bytes that `Range` names", content_type = "*/*"),
        Ranging,
    ),
)]
pub(super) async fn get_artifact(
    State(state): State<ApiState>,
    At((id, path)): At<(RunId, ArtifactPath)>,
    request: HeaderMap,
) -> Result<Response, Problem> {
    let ArtifactPath(path) = path;
    let artifact = state.engine.artifact(&id, &path).await?;
    let size = u64::try_from(artifact.size).unwrap_or(0);
    let tag = format!("\"{}\"", artifact.sha256);
    let wanted = Wanted::of(&request, size, Some(&tag));
    if wanted == Wanted::Nothing {
        return Ok(beyond(size));
    }
    let bytes = state.engine.artifact_bytes(&id, &path, wanted.bytes(size)).await?;
    let headers = [
        (header::CONTENT_TYPE, media_type(&path).to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&path)),
        (header::CONTENT_LENGTH, size.to_string()),
        (header::ETAG, tag),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    let bytes = bytes.map(|part| part.map_err(|error| std::io::Error::other(error.to_string())));
    let response = (headers, Body::from_stream(bytes.fuse())).into_response();
    Ok(wanted.answer(response, size))
}
