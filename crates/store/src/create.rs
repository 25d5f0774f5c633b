//! Creating a run: its number, its rows and its first ledger entry in one transaction.

use annals_domain::ledger::NewEntry;
use annals_domain::{
    LatestRun, NewRun, NodeName, RunId, RunNumber, Snapshot, TaskId, TaskKind, Timestamp, head,
};
use sqlx::AnyConnection;

use crate::sql::{Columns, json};
use crate::{Store, StoreError, ledger, nodes, snapshots, tags};

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
        let created = match self.write(move |tx| Box::pin(create(tx, creation))).await {
            // The snapshot was deleted between its insertion and the run's: it is made again.
            Err(StoreError::Database(sqlx::Error::Database(error)))
                if error.is_foreign_key_violation() =>
            {
                self.write(move |tx| Box::pin(create(tx, again))).await?
            }
            other => other?,
        };
        if matches!(created, Created::New(_)) {
            self.heads.begin(&id);
        }
        Ok(created)
    }
}

async fn create(tx: &mut AnyConnection, creation: Creation) -> Result<Created, StoreError> {
    if let Some(key) = &creation.key
        && let Some(before) = claim_key(tx, key, &creation.run).await?
    {
        return Ok(before);
    }
    snapshots::insert(tx, &creation.snapshot, creation.run.created_at).await?;
    let number = next_number(tx, &creation).await?;
    insert_run(tx, &creation, number).await?;
    insert_details(tx, &creation.run).await?;
    nodes::insert(tx, &creation.run.id, &creation.nodes).await?;
    tags::insert(tx, &creation.run.id, creation.run.created_at, &creation.run.tags).await?;
    ledger::insert_entry(tx, &creation.run.id, 1, &creation.entry).await?;
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
    let row = sqlx::query("SELECT run_id, body_hash FROM idempotency WHERE scope = $1 AND key = $2")
        .bind(&key.scope)
        .bind(&key.key)
        .fetch_one(&mut *tx)
        .await?;
    let columns = Columns::new(&row, "idempotency", "run_id");
    let same = columns.text("body_hash")? == key.body_hash;
    Ok(Some(if same { Created::Before(columns.word("run_id")?) } else { Created::OtherRequest }))
}

/// Gives the task's next number and tells the task's row of its new latest run.
async fn next_number(tx: &mut AnyConnection, creation: &Creation) -> Result<RunNumber, StoreError> {
    let (task_id, rename) = match &creation.source {
        RunSource::New(task) => {
            insert_task(tx, task, creation.run.created_at).await?;
            (&task.id, None)
        }
        RunSource::Of(id, rename) => (id, rename.as_deref()),
    };
    let spec = &creation.snapshot.spec;
    let row = sqlx::query(
        "UPDATE tasks SET last_number = last_number + 1, run_count = run_count + 1, \
           updated_at = $2, latest_run_id = $3, latest_number = last_number + 1, \
           latest_status = 'pending', latest_error_type = NULL, latest_started_at = NULL, \
           latest_ended_at = NULL, latest_code_head = $4, latest_dependencies = $5, \
           name = COALESCE($6, name), name_lower = COALESCE($7, name_lower) \
         WHERE id = $1 RETURNING id, last_number",
    )
    .bind(task_id.as_str())
    .bind(creation.run.created_at.as_micros())
    .bind(creation.run.id.as_str())
    .bind(head(spec.code(), LatestRun::CODE_HEAD))
    .bind(spec.requested().dependencies.as_deref())
    .bind(rename)
    .bind(rename.map(str::to_lowercase))
    .fetch_optional(tx)
    .await?
    .ok_or(StoreError::Gone("task"))?;
    let number = Columns::new(&row, "tasks", "id").int("last_number")?;
    RunNumber::new(number).ok_or(StoreError::Gone("run number"))
}

async fn insert_task(
    tx: &mut AnyConnection,
    task: &NewTask,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO tasks (id, kind, name, name_lower, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $5)",
    )
    .bind(task.id.as_str())
    .bind(task.kind.as_str())
    .bind(&task.name)
    .bind(task.name.to_lowercase())
    .bind(at.as_micros())
    .execute(tx)
    .await?;
    Ok(())
}

async fn insert_run(
    tx: &mut AnyConnection,
    creation: &Creation,
    number: RunNumber,
) -> Result<(), StoreError> {
    let run = &creation.run;
    let task_id = match &creation.source {
        RunSource::New(task) => &task.id,
        RunSource::Of(id, _) => id,
    };
    sqlx::query(
        "INSERT INTO runs (id, task_id, kind, number, status, last_seq, trigger_type, executor, \
           workflow_id, owner, tags, user_id, session_id, workspace_id, snapshot_id, \
           parent_run_id, created_at) \
         VALUES ($1, $2, $3, $4, 'pending', 1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(run.id.as_str())
    .bind(task_id.as_str())
    .bind(creation.snapshot.spec.kind().as_str())
    .bind(number.get())
    .bind(run.trigger.0.as_str())
    .bind(run.executor.as_str())
    .bind(creation.workflow_id.as_str())
    .bind(creation.owner.as_str())
    .bind(json(&run.tags)?)
    .bind(run.user_id.as_deref())
    .bind(run.session_id.as_deref())
    .bind(run.workspace_id.as_deref())
    .bind(creation.snapshot.id.as_str())
    .bind(run.parent.as_ref().map(RunId::as_str))
    .bind(run.created_at.as_micros())
    .execute(tx)
    .await?;
    Ok(())
}

async fn insert_details(tx: &mut AnyConnection, run: &NewRun) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO run_details (run_id, inputs, timeout_ms, exact_environment_id) \
         VALUES ($1, $2, $3, $4)",
    )
    .bind(run.id.as_str())
    .bind(run.inputs.as_ref().map(json).transpose()?)
    .bind(run.timeout_ms)
    .bind(run.exact_environment.as_ref().map(|id| id.as_str().to_owned()))
    .execute(tx)
    .await?;
    Ok(())
}
