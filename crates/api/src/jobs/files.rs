//! The files of a run: listing, uploading as a form, deleting.

use annals_domain::{FileId, TaskId};
use annals_engine::{Declared, Form};
use axum::Json;
use axum::body::Body;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest as _, Request, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::which::Which;
use crate::attachment::{attachment, media_type};
use crate::extract::{Asker, At, Idempotency, Params, flag};
use crate::problem::{Acting, Creating, Issue, Kind, Problem, Reading};
use crate::state::ApiState;
use crate::wire::jobs::{FileList, JobMessage, inner_path};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only files that values can be looked for in: not archives, and none that failed.
    #[serde(default, deserialize_with = "flag")]
    #[param(value_type = Option<bool>)]
    processable: bool,
}

/// A form with files.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "it describes what is read piece by piece")]
pub(super) struct FilesForm {
    /// The files; a file's name may be a path.
    #[schema(value_type = Vec<String>, format = Binary)]
    files: Vec<Vec<u8>>,
}

/// List a run's files
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}/files", tag = "jobs",
    params(At<TaskId>, Which, Wanted),
    responses((status = 200, body = FileList, description = "The files"), Reading),
)]
pub(super) async fn list_files(
    State(state): State<ApiState>,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
    Params(wanted): Params<Wanted>,
) -> Result<Json<FileList>, Problem> {
    let found = state.engine.job_run(&job, which.run()).await?;
    let files = state.engine.job_files(&found, wanted.processable).await?;
    Ok(Json(FileList::new(&found, files)))
}

/// Upload files
///
/// All of the form's files are there in the end, or none. A ZIP is unpacked into files of the run;
/// one that goes beyond the limits is refused whole: its status is `failed`, and `error` says why.
/// Of a form, the body of its `Idempotency-Key` are the names, types and bytes of its files.
#[utoipa::path(
    post, path = "/api/v1/jobs/{id}/files", tag = "jobs",
    params(At<TaskId>, Which, Idempotency),
    request_body(content = FilesForm, content_type = "multipart/form-data"),
    responses((status = 200, body = FileList, description = "The files that came"), Creating),
)]
pub(super) async fn upload_files(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
    key: Idempotency,
    request: Request,
) -> Result<Json<FileList>, Problem> {
    let key = key.of(&caller, &which.operation(&job, "files"), b"");
    let found = state.engine.job_run(&job, which.run()).await?;
    let parts = Multipart::from_request(request, &state).await;
    let parts = parts.map_err(|rejection| {
        Problem::new(Kind::MediaType, format!("A form with files is needed: {rejection}."))
    })?;
    let mut form = state.engine.form(found, key).await?;
    if let Err(problem) = take_all(&mut form, parts).await {
        form.break_off().await;
        return Err(problem);
    }
    let (found, files) = form.close().await?;
    Ok(Json(FileList::new(&found, files)))
}

/// Takes the files of a form; other fields are passed over.
async fn take_all(form: &mut Form, mut parts: Multipart) -> Result<(), Problem> {
    let mut is_empty = true;
    while let Some(field) = parts.next_field().await.map_err(|error| malformed(&error))? {
        if let Some(file) = declared(&field)? {
            form.take(file, field).await?;
            is_empty = false;
        }
    }
    match is_empty {
        true => Err(Problem::invalid(vec![Issue::at("body", "files", "must hold a file")])),
        false => Ok(()),
    }
}

/// The file that a field of a form is, if it is one.
fn declared(field: &Field<'_>) -> Result<Option<Declared>, Problem> {
    let Some(name) = field.file_name() else { return Ok(None) };
    let Some(path) = inner_path(name) else {
        let msg = "must have a name that is a relative path without `..`, at most 1024 bytes";
        return Err(Problem::invalid(vec![Issue::at("body", "files", msg)]));
    };
    let media_type = field.content_type().map(|text| annals_domain::head(text, 200).to_owned());
    Ok(Some(Declared {
        name: path.rsplit('/').next().unwrap_or(&path).to_owned(),
        path,
        size: 0,
        media_type: media_type.filter(|text| text != "application/octet-stream"),
    }))
}

fn malformed(error: &axum::extract::multipart::MultipartError) -> Problem {
    Problem::new(Kind::Malformed, format!("The form cannot be read: {}.", error.body_text()))
}

/// Delete a file
///
/// With those that came out of it, where it is an archive.
#[utoipa::path(
    delete, path = "/api/v1/jobs/{id}/files/{file_id}", tag = "jobs",
    params(At<(TaskId, FileId)>, Which),
    responses((status = 200, body = JobMessage, description = "It is deleted"), Acting),
)]
pub(super) async fn delete_file(
    State(state): State<ApiState>,
    At((job, file)): At<(TaskId, FileId)>,
    Params(which): Params<Which>,
) -> Result<Json<JobMessage>, Problem> {
    let found = state.engine.job_run(&job, which.run()).await?;
    state.engine.delete_job_file(&found, &file).await?;
    Ok(Json(JobMessage::new("The file was deleted.", &found)))
}

/// Download a file
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}/files/{file_id}", tag = "jobs",
    params(At<(TaskId, FileId)>, Which),
    responses((status = 200, description = "The file", content_type = "*/*"), Reading),
)]
pub(super) async fn get_file(
    State(state): State<ApiState>,
    At((job, file)): At<(TaskId, FileId)>,
    Params(which): Params<Which>,
) -> Result<Response, Problem> {
    let found = state.engine.job_run(&job, which.run()).await?;
    let file = state.engine.job_file(&found, &file).await?;
    let (bytes, size) = state.engine.job_file_bytes(&found, &file).await?;
    let headers = [
        (header::CONTENT_TYPE, media_type(&file.file.name).to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&file.file.name)),
        (header::CONTENT_LENGTH, size.to_string()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    let bytes = bytes.map(|part| part.map_err(|error| std::io::Error::other(error.to_string())));
    Ok((headers, Body::from_stream(bytes.fuse())).into_response())
}
