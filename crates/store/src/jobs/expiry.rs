//! Letting go of files and results of runs, and of what lies in the object store.

use annals_domain::{RunId, Timestamp};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};

/// Notes that every object whose key begins with `prefix` is to be deleted.
pub(super) async fn note_prefix(tx: &mut AnyConnection, prefix: &str) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO doomed_prefixes (prefix) VALUES ($1) ON CONFLICT DO NOTHING")
        .bind(prefix)
        .execute(tx)
        .await?;
    Ok(())
}

/// Notes what a run of a job has in the object store; nothing of other runs.
pub(crate) async fn note_job_objects(
    tx: &mut AnyConnection,
    run: &RunId,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO doomed_prefixes (prefix) \
         SELECT 'jobs/' || job_id || '/runs/' || run_id FROM job_runs WHERE run_id = $1 \
         ON CONFLICT DO NOTHING",
    )
    .bind(run.as_str())
    .execute(tx)
    .await?;
    Ok(())
}

/// The files of a run of a job go, what came in and what was exported; its results stay.
pub(crate) async fn let_go_of_files(tx: &mut AnyConnection, run: &RunId) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE job_exports SET link = NULL WHERE run_id = $1 AND destination = 'download'",
    )
    .bind(run.as_str())
    .execute(&mut *tx)
    .await?;
    note_job_objects(tx, run).await
}

impl Store {
    /// What is to be deleted from the object store, by the beginning of its keys; at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn doomed_prefixes(&self, limit: i64) -> Result<Vec<String>, StoreError> {
        let mut sql = Sql::new("SELECT prefix FROM doomed_prefixes ORDER BY prefix LIMIT ");
        sql.bind(limit);
        let prefix = |row: &AnyRow| Columns::new(row, "doomed_prefixes", "prefix").text("prefix");
        sql.rows(&self.pool).await?.iter().map(prefix).collect()
    }

    /// Notes that such objects are to be deleted.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn doom_prefix(&self, prefix: &str) -> Result<(), StoreError> {
        let prefix = prefix.to_owned();
        self.write(move |tx| Box::pin(async move { note_prefix(tx, &prefix).await })).await
    }

    /// These objects are deleted.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn prefix_deleted(&self, prefix: &str) -> Result<(), StoreError> {
        let prefix = prefix.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("DELETE FROM doomed_prefixes");
                sql.and("prefix = ").bind(prefix);
                sql.run(tx).await.map(drop)
            })
        })
        .await
    }

    /// Runs that ended before `before` and whose files and results are not to stay, at most 100.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn passing_job_runs(&self, before: Timestamp) -> Result<Vec<RunId>, StoreError> {
        let mut sql = Sql::new("SELECT j.run_id FROM job_runs j JOIN runs r ON r.id = j.run_id");
        sql.and("j.persist_data = 0 AND j.data_removed_at IS NULL");
        sql.and("r.ended_at < ").bind(before.as_micros()).push(" ORDER BY j.run_id LIMIT 100");
        let id = |row: &AnyRow| Columns::new(row, "job_runs", "run_id").word("run_id");
        sql.rows(&self.pool).await?.iter().map(id).collect()
    }

    /// Lets go of a run's files and results: the rows now, the objects are noted. Its files stay
    /// named.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn remove_job_data(&self, run: &RunId, at: Timestamp) -> Result<(), StoreError> {
        let run = run.clone();
        self.write(move |tx| {
            Box::pin(async move {
                for statement in [
                    "DELETE FROM node_outputs WHERE run_id = $1",
                    "DELETE FROM job_corrections WHERE run_id = $1",
                    "UPDATE job_exports SET link = NULL WHERE run_id = $1",
                ] {
                    sqlx::query(statement).bind(run.as_str()).execute(&mut *tx).await?;
                }
                let mut sql = Sql::new("UPDATE job_runs SET data_removed_at = ");
                sql.bind(at.as_micros()).and("run_id = ").bind(run.as_str());
                sql.run(&mut *tx).await?;
                note_job_objects(tx, &run).await
            })
        })
        .await
    }
}
