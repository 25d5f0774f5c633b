//! Jobs of document extraction: their runs while they are set up and after, files, corrections,
//! exports, templates and usage.
//!
//! A job is a task, and each run of it a run like any other. What is added lies in `job_runs`: what
//! a person has set up, until submitting freezes it into a snapshot. Whoever changes the run and
//! this row together takes the run first.

mod begin;
mod change;
mod corrections;
mod expiry;
mod exports;
mod files;
mod keys;
mod lists;
mod results;
mod rows;
mod stranded;
mod submit;
mod templates;
mod usage;

use std::collections::BTreeMap;

use annals_domain::{
    ConfigStep, ExportStatus, FileId, FileSource, FileStatus, JobField, JobStatus, Mode, NodeName,
    NodeState, Run, RunId, Snapshot, Task, TaskId, TemplateId, Timestamp,
};
use serde_json::Value;

use crate::Creation;

pub(crate) use expiry::{let_go_of_files, note_job_objects};
pub(crate) use files::file_read;
pub(crate) use usage::task_ended;

/// Modes by folder.
pub type Modes = BTreeMap<String, Mode>;

/// What a run of a job begins with.
#[derive(Debug, Clone)]
pub struct NewJobRun {
    /// The run; it gets no owner.
    pub creation: Creation,
    /// Its fields.
    pub fields: Vec<JobField>,
    /// Its modes.
    pub modes: Modes,
    /// The template that the fields came from.
    pub template: Option<TemplateId>,
    /// Whether files and results stay after its end.
    pub persist_data: bool,
    /// Files that are to come.
    pub files: Vec<NewJobFile>,
}

/// How many tasks a run has, and how far they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TaskCounts {
    /// All of them.
    pub total: i64,
    /// Those whose values are there.
    pub completed: i64,
    /// Those that failed.
    pub failed: i64,
}

/// A run of a job as lists show it.
#[derive(Debug, Clone)]
pub struct JobRunRow {
    /// The run.
    pub run: Run,
    /// When its job was made.
    pub job_created_at: Timestamp,
    /// How far its wizard is.
    pub step: ConfigStep,
    /// Counts the steps taken.
    pub version: i64,
    /// Counts all changes.
    pub revision: i64,
    /// Whether files and results stay after its end.
    pub persist_data: bool,
    /// The template that the fields came from.
    pub template: Option<TemplateId>,
    /// How many fields it has.
    pub field_count: i64,
    /// Its tasks.
    pub tasks: TaskCounts,
    /// When anything of it was changed or happened last.
    pub last_active_at: Timestamp,
    /// When its files and results went.
    pub data_removed_at: Option<Timestamp>,
}

/// A run of a job with what was set up.
#[derive(Debug, Clone)]
pub struct JobRun {
    /// What lists show.
    pub row: JobRunRow,
    /// Its fields, in their order.
    pub fields: Vec<JobField>,
    /// Its modes.
    pub modes: Modes,
}

/// A job as lists show it.
#[derive(Debug, Clone)]
pub struct JobRow {
    /// Its task, which tells of the latest run.
    pub task: Task,
    /// How far the wizard of the latest run is.
    pub step: Option<ConfigStep>,
    /// How many fields that run has.
    pub field_count: i64,
}

/// Which jobs a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// Only those whose latest run stands so.
    pub status: Option<JobStatus>,
    /// How many to pass over.
    pub offset: i64,
}

/// A change of what a run is set up to be; what is none stays.
#[derive(Debug, Clone, Default)]
pub struct JobChange {
    /// All fields.
    pub fields: Option<Vec<JobField>>,
    /// All modes.
    pub modes: Option<Modes>,
    /// The template that the fields came from; inner none: no template.
    pub template: Option<Option<TemplateId>>,
    /// Whether files and results stay after its end.
    pub persist_data: Option<bool>,
}

/// What is frozen when a run is submitted.
#[derive(Debug, Clone)]
pub struct JobSubmission {
    /// The run.
    pub run: RunId,
    /// The revision that the snapshot was made of.
    pub revision: i64,
    /// What it executes.
    pub snapshot: Snapshot,
    /// Its nodes, `setup` first.
    pub nodes: Vec<NodeName>,
    /// The server that is to carry it out.
    pub owner: String,
    /// Who submits it.
    pub user_id: Option<String>,
    /// Whether files and results stay after its end; none: as it was set up.
    pub persist_data: Option<bool>,
    /// When.
    pub at: Timestamp,
}

/// What came of a change to a run that is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobChanged {
    /// It is done.
    Done,
    /// The run is as another left it meanwhile.
    Stale,
    /// The run was submitted or has ended, so that nothing of it changes.
    Fixed,
    /// There is no such run, or no such part of it.
    Gone,
}

/// A file that is to be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJobFile {
    /// Its id.
    pub id: FileId,
    /// Its name.
    pub name: String,
    /// Its path as it was given.
    pub path: String,
    /// Its size in bytes, as far as it is known.
    pub size: i64,
    /// What it is said to be.
    pub media_type: Option<String>,
    /// Where it came from.
    pub source: FileSource,
    /// Where it stands.
    pub status: FileStatus,
    /// The archive that it came out of.
    pub parent: Option<FileId>,
    /// The SHA-256 of its bytes, where they are there.
    pub sha256: Option<String>,
    /// Where its bytes lie in the object store.
    pub object: String,
    /// When it was told of.
    pub at: Timestamp,
}

/// A file of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobFile {
    /// As it came.
    pub file: NewJobFile,
    /// Its run.
    pub run: RunId,
    /// Its place among the run's files, from 1.
    pub number: i64,
    /// How many pages it has, where that is known.
    pub pages: Option<i64>,
    /// Why it cannot be had.
    pub error: Option<String>,
}

/// What a file became.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileChange {
    /// Where it stands.
    pub status: Option<FileStatus>,
    /// Its size in bytes and the SHA-256 of its bytes.
    pub content: Option<(i64, String)>,
    /// Why it cannot be had.
    pub error: Option<String>,
    /// How many pages it has.
    pub pages: Option<i64>,
}

/// The files that an idempotency key was used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedFiles {
    /// Their run.
    pub run: RunId,
    /// All of them, also those that went since.
    pub files: Vec<FileId>,
    /// The hash of the request.
    pub body_hash: String,
}

/// What came of bringing files under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeptFiles {
    /// This came of it.
    Changed(JobChanged),
    /// Nothing: the key was used before, for these.
    Before(KeyedFiles),
}

/// What a task of a run gave.
#[derive(Debug, Clone)]
pub struct TaskResult {
    /// The task's name.
    pub node: NodeName,
    /// Its outputs.
    pub outputs: Value,
}

/// A task of a run and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskState {
    /// The task's name.
    pub node: NodeName,
    /// Where it stands.
    pub state: NodeState,
    /// Why it failed.
    pub message: Option<String>,
}

/// A value that a person put in the place of one that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// The task's name.
    pub node: NodeName,
    /// The row among the task's, from 0.
    pub row: i64,
    /// The field's name.
    pub column: String,
    /// The value.
    pub value: Value,
    /// Who.
    pub user_id: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// An export of a run's results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobExport {
    /// Its id.
    pub id: annals_domain::ExportId,
    /// Where it goes: `download`, `gdrive`.
    pub destination: String,
    /// `csv` or `excel`.
    pub file_type: String,
    /// Where it stands.
    pub status: ExportStatus,
    /// Where it is to be had.
    pub link: Option<String>,
    /// Why it could not be made.
    pub error: Option<String>,
    /// Its size in bytes.
    pub size: Option<i64>,
    /// The file that it is written into before it is moved to its place, where that is a folder.
    pub draft: Option<String>,
    /// Who made it.
    pub user_id: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// A set of fields that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its fields, in their order.
    pub fields: Vec<annals_domain::FieldSpec>,
    /// Whether everybody may see it.
    pub is_public: bool,
    /// Who made it.
    pub user_id: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// What was used, by job, user and month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageSum {
    /// The job; it may be gone.
    pub job: TaskId,
    /// Who.
    pub user_id: Option<String>,
    /// The month in UTC: `2026-11`.
    pub month: String,
    /// How many tasks were completed.
    pub tasks: i64,
    /// How many pages they had.
    pub pages: i64,
}
