//! The files of a run.

use annals_domain::{JobStatus, Timestamp};
use annals_engine::{JobFile, JobRun};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::words::{FileSourceWord, FileStatusWord};

/// Where a file's bytes are to be sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploadTo {
    pub(crate) file_id: String,
    pub(crate) original_path: String,
    /// Takes a PUT of the bytes, without a token.
    pub(crate) upload_url: String,
}

/// A job with its first run.
#[derive(Debug, Serialize, ToSchema)]
pub struct Initiated {
    pub(crate) job_id: String,
    pub(crate) job_run_id: String,
    pub(crate) name: String,
    /// The files that it waits for.
    pub(crate) files: Vec<UploadTo>,
}

/// A file of a run.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileRow {
    id: String,
    original_filename: String,
    /// Its path as it was given, or inside the archive that it came out of.
    original_path: String,
    #[schema(minimum = 0)]
    file_size_bytes: i64,
    #[schema(value_type = FileStatusWord)]
    status: &'static str,
    /// Its media type, or the end of its name.
    file_type: Option<String>,
    #[schema(value_type = FileSourceWord)]
    source_type: &'static str,
    #[schema(minimum = 0)]
    page_count: Option<i64>,
    /// The archive that it came out of.
    parent_file_id: Option<String>,
    /// Why it cannot be had.
    error: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<JobFile> for FileRow {
    fn from(found: JobFile) -> Self {
        let file = found.file;
        let end = file.name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
        Self {
            id: file.id.to_string(),
            original_filename: file.name,
            original_path: file.path,
            file_size_bytes: file.size,
            status: file.status.as_str(),
            file_type: file.media_type.or(end),
            source_type: file.source.as_str(),
            page_count: found.pages,
            parent_file_id: file.parent.map(|id| id.to_string()),
            error: found.error,
            created_at: file.at,
        }
    }
}

/// The files of a run, in the order in which they came.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileList {
    job_run_id: String,
    files: Vec<FileRow>,
}

impl FileList {
    pub(crate) fn new(found: &JobRun, files: Vec<JobFile>) -> Self {
        let files = files.into_iter().map(Into::into).collect();
        Self { job_run_id: found.row.run.id.to_string(), files }
    }
}

/// The status of a run in the words of jobs.
pub(super) fn status(run: &annals_domain::Run) -> &'static str {
    JobStatus::of(run.state.status, run.error_type).as_str()
}
