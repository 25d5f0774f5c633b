//! What the recorder may change of a run, each together with the ledger entry that tells of it.

use annals_domain::{
    EnvironmentFacts, Epoch, FileId, NodeName, NodeRecord, NodeState, RunFailure, RunId, RunState,
    RunStatus, Seq, TaskId, Timestamp,
};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::artifacts::StoredArtifact;
use crate::recordings::{self, RecordingChange};
use crate::sql::{Batch, Columns, json};
use crate::{Dialect, StoreError, artifacts, attempts, environments, jobs, nodes, outputs};

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
    /// The JSON object that it was given as inputs.
    Inputs(serde_json::Value),
    /// What it wrote as outputs.
    Outputs(serde_json::Value),
    /// The JSON object that its caller keeps with it.
    Metadata(serde_json::Value),
    /// What a node of a flow wrote as outputs, by its index, and when.
    NodeOutputs(i64, serde_json::Value, Timestamp),
    /// A task of a job ended, which is counted; to come before its node says so.
    TaskEnded {
        /// Its node.
        node: NodeName,
        /// How it ended.
        state: NodeState,
        /// How many pages its files had.
        pages: i64,
        /// Its file, where it has one only: then the pages are the file's.
        file: Option<FileId>,
        /// When.
        at: Timestamp,
    },
    /// A file was kept.
    Artifact(StoredArtifact),
    /// Something of a run that is carried out elsewhere.
    Recording(RecordingChange),
}

/// A run's row, which an append has moved on and so holds for the rest of its transaction.
pub(crate) struct Held {
    pub(crate) id: RunId,
    pub(crate) task_id: TaskId,
    pub(crate) number: i64,
    pub(crate) last_seq: Seq,
    pub(crate) workspace_id: Option<String>,
    pub(crate) session_id: Option<String>,
    created_at: Timestamp,
    state: RunState,
}

impl Held {
    /// What it is read from.
    pub(crate) const COLUMNS: &'static str = "id, task_id, number, last_seq, workspace_id, \
         session_id, created_at, status, epoch, started_at, ended_at";

    pub(crate) fn of(row: &AnyRow) -> Result<Self, StoreError> {
        let columns = Columns::new(row, "runs", "id");
        Ok(Self {
            id: columns.word("id")?,
            task_id: columns.word("task_id")?,
            number: columns.int("number")?,
            last_seq: columns.int("last_seq")?,
            workspace_id: columns.opt_text("workspace_id")?,
            session_id: columns.opt_text("session_id")?,
            created_at: columns.time("created_at")?,
            state: attempts::state(&columns)?,
        })
    }

    /// Makes a change as the attempt `epoch`.
    pub(crate) async fn apply(
        &mut self,
        tx: &mut AnyConnection,
        dialect: Dialect,
        epoch: Epoch,
        change: Change,
    ) -> Result<(), StoreError> {
        let run = &self.id;
        match change {
            Change::Begin(at) => {
                let mut batch = Batch::new(dialect);
                self.become_(&mut batch, epoch, RunStatus::Running, at, None)?;
                batch.run(tx).await
            }
            Change::End { status, at, failure } => {
                let mut batch = Batch::new(dialect);
                self.become_(&mut batch, epoch, status, at, failure.as_ref())?;
                end_attempt(&mut batch, &self.id, epoch, at);
                batch.run(tx).await
            }
            Change::Node(node) => nodes::update(tx, run, &node).await,
            Change::Environment(facts, at) => {
                let mut batch = Batch::new(dialect);
                environments::insert(&mut batch, &facts, at)?;
                detail(&mut batch, run, "environment_id", facts.id.as_str());
                batch.run(tx).await
            }
            Change::Outputs(value) => keep(tx, dialect, run, "outputs", &value).await,
            Change::Inputs(value) => keep(tx, dialect, run, "inputs", &value).await,
            Change::Metadata(value) => keep(tx, dialect, run, "metadata", &value).await,
            Change::NodeOutputs(node, value, at) => {
                outputs::insert(tx, run, node, &value, at).await
            }
            Change::TaskEnded { node, state, pages, file, at } => {
                jobs::task_ended(tx, run, &node, (state, pages), at).await?;
                jobs::file_read(tx, run, file.filter(|_| state == NodeState::Success), pages).await
            }
            Change::Artifact(artifact) => artifacts::insert(tx, run, &artifact).await,
            Change::Recording(news) => recordings::apply(tx, run, &self.state, news).await,
        }
    }

    /// Moves the run's state as its machine allows, and its task's row with it.
    fn become_(
        &mut self,
        batch: &mut Batch,
        epoch: Epoch,
        to: RunStatus,
        at: Timestamp,
        failure: Option<&RunFailure>,
    ) -> Result<(), StoreError> {
        // Another server's clock may be behind; lists rest on no run beginning before its creation.
        let at = at.max(self.created_at);
        self.state = self.state.clone().become_(to, epoch, at)?;
        let error_type = failure.map(|failure| failure.error_type.as_str());
        let (started_at, ended_at) = (self.state.started_at, self.state.ended_at);
        let (started_at, ended_at) =
            (started_at.map(Timestamp::as_micros), ended_at.map(Timestamp::as_micros));
        let sql = batch.statement("UPDATE runs SET status = ");
        sql.bind(self.state.status.as_str()).push(", error_type = ").bind(error_type);
        sql.push(", started_at = ").bind(started_at).push(", ended_at = ").bind(ended_at);
        sql.push(" WHERE id = ").bind(self.id.as_str());
        let sql = batch.statement("UPDATE tasks SET latest_status = ");
        sql.bind(self.state.status.as_str()).push(", latest_error_type = ").bind(error_type);
        sql.push(", latest_started_at = ").bind(started_at);
        sql.push(", latest_ended_at = ").bind(ended_at);
        sql.push(", updated_at = ").bind(at.as_micros());
        sql.push(" WHERE id = ").bind(self.task_id.as_str());
        sql.push(" AND latest_run_id = ").bind(self.id.as_str());
        if let Some(failure) = failure {
            detail(batch, &self.id, "error_message", &failure.message);
        }
        Ok(())
    }
}

async fn keep(
    tx: &mut AnyConnection,
    dialect: Dialect,
    run: &RunId,
    column: &'static str,
    value: &serde_json::Value,
) -> Result<(), StoreError> {
    let mut batch = Batch::new(dialect);
    detail(&mut batch, run, column, &json(value)?);
    batch.run(tx).await
}

fn detail(batch: &mut Batch, run: &RunId, column: &'static str, value: &str) {
    let sql = batch.statement("UPDATE run_details SET ");
    sql.push(column).push(" = ").bind(value).push(" WHERE run_id = ").bind(run.as_str());
}

fn end_attempt(batch: &mut Batch, run: &RunId, epoch: Epoch, at: Timestamp) {
    let sql = batch.statement("UPDATE attempts SET ended_at = ");
    sql.bind(at.as_micros()).push(" WHERE run_id = ").bind(run.as_str());
    sql.push(" AND epoch = ").bind(epoch);
}
