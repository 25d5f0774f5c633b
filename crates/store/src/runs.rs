//! Runs: lean rows, details apart. Their lists are in `run_list/`.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use annals_domain::{
    EnvironmentId, ErrorType, Phase, Run, RunDetails, RunId, RunNumber, Snapshot, TaskId, Trigger,
};
use sqlx::AnyPool;
use sqlx::any::AnyRow;

use crate::sql::{Columns, Sql, Values};
use crate::{Dialect, Store, StoreError, attempts};

/// The columns of a list row; the task gives its name.
pub(crate) const SELECT: &str =
    "SELECT r.*, t.name AS task_name FROM runs r JOIN tasks t ON t.id = r.task_id";

/// What a new run is made from: a run with what it was given.
#[derive(Debug, Clone)]
pub struct RunBase {
    /// The run.
    pub run: Run,
    /// The JSON object given as inputs.
    pub inputs: Option<serde_json::Value>,
    /// The time limit in milliseconds.
    pub timeout_ms: Option<i64>,
    /// The environment it ran in.
    pub environment_id: Option<EnvironmentId>,
    /// The recorded environment that it was to run in, where it was to be exactly that one.
    pub exact_environment: Option<EnvironmentId>,
    /// What it executed.
    pub snapshot: Snapshot,
}

/// The columns of a [`RunBase`], read at once since every rerun begins with them.
const SELECT_BASE: &str = "SELECT r.*, t.name AS task_name, d.inputs, d.timeout_ms, \
      d.environment_id, d.exact_environment_id, s.content \
    FROM runs r JOIN tasks t ON t.id = r.task_id JOIN snapshots s ON s.id = r.snapshot_id \
    LEFT JOIN run_details d ON d.run_id = r.id";

fn base(row: &AnyRow) -> Result<RunBase, StoreError> {
    let columns = Columns::new(row, "runs", "id");
    let run = run(row)?;
    Ok(RunBase {
        inputs: columns.opt_json("inputs")?,
        timeout_ms: columns.opt_int("timeout_ms")?,
        environment_id: columns.opt_word("environment_id")?,
        exact_environment: columns.opt_word("exact_environment_id")?,
        snapshot: Snapshot { id: run.snapshot_id.clone(), spec: columns.json("content")? },
        run,
    })
}

/// The latest run of each of the tasks, with what a new run of it is made from.
pub(crate) async fn latest_bases(
    pool: AnyPool,
    dialect: Dialect,
    tasks: Arc<Vec<TaskId>>,
) -> Result<Vec<Option<RunBase>>, StoreError> {
    let each: BTreeSet<_> = tasks.iter().map(TaskId::as_str).collect();
    let mut found = HashMap::new();
    for row in select_latest(dialect, &each).rows(&pool).await? {
        let base = base(&row)?;
        found.insert(base.run.task_id.clone(), base);
    }
    Ok(tasks.iter().map(|task| found.get(task).cloned()).collect())
}

/// Writes a query of its own for each task, read from an index whatever the planner takes the tables
/// for. SQLite knows no `LATERAL`; PostgreSQL plans each member of a `UNION` anew, which for a dozen
/// tasks takes longer than reading them.
fn select_latest(dialect: Dialect, tasks: &BTreeSet<&str>) -> Sql {
    let mut sql = Sql::new("");
    match dialect {
        Dialect::Sqlite => {
            for (n, task) in tasks.iter().enumerate() {
                let begin = if n == 0 { "SELECT * FROM (" } else { " UNION ALL SELECT * FROM (" };
                sql.push(begin).push(SELECT_BASE).push(" WHERE r.task_id = ").bind(*task);
                sql.push(" ORDER BY r.number DESC LIMIT 1) AS base");
            }
        }
        Dialect::Postgres => {
            sql.push("SELECT base.* FROM (VALUES ");
            let mut values = Values::of(&mut sql);
            for task in tasks {
                values.row().bind(*task);
            }
            values.end();
            sql.push(") AS w (id) CROSS JOIN LATERAL (").push(SELECT_BASE);
            sql.push(" WHERE r.task_id = w.id ORDER BY r.number DESC LIMIT 1) AS base");
        }
    }
    sql
}

/// What a phase says of the error type: whether it is `platform`; none if it says nothing.
pub(crate) const fn failure_is_platform(phase: Phase) -> Option<bool> {
    match phase {
        Phase::Error => Some(true),
        Phase::Failed => Some(false),
        _ => None,
    }
}

pub(crate) fn run(row: &AnyRow) -> Result<Run, StoreError> {
    let columns = Columns::new(row, "runs", "id");
    let number = columns.int("number")?;
    Ok(Run {
        id: columns.word("id")?,
        task_id: columns.word("task_id")?,
        task_name: columns.text("task_name")?,
        kind: columns.word("kind")?,
        number: RunNumber::new(number).ok_or(StoreError::Damaged {
            table: "runs",
            key: columns.text("id")?,
            column: "number",
            detail: number.to_string(),
        })?,
        state: attempts::state(&columns)?,
        error_type: columns.opt_word::<ErrorType>("error_type")?,
        trigger: Trigger(columns.text("trigger_type")?),
        executor: columns.text("executor")?,
        workflow_id: columns.text("workflow_id")?,
        owner: columns.text("owner")?,
        tags: columns.json("tags")?,
        user_id: columns.opt_text("user_id")?,
        session_id: columns.opt_text("session_id")?,
        workspace_id: columns.opt_text("workspace_id")?,
        pinned: columns.flag("pinned")?,
        cancel_requested: columns.flag("cancel_requested")?,
        snapshot_id: columns.word("snapshot_id")?,
        parent: columns.opt_word("parent_run_id")?,
        created_at: columns.time("created_at")?,
    })
}

impl Store {
    /// The run with this id.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn run(&self, id: &RunId) -> Result<Option<Run>, StoreError> {
        let mut sql = Sql::new(SELECT);
        sql.and("r.id = ").bind(id.as_str());
        sql.rows(&self.pool).await?.first().map(run).transpose()
    }

    /// Those of these runs that there are, in no order.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn runs_by_id(&self, ids: &[RunId]) -> Result<Vec<Run>, StoreError> {
        let mut runs = Vec::with_capacity(ids.len());
        for part in ids.chunks(500) {
            let mut sql = Sql::new(SELECT);
            sql.and("r.id IN ").list(part.iter().map(RunId::as_str));
            for row in &sql.rows_once(&self.pool).await? {
                runs.push(run(row)?);
            }
        }
        Ok(runs)
    }

    /// Run `number` of a task, or its latest where no number is given.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn run_of(
        &self,
        task: &TaskId,
        number: Option<RunNumber>,
    ) -> Result<Option<Run>, StoreError> {
        let mut sql = Sql::new(SELECT);
        sql.and("r.task_id = ").bind(task.as_str());
        sql.and_if("r.number = ", number.map(RunNumber::get));
        sql.push(" ORDER BY r.number DESC LIMIT 1");
        sql.rows(&self.pool).await?.first().map(run).transpose()
    }

    /// The run with this id, with what a new run of it is made from.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn base(&self, id: &RunId) -> Result<Option<RunBase>, StoreError> {
        let mut sql = Sql::new(SELECT_BASE);
        sql.and("r.id = ").bind(id.as_str());
        sql.rows(&self.pool).await?.first().map(base).transpose()
    }

    /// The latest run of a task, with what a new run of it is made from.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn latest_base(&self, task: &TaskId) -> Result<Option<RunBase>, StoreError> {
        self.bases.ask(task.clone()).await
    }

    /// The large parts of a run.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn run_details(&self, id: &RunId) -> Result<Option<RunDetails>, StoreError> {
        let row = sqlx::query("SELECT * FROM run_details WHERE run_id = $1")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(details).transpose()
    }

    /// The runs made from this one, newest first, at most 100.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn children(&self, id: &RunId) -> Result<Vec<RunId>, StoreError> {
        let rows = sqlx::query(
            "SELECT id FROM runs WHERE parent_run_id = $1 ORDER BY created_at DESC, id DESC LIMIT 100",
        )
        .bind(id.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Columns::new(row, "runs", "id").word("id")).collect()
    }

    /// The last run of the same task before this one that succeeded.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn last_success(&self, run: &Run) -> Result<Option<RunId>, StoreError> {
        let mut sql = Sql::new("SELECT id FROM runs");
        sql.and("task_id = ").bind(run.task_id.as_str()).and("number < ").bind(run.number.get());
        // Not the index on the status: the last runs of the task are looked at first.
        sql.and("(status = 'success') IS TRUE").push(" ORDER BY number DESC LIMIT 1");
        let rows = sql.rows(&self.pool).await?;
        rows.first().map(|row| Columns::new(row, "runs", "id").word("id")).transpose()
    }

    /// Every run of a task with the day its blocks lie in.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn run_days(&self, task: &TaskId) -> Result<Vec<(RunId, i64)>, StoreError> {
        let rows = sqlx::query("SELECT id, created_at FROM runs WHERE task_id = $1")
            .bind(task.as_str())
            .fetch_all(&self.pool)
            .await?;
        let pair = |row: &AnyRow| {
            let columns = Columns::new(row, "runs", "id");
            Ok((columns.word("id")?, columns.time("created_at")?.day()))
        };
        rows.iter().map(pair).collect()
    }
}

fn details(row: &AnyRow) -> Result<RunDetails, StoreError> {
    let columns = Columns::new(row, "run_details", "run_id");
    Ok(RunDetails {
        inputs: columns.opt_json("inputs")?,
        outputs: columns.opt_json("outputs")?,
        metadata: columns.opt_json("metadata")?,
        error_message: columns.opt_text("error_message")?,
        timeout_ms: columns.opt_int("timeout_ms")?,
        environment_id: columns.opt_word("environment_id")?,
        exact_environment: columns.opt_word("exact_environment_id")?,
    })
}
