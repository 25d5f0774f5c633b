//! The days that are kept in memory, and adding up over them.

use std::collections::{BTreeMap, HashMap};

use annals_domain::{Histogram, RunStatus};
use sqlx::any::AnyRow;

use super::{Common, Each, Moment, Tally, TallyFilter};
use crate::StoreError;
use crate::sql::Columns;
use crate::stats::damaged;

/// The most figures that are kept; of about 150 bytes each.
const MOST: usize = 200_000;

/// Some runs of one day that have a status and more in common.
struct Figure {
    /// The place of what they have in common among what is known.
    common: usize,
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
    known: Vec<Common>,
    places: HashMap<Common, usize>,
    days: HashMap<i64, Day>,
    /// There were too many to keep: it is not tried again.
    pub(super) too_many: bool,
}

impl Kept {
    /// Whether the day is kept as it was with this revision.
    pub(super) fn has(&self, at: i64, revision: &str) -> bool {
        self.days.get(&at).is_some_and(|day| day.revision == revision)
    }

    /// Keeps the days that these rows are of, each with all its rows.
    pub(super) fn keep(&mut self, rows: &[AnyRow], each: Each) -> Result<(), StoreError> {
        let mut days = HashMap::new();
        for row in rows {
            let columns = Columns::new(row, "run_counts", "scope");
            let revision = columns.text("revision")?;
            let day = days.entry(columns.int("at")?);
            let day = day.or_insert_with(|| Day { revision, figures: Vec::new() });
            day.figures.push(Figure {
                common: self.place(Common::read(&columns, each)?),
                status: columns.word("status")?,
                runs: columns.int("runs")?,
                sum_ms: columns.int("sum_ms")?,
                durations: columns.bytes("durations")?.into(),
            });
        }
        self.days.extend(days);
        Ok(())
    }

    /// The place of this among what is known, which it is from then on.
    fn place(&mut self, common: Common) -> usize {
        if let Some(place) = self.places.get(&common) {
            return *place;
        }
        let next = self.known.len();
        self.known.push(common.clone());
        self.places.insert(common, next);
        next
    }

    /// Lets go of days of other times where there are too many; whether that is enough.
    pub(super) fn has_room(&mut self, moment: &Moment) -> bool {
        let count = |kept: &Self| kept.days.values().map(|day| day.figures.len()).sum::<usize>();
        if count(self) > MOST {
            self.days.retain(|at, _| moment.revisions.contains_key(at));
        }
        self.too_many = count(self).max(self.known.len()) > MOST;
        if self.too_many {
            *self = Self { too_many: true, ..Self::default() };
        }
        !self.too_many
    }

    /// The figures that meet the filter, with all others of the moment.
    pub(super) fn all(
        &self,
        filter: &TallyFilter,
        moment: Moment,
    ) -> Result<Vec<Tally>, StoreError> {
        let mut found = moment.others;
        for (at, figure) in self.figures(filter, &moment.revisions) {
            let mut tally = self.empty(at, figure);
            self.add(&mut tally, figure)?;
            found.push(tally);
        }
        Ok(found)
    }

    /// The figures of the tasks with the most runs, those of one task and status together.
    pub(super) fn busiest(
        &mut self,
        filter: &TallyFilter,
        moment: Moment,
        most: usize,
    ) -> Result<Vec<Tally>, StoreError> {
        let Moment { revisions, others } = moment;
        let others = others.into_iter().filter(|tally| filter.meets(tally)).filter_map(|tally| {
            let task = tally.task.clone()?;
            Some((self.place(Common::Task(task)), Tally { at: filter.since, ..tally }))
        });
        let others: Vec<_> = others.collect();
        let wanted = self.most_runs(filter, &revisions, &others, most);
        let others = others.into_iter().filter(|(task, _)| wanted[*task]);
        let mut found: Vec<_> = others.map(|(_, tally)| tally).collect();
        let mut sums = HashMap::new();
        for (_, figure) in self.figures(filter, &revisions) {
            if wanted[figure.common] {
                let sum = sums.entry((figure.common, figure.status));
                self.add(sum.or_insert_with(|| self.empty(filter.since, figure)), figure)?;
            }
        }
        found.extend(sums.into_values());
        Ok(found)
    }

    /// Of each task known whether it is one of those with the most runs.
    fn most_runs(
        &self,
        filter: &TallyFilter,
        days: &BTreeMap<i64, String>,
        others: &[(usize, Tally)],
        most: usize,
    ) -> Vec<bool> {
        let mut runs = vec![0; self.known.len()];
        others.iter().for_each(|(task, tally)| runs[*task] += tally.runs);
        self.figures(filter, days).for_each(|(_, figure)| runs[figure.common] += figure.runs);
        let mut order: Vec<_> = (0..runs.len()).filter(|task| runs[*task] > 0).collect();
        order.sort_by_key(|task| (-runs[*task], self.known[*task].task()));
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
        let of_common: Vec<bool> = self.known.iter().map(|common| meets(common, filter)).collect();
        let days = days.keys().filter_map(|at| Some((*at, self.days.get(at)?)));
        let all = days.flat_map(|(at, day)| day.figures.iter().map(move |figure| (at, figure)));
        all.filter(move |(_, figure)| {
            of_common[figure.common] && filter.status.is_none_or(|status| figure.status == status)
        })
    }

    /// No runs, but alike to those of the figure.
    fn empty(&self, at: i64, figure: &Figure) -> Tally {
        let (mut task, mut kind, mut trigger) = (None, None, None);
        match &self.known[figure.common] {
            Common::Task(of) => task = Some(of.clone()),
            Common::Trigger(of, by) => (kind, trigger) = (Some(*of), Some(by.clone())),
        }
        let (status, durations) = (figure.status, Histogram::default());
        Tally { task, at, kind, trigger, status, runs: 0, sum_ms: 0, durations }
    }

    fn add(&self, tally: &mut Tally, figure: &Figure) -> Result<(), StoreError> {
        tally.runs += figure.runs;
        tally.sum_ms += figure.sum_ms;
        let whole = tally.durations.merge_bytes(&figure.durations);
        whole.then_some(()).ok_or_else(|| damaged(self.known[figure.common].task().to_owned()))
    }
}

/// Whether runs of this kind and trigger meet the filter; a task always does.
fn meets(common: &Common, filter: &TallyFilter) -> bool {
    match common {
        Common::Task(_) => true,
        Common::Trigger(kind, trigger) => {
            filter.kind.is_none_or(|wanted| wanted == *kind)
                && filter.trigger.as_ref().is_none_or(|wanted| wanted == trigger)
        }
    }
}
