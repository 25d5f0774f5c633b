//! Creating a run: its number, its rows and its first ledger entry in one transaction.

use annals_domain::ledger::NewEntry;
use annals_domain::{
    LatestRun, NewRun, NodeName, RunId, RunNumber, Snapshot, TaskId, TaskKind, head,
};
use sqlx::AnyConnection;

use crate::sql::{Batch, Columns, json};
use crate::{Dialect, Store, StoreError, ledger, nodes, snapshots, tags};

/// A task that comes with its first run.
#[derive(Debug, Clone)]
pub struct NewTask {
    /// Its id.
    pub id: TaskId,
    /// What it is made of.
    pub kind: TaskKind,
    /// Its name.
    pub name: String,
}

/// Which task the run belongs to.
#[derive(Debug, Clone)]
pub enum RunSource {
    /// A new one.
    New(NewTask),
    /// One that is there, renamed if a name is given.
    Of(TaskId, Option<String>),
}

/// The key under which a creation is answered again instead of done again.
#[derive(Debug, Clone)]
pub struct Idempotency {
    /// Who and which operation.
    pub scope: String,
    /// The caller's key.
    pub key: String,
    /// The hash of the request.
    pub body_hash: String,
}

/// Everything that a run is created from.
#[derive(Debug, Clone)]
pub struct Creation {
    /// The task.
    pub source: RunSource,
    /// The run.
    pub run: NewRun,
    /// Its name on its executor.
    pub workflow_id: String,
    /// What it executes.
    pub snapshot: Snapshot,
    /// Its nodes, `setup` first.
    pub nodes: Vec<NodeName>,
    /// The server that is to carry it out.
    pub owner: String,
    /// Its first ledger entry.
    pub entry: NewEntry,
    /// The caller's idempotency key.
    pub key: Option<Idempotency>,
}

/// What came of creating a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Created {
    /// It is there, with this number.
    New(RunNumber),
    /// The same request was answered before, with this run.
    Before(RunId),
    /// The key was used before with another request.
    OtherRequest,
}

impl Store {
    /// Creates a run. Its number is the task's next one, given in the same transaction.
    ///
    /// # Errors
    /// [`StoreError::Gone`] if the task has been deleted; else if the database does not answer.
    pub async fn create_run(&self, creation: Creation) -> Result<Created, StoreError> {
        let id = creation.run.id.clone();
        let again = creation.clone();
        let dialect = self.dialect;
        let write = self.write(move |tx| Box::pin(create(tx, dialect, creation)));
        let created = match write.await {
            // The snapshot was deleted between its insertion and the run's: it is made again.
            Err(StoreError::Database(sqlx::Error::Database(error)))
                if error.is_foreign_key_violation() =>
            {
                self.write(move |tx| Box::pin(create(tx, dialect, again))).await?
            }
            other => other?,
        };
        if matches!(created, Created::New(_)) {
            self.heads.begin(&id);
        }
        Ok(created)
    }
}

async fn create(
    tx: &mut AnyConnection,
    dialect: Dialect,
    creation: Creation,
) -> Result<Created, StoreError> {
    if let Some(key) = &creation.key
        && let Some(before) = claim_key(tx, key, &creation.run).await?
    {
        return Ok(before);
    }
    let run = &creation.run;
    let mut batch = Batch::new(dialect);
    let (task, number) = match &creation.source {
        RunSource::New(task) => (&task.id, insert_task(&mut batch, task, &creation)?),
        RunSource::Of(id, rename) => (id, next_number(tx, id, rename.as_deref(), &creation).await?),
    };
    snapshots::insert_with(&mut batch, &creation.snapshot, run.created_at);
    insert_run(&mut batch, &creation, task, number)?;
    insert_details(&mut batch, run)?;
    nodes::insert(&mut batch, &run.id, &creation.nodes);
    tags::insert(&mut batch, &run.id, run.created_at, &run.tags);
    ledger::insert_first(&mut batch, &run.id, &creation.entry)?;
    batch.run(tx).await?;
    Ok(Created::New(number))
}

/// Takes the key for this run; answers what it was used for if it is taken.
async fn claim_key(
    tx: &mut AnyConnection,
    key: &Idempotency,
    run: &NewRun,
) -> Result<Option<Created>, StoreError> {
    let taken = sqlx::query(
        "INSERT INTO idempotency (scope, key, body_hash, run_id, created_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (scope, key) DO NOTHING",
    )
    .bind(&key.scope)
    .bind(&key.key)
    .bind(&key.body_hash)
    .bind(run.id.as_str())
    .bind(run.created_at.as_micros())
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if taken == 1 {
        return Ok(None);
    }
    let row =
        sqlx::query("SELECT run_id, body_hash FROM idempotency WHERE scope = $1 AND key = $2")
            .bind(&key.scope)
            .bind(&key.key)
            .fetch_one(&mut *tx)
            .await?;
    let columns = Columns::new(&row, "idempotency", "run_id");
    let same = columns.text("body_hash")? == key.body_hash;
    Ok(Some(if same { Created::Before(columns.word("run_id")?) } else { Created::OtherRequest }))
}

/// Gives the task's next number and tells the task's row of its new latest run.
async fn next_number(
    tx: &mut AnyConnection,
    task: &TaskId,
    rename: Option<&str>,
    creation: &Creation,
) -> Result<RunNumber, StoreError> {
    let spec = &creation.snapshot.spec;
    let row = sqlx::query(
        "UPDATE tasks SET last_number = last_number + 1, run_count = run_count + 1, \
           updated_at = $2, latest_run_id = $3, latest_number = last_number + 1, \
           latest_status = 'pending', latest_error_type = NULL, latest_started_at = NULL, \
           latest_ended_at = NULL, latest_code_head = $4, latest_dependencies = $5, \
           name = COALESCE($6, name), name_lower = COALESCE($7, name_lower) \
         WHERE id = $1 RETURNING id, last_number",
    )
    .bind(task.as_str())
    .bind(creation.run.created_at.as_micros())
    .bind(creation.run.id.as_str())
    .bind(head(spec.code(), LatestRun::CODE_HEAD))
    .bind(spec.requested().dependencies.as_deref())
    .bind(rename)
    .bind(rename.map(str::to_lowercase))
    .fetch_optional(tx)
    .await?
    .ok_or(StoreError::Gone("task"))?;
    number(Columns::new(&row, "tasks", "id").int("last_number")?)
}

fn number(n: i64) -> Result<RunNumber, StoreError> {
    RunNumber::new(n).ok_or(StoreError::Gone("run number"))
}

/// Inserts a task as it is with its first run.
fn insert_task(
    batch: &mut Batch,
    task: &NewTask,
    creation: &Creation,
) -> Result<RunNumber, StoreError> {
    let (run, spec) = (&creation.run, &creation.snapshot.spec);
    let sql = batch.statement(
        "INSERT INTO tasks (last_number, run_count, latest_number, latest_status, id, kind, name, \
           name_lower, created_at, updated_at, latest_run_id, latest_code_head, \
           latest_dependencies) VALUES (1, 1, 1, 'pending', ",
    );
    sql.bind(task.id.as_str()).push(", ").bind(task.kind.as_str()).push(", ");
    sql.bind(task.name.as_str()).push(", ").bind(task.name.to_lowercase()).push(", ");
    sql.bind(run.created_at.as_micros()).push(", ").bind(run.created_at.as_micros()).push(", ");
    sql.bind(run.id.as_str()).push(", ").bind(head(spec.code(), LatestRun::CODE_HEAD));
    sql.push(", ").bind(spec.requested().dependencies.as_deref()).push(")");
    number(1)
}

fn insert_run(
    batch: &mut Batch,
    creation: &Creation,
    task: &TaskId,
    number: RunNumber,
) -> Result<(), StoreError> {
    let run = &creation.run;
    let sql = batch.statement(
        "INSERT INTO runs (status, last_seq, id, task_id, kind, number, trigger_type, executor, \
           workflow_id, owner, tags, user_id, session_id, workspace_id, snapshot_id, \
           parent_run_id, created_at) VALUES ('pending', 1, ",
    );
    sql.bind(run.id.as_str()).push(", ").bind(task.as_str()).push(", ");
    sql.bind(creation.snapshot.spec.kind().as_str()).push(", ").bind(number.get()).push(", ");
    sql.bind(run.trigger.0.as_str()).push(", ").bind(run.executor.as_str()).push(", ");
    sql.bind(creation.workflow_id.as_str()).push(", ").bind(creation.owner.as_str()).push(", ");
    sql.bind(json(&run.tags)?).push(", ").bind(run.user_id.as_deref()).push(", ");
    sql.bind(run.session_id.as_deref()).push(", ").bind(run.workspace_id.as_deref()).push(", ");
    sql.bind(creation.snapshot.id.as_str()).push(", ");
    sql.bind(run.parent.as_ref().map(RunId::as_str)).push(", ");
    sql.bind(run.created_at.as_micros()).push(")");
    Ok(())
}

fn insert_details(batch: &mut Batch, run: &NewRun) -> Result<(), StoreError> {
    let sql = batch.statement(
        "INSERT INTO run_details (run_id, inputs, timeout_ms, exact_environment_id) VALUES (",
    );
    sql.bind(run.id.as_str()).push(", ");
    sql.bind(run.inputs.as_ref().map(json).transpose()?).push(", ").bind(run.timeout_ms);
    sql.push(", ").bind(run.exact_environment.as_ref().map(|id| id.as_str().to_owned())).push(")");
    Ok(())
}
