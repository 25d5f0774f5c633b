//! Figures of runs over time: how many, how they ended, how long they took.

mod figures;
mod range;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use annals_domain::{RunStatus, TaskId, TaskKind, Timestamp};
use annals_store::{Span, Tally, TallyFilter};

pub use figures::{Figures, StatusCounts};

use crate::Error;
use crate::engine::{Engine, Inner};
use range::{Range, instant};

/// How often what was noted of ended runs is summed up. It is read exactly before that, too.
const SUM_UP: Duration = Duration::from_secs(1);
/// The most groups that are answered.
const GROUPS: usize = 100;

/// What runs are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatsGroup {
    /// Their kind.
    Kind,
    /// Their task.
    Task,
    /// Their status.
    Status,
    /// What set them off.
    Trigger,
    /// The UTC day in which they began.
    Day,
}

/// Which figures are wanted. A run belongs to the hour in which it began, or was accepted if it
/// never began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatsRequest {
    /// Only of these tasks; none: of all.
    pub tasks: Vec<TaskId>,
    /// Only of tasks of this kind.
    pub kind: Option<TaskKind>,
    /// Only with this status.
    pub status: Option<RunStatus>,
    /// Only those that this set off.
    pub trigger: Option<String>,
    /// Only those of this time and later, to the whole hour or day that it lies in.
    pub started_after: Option<Timestamp>,
    /// Only those before this time, to the whole hour or day that it lies in.
    pub started_before: Option<Timestamp>,
    /// How finely time is divided.
    pub span: Span,
    /// What to tell runs apart by besides.
    pub group_by: Option<StatsGroup>,
}

/// Figures of runs.
#[derive(Debug, Clone, PartialEq)]
pub struct RunStats {
    /// The beginning of the time that is told of.
    pub since: Timestamp,
    /// Its end.
    pub until: Timestamp,
    /// All runs of that time.
    pub all: Figures,
    /// Those that are running now, whenever they began.
    pub running_now: i64,
    /// Each hour or day, by its beginning, those without runs too.
    pub series: Vec<(Timestamp, Figures)>,
    /// The groups asked for, at most 100: days in order, others the largest first.
    pub groups: Vec<Group>,
}

/// Runs that are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The word, id or day that they have in common.
    pub key: String,
    /// The name of a task.
    pub name: Option<String>,
    /// Their figures.
    pub figures: Figures,
}

impl Engine {
    /// Figures of the runs that are asked for.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a time that no figures are kept of.
    pub async fn run_stats(&self, request: StatsRequest) -> Result<RunStats, Error> {
        let range = Range::of(&request, self.inner.clock.now())?;
        let filter = TallyFilter {
            tasks: request.tasks,
            kind: request.kind,
            status: request.status,
            trigger: request.trigger,
            apart: matches!(request.group_by, Some(StatsGroup::Kind | StatsGroup::Trigger)),
            span: request.span,
            since: range.since,
            until: range.until,
        };
        let tallies = self.inner.store.tallies(&filter).await?;
        let running = tallies.iter().filter(|tally| tally.status == RunStatus::Running);
        let running_now = running.map(|tally| tally.runs).sum();
        let tallies: Vec<_> = tallies.into_iter().filter(|tally| filter.meets(tally)).collect();
        let mut all = Figures::default();
        tallies.iter().for_each(|tally| all.add(tally));
        let groups = match request.group_by {
            None => Vec::new(),
            Some(StatsGroup::Task) => self.by_task(filter, tallies.clone()).await?,
            Some(by) => groups(by, &tallies),
        };
        let (since, until) = (instant(range.since), instant(range.until));
        Ok(RunStats { since, until, all, running_now, series: range.series(&tallies), groups })
    }

    /// The groups by task: of the tasks named, or of those with the most runs.
    async fn by_task(
        &self,
        filter: TallyFilter,
        mut tallies: Vec<Tally>,
    ) -> Result<Vec<Group>, Error> {
        let store = &self.inner.store;
        if filter.tasks.is_empty() {
            tallies = store.busiest(&filter, GROUPS).await?;
        }
        let mut groups = groups(StatsGroup::Task, &tallies);
        let tasks: Vec<TaskId> = groups.iter().filter_map(|group| group.key.parse().ok()).collect();
        let names = store.task_names(&tasks).await?;
        for group in &mut groups {
            group.name = group.key.parse().ok().and_then(|id: TaskId| names.get(&id).cloned());
        }
        Ok(groups)
    }
}

fn groups(by: StatsGroup, tallies: &[Tally]) -> Vec<Group> {
    let mut found: HashMap<String, Figures> = HashMap::new();
    for tally in tallies {
        let key = match by {
            StatsGroup::Kind => tally.kind.map(|kind| kind.to_string()).unwrap_or_default(),
            StatsGroup::Task => tally.task.as_ref().map(ToString::to_string).unwrap_or_default(),
            StatsGroup::Status => tally.status.as_str().to_owned(),
            StatsGroup::Trigger => tally.trigger.clone().unwrap_or_default(),
            StatsGroup::Day => instant(Span::Day.begin(tally.at)).to_string(),
        };
        found.entry(key).or_default().add(tally);
    }
    found.retain(|_, figures| figures.total() > 0);
    let group = |(key, figures)| Group { key, name: None, figures };
    let mut groups: Vec<_> = found.into_iter().map(group).collect();
    let size = |group: &Group| match by {
        StatsGroup::Day => 0,
        _ => -group.figures.total(),
    };
    groups.sort_by(|a, b| (size(a), &a.key).cmp(&(size(b), &b.key)));
    if by != StatsGroup::Day {
        groups.truncate(GROUPS);
    }
    groups
}

/// Starts summing up.
pub(crate) fn keep(inner: &Arc<Inner>) {
    let this = Arc::clone(inner);
    inner.tasks.spawn(async move {
        let mut tick = tokio::time::interval(SUM_UP);
        loop {
            tokio::select! {
                () = this.stopping.cancelled() => return,
                _ = tick.tick() => {}
            }
            match this.store.sum_up(this.clock.now()).await {
                // There is more: at once, but let others write in between.
                Ok(true) => tick.reset_immediately(),
                Ok(false) => {}
                Err(error) => tracing::warn!("figures are not summed up: {error}"),
            }
        }
    });
}
