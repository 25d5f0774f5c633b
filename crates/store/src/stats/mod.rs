//! Figures of runs: how many, how they ended, how long they took, over hours or days.
//!
//! Runs that have ended are in counters (migration 8 says how they are kept); runs that have not
//! are counted where they are, by the index on their status: they are few beside a history. All of
//! it is read by one statement, so that it is of one moment and exact.

mod days;
mod fold;

use std::collections::HashMap;

use annals_domain::{Histogram, RunStatus, TaskId, TaskKind};
use sqlx::any::AnyRow;

pub(crate) use days::Days;

use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};

/// Over how long runs are counted together, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    /// An hour; kept for [`Span::HOURS_KEPT`] hours.
    Hour,
    /// A day.
    Day,
}

impl Span {
    /// For how many hours figures of single hours are kept.
    pub const HOURS_KEPT: i64 = 9 * 24;

    /// Its length in hours.
    #[must_use]
    pub const fn hours(self) -> i64 {
        match self {
            Self::Hour => 1,
            Self::Day => 24,
        }
    }

    /// The first hour of the span that this hour, counted since 1970, lies in.
    #[must_use]
    pub const fn begin(self, hour: i64) -> i64 {
        hour - hour.rem_euclid(self.hours())
    }
}

/// Which runs are counted. A run belongs to the hour in which it began, or was accepted if it
/// never began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyFilter {
    /// Only of these tasks, each by itself; none: of all tasks, together.
    pub tasks: Vec<TaskId>,
    /// Only of tasks of this kind.
    pub kind: Option<TaskKind>,
    /// Only with this status.
    pub status: Option<RunStatus>,
    /// Only those that this set off.
    pub trigger: Option<String>,
    /// Whether kinds and triggers are told apart, which takes longer.
    pub apart: bool,
    /// Over how long they are counted together.
    pub span: Span,
    /// The first hour since 1970, where a span begins.
    pub since: i64,
    /// The hour after the last.
    pub until: i64,
}

impl TallyFilter {
    /// Whether the counters of each kind and trigger are needed.
    const fn is_apart(&self) -> bool {
        self.apart || self.kind.is_some() || self.trigger.is_some()
    }

    /// Whether runs that may not have ended are of the time and status asked for.
    #[must_use]
    pub fn meets(&self, tally: &Tally) -> bool {
        let since = self.span.begin(self.since);
        (since..self.until).contains(&tally.at)
            && self.status.is_none_or(|status| tally.status == status)
    }
}

/// Some runs that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Their task; none where all tasks are counted together.
    pub task: Option<TaskId>,
    /// The first hour of their span.
    pub at: i64,
    /// Their kind; none where kinds and triggers are not told apart.
    pub kind: Option<TaskKind>,
    /// What set them off; none alike.
    pub trigger: Option<String>,
    /// Their status.
    pub status: RunStatus,
    /// How many they are; fewer than none where others are counted that are gone.
    pub runs: i64,
    /// How long they took together, in milliseconds.
    pub sum_ms: i64,
    /// How long they took.
    pub durations: Histogram,
}

impl Store {
    /// The runs that meet the filter, in any order and in any number of parts. Runs that have not
    /// ended are answered whenever they began and whatever their status is to be.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn tallies(&self, filter: &TallyFilter) -> Result<Vec<Tally>, StoreError> {
        if let Some(kept) = self.kept_tallies(filter).await? {
            return Ok(kept);
        }
        let mut sql = Sql::new("");
        let by_task = !filter.tasks.is_empty();
        counts(&mut sql, filter);
        changes(&mut sql, filter);
        open(&mut sql, filter, by_task);
        let rows = sql.rows_once(&self.pool).await?;
        rows.iter().map(|row| tally(row, filter, by_task)).collect()
    }

    /// The tasks with the most runs that meet the filter, whatever tasks it names; at most `most`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn busiest_tasks(
        &self,
        filter: &TallyFilter,
        most: i64,
    ) -> Result<Vec<TaskId>, StoreError> {
        let mut sql = Sql::new("SELECT task_id FROM (SELECT scope AS task_id, runs FROM ");
        sql.push("run_counts WHERE scope <> ''");
        counters(&mut sql, filter);
        sql.push(" UNION ALL SELECT task_id, runs FROM run_count_changes WHERE 1 = 1");
        within(&mut sql, "hour", filter);
        alike(&mut sql, filter);
        sql.push(" UNION ALL SELECT task_id, 1 AS runs FROM runs WHERE ").push(OPEN);
        within(&mut sql, HOUR, filter);
        alike(&mut sql, filter);
        sql.push(
            ") t GROUP BY task_id HAVING SUM(runs) > 0 ORDER BY SUM(runs) DESC, task_id LIMIT ",
        );
        sql.bind(most);
        let rows = sql.rows_once(&self.pool).await?;
        rows.iter().map(|row| Columns::new(row, "run_counts", "task_id").word("task_id")).collect()
    }

    /// The names of these tasks, as far as there are such.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn task_names(
        &self,
        tasks: &[TaskId],
    ) -> Result<HashMap<TaskId, String>, StoreError> {
        let mut sql = Sql::new("SELECT id, name FROM tasks");
        sql.and("id IN ").list(tasks.iter().map(TaskId::as_str));
        let rows = sql.rows_once(&self.pool).await?;
        let name = |row| {
            let columns = Columns::new(row, "tasks", "id");
            Ok((columns.word("id")?, columns.text("name")?))
        };
        rows.iter().map(name).collect()
    }
}

/// The hour that a run belongs to.
const HOUR: &str = "COALESCE(started_at, created_at) / 3600000000";
/// Runs that have not ended, as the index on the status finds them.
const OPEN: &str = "status IN ('pending', 'running')";

/// Writes what was summed up.
fn counts(sql: &mut Sql, filter: &TallyFilter) {
    sql.push("SELECT at AS hour, scope AS task_id, kind, trigger_type, status, runs, sum_ms, ");
    sql.push("durations, NULL AS duration_ms FROM run_counts WHERE scope IN ");
    match &*filter.tasks {
        [] => sql.push("('')"),
        tasks => sql.list(tasks.iter().map(TaskId::as_str)),
    };
    counters(sql, filter);
}

/// Writes which counters of a scope: those of one kind, of each kind, or of all together.
fn counters(sql: &mut Sql, filter: &TallyFilter) {
    sql.push(" AND span = ").bind(filter.span.hours()).push(" AND kind IN ");
    match filter.kind {
        Some(kind) => sql.list([kind.as_str()]),
        None if filter.is_apart() => sql.list(TaskKind::ALL.iter().map(|kind| kind.as_str())),
        None => sql.push("('')"),
    };
    within(sql, "at", filter);
    like(sql, "trigger_type", filter.trigger.as_deref());
    like(sql, "status", filter.status.map(RunStatus::as_str));
}

/// Writes what was not summed up yet.
fn changes(sql: &mut Sql, filter: &TallyFilter) {
    sql.push(" UNION ALL SELECT hour, task_id, kind, trigger_type, status, runs, 0 AS sum_ms, ");
    sql.push("NULL AS durations, duration_ms FROM run_count_changes WHERE 1 = 1");
    within(sql, "hour", filter);
    of_tasks(sql, filter);
    alike(sql, filter);
}

/// Writes what has not ended.
fn open(sql: &mut Sql, filter: &TallyFilter, by_task: bool) {
    // Where all are counted together, their tasks would only make more rows.
    let task = if by_task { "task_id" } else { "''" };
    sql.push(" UNION ALL SELECT hour, task_id, kind, trigger_type, status, COUNT(*) AS runs, ");
    sql.push("0 AS sum_ms, NULL AS durations, NULL AS duration_ms FROM (SELECT ");
    sql.push(&format!("{HOUR} AS hour, {task} AS task_id, kind, trigger_type, status "));
    sql.push(&format!("FROM runs WHERE {OPEN}"));
    of_tasks(sql, filter);
    like(sql, "kind", filter.kind.map(TaskKind::as_str));
    like(sql, "trigger_type", filter.trigger.as_deref());
    sql.push(") o GROUP BY hour, task_id, kind, trigger_type, status");
}

fn within(sql: &mut Sql, hour: &str, filter: &TallyFilter) {
    sql.push(&format!(" AND {hour} >= ")).bind(filter.since);
    sql.push(&format!(" AND {hour} < ")).bind(filter.until);
}

fn of_tasks(sql: &mut Sql, filter: &TallyFilter) {
    if !filter.tasks.is_empty() {
        // `IS TRUE` keeps the databases to the index on the status: of a task all runs would be read.
        sql.push(" AND (task_id IN ").list(filter.tasks.iter().map(TaskId::as_str));
        sql.push(") IS TRUE");
    }
}

fn alike(sql: &mut Sql, filter: &TallyFilter) {
    like(sql, "kind", filter.kind.map(TaskKind::as_str));
    like(sql, "trigger_type", filter.trigger.as_deref());
    like(sql, "status", filter.status.map(RunStatus::as_str));
}

fn like(sql: &mut Sql, column: &str, value: Option<&str>) {
    if let Some(value) = value {
        sql.push(&format!(" AND ({column} = ")).bind(value).push(") IS TRUE");
    }
}

fn tally(row: &AnyRow, filter: &TallyFilter, by_task: bool) -> Result<Tally, StoreError> {
    let columns = Columns::new(row, "run_counts", "task_id");
    let (runs, apart) = (columns.int("runs")?, filter.is_apart());
    let (mut sum_ms, mut durations) = (columns.int("sum_ms")?, Histogram::default());
    if let Some(bytes) = columns.opt_bytes("durations")? {
        durations = histogram(&columns, &bytes)?;
    }
    if let Some(ms) = columns.opt_int("duration_ms")? {
        sum_ms += ms * runs;
        durations.add(ms, runs);
    }
    Ok(Tally {
        task: if by_task { Some(columns.word("task_id")?) } else { None },
        at: filter.span.begin(columns.int("hour")?),
        kind: if apart { Some(columns.word("kind")?) } else { None },
        trigger: if apart { Some(columns.text("trigger_type")?) } else { None },
        status: columns.word("status")?,
        runs,
        sum_ms,
        durations,
    })
}

fn histogram(columns: &Columns<'_>, bytes: &[u8]) -> Result<Histogram, StoreError> {
    let key = || columns.text("scope").or_else(|_| columns.text("task_id")).unwrap_or_default();
    Histogram::from_bytes(bytes).ok_or_else(|| damaged(key()))
}

fn damaged(key: String) -> StoreError {
    let detail = "not a histogram".into();
    StoreError::Damaged { table: "run_counts", key, column: "durations", detail }
}
