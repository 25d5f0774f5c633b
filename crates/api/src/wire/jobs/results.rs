//! Progress, results and exports of a run.

use annals_domain::{FileGroup, JobTaskStatus, Timestamp};
use annals_engine::{Correction, JobExport, JobFile, JobResult, JobResults, JobRun, JobTask};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::files::status;
use crate::wire::words::{ExportStatusWord, JobStatusWord, JobTaskWord, ModeWord};

/// Where a task stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgressTask {
    id: String,
    #[schema(value_type = JobTaskWord)]
    status: &'static str,
    /// The path of its file or folder.
    path: String,
    /// Why it failed.
    error: Option<String>,
}

impl From<JobTask> for ProgressTask {
    fn from((task, group): JobTask) -> Self {
        let status = JobTaskStatus::from(task.state);
        Self {
            id: task.node.to_string(),
            status: status.as_str(),
            path: group.path,
            error: task.message.filter(|_| status == JobTaskStatus::Failed),
        }
    }
}

/// How far a run is.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgressDetail {
    job_run_id: String,
    #[schema(minimum = 0)]
    total_tasks: i64,
    #[schema(minimum = 0)]
    completed: i64,
    #[schema(minimum = 0)]
    failed: i64,
    #[schema(value_type = JobStatusWord)]
    status: &'static str,
    tasks: Vec<ProgressTask>,
}

impl ProgressDetail {
    pub(crate) fn new(found: &JobRun, tasks: Vec<JobTask>) -> Self {
        let row = &found.row;
        Self {
            job_run_id: row.run.id.to_string(),
            total_tasks: row.tasks.total,
            completed: row.tasks.completed,
            failed: row.tasks.failed,
            status: status(&row.run),
            tasks: tasks.into_iter().map(Into::into).collect(),
        }
    }
}

/// The rows that a task gave.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExtractedData {
    /// The names of the fields.
    columns: Value,
    /// The rows, each with a value or null a field.
    results: Value,
}

/// A person's value, beside the one that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionRow {
    #[schema(minimum = 0)]
    row: i64,
    column: String,
    value: Value,
    /// What was found.
    machine_value: Value,
    user_id: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    corrected_at: Timestamp,
}

impl From<(Correction, Value)> for CorrectionRow {
    fn from((correction, machine_value): (Correction, Value)) -> Self {
        let Correction { row, column, value, user_id, at, .. } = correction;
        Self { row, column, value, machine_value, user_id, corrected_at: at }
    }
}

/// What a task gave.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResultRow {
    task_id: String,
    /// The paths of its files.
    source_files: Vec<String>,
    #[schema(value_type = ModeWord)]
    processing_mode: &'static str,
    /// With people's values in the place of those that were found.
    extracted_data: ExtractedData,
    /// How sure each value is, from 0 to 1, in the same rows and columns.
    confidence: Option<Value>,
    /// Where each value was found: file, page, words and, in PDFs and pictures, `boxes`: the places
    /// of the words as shares of the page, each with `x0`, `y0`, `x1` and `y1`.
    evidence: Option<Value>,
    corrections: Vec<CorrectionRow>,
}

impl From<JobResult> for ResultRow {
    fn from(result: JobResult) -> Self {
        let FileGroup { task, mode, files, .. } = result.group;
        let mut outputs = result.outputs;
        let mut part = |name: &str| outputs.get_mut(name).map(Value::take);
        Self {
            task_id: task.to_string(),
            source_files: files.into_iter().map(|file| file.path).collect(),
            processing_mode: mode.as_str(),
            extracted_data: ExtractedData {
                columns: part("columns").unwrap_or_default(),
                results: part("results").unwrap_or_default(),
            },
            confidence: part("confidence"),
            evidence: part("evidence"),
            corrections: result.corrections.into_iter().map(Into::into).collect(),
        }
    }
}

/// A page of results.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResultPage {
    job_run_id: String,
    /// How many tasks gave something.
    #[schema(minimum = 0)]
    total: i64,
    /// How many files those tasks had.
    #[schema(minimum = 0)]
    files_processed_count: usize,
    results: Vec<ResultRow>,
}

impl ResultPage {
    pub(crate) fn new(found: &JobRun, page: JobResults) -> Self {
        Self {
            job_run_id: found.row.run.id.to_string(),
            total: page.total,
            files_processed_count: page.files,
            results: page.results.into_iter().map(Into::into).collect(),
        }
    }
}

/// What a run's fields give on one file, before it is submitted.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewDetail {
    job_run_id: String,
    file_id: String,
    /// What a task with this file alone would give.
    result: ResultRow,
}

impl PreviewDetail {
    pub(crate) fn new(found: &JobRun, file: &JobFile, result: JobResult) -> Self {
        Self {
            job_run_id: found.row.run.id.to_string(),
            file_id: file.file.id.to_string(),
            result: result.into(),
        }
    }
}

/// An export of a run.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportRow {
    id: String,
    /// Where it went: `download`, `gdrive`.
    destination: String,
    file_type: String,
    #[schema(value_type = ExportStatusWord)]
    status: &'static str,
    /// Where it is to be had.
    file_link: Option<String>,
    /// Why it could not be made.
    error: Option<String>,
    #[schema(minimum = 0)]
    file_size_bytes: Option<i64>,
    user_id: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    completed_at: Option<Timestamp>,
}

impl From<JobExport> for ExportRow {
    fn from(export: JobExport) -> Self {
        Self {
            id: export.id.to_string(),
            destination: export.destination,
            file_type: export.file_type,
            status: export.status.as_str(),
            file_link: export.link,
            error: export.error,
            file_size_bytes: export.size,
            user_id: export.user_id,
            created_at: export.created_at,
            completed_at: export.ended_at,
        }
    }
}

/// The exports of a run, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportList {
    pub(crate) job_run_id: String,
    pub(crate) exports: Vec<ExportRow>,
}
