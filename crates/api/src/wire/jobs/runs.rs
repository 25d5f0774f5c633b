//! Jobs and their runs.

use annals_domain::{JobField, JobStatus, Task, Timestamp};
use annals_engine::{JobGroup, JobRow, JobRun, JobRunRow};
use serde::Serialize;
use utoipa::ToSchema;

use super::files::status;
use crate::wire::words::{ConfigStepWord, DataTypeWord, JobStatusWord, ModeWord};

/// A job in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobRow)]
pub struct JobRowWire {
    id: String,
    name: String,
    /// Of the latest run.
    #[schema(value_type = JobStatusWord)]
    status: &'static str,
    /// Of the latest run.
    #[schema(value_type = ConfigStepWord)]
    config_step: &'static str,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Whether the latest run has fields; only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    has_configured_fields: Option<bool>,
    latest_run_id: Option<String>,
    #[schema(minimum = 0)]
    run_count: i64,
}

impl JobRowWire {
    pub(crate) fn new(job: JobRow, fields: bool) -> Self {
        let latest = job.task.latest;
        let status = latest.as_ref().map(|run| JobStatus::of(run.status, run.error_type));
        Self {
            id: job.task.id.to_string(),
            name: job.task.name,
            status: status.unwrap_or(JobStatus::Pending).as_str(),
            config_step: job.step.unwrap_or(annals_domain::ConfigStep::Upload).as_str(),
            created_at: job.task.created_at,
            has_configured_fields: fields.then_some(job.field_count > 0),
            latest_run_id: latest.map(|run| run.id.to_string()),
            run_count: job.task.run_count,
        }
    }
}

/// A page of jobs.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobPage {
    pub(crate) jobs: Vec<JobRowWire>,
    /// How many jobs there are; null under a filter.
    #[schema(minimum = 0)]
    pub(crate) total: Option<i64>,
    /// Where the next page begins; null after the last.
    pub(crate) next_cursor: Option<String>,
}

/// A field of a run.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldRow {
    field_name: String,
    #[schema(value_type = DataTypeWord)]
    data_type_id: &'static str,
    ai_prompt: Option<String>,
    display_order: i64,
}

impl From<JobField> for FieldRow {
    fn from(field: JobField) -> Self {
        Self {
            field_name: field.spec.field_name,
            data_type_id: field.spec.data_type.as_str(),
            ai_prompt: field.spec.prompt,
            display_order: field.display_order,
        }
    }
}

/// A task of a run, or one that it would have.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupRow {
    /// The path of its file or folder.
    path: String,
    #[schema(value_type = ModeWord)]
    mode: &'static str,
    #[schema(minimum = 1)]
    file_count: usize,
}

impl From<JobGroup> for GroupRow {
    fn from(group: JobGroup) -> Self {
        Self { path: group.path, mode: group.mode.as_str(), file_count: group.files }
    }
}

/// A run of a job in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobRunRow)]
pub struct JobRunRowWire {
    id: String,
    #[schema(minimum = 1)]
    run_number: i64,
    #[schema(value_type = JobStatusWord)]
    status: &'static str,
    #[schema(value_type = ConfigStepWord)]
    config_step: &'static str,
    /// Counts the steps of its wizard.
    #[schema(minimum = 1)]
    version: i64,
    #[schema(minimum = 0)]
    tasks_total: i64,
    #[schema(minimum = 0)]
    tasks_completed: i64,
    #[schema(minimum = 0)]
    tasks_failed: i64,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    completed_at: Option<Timestamp>,
    /// When anything of it was changed or happened last.
    #[schema(value_type = String, format = DateTime)]
    last_active_at: Timestamp,
    /// Whether its files and results stay after its end.
    persist_data: bool,
    template_id: Option<String>,
}

impl From<JobRunRow> for JobRunRowWire {
    fn from(row: JobRunRow) -> Self {
        let run = row.run;
        let moved = run.state.ended_at.or(run.state.started_at);
        Self {
            status: status(&run),
            id: run.id.to_string(),
            run_number: run.number.get(),
            config_step: row.step.as_str(),
            version: row.version,
            tasks_total: row.tasks.total,
            tasks_completed: row.tasks.completed,
            tasks_failed: row.tasks.failed,
            created_at: run.created_at,
            completed_at: run.state.ended_at,
            last_active_at: row.last_active_at.max(moved.unwrap_or(run.created_at)),
            persist_data: row.persist_data,
            template_id: row.template.map(|id| id.to_string()),
        }
    }
}

/// A page of a job's runs.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobRunPage {
    pub(crate) runs: Vec<JobRunRowWire>,
    #[schema(minimum = 0)]
    pub(crate) total: i64,
    pub(crate) latest_run_id: Option<String>,
    /// The latest run.
    pub(crate) job_run_id: Option<String>,
    /// Where the next page begins; null after the last.
    pub(crate) next_cursor: Option<String>,
}

impl JobRunPage {
    pub(crate) fn new(page: annals_domain::Page<JobRunRow>, task: Task) -> Self {
        let latest = task.latest.map(|run| run.id.to_string());
        Self {
            next_cursor: page.next.as_ref().map(annals_domain::Cursor::encode),
            runs: page.items.into_iter().map(Into::into).collect(),
            total: task.run_count,
            latest_run_id: latest.clone(),
            job_run_id: latest,
        }
    }
}

/// A run of a job, whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobRunDetail {
    #[serde(flatten)]
    row: JobRunRowWire,
    job_id: String,
    job_run_id: String,
    job_fields: Vec<FieldRow>,
    /// Its tasks; before it is submitted, those that it would have.
    extraction_tasks: Vec<GroupRow>,
    /// When its files and results went.
    #[schema(value_type = Option<String>, format = DateTime)]
    data_removed_at: Option<Timestamp>,
}

impl JobRunDetail {
    pub(crate) fn new(found: JobRun, groups: Vec<JobGroup>) -> Self {
        Self {
            job_id: found.row.run.task_id.to_string(),
            job_run_id: found.row.run.id.to_string(),
            job_fields: found.fields.into_iter().map(Into::into).collect(),
            extraction_tasks: groups.into_iter().map(Into::into).collect(),
            data_removed_at: found.row.data_removed_at,
            row: found.row.into(),
        }
    }
}

/// A job with one of its runs.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobDetail {
    id: String,
    name: String,
    #[schema(value_type = JobStatusWord)]
    status: &'static str,
    #[schema(value_type = ConfigStepWord)]
    config_step: &'static str,
    /// Counts the steps of the wizard.
    #[schema(minimum = 1)]
    version: i64,
    persist_data: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    completed_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    last_active_at: Timestamp,
    job_fields: Vec<FieldRow>,
    template_id: Option<String>,
    /// Its tasks; before it is submitted, those that it would have.
    extraction_tasks: Vec<GroupRow>,
    /// The run that this tells of.
    job_run_id: String,
    #[schema(minimum = 1)]
    run_number: i64,
}

impl JobDetail {
    pub(crate) fn new(found: JobRun, groups: Vec<JobGroup>) -> Self {
        let run = JobRunDetail::new(found.clone(), groups);
        let JobRunRowWire { config_step, version, completed_at, last_active_at, .. } = run.row;
        Self {
            id: run.job_id,
            name: found.row.run.task_name.clone(),
            status: run.row.status,
            config_step,
            version,
            persist_data: run.row.persist_data,
            created_at: found.row.job_created_at,
            completed_at,
            last_active_at,
            job_fields: run.job_fields,
            template_id: run.row.template_id,
            extraction_tasks: run.extraction_tasks,
            job_run_id: run.job_run_id,
            run_number: run.row.run_number,
        }
    }
}

/// That something was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobMessage {
    pub(crate) message: String,
    pub(crate) job_run_id: String,
    #[schema(value_type = JobStatusWord)]
    pub(crate) status: &'static str,
}

impl JobMessage {
    pub(crate) fn new(message: &str, found: &JobRun) -> Self {
        let run = &found.row.run;
        Self { message: message.to_owned(), job_run_id: run.id.to_string(), status: status(run) }
    }
}
