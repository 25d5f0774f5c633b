//! Exports of runs' results.

use annals_domain::{ExportId, ExportStatus, RunId, Timestamp};
use sqlx::any::AnyRow;

use super::{JobExport, change};
use crate::sql::{Columns, Sql, Values};
use crate::{Store, StoreError};

impl Store {
    /// Notes that an export is being made.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn begin_export(&self, run: &RunId, export: JobExport) -> Result<(), StoreError> {
        let run = run.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new(
                    "INSERT INTO job_exports (id, run_id, destination, file_type, status, \
                       draft, user_id, created_at) VALUES ",
                );
                let mut values = Values::of(&mut sql);
                values.row().bind(export.id.as_str()).bind(run.as_str());
                values.bind(export.destination.as_str()).bind(export.file_type.as_str());
                values.bind(export.status.as_str()).bind(export.draft.as_deref());
                values.bind(export.user_id.as_deref());
                values.bind(export.created_at.as_micros());
                values.end();
                sql.run(&mut *tx).await?;
                change::active(tx, &run, export.created_at).await
            })
        })
        .await
    }

    /// Notes that an export has ended: its link and size, or why it could not be made. Whether it
    /// is there still.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn end_export(
        &self,
        export: &ExportId,
        outcome: Result<(String, i64), String>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let export = export.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let status = match &outcome {
                    Ok(_) => ExportStatus::Completed,
                    Err(_) => ExportStatus::Failed,
                };
                let mut sql = Sql::new("UPDATE job_exports SET status = ");
                sql.bind(status.as_str()).push(", ended_at = ").bind(at.as_micros());
                match &outcome {
                    Ok((link, size)) => {
                        sql.push(", link = ").bind(link.as_str()).push(", size = ").bind(*size)
                    }
                    Err(error) => sql.push(", error = ").bind(error.as_str()),
                };
                sql.and("id = ").bind(export.as_str()).push(" RETURNING run_id");
                let Some(row) = sql.row(&mut *tx).await? else { return Ok(false) };
                let run = Columns::new(&row, "job_exports", "run_id").word("run_id")?;
                change::active(tx, &run, at).await?;
                Ok(true)
            })
        })
        .await
    }

    /// The exports of a run, the newest first, at most 1,000.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn exports(&self, run: &RunId) -> Result<Vec<JobExport>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM job_exports");
        sql.and("run_id = ").bind(run.as_str());
        sql.push(" ORDER BY created_at DESC, id DESC LIMIT 1000");
        sql.rows(&self.pool).await?.iter().map(export).collect()
    }

    /// An export of a run.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn export(
        &self,
        run: &RunId,
        id: &ExportId,
    ) -> Result<Option<JobExport>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM job_exports");
        sql.and("id = ").bind(id.as_str()).and("run_id = ").bind(run.as_str());
        sql.rows(&self.pool).await?.first().map(export).transpose()
    }
}

pub(super) fn export(row: &AnyRow) -> Result<JobExport, StoreError> {
    let columns = Columns::new(row, "job_exports", "id");
    Ok(JobExport {
        id: columns.word("id")?,
        destination: columns.text("destination")?,
        file_type: columns.text("file_type")?,
        status: columns.word("status")?,
        link: columns.opt_text("link")?,
        error: columns.opt_text("error")?,
        size: columns.opt_int("size")?,
        draft: columns.opt_text("draft")?,
        user_id: columns.opt_text("user_id")?,
        created_at: columns.time("created_at")?,
        ended_at: columns.opt_time("ended_at")?,
    })
}
