//! Google accounts, and what goes between them and runs of jobs.

use annals_domain::TaskId;
use annals_engine::ExportFormat;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::extract::{Asker, At, Idempotency, JsonBody, Params, Text, given};
use crate::jobs::Which;
use crate::problem::{Acting, Creating, Listing, Problem};
use crate::state::ApiState;
use crate::wire::google::{
    AccountDetail, AuthUrl, DriveExported, DriveImportBody, ExchangeBody, GmailImportBody,
};
use crate::wire::jobs::FileList;

/// Say where to connect a Google account
#[utoipa::path(
    get, path = "/api/v1/integrations/google/auth-url", tag = "automations",
    responses((status = 200, body = AuthUrl, description = "Where to go"), Acting),
)]
pub(super) async fn google_auth_url(
    State(state): State<ApiState>,
    Asker(caller): Asker,
) -> Result<Json<AuthUrl>, Problem> {
    let (auth_url, state) = state.engine.google_invitation(&caller)?;
    Ok(Json(AuthUrl { auth_url, state }))
}

/// Connect a Google account
///
/// With the code and the state that a person came back with.
#[utoipa::path(
    post, path = "/api/v1/integrations/google/exchange", tag = "automations",
    request_body = ExchangeBody,
    responses((status = 200, body = AccountDetail, description = "The account"), Creating),
)]
pub(super) async fn google_exchange(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    body: JsonBody<ExchangeBody>,
) -> Result<Json<AccountDetail>, Problem> {
    let ExchangeBody { code, state: given } = body.value;
    Ok(Json(state.engine.connect_google(&caller, &code, &given).await?.into()))
}

/// Say whether a Google account is connected
#[utoipa::path(
    get, path = "/api/v1/integrations/google/status", tag = "automations",
    responses((status = 200, body = AccountDetail, description = "The account"), Listing),
)]
pub(super) async fn google_status(
    State(state): State<ApiState>,
    Asker(caller): Asker,
) -> Result<Json<AccountDetail>, Problem> {
    Ok(Json(state.engine.google_status(&caller).await?.into()))
}

/// Disconnect the Google account
///
/// Its tokens are forgotten here and given back to Google.
#[utoipa::path(
    delete, path = "/api/v1/integrations/google/disconnect", tag = "automations",
    responses((status = 204, description = "It is disconnected"), Acting),
)]
pub(super) async fn google_disconnect(
    State(state): State<ApiState>,
    Asker(caller): Asker,
) -> Result<StatusCode, Problem> {
    state.engine.disconnect_google(&caller).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Import files of Google Drive
///
/// Answers them as they wait; the job's events tell how they come.
#[utoipa::path(
    post, path = "/api/v1/jobs/{id}/files:gdrive", tag = "jobs",
    params(At<TaskId>, Which, Idempotency),
    request_body = DriveImportBody,
    responses((status = 200, body = FileList, description = "The files"), Creating),
)]
pub(super) async fn import_from_drive(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
    key: Idempotency,
    body: JsonBody<DriveImportBody>,
) -> Result<Json<FileList>, Problem> {
    let key = key.of(&caller, &which.operation(&job, "files:gdrive"), &body.raw);
    let ids = body.value.checked()?;
    let found = state.engine.job_run(&job, which.run()).await?;
    let (found, files) = state.engine.import_from_drive(&caller, &found, &ids, key).await?;
    Ok(Json(FileList::new(&found, files)))
}

/// Import attachments of mails in Gmail
///
/// Answers them as they wait; the job's events tell how they come.
#[utoipa::path(
    post, path = "/api/v1/jobs/{id}/files:gmail", tag = "jobs",
    params(At<TaskId>, Which, Idempotency),
    request_body = GmailImportBody,
    responses((status = 200, body = FileList, description = "The files"), Creating),
)]
pub(super) async fn import_from_gmail(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
    key: Idempotency,
    body: JsonBody<GmailImportBody>,
) -> Result<Json<FileList>, Problem> {
    let key = key.of(&caller, &which.operation(&job, "files:gmail"), &body.raw);
    let attachments = body.value.checked()?;
    let found = state.engine.job_run(&job, which.run()).await?;
    let (found, files) = state.engine.import_from_gmail(&caller, &found, &attachments, key).await?;
    Ok(Json(FileList::new(&found, files)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Folder {
    /// The folder's id; the account's own folder unless given.
    #[param(value_type = Option<String>, max_length = 200, pattern = "^[A-Za-z0-9_-]*$")]
    folder_id: Option<Text<200>>,
}

/// Export all results to Google Drive as CSV
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}/export/gdrive/csv", tag = "jobs",
    params(At<TaskId>, Which, Folder),
    responses((status = 200, body = DriveExported, description = "The file"), Acting),
)]
pub(super) async fn export_csv_to_drive(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
    Params(to): Params<Folder>,
) -> Result<Json<DriveExported>, Problem> {
    let found = state.engine.job_run(&job, which.run()).await?;
    let (format, folder) = (ExportFormat::Csv, given(to.folder_id));
    let sent = state.engine.export_to_drive(&caller, &found, format, folder).await?;
    Ok(Json(DriveExported::new(found.row.run.id.to_string(), sent)))
}

/// Export all results to Google Drive as an Excel workbook
#[utoipa::path(
    get, path = "/api/v1/jobs/{id}/export/gdrive/excel", tag = "jobs",
    params(At<TaskId>, Which, Folder),
    responses((status = 200, body = DriveExported, description = "The file"), Acting),
)]
pub(super) async fn export_excel_to_drive(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(job): At<TaskId>,
    Params(which): Params<Which>,
    Params(to): Params<Folder>,
) -> Result<Json<DriveExported>, Problem> {
    let found = state.engine.job_run(&job, which.run()).await?;
    let (format, folder) = (ExportFormat::Excel, given(to.folder_id));
    let sent = state.engine.export_to_drive(&caller, &found, format, folder).await?;
    Ok(Json(DriveExported::new(found.row.run.id.to_string(), sent)))
}
