//! Rows of runs of jobs and of files.

use sqlx::any::AnyRow;

use super::{JobFile, JobRun, JobRunRow, NewJobFile, TaskCounts};
use crate::sql::Columns;
use crate::{StoreError, runs};

/// What a list of runs reads: everything but fields and modes.
pub(super) const LEAN: &str = "SELECT r.*, t.name AS task_name, t.created_at AS job_created_at, j.config_step, j.version, \
      j.revision, j.persist_data, j.template_id, j.field_count, j.tasks_total, j.tasks_completed, \
      j.tasks_failed, j.last_active_at, j.data_removed_at";
/// What it is read from.
pub(super) const FROM: &str = " FROM job_runs j JOIN runs r ON r.id = j.run_id \
      JOIN tasks t ON t.id = r.task_id";

pub(super) fn lean(row: &AnyRow) -> Result<JobRunRow, StoreError> {
    let columns = Columns::new(row, "job_runs", "id");
    Ok(JobRunRow {
        run: runs::run(row)?,
        job_created_at: columns.time("job_created_at")?,
        step: columns.word("config_step")?,
        version: columns.int("version")?,
        revision: columns.int("revision")?,
        persist_data: columns.flag("persist_data")?,
        template: columns.opt_word("template_id")?,
        field_count: columns.int("field_count")?,
        tasks: TaskCounts {
            total: columns.int("tasks_total")?,
            completed: columns.int("tasks_completed")?,
            failed: columns.int("tasks_failed")?,
        },
        last_active_at: columns.time("last_active_at")?,
        data_removed_at: columns.opt_time("data_removed_at")?,
    })
}

pub(super) fn whole(row: &AnyRow) -> Result<JobRun, StoreError> {
    let columns = Columns::new(row, "job_runs", "id");
    Ok(JobRun { row: lean(row)?, fields: columns.json("fields")?, modes: columns.json("modes")? })
}

pub(super) fn file(row: &AnyRow) -> Result<JobFile, StoreError> {
    let columns = Columns::new(row, "job_files", "id");
    Ok(JobFile {
        file: NewJobFile {
            id: columns.word("id")?,
            name: columns.text("name")?,
            path: columns.text("path")?,
            size: columns.int("size")?,
            media_type: columns.opt_text("media_type")?,
            source: columns.word("source")?,
            status: columns.word("status")?,
            parent: columns.opt_word("parent_id")?,
            sha256: columns.opt_text("sha256")?,
            object: columns.text("object")?,
            at: columns.time("created_at")?,
        },
        run: columns.word("run_id")?,
        number: columns.int("n")?,
        pages: columns.opt_int("pages")?,
        error: columns.opt_text("error")?,
    })
}
