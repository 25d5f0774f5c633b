//! What the recorder may change of a run, each together with the ledger entry that tells of it.

use annals_domain::{EnvironmentFacts, Epoch, NodeRecord, RunFailure, RunId, RunStatus, Timestamp};
use sqlx::AnyConnection;

use crate::artifacts::StoredArtifact;
use crate::sql::{Columns, Sql, json};
use crate::{Dialect, StoreError, artifacts, attempts, environments, nodes, outputs};

/// A change of a run.
#[derive(Debug, Clone)]
pub enum Change {
    /// It began.
    Begin(Timestamp),
    /// It ended.
    End {
        /// As what.
        status: RunStatus,
        /// When.
        at: Timestamp,
        /// How it failed, if it did.
        failure: Option<RunFailure>,
    },
    /// A node changed; this is what it is now.
    Node(Box<NodeRecord>),
    /// The environment it runs in.
    Environment(Box<EnvironmentFacts>, Timestamp),
    /// What it wrote as outputs.
    Outputs(serde_json::Value),
    /// What a node of a flow wrote as outputs, by its index, and when.
    NodeOutputs(i64, serde_json::Value, Timestamp),
    /// A file was kept.
    Artifact(StoredArtifact),
}

/// Makes a change as the attempt `epoch`.
pub(crate) async fn apply(
    tx: &mut AnyConnection,
    dialect: Dialect,
    run: &RunId,
    epoch: Epoch,
    change: Change,
) -> Result<(), StoreError> {
    match change {
        Change::Begin(at) => become_(tx, dialect, run, epoch, RunStatus::Running, at, None).await,
        Change::End { status, at, failure } => {
            become_(tx, dialect, run, epoch, status, at, failure).await?;
            end_attempt(tx, run, epoch, at).await
        }
        Change::Node(node) => nodes::update(tx, run, &node).await,
        Change::Environment(facts, at) => {
            environments::insert(tx, &facts, at).await?;
            detail(tx, run, "environment_id", facts.id.as_str()).await
        }
        Change::Outputs(value) => detail(tx, run, "outputs", &json(&value)?).await,
        Change::NodeOutputs(node, value, at) => outputs::insert(tx, run, node, &value, at).await,
        Change::Artifact(artifact) => artifacts::insert(tx, run, &artifact).await,
    }
}

async fn detail(
    tx: &mut AnyConnection,
    run: &RunId,
    column: &'static str,
    value: &str,
) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE run_details SET ");
    sql.push(column).push(" = ").bind(value).push(" WHERE run_id = ").bind(run.as_str());
    sql.run(tx).await?;
    Ok(())
}

async fn end_attempt(
    tx: &mut AnyConnection,
    run: &RunId,
    epoch: Epoch,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE attempts SET ended_at = $3 WHERE run_id = $1 AND epoch = $2")
        .bind(run.as_str())
        .bind(epoch)
        .bind(at.as_micros())
        .execute(tx)
        .await?;
    Ok(())
}

/// Moves the run's state as its machine allows, and its task's row with it.
async fn become_(
    tx: &mut AnyConnection,
    dialect: Dialect,
    run: &RunId,
    epoch: Epoch,
    to: RunStatus,
    at: Timestamp,
    failure: Option<RunFailure>,
) -> Result<(), StoreError> {
    let mut sql = Sql::new(
        "SELECT id, task_id, status, epoch, created_at, started_at, ended_at FROM runs WHERE id = ",
    );
    sql.bind(run.as_str()).push(dialect.for_update());
    let row = sql.row(tx).await?.ok_or(StoreError::Gone("run"))?;
    let columns = Columns::new(&row, "runs", "id");
    // Another server's clock may be behind; lists rest on no run beginning before its creation.
    let at = at.max(columns.time("created_at")?);
    let next = attempts::state(&columns)?.become_(to, epoch, at)?;
    let error_type = failure.as_ref().map(|failure| failure.error_type.as_str());
    sqlx::query(
        "UPDATE runs SET status = $2, error_type = $3, started_at = $4, ended_at = $5 WHERE id = $1",
    )
    .bind(run.as_str())
    .bind(next.status.as_str())
    .bind(error_type)
    .bind(next.started_at.map(Timestamp::as_micros))
    .bind(next.ended_at.map(Timestamp::as_micros))
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "UPDATE tasks SET latest_status = $3, latest_error_type = $4, latest_started_at = $5, \
           latest_ended_at = $6, updated_at = $7 WHERE id = $1 AND latest_run_id = $2",
    )
    .bind(columns.text("task_id")?)
    .bind(run.as_str())
    .bind(next.status.as_str())
    .bind(error_type)
    .bind(next.started_at.map(Timestamp::as_micros))
    .bind(next.ended_at.map(Timestamp::as_micros))
    .bind(at.as_micros())
    .execute(&mut *tx)
    .await?;
    match failure {
        Some(failure) => detail(tx, run, "error_message", &failure.message).await,
        None => Ok(()),
    }
}
