//! The days that are kept in memory, and adding up over them.

use std::collections::{BTreeMap, HashMap};

use annals_domain::{Histogram, RunStatus, TaskId};
use sqlx::any::AnyRow;

use super::{Moment, Tally, TallyFilter};
use crate::StoreError;
use crate::sql::Columns;
use crate::stats::damaged;

/// The most figures that are kept; of about 150 bytes each.
const MOST: usize = 200_000;

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

/// What is kept.
#[derive(Default)]
pub(super) struct Kept {
    tasks: Vec<TaskId>,
    places: HashMap<TaskId, usize>,
    days: HashMap<i64, Day>,
    /// There were too many to keep: it is not tried again.
    pub(super) too_many: bool,
}

impl Kept {
    /// Whether the day is kept as it was with this revision.
    pub(super) fn has(&self, at: i64, revision: &str) -> bool {
        self.days.get(&at).is_some_and(|day| day.revision == revision)
    }

    /// Keeps a day; false if its rows are not of this revision.
    pub(super) fn keep(
        &mut self,
        at: i64,
        revision: &str,
        rows: &[AnyRow],
    ) -> Result<bool, StoreError> {
        let mut figures = Vec::with_capacity(rows.len());
        for row in rows {
            let columns = Columns::new(row, "run_counts", "scope");
            if columns.text("revision")? != revision {
                return Ok(false);
            }
            figures.push(Figure {
                task: self.place(&columns.word("scope")?),
                status: columns.word("status")?,
                runs: columns.int("runs")?,
                sum_ms: columns.int("sum_ms")?,
                durations: columns.bytes("durations")?.into(),
            });
        }
        if figures.is_empty() {
            // A day with a revision has figures, so it has changed since.
            return Ok(false);
        }
        self.days.insert(at, Day { revision: revision.to_owned(), figures });
        Ok(true)
    }

    /// The place of a task among those known, which it is from then on.
    fn place(&mut self, task: &TaskId) -> usize {
        if let Some(place) = self.places.get(task) {
            return *place;
        }
        let next = self.tasks.len();
        self.tasks.push(task.clone());
        self.places.insert(task.clone(), next);
        next
    }

    /// Lets go of days of other times where there are too many; whether that is enough.
    pub(super) fn has_room(&mut self, moment: &Moment) -> bool {
        let count = |kept: &Self| kept.days.values().map(|day| day.figures.len()).sum::<usize>();
        if count(self) > MOST {
            self.days.retain(|at, _| moment.revisions.contains_key(at));
        }
        self.too_many = count(self).max(self.tasks.len()) > MOST;
        if self.too_many {
            *self = Self { too_many: true, ..Self::default() };
        }
        !self.too_many
    }

    /// The figures of the tasks with the most runs; none if a day is not kept as it was then.
    pub(super) fn busiest(
        &mut self,
        filter: &TallyFilter,
        moment: Moment,
        most: usize,
    ) -> Result<Option<Vec<Tally>>, StoreError> {
        if !moment.revisions.iter().all(|(at, revision)| self.has(*at, revision)) {
            return Ok(None);
        }
        let others = moment.others.into_iter().map(|(task, tally)| (self.place(&task), tally));
        let others: Vec<_> = others.collect();
        let wanted = self.most_runs(filter, &moment.revisions, &others, most);
        let others = others.into_iter().filter(|(task, _)| wanted[*task]);
        let mut found: Vec<_> = others.map(|(_, tally)| tally).collect();
        for (at, figure) in self.figures(filter, &moment.revisions) {
            if wanted[figure.task] {
                found.push(self.tally(at, figure)?);
            }
        }
        Ok(Some(found))
    }

    /// Of each task known whether it is one of those with the most runs.
    fn most_runs(
        &self,
        filter: &TallyFilter,
        days: &BTreeMap<i64, String>,
        others: &[(usize, Tally)],
        most: usize,
    ) -> Vec<bool> {
        let mut runs = vec![0; self.tasks.len()];
        others.iter().for_each(|(task, tally)| runs[*task] += tally.runs);
        self.figures(filter, days).for_each(|(_, figure)| runs[figure.task] += figure.runs);
        let mut order: Vec<_> = (0..runs.len()).filter(|task| runs[*task] > 0).collect();
        order.sort_by_key(|task| (-runs[*task], &self.tasks[*task]));
        let mut wanted = vec![false; runs.len()];
        order.into_iter().take(most).for_each(|task| wanted[task] = true);
        wanted
    }

    /// The figures of these days that meet the filter, with the first hour of their day.
    fn figures<'k>(
        &'k self,
        filter: &'k TallyFilter,
        days: &'k BTreeMap<i64, String>,
    ) -> impl Iterator<Item = (i64, &'k Figure)> {
        let days = days.keys().filter_map(|at| Some((*at, self.days.get(at)?)));
        let all = days.flat_map(|(at, day)| day.figures.iter().map(move |figure| (at, figure)));
        all.filter(|(_, figure)| filter.status.is_none_or(|status| figure.status == status))
    }

    fn tally(&self, at: i64, figure: &Figure) -> Result<Tally, StoreError> {
        let task = &self.tasks[figure.task];
        let durations = Histogram::from_bytes(&figure.durations);
        Ok(Tally {
            task: Some(task.clone()),
            at,
            kind: None,
            trigger: None,
            status: figure.status,
            runs: figure.runs,
            sum_ms: figure.sum_ms,
            durations: durations.ok_or_else(|| damaged(task.to_string()))?,
        })
    }
}
