//! Runs: lean rows for lists, details apart.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use annals_domain::{
    Cursor, EnvironmentId, ErrorType, Page, PageSize, Phase, Run, RunDetails, RunId, RunNumber,
    Snapshot, TaskId, Trigger,
};
use sqlx::AnyPool;
use sqlx::any::AnyRow;

use crate::filters::RunFilter;
use crate::sql::{Columns, Sql, contains};
use crate::{Store, StoreError, attempts};

/// The columns of a list row; the task gives its name.
const SELECT: &str = "SELECT r.*, t.name AS task_name FROM runs r JOIN tasks t ON t.id = r.task_id";

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

/// The latest run of each of the tasks, with what a new run of it is made from. Each task is a
/// query of its own, read from an index whatever the planner takes the tables for.
pub(crate) async fn latest_bases(
    pool: AnyPool,
    tasks: Arc<Vec<TaskId>>,
) -> Result<Vec<Option<RunBase>>, StoreError> {
    let mut sql = Sql::new("");
    for (n, task) in tasks.iter().collect::<BTreeSet<_>>().into_iter().enumerate() {
        let begin = if n == 0 { "SELECT * FROM (" } else { " UNION ALL SELECT * FROM (" };
        sql.push(begin).push(SELECT_BASE).push(" WHERE r.task_id = ").bind(task.as_str());
        sql.push(" ORDER BY r.number DESC LIMIT 1) AS base");
    }
    let mut found = HashMap::new();
    for row in sql.rows(&pool).await? {
        let base = base(&row)?;
        found.insert(base.run.task_id.clone(), base);
    }
    Ok(tasks.iter().map(|task| found.get(task).cloned()).collect())
}

/// What a phase says of the error type: whether it is `platform`; none if it says nothing.
pub(crate) const fn failure_is_platform(phase: Phase) -> Option<bool> {
    match phase {
        Phase::Error => Some(true),
        Phase::Failed => Some(false),
        _ => None,
    }
}

fn run(row: &AnyRow) -> Result<Run, StoreError> {
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

/// The order of a list of runs: by creation, or by start where times are asked for, since only
/// then an index bounds what is read. Runs of one task go by number: two that were created at
/// once may have their times the other way round.
#[derive(Clone, Copy)]
enum Order {
    Creation,
    Number,
    Start,
    Tag,
}

impl Order {
    const fn of(filter: &RunFilter) -> Self {
        match (&filter.tag, filter.started_after, filter.started_before) {
            (Some(_), _, _) => Self::Tag,
            (None, None, None) if filter.task_id.is_some() => Self::Number,
            (None, None, None) => Self::Creation,
            (None, _, _) => Self::Start,
        }
    }

    const fn list(self) -> &'static str {
        match self {
            Self::Creation => "runs",
            Self::Number => "runs of a task",
            Self::Start => "runs by start",
            Self::Tag => "runs by tag",
        }
    }

    const fn columns(self) -> (&'static str, &'static str) {
        match self {
            Self::Creation => ("r.created_at", "r.id"),
            Self::Number => ("r.number", "r.id"),
            Self::Start => ("r.started_at", "r.id"),
            Self::Tag => ("g.created_at", "g.run_id"),
        }
    }

    fn place(self, run: &Run) -> Cursor {
        let key = match self {
            Self::Number => run.number.get(),
            Self::Start => run.state.started_at.unwrap_or(run.created_at).as_micros(),
            Self::Creation | Self::Tag => run.created_at.as_micros(),
        };
        Cursor::new(self.list(), key, run.id.as_str())
    }
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

    /// A page of runs, newest first.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn runs(
        &self,
        filter: &RunFilter,
        size: PageSize,
        after: Option<&Cursor>,
    ) -> Result<Page<Run>, StoreError> {
        let order = Order::of(filter);
        let (at, id) = order.columns();
        let mut sql = Sql::new(SELECT);
        if let Some(tag) = &filter.tag {
            sql.push(" JOIN run_tags g ON g.run_id = r.id").and("g.tag = ").bind(tag.as_str());
        }
        narrow(&mut sql, filter);
        if let Some(after) = after {
            sql.and("(").push(at).push(", ").push(id).push(") < (").bind(after.key);
            sql.push(", ").bind(after.id.as_str()).push(")");
        }
        sql.push(&format!(" ORDER BY {at} DESC, {id} DESC LIMIT ")).bind(size.probe());
        let rows = sql.rows(&self.pool).await?;
        let runs = rows.iter().map(run).collect::<Result<_, _>>()?;
        Ok(Page::cut(runs, size, |run| order.place(run)))
    }

    /// Reads a cursor of the list of runs under this filter.
    ///
    /// # Errors
    /// [`annals_domain::CursorError`] for a text that this list has not given.
    pub fn runs_cursor(
        text: &str,
        filter: &RunFilter,
    ) -> Result<Cursor, annals_domain::CursorError> {
        Cursor::decode(text, Order::of(filter).list())
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

fn narrow(sql: &mut Sql, filter: &RunFilter) {
    sql.and_if("r.kind = ", filter.kind.map(|kind| kind.as_str()));
    sql.and_if("r.status = ", filter.status.map(|status| status.as_str()));
    if let Some(platform) = filter.platform_failure {
        let same = if platform { "=" } else { "<>" };
        sql.and("COALESCE(r.error_type, '') ").push(same).push(" 'platform'");
    }
    sql.and_if("r.task_id = ", filter.task_id.as_ref().map(TaskId::as_str));
    sql.and_if("r.trigger_type = ", filter.trigger.as_deref());
    sql.and_if("r.session_id = ", filter.session_id.as_deref());
    sql.and_if("r.user_id = ", filter.user_id.as_deref());
    sql.and_if("r.started_at >= ", filter.started_after.map(|at| at.as_micros()));
    sql.and_if("r.started_at < ", filter.started_before.map(|at| at.as_micros()));
    sql.and_if(
        "r.ended_at - r.started_at >= ",
        filter.min_duration_ms.map(|ms| ms.saturating_mul(1000)),
    );
    if let Some(q) = &filter.q {
        sql.and("(r.task_id IN (SELECT n.id FROM tasks n WHERE n.name_lower LIKE ");
        sql.bind(contains(q)).push(" ESCAPE '\\') OR r.id = ").bind(q.as_str()).push(")");
    }
}

fn details(row: &AnyRow) -> Result<RunDetails, StoreError> {
    let columns = Columns::new(row, "run_details", "run_id");
    Ok(RunDetails {
        inputs: columns.opt_json("inputs")?,
        outputs: columns.opt_json("outputs")?,
        error_message: columns.opt_text("error_message")?,
        timeout_ms: columns.opt_int("timeout_ms")?,
        environment_id: columns.opt_word("environment_id")?,
        exact_environment: columns.opt_word("exact_environment_id")?,
    })
}
