//! Lists of jobs and of their runs.

use annals_domain::{Cursor, CursorError, ErrorType, JobStatus, Page, PageSize, RunId, TaskId};
use sqlx::any::AnyRow;

use super::{JobFilter, JobRow, JobRun, JobRunRow, rows};
use crate::sql::{Columns, Sql};
use crate::{Store, StoreError, tasks};

/// What a cursor of the list of jobs is made for.
const JOBS: &str = "jobs";
/// What a cursor of the list of a job's runs is made for.
const RUNS: &str = "job-runs";

impl Store {
    /// A page of jobs, newest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn jobs(
        &self,
        filter: &JobFilter,
        size: PageSize,
        after: Option<&Cursor>,
    ) -> Result<Page<JobRow>, StoreError> {
        let mut sql = Sql::new(
            "SELECT t.*, j.config_step, j.field_count FROM tasks t \
             LEFT JOIN job_runs j ON j.run_id = t.latest_run_id",
        );
        sql.and("t.kind = 'extraction'");
        if let Some(status) = filter.status {
            stands(&mut sql, status);
        }
        if let Some(after) = after {
            sql.and("(t.created_at, t.id) < (").bind(after.key).push(", ");
            sql.bind(after.id.as_str()).push(")");
        }
        sql.push(" ORDER BY t.created_at DESC, t.id DESC LIMIT ").bind(size.probe());
        sql.push(" OFFSET ").bind(filter.offset);
        let jobs = sql.rows(&self.pool).await?.iter().map(job).collect::<Result<_, _>>()?;
        let place =
            |job: &JobRow| Cursor::new(JOBS, job.task.created_at.as_micros(), job.task.id.as_str());
        Ok(Page::cut(jobs, size, place))
    }

    /// Reads a cursor of the list of jobs.
    ///
    /// # Errors
    /// [`CursorError`] for a text that this list has not given.
    pub fn jobs_cursor(text: &str) -> Result<Cursor, CursorError> {
        Cursor::decode(text, JOBS)
    }

    /// How many jobs there are.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn job_total(&self) -> Result<i64, StoreError> {
        let total = sqlx::query_scalar("SELECT jobs FROM job_total WHERE id = 1");
        Ok(total.fetch_one(&self.pool).await?)
    }

    /// A page of a job's runs, newest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn job_runs(
        &self,
        job: &TaskId,
        size: PageSize,
        after: Option<&Cursor>,
    ) -> Result<Page<JobRunRow>, StoreError> {
        let mut sql = Sql::new(rows::LEAN);
        sql.push(rows::FROM).and("r.task_id = ").bind(job.as_str());
        if let Some(after) = after {
            sql.and("r.number < ").bind(after.key);
        }
        sql.push(" ORDER BY r.number DESC LIMIT ").bind(size.probe());
        let runs = sql.rows(&self.pool).await?.iter().map(rows::lean).collect::<Result<_, _>>()?;
        let place = |row: &JobRunRow| Cursor::new(RUNS, row.run.number.get(), row.run.id.as_str());
        Ok(Page::cut(runs, size, place))
    }

    /// Reads a cursor of the list of a job's runs.
    ///
    /// # Errors
    /// [`CursorError`] for a text that this list has not given.
    pub fn job_runs_cursor(text: &str) -> Result<Cursor, CursorError> {
        Cursor::decode(text, RUNS)
    }

    /// A run of a job, or its latest where none is named, with what was set up.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn job_run(
        &self,
        job: &TaskId,
        run: Option<&RunId>,
    ) -> Result<Option<JobRun>, StoreError> {
        let mut sql = Sql::new(rows::LEAN);
        sql.push(", j.fields, j.modes").push(rows::FROM);
        sql.and("r.task_id = ").bind(job.as_str());
        sql.and_if("r.id = ", run.map(RunId::as_str));
        sql.push(" ORDER BY r.number DESC LIMIT 1");
        sql.rows(&self.pool).await?.first().map(rows::whole).transpose()
    }
}

fn job(row: &AnyRow) -> Result<JobRow, StoreError> {
    let columns = Columns::new(row, "tasks", "id");
    Ok(JobRow {
        task: tasks::task(row)?,
        step: columns.opt_word("config_step")?,
        field_count: columns.opt_int("field_count")?.unwrap_or(0),
    })
}

fn stands(sql: &mut Sql, status: JobStatus) {
    sql.and("t.latest_status = ").bind(status.status().as_str());
    let partial = match status {
        JobStatus::PartiallyCompleted => " = ",
        JobStatus::Failed => " <> ",
        _ => return,
    };
    sql.and("COALESCE(t.latest_error_type, '')").push(partial).bind(ErrorType::Partial.as_str());
}
