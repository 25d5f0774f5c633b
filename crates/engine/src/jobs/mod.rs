//! Jobs of document extraction: runs that are set up step by step, and what is made of their results.
//!
//! A run of a job is there before it is submitted: numbered, with files and fields of its own, but
//! without an owner, so that no server takes it for one that waits. Submitting freezes what was set
//! up; from then on it is a run like any other.

mod answers;
mod cells;
mod delete;
mod events;
mod export;
mod files;
mod form;
mod groups;
mod import;
mod intake;
mod keeping;
mod new;
mod objects;
mod passing;
mod quota;
mod reading;
mod results;
mod setup;
mod sheets;
mod submit;
mod templates;
mod underway;
mod unpack;
mod watch;

use annals_domain::{FileId, FileSource, JobField, Page, RunId, TaskId, TemplateId};
use annals_store::{JobFilter, JobRow, JobRun, JobRunRow, Modes, Store};

use crate::engine::Engine;
use crate::reads::cursor;
use crate::{Error, PageRequest};

pub use answers::JobGroup;
pub(crate) use export::name as export_name;
pub use export::{ExportFormat, Exported};
pub use form::Form;
pub use import::MailAttachment;
pub use intake::Declared;
pub(crate) use new::other_request;
pub(crate) use passing::keep;
pub use reading::JobPagePicture;
pub(crate) use reading::Readers;
pub use results::{JobResult, JobResults, JobTask};
pub(crate) use underway::{AtFiles, Underway};
pub use watch::{JobTold, JobWatch};

/// How jobs are handled.
#[derive(Debug, Clone, Copy)]
pub struct JobSettings {
    /// The most bytes of one file.
    pub file_limit: u64,
    /// How far archives may go.
    pub archives: annals_extract::archive::Limits,
    /// After how many milliseconds the files and results of a run go that are not to stay.
    pub passing_ms: i64,
}

impl JobSettings {
    /// The most bytes of a file unless configured otherwise: 2 GiB.
    pub const FILE_LIMIT: u64 = 2 << 30;
    /// How long files and results stay that are not to stay: a day.
    pub const PASSING_MS: i64 = 24 * 60 * 60 * 1000;
}

impl Default for JobSettings {
    fn default() -> Self {
        Self {
            file_limit: Self::FILE_LIMIT,
            archives: annals_extract::archive::Limits::default(),
            passing_ms: Self::PASSING_MS,
        }
    }
}

/// What a new run of a job is made from.
#[derive(Debug, Clone, Default)]
pub struct NewRunOf {
    /// The run whose fields it gets; the latest unless named.
    pub clone_from: Option<RunId>,
    /// The template whose fields it gets instead.
    pub template: Option<TemplateId>,
    /// Whether its files and results stay after its end.
    pub persist_data: Option<bool>,
}

/// What a run is set up to be; what is none stays.
#[derive(Debug, Clone, Default)]
pub struct FieldsChange {
    /// Its fields; those of the template where they are left out.
    pub fields: Option<Vec<JobField>>,
    /// The template that they came from.
    pub template: Option<TemplateId>,
    /// Modes by folder.
    pub modes: Option<Modes>,
}

/// What a template is to be.
#[derive(Debug, Clone)]
pub struct TemplateDraft {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its fields, in their order.
    pub fields: Vec<annals_domain::FieldSpec>,
    /// Whether everybody may see it.
    pub is_public: bool,
}

/// Where the bytes of a file lie in the object store.
pub(crate) fn object_of(job: &TaskId, run: &RunId, source: FileSource, file: &FileId) -> String {
    format!("jobs/{job}/runs/{run}/{}/{file}", source.folder())
}

impl Engine {
    /// A run of a job, or its latest where none is named.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such job, or no such run of it.
    pub async fn job_run(&self, job: &TaskId, run: Option<&RunId>) -> Result<JobRun, Error> {
        if let Some(found) = self.inner.store.job_run(job, run).await? {
            return Ok(found);
        }
        let known = self.inner.store.task(job).await?;
        let is_job = known.is_some_and(|task| task.kind == annals_domain::TaskKind::Extraction);
        Err(match run {
            _ if !is_job => Error::not_found("job", job),
            Some(run) => Error::not_found("run", run),
            None => Error::not_found("run", format!("of job {job}")),
        })
    }

    /// A page of jobs, newest first, and how many there are where no filter is given.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that this list has not given.
    pub async fn jobs(
        &self,
        filter: JobFilter,
        page: PageRequest,
    ) -> Result<(Page<JobRow>, Option<i64>), Error> {
        let after = cursor(page.cursor.as_deref(), Store::jobs_cursor)?;
        let jobs = self.inner.store.jobs(&filter, page.size, after.as_ref()).await?;
        let total = match filter.status {
            None => Some(self.inner.store.job_total().await?),
            Some(_) => None,
        };
        Ok((jobs, total))
    }

    /// A page of a job's runs, newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such job, [`Error::Invalid`] for a foreign cursor.
    pub async fn job_runs(
        &self,
        job: &TaskId,
        page: PageRequest,
    ) -> Result<(Page<JobRunRow>, annals_domain::Task), Error> {
        let task = self.job(job).await?;
        let after = cursor(page.cursor.as_deref(), Store::job_runs_cursor)?;
        Ok((self.inner.store.job_runs(job, page.size, after.as_ref()).await?, task))
    }

    /// A job's task.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such job.
    pub async fn job(&self, job: &TaskId) -> Result<annals_domain::Task, Error> {
        match self.inner.store.task(job).await? {
            Some(task) if task.kind == annals_domain::TaskKind::Extraction => Ok(task),
            _ => Err(Error::not_found("job", job)),
        }
    }
}
