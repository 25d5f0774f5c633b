//! `POST /api/v1/jobs/initiate` and `POST /api/v1/jobs/{id}/runs`

use annals_domain::TaskId;
use annals_engine::JobRun;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};

use crate::extract::{Asker, At, Idempotency, JsonBody};
use crate::problem::{Creating, Problem};
use crate::state::ApiState;
use crate::wire::jobs::{InitiateBody, Initiated, JobMessage, NewRunBody, UploadTo};

/// Make a job
///
/// With its first run, which waits for the files that are named: each `upload_url` takes a PUT of the
/// bytes, without a token.
#[utoipa::path(
    post, path = "/api/v1/jobs/initiate", tag = "jobs",
    params(Idempotency),
    request_body = InitiateBody,
    responses((status = 200, body = Initiated, description = "The job"), Creating),
)]
pub(super) async fn initiate_job(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    key: Idempotency,
    headers: HeaderMap,
    body: JsonBody<InitiateBody>,
) -> Result<Json<Initiated>, Problem> {
    let key = key.of(&caller, "jobs", &body.raw);
    let (name, files) = body.value.checked()?;
    let found = state.engine.initiate_job(&caller, name, files, key).await?;
    let files = state.engine.job_files(&found, false).await?;
    let files = files.iter().map(|file| {
        let key = state.engine.upload_key(&found.row.run.id, &file.file.id)?;
        Ok(UploadTo {
            file_id: file.file.id.to_string(),
            original_path: file.file.path.clone(),
            upload_url: upload_url(&state, &headers, &found, file.file.id.as_str(), &key),
        })
    });
    Ok(Json(Initiated {
        job_id: found.row.run.task_id.to_string(),
        job_run_id: found.row.run.id.to_string(),
        files: files.collect::<Result<_, annals_engine::Error>>()?,
        name: found.row.run.task_name,
    }))
}

/// Where a file's bytes are to be sent, at the address that the client used.
fn upload_url(
    state: &ApiState,
    headers: &HeaderMap,
    found: &JobRun,
    file: &str,
    key: &str,
) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let scheme = if state.settings.is_https() { "https" } else { "http" };
    let base = match host {
        Some(host) => format!("{scheme}://{host}"),
        None => state.settings.base_url.clone(),
    };
    let run = &found.row.run;
    format!("{base}/api/v1/jobs/{}/files/{file}?run_id={}&key={key}", run.task_id, run.id)
}

/// Make a new run of a job
///
/// With the fields of the template if one is named, else of the named run, else of the latest. Files
/// and results are never copied; earlier runs stay as they are. The body may be left out.
#[utoipa::path(
    post, path = "/api/v1/jobs/{id}/runs", tag = "jobs",
    params(At<TaskId>, Idempotency),
    request_body = Option<NewRunBody>,
    responses((status = 200, body = JobMessage, description = "The run"), Creating),
)]
pub(super) async fn new_job_run(
    State(state): State<ApiState>,
    Asker(caller): Asker,
    At(job): At<TaskId>,
    key: Idempotency,
    body: JsonBody<NewRunBody>,
) -> Result<Json<JobMessage>, Problem> {
    let key = key.of(&caller, &format!("jobs/{job}/runs"), &body.raw);
    let found = state.engine.new_job_run(&caller, &job, body.value.checked()?, key).await?;
    Ok(Json(JobMessage::new(&format!("Run #{} was made.", found.row.run.number), &found)))
}
