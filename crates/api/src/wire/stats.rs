//! Figures of runs.

use annals_domain::Timestamp;
use annals_engine::{Figures, Group, RunStats, StatusCounts};
use serde::Serialize;
use utoipa::ToSchema;

choice! {
    /// What a point of a series covers.
    BucketWord {
        /// An hour of UTC.
        Hour = "hour",
        /// A day of UTC.
        Day = "day",
    }
}

choice! {
    /// What runs are told apart by.
    GroupWord {
        /// Their kind.
        Kind = "kind",
        /// Their task.
        Task = "task",
        /// Their status.
        Status = "status",
        /// What set them off.
        Trigger = "trigger",
        /// The UTC day in which they began.
        Day = "day",
    }
}

/// How many runs have which status.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatusTotals {
    #[schema(minimum = 0)]
    pending: i64,
    #[schema(minimum = 0)]
    running: i64,
    #[schema(minimum = 0)]
    success: i64,
    #[schema(minimum = 0)]
    failure: i64,
    #[schema(minimum = 0)]
    cancelled: i64,
}

/// Figures of some runs.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunFigures {
    /// How many.
    #[schema(minimum = 0)]
    total: i64,
    by_status: StatusTotals,
    /// Those that ended well, in per cent of all; 0 of none.
    #[schema(minimum = 0, maximum = 100)]
    success_rate: f64,
    /// The mean duration of those that ended, in milliseconds; null where none began and ended.
    #[schema(minimum = 0)]
    avg_duration_ms: Option<i64>,
    /// Half of them took no longer, within a few per cent.
    #[schema(minimum = 0)]
    p50_duration_ms: Option<i64>,
    /// 95 in 100 of them took no longer, within a few per cent.
    #[schema(minimum = 0)]
    p95_duration_ms: Option<i64>,
}

impl From<Figures> for RunFigures {
    fn from(figures: Figures) -> Self {
        let StatusCounts { pending, running, success, failure, cancelled } = figures.statuses;
        Self {
            total: figures.total(),
            by_status: StatusTotals { pending, running, success, failure, cancelled },
            success_rate: figures.success_rate(),
            avg_duration_ms: figures.avg_duration_ms(),
            p50_duration_ms: figures.duration_ms(50),
            p95_duration_ms: figures.duration_ms(95),
        }
    }
}

/// A point of a series.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatsPoint {
    /// The beginning of the hour or day.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    #[serde(flatten)]
    figures: RunFigures,
}

/// Runs that have something in common.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatsGroupRow {
    /// What they have in common: a word, a task's id, or the beginning of a day.
    key: String,
    /// The name of a task; null for other groups.
    name: Option<String>,
    #[serde(flatten)]
    figures: RunFigures,
}

impl From<Group> for StatsGroupRow {
    fn from(group: Group) -> Self {
        Self { key: group.key, name: group.name, figures: group.figures.into() }
    }
}

/// Figures of runs over time.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunStatsAnswer {
    /// The beginning of the time that is told of.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// Its end, which is no longer part of it.
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
    bucket: BucketWord,
    #[serde(flatten)]
    figures: RunFigures,
    /// The runs that are running now, whenever they began.
    #[schema(minimum = 0)]
    running_now: i64,
    /// Every hour or day in order, those without runs too.
    series: Vec<StatsPoint>,
    /// The groups asked for, at most 100: days in order, others the largest first.
    groups: Vec<StatsGroupRow>,
}

impl RunStatsAnswer {
    /// The answer with points of this length.
    #[must_use]
    pub fn new(stats: RunStats, bucket: BucketWord) -> Self {
        let point =
            |(at, figures): (Timestamp, Figures)| StatsPoint { at, figures: figures.into() };
        Self {
            since: stats.since,
            until: stats.until,
            bucket,
            figures: stats.all.into(),
            running_now: stats.running_now,
            series: stats.series.into_iter().map(point).collect(),
            groups: stats.groups.into_iter().map(Into::into).collect(),
        }
    }
}
