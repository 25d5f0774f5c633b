//! Changes of what a run is set up to be.

use annals_domain::{ConfigStep, RunId, TaskId, Timestamp};
use sqlx::AnyConnection;

use super::{JobChange, JobChanged};
use crate::sql::{Columns, Sql, json};
use crate::{Store, StoreError};

/// Moves a run that is not submitted on to its next revision, and holds it. What it is otherwise
/// says why it could not be.
pub(super) async fn touch(
    tx: &mut AnyConnection,
    run: &RunId,
    at: Timestamp,
) -> Result<JobChanged, StoreError> {
    let mut sql = Sql::new("UPDATE job_runs SET revision = revision + 1, last_active_at = ");
    sql.bind(at.as_micros()).and("run_id = ").bind(run.as_str());
    sql.and("config_step <> 'submitted'");
    sql.and("EXISTS (SELECT 1 FROM runs r WHERE r.id = job_runs.run_id AND r.status = 'pending')");
    if sql.run(&mut *tx).await? == 1 {
        return Ok(JobChanged::Done);
    }
    let mut sql = Sql::new("SELECT run_id FROM job_runs");
    sql.and("run_id = ").bind(run.as_str());
    Ok(if sql.row(tx).await?.is_some() { JobChanged::Fixed } else { JobChanged::Gone })
}

/// Notes that something of a run happened.
pub(super) async fn active(
    tx: &mut AnyConnection,
    run: &RunId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE job_runs SET last_active_at = ");
    sql.bind(at.as_micros()).and("run_id = ").bind(run.as_str());
    sql.and("last_active_at < ").bind(at.as_micros());
    sql.run(tx).await.map(drop)
}

impl Store {
    /// Changes what a run is set up to be.
    ///
    /// # Errors
    /// [`StoreError::Gone`] if the template is gone; else if the database does not answer.
    pub async fn change_job_run(
        &self,
        run: &RunId,
        change: JobChange,
        at: Timestamp,
    ) -> Result<JobChanged, StoreError> {
        let run = run.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let touched = touch(tx, &run, at).await?;
                if touched == JobChanged::Done {
                    set(tx, &run, &change).await?;
                }
                Ok(touched)
            })
        })
        .await
    }

    /// Says whether a run's files and results stay after its end; whether there is such a run.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn persist_job_run(
        &self,
        run: &RunId,
        persist: bool,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let run = run.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("UPDATE job_runs SET persist_data = ");
                sql.bind(i64::from(persist)).push(", last_active_at = ").bind(at.as_micros());
                sql.and("run_id = ").bind(run.as_str());
                Ok(sql.run(tx).await? == 1)
            })
        })
        .await
    }

    /// Notes that something of a run happened.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn job_run_active(&self, run: &RunId, at: Timestamp) -> Result<(), StoreError> {
        let run = run.clone();
        self.write(move |tx| Box::pin(async move { active(tx, &run, at).await })).await
    }

    /// Takes a step of a run's wizard, if it is at `version`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn step_job_run(
        &self,
        run: &RunId,
        version: i64,
        step: ConfigStep,
        at: Timestamp,
    ) -> Result<JobChanged, StoreError> {
        let run = run.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("UPDATE job_runs SET version = version + 1, config_step = ");
                sql.bind(step.as_str()).push(", last_active_at = ").bind(at.as_micros());
                sql.and("run_id = ").bind(run.as_str()).and("version = ").bind(version);
                sql.and("config_step <> 'submitted'");
                let taken = sql.run(tx).await? == 1;
                Ok(if taken { JobChanged::Done } else { JobChanged::Stale })
            })
        })
        .await
    }

    /// Renames a job; whether there is one with this id.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn rename_job(
        &self,
        job: &TaskId,
        name: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let (job, name) = (job.clone(), name.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("UPDATE tasks SET name = ");
                sql.bind(name.as_str()).push(", name_lower = ").bind(name.to_lowercase());
                sql.push(", updated_at = ").bind(at.as_micros());
                sql.and("id = ").bind(job.as_str()).and("kind = 'extraction'");
                Ok(sql.run(tx).await? == 1)
            })
        })
        .await
    }
}

async fn set(tx: &mut AnyConnection, run: &RunId, change: &JobChange) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE job_runs SET run_id = run_id");
    if let Some(fields) = &change.fields {
        sql.push(", fields = ").bind(json(fields)?);
        sql.push(", field_count = ").bind(i64::try_from(fields.len()).unwrap_or(0));
    }
    if let Some(modes) = &change.modes {
        sql.push(", modes = ").bind(json(modes)?);
    }
    if let Some(template) = &change.template {
        sql.push(", template_id = ").bind(template.as_ref().map(|id| id.as_str().to_owned()));
    }
    if let Some(persist) = change.persist_data {
        sql.push(", persist_data = ").bind(i64::from(persist));
    }
    sql.and("run_id = ").bind(run.as_str());
    match sql.run(tx).await {
        Err(StoreError::Database(sqlx::Error::Database(error)))
            if error.is_foreign_key_violation() =>
        {
            Err(StoreError::Gone("template"))
        }
        other => other.map(drop),
    }
}

/// The run's revision and whether it is being set up still.
pub(super) async fn held(
    tx: &mut AnyConnection,
    run: &RunId,
) -> Result<Option<(i64, bool)>, StoreError> {
    let mut sql = Sql::new("SELECT run_id, revision, config_step FROM job_runs");
    sql.and("run_id = ").bind(run.as_str());
    let Some(row) = sql.row(tx).await? else { return Ok(None) };
    let columns = Columns::new(&row, "job_runs", "run_id");
    let step: ConfigStep = columns.word("config_step")?;
    Ok(Some((columns.int("revision")?, step != ConfigStep::Submitted)))
}
