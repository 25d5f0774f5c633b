//! The bytes of a file that a run waits for, from whoever was given the key that stands in the URL.

use annals_domain::{FileId, TaskId};
use axum::Json;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use serde::Deserialize;
use utoipa::IntoParams;

use super::which::Which;
use crate::extract::{At, Params, Text, given};
use crate::problem::{Kind, Problem, Uploading};
use crate::state::ApiState;
use crate::wire::jobs::FileList;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Key {
    /// What stands in `upload_url`; a token does as well.
    #[param(value_type = Option<String>, max_length = 200, pattern = "^[^\\u0000]*$")]
    key: Option<Text<200>>,
}

/// Upload a file
///
/// The body is its bytes. This is the `upload_url` of a file that a run waits for.
#[utoipa::path(
    put, path = "/api/v1/jobs/{id}/files/{file_id}", tag = "jobs",
    params(At<(TaskId, FileId)>, Which, Key),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = FileList, description = "The file"), Uploading),
)]
pub(super) async fn upload_file(
    State(state): State<ApiState>,
    At((job, file)): At<(TaskId, FileId)>,
    Params(which): Params<Which>,
    Params(key): Params<Key>,
    request: Request,
) -> Result<Json<FileList>, Problem> {
    let found = state.engine.job_run(&job, which.run()).await?;
    let own = state.engine.upload_key(&found.row.run.id, &file)?;
    check(&state, request.headers(), &own, key).await?;
    let file = state.engine.job_file(&found, &file).await?;
    let bytes = request.into_body().into_data_stream();
    let file = state.engine.receive(&found, &file, bytes).await?;
    Ok(Json(FileList::new(&found, vec![file])))
}

/// Refuses who has neither the key nor a token.
async fn check(state: &ApiState, headers: &HeaderMap, own: &str, key: Key) -> Result<(), Problem> {
    let shown = given(key.key).unwrap_or_default();
    let same: bool = subtle::ConstantTimeEq::ct_eq(shown.as_bytes(), own.as_bytes()).into();
    if same {
        return Ok(());
    }
    match state.auth.caller(headers).await?.run_id {
        None => Ok(()),
        Some(_) => {
            Err(Problem::new(Kind::Forbidden, "A run's own token is good for its own run only."))
        }
    }
}
