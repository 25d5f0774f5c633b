//! Figures of each task over days, for the tasks with the most runs: what was summed up is kept in
//! memory, and a day is read again once it changed.
//!
//! Read anew each time, a month of a thousand tasks would be tens of thousands of rows. Migration 12
//! gives each day a revision that changes with any figure of it. The revisions are read in one statement
//! with what was not summed up yet and what has not ended, so that all of it is of one moment; a day that
//! has another revision by the time it is read is of a later one, and all is read once more.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use annals_domain::{Histogram, RunStatus, TaskId};
use sqlx::any::AnyRow;

use super::{HOUR, OPEN, Span, Tally, TallyFilter, alike, damaged, like, within};
use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};

/// The most figures that are kept; of about 150 bytes each.
const KEPT: usize = 200_000;
/// How often a moment is looked for in which no day changes.
const TRIES: usize = 3;
/// What stands in the place of the status where a row tells of a day's revision.
const REVISION: &str = "revision";

/// Some runs of one task and day with one status.
struct Figure {
    /// Its place among the tasks known.
    task: usize,
    status: RunStatus,
    runs: i64,
    sum_ms: i64,
    durations: Box<[u8]>,
}

/// A day as it was read.
struct Day {
    revision: String,
    figures: Vec<Figure>,
}

#[derive(Default)]
struct Kept {
    tasks: Vec<TaskId>,
    places: HashMap<TaskId, usize>,
    days: HashMap<i64, Day>,
    /// There were too many to keep: it is not tried again.
    too_many: bool,
}

/// The days that are kept in memory.
#[derive(Default)]
pub(crate) struct Days(Mutex<Kept>);

impl Days {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is true at one moment and not in any day's figures, and which figures were true then.
struct Moment {
    revisions: BTreeMap<i64, String>,
    others: Vec<Tally>,
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
        let mut sql = Sql::new("SELECT at AS hour, revision AS task_id, '' AS status, 0 AS runs, ");
        sql.push("NULL AS duration_ms, '")
            .push(REVISION)
            .push("' AS what FROM run_count_revisions WHERE 1 = 1");
        within(&mut sql, "at", filter);
        sql.push(" UNION ALL SELECT hour, task_id, status, runs, duration_ms, '' FROM run_count_changes WHERE 1 = 1");
        within(&mut sql, "hour", filter);
        alike(&mut sql, filter);
        sql.push(" UNION ALL SELECT ")
            .push(HOUR)
            .push(", task_id, status, 1, NULL, '' FROM runs WHERE ")
            .push(OPEN);
        within(&mut sql, HOUR, filter);
        like(&mut sql, "status", filter.status.map(RunStatus::as_str));
        let mut moment = Moment { revisions: BTreeMap::new(), others: Vec::new() };
        for row in &sql.rows_once(&self.pool).await? {
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
            if self.days.lock().days.get(at).is_some_and(|day| day.revision == *revision) {
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

/// Runs that are in no counter.
fn other(columns: &Columns<'_>) -> Result<Tally, StoreError> {
    let runs = columns.int("runs")?;
    let mut tally = Tally {
        task: Some(columns.word("task_id")?),
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
    Ok(tally)
}

impl Kept {
    /// Keeps a day; false if its rows are not of this revision.
    fn keep(&mut self, at: i64, revision: &str, rows: &[AnyRow]) -> Result<bool, StoreError> {
        let mut figures = Vec::with_capacity(rows.len());
        for row in rows {
            let columns = Columns::new(row, "run_counts", "scope");
            if columns.text("revision")? != revision {
                return Ok(false);
            }
            figures.push(Figure {
                task: self.place(columns.word("scope")?),
                status: columns.word("status")?,
                runs: columns.int("runs")?,
                sum_ms: columns.int("sum_ms")?,
                durations: columns.bytes("durations")?.into(),
            });
        }
        // A day with a revision has figures.
        if !figures.is_empty() {
            self.days.insert(at, Day { revision: revision.to_owned(), figures });
        }
        Ok(!rows.is_empty())
    }

    fn place(&mut self, task: TaskId) -> usize {
        let next = self.tasks.len();
        *self.places.entry(task).or_insert_with_key(|task| {
            self.tasks.push(task.clone());
            next
        })
    }

    /// Lets go of days of other times where there are too many; whether that is enough.
    fn has_room(&mut self, moment: &Moment) -> bool {
        let count = |kept: &Self| kept.days.values().map(|day| day.figures.len()).sum::<usize>();
        if count(self) > KEPT {
            self.days.retain(|at, _| moment.revisions.contains_key(at));
        }
        self.too_many = count(self).max(self.tasks.len()) > KEPT;
        if self.too_many {
            *self = Self { too_many: true, ..Self::default() };
        }
        !self.too_many
    }

    /// The figures of the tasks with the most runs; none if a day is not kept as it was then.
    fn busiest(
        &mut self,
        filter: &TallyFilter,
        moment: Moment,
        most: usize,
    ) -> Result<Option<Vec<Tally>>, StoreError> {
        let as_then = |(at, revision): (&i64, &String)| {
            self.days.get(at).is_some_and(|day| day.revision == *revision)
        };
        if !moment.revisions.iter().all(as_then) {
            return Ok(None);
        }
        let others: Vec<_> =
            moment.others.into_iter().map(|tally| (self.place_of(&tally), tally)).collect();
        let mut runs = vec![0; self.tasks.len()];
        others.iter().for_each(|(task, tally)| runs[*task] += tally.runs);
        let days = || moment.revisions.keys().filter_map(|at| Some((*at, self.days.get(at)?)));
        let meets = |figure: &&Figure| filter.status.is_none_or(|status| figure.status == status);
        for (_, day) in days() {
            day.figures.iter().filter(meets).for_each(|figure| runs[figure.task] += figure.runs);
        }
        let mut order: Vec<_> = (0..runs.len()).filter(|task| runs[*task] > 0).collect();
        order.sort_by(|a, b| (runs[*b], &self.tasks[*a]).cmp(&(runs[*a], &self.tasks[*b])));
        order.truncate(most);
        let mut wanted = vec![false; runs.len()];
        order.iter().for_each(|task| wanted[*task] = true);
        let mut found: Vec<_> =
            others.into_iter().filter(|(task, _)| wanted[*task]).map(|(_, tally)| tally).collect();
        for (at, day) in days() {
            for figure in day.figures.iter().filter(meets).filter(|figure| wanted[figure.task]) {
                found.push(self.tally(at, figure)?);
            }
        }
        Ok(Some(found))
    }

    fn place_of(&mut self, tally: &Tally) -> usize {
        tally.task.clone().map_or(0, |task| self.place(task))
    }

    fn tally(&self, at: i64, figure: &Figure) -> Result<Tally, StoreError> {
        let task = &self.tasks[figure.task];
        Ok(Tally {
            task: Some(task.clone()),
            at,
            kind: None,
            trigger: None,
            status: figure.status,
            runs: figure.runs,
            sum_ms: figure.sum_ms,
            durations: Histogram::from_bytes(&figure.durations)
                .ok_or_else(|| damaged(task.to_string()))?,
        })
    }
}
