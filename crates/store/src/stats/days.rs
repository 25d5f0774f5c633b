//! Figures of each task over days, for the tasks with the most runs: what was summed up is kept in
//! memory, and a day is read again once it changed.
//!
//! Read anew each time, a month of a thousand tasks would be tens of thousands of rows. Migration 12
//! gives each day a revision that changes with any figure of it. The revisions are read in one statement
//! with what was not summed up yet and what has not ended, so that all of it is of one moment; a day that
//! has another revision by the time it is read is of a later one, and all is read once more.

mod kept;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use annals_domain::{RunStatus, TaskId};

use super::{HOUR, OPEN, Span, Tally, TallyFilter, alike, like, within};
use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};
use kept::Kept;

/// How often a moment is looked for in which no day changes.
const TRIES: usize = 3;
/// What a row says that tells of a day's revision.
const REVISION: &str = "revision";

/// The days that are kept in memory.
#[derive(Default)]
pub(crate) struct Days(Mutex<Kept>);

impl Days {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is true at one moment: the revisions of days, and runs that are in none of their figures.
struct Moment {
    revisions: BTreeMap<i64, String>,
    others: Vec<(TaskId, Tally)>,
}

impl Store {
    /// The runs that meet the filter, of the tasks with the most of them, each task's by itself;
    /// at most `most` tasks, whatever tasks the filter names.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn busiest(
        &self,
        filter: &TallyFilter,
        most: usize,
    ) -> Result<Vec<Tally>, StoreError> {
        if filter.span == Span::Day && !filter.is_apart() {
            for _ in 0..TRIES {
                if self.days.lock().too_many {
                    break;
                }
                let moment = self.moment(filter).await?;
                if self.read_days(&moment).await?
                    && let Some(found) = self.days.lock().busiest(filter, moment, most)?
                {
                    return Ok(found);
                }
            }
        }
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let tasks = self.busiest_tasks(filter, most).await?;
        if tasks.is_empty() {
            return Ok(Vec::new());
        }
        self.tallies(&TallyFilter { tasks, ..filter.clone() }).await
    }

    async fn moment(&self, filter: &TallyFilter) -> Result<Moment, StoreError> {
        let rows = moment(filter).rows_once(&self.pool).await?;
        let mut moment = Moment { revisions: BTreeMap::new(), others: Vec::new() };
        for row in &rows {
            let columns = Columns::new(row, "run_counts", "task_id");
            if columns.text("what")? == REVISION {
                moment.revisions.insert(columns.int("hour")?, columns.text("task_id")?);
            } else {
                moment.others.push(other(&columns)?);
            }
        }
        Ok(moment)
    }

    /// Reads the days of a moment that are not kept as they were then; false if that cannot be had.
    async fn read_days(&self, moment: &Moment) -> Result<bool, StoreError> {
        for (at, revision) in &moment.revisions {
            if self.days.lock().has(*at, revision) {
                continue;
            }
            let mut sql = Sql::new("SELECT c.*, r.revision FROM run_counts c ");
            sql.push("JOIN run_count_revisions r ON r.at = c.at WHERE c.scope <> '' AND c.span = ");
            sql.bind(Span::Day.hours()).push(" AND c.kind = '' AND c.at = ").bind(*at);
            let rows = sql.rows_once(&self.pool).await?;
            let mut kept = self.days.lock();
            if !kept.keep(*at, revision, &rows)? || !kept.has_room(moment) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Writes what tells of a moment, in one statement.
fn moment(filter: &TallyFilter) -> Sql {
    let mut sql = Sql::new("SELECT at AS hour, revision AS task_id, '' AS status, 0 AS runs, ");
    sql.push("NULL AS duration_ms, '").push(REVISION).push("' AS what ");
    sql.push("FROM run_count_revisions WHERE 1 = 1");
    within(&mut sql, "at", filter);
    sql.push(" UNION ALL SELECT hour, task_id, status, runs, duration_ms, '' ");
    sql.push("FROM run_count_changes WHERE 1 = 1");
    within(&mut sql, "hour", filter);
    alike(&mut sql, filter);
    sql.push(" UNION ALL SELECT ").push(HOUR).push(", task_id, status, 1, NULL, '' ");
    sql.push("FROM runs WHERE ").push(OPEN);
    within(&mut sql, HOUR, filter);
    like(&mut sql, "status", filter.status.map(RunStatus::as_str));
    sql
}

/// Runs that are in no counter, and their task.
fn other(columns: &Columns<'_>) -> Result<(TaskId, Tally), StoreError> {
    let task: TaskId = columns.word("task_id")?;
    let runs = columns.int("runs")?;
    let mut tally = Tally {
        task: Some(task.clone()),
        at: Span::Day.begin(columns.int("hour")?),
        kind: None,
        trigger: None,
        status: columns.word("status")?,
        runs,
        sum_ms: 0,
        durations: Default::default(),
    };
    if let Some(ms) = columns.opt_int("duration_ms")? {
        tally.sum_ms = ms * runs;
        tally.durations.add(ms, runs);
    }
    Ok((task, tally))
}
