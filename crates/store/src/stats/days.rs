//! Figures of single days: what was summed up is kept in memory, and a day is read again once it changed.
//!
//! Read anew each time, a month of a thousand tasks would be tens of thousands of rows, and a quarter of
//! all kinds and triggers more than a thousand. Migration 12 gives each day a revision that changes with
//! any figure of it. The revisions are read in one statement with what was not summed up yet and what has
//! not ended, so that all of it is of one moment; a day that has another revision by the time it is read
//! is of a later one, and all is read once more.

mod kept;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use annals_domain::{TaskId, TaskKind};

use super::{Span, Tally, TallyFilter, changes, open, tally, within};
use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};
use kept::Kept;

/// How often a moment is looked for in which no day changes.
const TRIES: usize = 3;

/// Of what the figures of a day are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Each {
    /// Of each task.
    Task,
    /// Of each kind and trigger, of all tasks together.
    Trigger,
}

impl Each {
    /// How many days one statement reads: those of tasks have a thousand rows and more.
    const fn days(self) -> usize {
        match self {
            Self::Task => 1,
            Self::Trigger => 50,
        }
    }
}

/// The days that are kept in memory.
#[derive(Default)]
pub(crate) struct Days {
    tasks: Mutex<Kept>,
    triggers: Mutex<Kept>,
}

impl Days {
    fn lock(&self, each: Each) -> MutexGuard<'_, Kept> {
        let kept = match each {
            Each::Task => &self.tasks,
            Each::Trigger => &self.triggers,
        };
        kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is true at one moment: the revisions of days, and runs that are in none of their figures.
struct Moment {
    revisions: BTreeMap<i64, String>,
    others: Vec<Tally>,
}

impl Store {
    /// The runs that meet the filter, of the tasks with the most of them, each task's by itself;
    /// at most `most` tasks, whatever tasks the filter names. They are told of as if all of them
    /// belonged to the first span.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn busiest(
        &self,
        filter: &TallyFilter,
        most: usize,
    ) -> Result<Vec<Tally>, StoreError> {
        if filter.span == Span::Day && !filter.is_apart() {
            let filter = TallyFilter { tasks: Vec::new(), ..filter.clone() };
            let found = self
                .of_days(Each::Task, &filter, |kept, moment| kept.busiest(&filter, moment, most));
            if let Some(found) = found.await? {
                return Ok(found);
            }
        }
        let tasks = self.busiest_tasks(filter, i64::try_from(most).unwrap_or(i64::MAX)).await?;
        if tasks.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = self.tallies(&TallyFilter { tasks, ..filter.clone() }).await?;
        found.retain(|tally| filter.meets(tally));
        found.iter_mut().for_each(|tally| tally.at = filter.since);
        Ok(found)
    }

    /// What [`Store::tallies`] answers, where it can be had from days in memory.
    pub(super) async fn kept_tallies(
        &self,
        filter: &TallyFilter,
    ) -> Result<Option<Vec<Tally>>, StoreError> {
        if filter.span != Span::Day || !filter.is_apart() || !filter.tasks.is_empty() {
            return Ok(None);
        }
        self.of_days(Each::Trigger, filter, |kept, moment| kept.all(filter, moment)).await
    }

    /// Asks the days in memory as of one moment; none where they cannot be had.
    async fn of_days(
        &self,
        each: Each,
        filter: &TallyFilter,
        ask: impl Fn(&mut Kept, Moment) -> Result<Vec<Tally>, StoreError>,
    ) -> Result<Option<Vec<Tally>>, StoreError> {
        for _ in 0..TRIES {
            if self.days.lock(each).too_many {
                break;
            }
            let moment = self.moment(each, filter).await?;
            if !self.read_days(each, &moment).await? {
                continue;
            }
            let mut kept = self.days.lock(each);
            if moment.revisions.iter().all(|(at, revision)| kept.has(*at, revision)) {
                return ask(&mut kept, moment).map(Some);
            }
        }
        Ok(None)
    }

    async fn moment(&self, each: Each, filter: &TallyFilter) -> Result<Moment, StoreError> {
        let rows = moment(each, filter).rows_once(&self.pool).await?;
        let mut moment = Moment { revisions: BTreeMap::new(), others: Vec::new() };
        for row in &rows {
            let columns = Columns::new(row, "run_counts", "task_id");
            // A run always has a status.
            if columns.text("status")?.is_empty() {
                moment.revisions.insert(columns.int("hour")?, columns.text("task_id")?);
            } else {
                moment.others.push(tally(row, filter, each == Each::Task)?);
            }
        }
        Ok(moment)
    }

    /// Reads the days of a moment that are not kept as they were then; false if that cannot be had.
    async fn read_days(&self, each: Each, moment: &Moment) -> Result<bool, StoreError> {
        let others: Vec<i64> = {
            let kept = self.days.lock(each);
            let others = moment.revisions.iter().filter(|(at, revision)| !kept.has(**at, revision));
            others.map(|(at, _)| *at).collect()
        };
        for days in others.chunks(each.days()) {
            let rows = figures(each, days).rows_once(&self.pool).await?;
            let mut kept = self.days.lock(each);
            kept.keep(&rows, each)?;
            if !kept.has_room(moment) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Writes what tells of a moment, in one statement. A revision has no status.
fn moment(each: Each, filter: &TallyFilter) -> Sql {
    let mut sql = Sql::new("SELECT at AS hour, revision AS task_id, '' AS kind, ");
    sql.push("'' AS trigger_type, '' AS status, 0 AS runs, 0 AS sum_ms, NULL AS durations, ");
    sql.push("NULL AS duration_ms FROM run_count_revisions WHERE 1 = 1");
    within(&mut sql, "at", filter);
    changes(&mut sql, filter);
    open(&mut sql, filter, each == Each::Task);
    sql
}

/// Writes what was summed up of these days, each row with its day's revision.
fn figures(each: Each, days: &[i64]) -> Sql {
    let mut sql = Sql::new("SELECT c.*, r.revision FROM run_counts c ");
    sql.push("JOIN run_count_revisions r ON r.at = c.at WHERE c.span = ");
    sql.bind(Span::Day.hours()).push(" AND c.at IN ").list(days.iter().copied());
    match each {
        Each::Task => sql.push(" AND c.scope <> '' AND c.kind = ''"),
        Each::Trigger => {
            let kinds = TaskKind::ALL.iter().map(|kind| kind.as_str());
            sql.push(" AND c.scope = '' AND c.kind IN ").list(kinds)
        }
    };
    sql
}

/// What the runs of a figure have in common besides their day and status.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Common {
    Task(TaskId),
    Trigger(TaskKind, String),
}

impl Common {
    /// Reads it from a row of the counters.
    fn read(columns: &Columns<'_>, each: Each) -> Result<Self, StoreError> {
        Ok(match each {
            Each::Task => Self::Task(columns.word("scope")?),
            Each::Trigger => Self::Trigger(columns.word("kind")?, columns.text("trigger_type")?),
        })
    }

    /// The task; empty where it is none, for an order among tasks.
    fn task(&self) -> &str {
        match self {
            Self::Task(task) => task.as_str(),
            Self::Trigger(..) => "",
        }
    }
}
