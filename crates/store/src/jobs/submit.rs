//! Submitting: what was set up is frozen, and the run gets an owner.

use annals_domain::{LatestRun, NodeName, RunId, Snapshot, head};
use sqlx::AnyConnection;

use super::begin::NOBODY;
use super::{JobChanged, JobSubmission, change};
use crate::sql::{Batch, Columns, Sql, Values};
use crate::{Dialect, Store, StoreError, snapshots};

/// How many nodes one statement stores.
const TOGETHER: usize = 1000;

impl Store {
    /// Submits a run, if nothing of it was changed since its snapshot was made.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn submit_job_run(&self, sub: JobSubmission) -> Result<JobChanged, StoreError> {
        let dialect = self.dialect;
        self.write(move |tx| Box::pin(async move { submit(tx, dialect, &sub).await })).await
    }
}

async fn submit(
    tx: &mut AnyConnection,
    dialect: Dialect,
    sub: &JobSubmission,
) -> Result<JobChanged, StoreError> {
    let mut sql = Sql::new("SELECT id, status, owner FROM runs");
    sql.and("id = ").bind(sub.run.as_str()).push(dialect.for_update());
    let Some(row) = sql.row(&mut *tx).await? else { return Ok(JobChanged::Gone) };
    let columns = Columns::new(&row, "runs", "id");
    let waits = columns.text("status")? == "pending" && columns.text("owner")? == NOBODY;
    match change::held(tx, &sub.run).await? {
        None => return Ok(JobChanged::Gone),
        Some((_, being_set_up)) if !(being_set_up && waits) => return Ok(JobChanged::Fixed),
        Some((revision, _)) if revision != sub.revision => return Ok(JobChanged::Stale),
        Some(_) => {}
    }
    let mut sql =
        Sql::new("UPDATE job_runs SET config_step = 'submitted', version = version + 1, ");
    sql.push("revision = revision + 1, last_active_at = ").bind(sub.at.as_micros());
    sql.push(", tasks_total = ").bind(i64::try_from(sub.nodes.len()).unwrap_or(1) - 1);
    if let Some(persist) = sub.persist_data {
        sql.push(", persist_data = ").bind(i64::from(persist));
    }
    sql.and("run_id = ").bind(sub.run.as_str()).and("revision = ").bind(sub.revision);
    if sql.run(&mut *tx).await? == 0 {
        return Ok(JobChanged::Stale);
    }
    freeze(tx, dialect, sub).await?;
    insert_nodes(tx, &sub.run, &sub.nodes).await?;
    Ok(JobChanged::Done)
}

async fn freeze(
    tx: &mut AnyConnection,
    dialect: Dialect,
    sub: &JobSubmission,
) -> Result<(), StoreError> {
    snapshots::insert(tx, &sub.snapshot, sub.at).await?;
    let Snapshot { id, spec } = &sub.snapshot;
    let mut batch = Batch::new(dialect);
    let sql = batch.statement("UPDATE runs SET snapshot_id = ");
    sql.bind(id.as_str()).push(", owner = ").bind(sub.owner.as_str());
    sql.push(", user_id = COALESCE(user_id, ").bind(sub.user_id.as_deref()).push(")");
    sql.push(" WHERE id = ").bind(sub.run.as_str());
    let sql = batch.statement("UPDATE tasks SET latest_code_head = ");
    sql.bind(head(&spec.code(), LatestRun::CODE_HEAD).to_owned());
    sql.push(", updated_at = ").bind(sub.at.as_micros());
    sql.push(" WHERE latest_run_id = ").bind(sub.run.as_str());
    sql.push(" AND id = (SELECT task_id FROM runs WHERE id = ").bind(sub.run.as_str()).push(")");
    batch.run(tx).await
}

async fn insert_nodes(
    tx: &mut AnyConnection,
    run: &RunId,
    names: &[NodeName],
) -> Result<(), StoreError> {
    let mut index = 0_i64;
    for names in names.chunks(TOGETHER) {
        let mut sql = Sql::new("INSERT INTO nodes (run_id, idx, name, state) VALUES ");
        let mut values = Values::of(&mut sql);
        for name in names {
            values.row().bind(run.as_str()).bind(index).bind(name.as_str()).word("'pending'");
            index += 1;
        }
        values.end();
        sql.run(&mut *tx).await?;
    }
    Ok(())
}
