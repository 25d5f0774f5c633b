//! Runs of jobs that begin to be set up.

use sqlx::AnyConnection;

use super::{NewJobRun, files};
use crate::create::within;
use crate::sql::{Sql, json};
use crate::{Created, Dialect, Store, StoreError};

/// The owner of runs that are not submitted yet.
pub(super) const NOBODY: &str = "";

impl Store {
    /// Creates a run that is to be set up, with its job where that is new.
    ///
    /// # Errors
    /// [`StoreError::Gone`] if the job has been deleted; else if the database does not answer.
    pub async fn begin_job_run(&self, new: NewJobRun) -> Result<Created, StoreError> {
        match self.try_begin(new.clone()).await {
            // Its snapshot was deleted between its insertion and the run's: it is made again.
            Err(StoreError::Database(sqlx::Error::Database(error)))
                if error.is_foreign_key_violation() =>
            {
                self.try_begin(new).await
            }
            other => other,
        }
    }

    async fn try_begin(&self, mut new: NewJobRun) -> Result<Created, StoreError> {
        NOBODY.clone_into(&mut new.creation.owner);
        let dialect = self.dialect;
        self.write(move |tx| Box::pin(async move { create(tx, dialect, new).await })).await
    }
}

async fn create(
    tx: &mut AnyConnection,
    dialect: Dialect,
    new: NewJobRun,
) -> Result<Created, StoreError> {
    let created = within(tx, dialect, std::slice::from_ref(&new.creation)).await?.pop();
    let created = created.ok_or(StoreError::Gone("run number"))?;
    if !matches!(created, Created::New(_)) {
        return Ok(created);
    }
    let run = &new.creation.run.id;
    let mut sql = Sql::new(
        "INSERT INTO job_runs (config_step, version, revision, run_id, job_id, persist_data, \
           template_id, fields, field_count, modes, last_active_at) VALUES ('upload', 1, 1, ",
    );
    sql.bind(run.as_str()).push(", ").bind(new.creation.task_id().as_str()).push(", ");
    sql.bind(i64::from(new.persist_data)).push(", ");
    sql.bind(new.template.as_ref().map(|id| id.as_str().to_owned())).push(", ");
    sql.bind(json(&new.fields)?).push(", ");
    sql.bind(i64::try_from(new.fields.len()).unwrap_or(0)).push(", ");
    sql.bind(json(&new.modes)?).push(", ").bind(new.creation.entry.at.as_micros()).push(")");
    sql.run(&mut *tx).await?;
    files::insert(tx, run, &new.files, new.creation.entry.at).await?;
    Ok(created)
}
