//! Retention (snake_case): limits of tasks, and what was let go of.

use std::collections::BTreeMap;

use annals_domain::{Limits, Retention};
use annals_engine::{Collected, Freed, Moved};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::history::{days, millis};
use crate::extract::{Case, Check, Empty};
use crate::problem::Problem;

/// How much of a task's runs is kept; what is null is as configured for all.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
pub struct TaskRetention {
    /// Of their logs.
    #[schema(value_type = SubjectLimits)]
    logs: Option<SubjectLimits>,
    /// Of the files they left.
    #[schema(value_type = SubjectLimits)]
    files: Option<SubjectLimits>,
    /// Of runs as a whole.
    #[schema(value_type = SubjectLimits)]
    runs: Option<SubjectLimits>,
}

impl Empty for TaskRetention {}

/// How much is kept of one subject. Pinned runs, and those that have not ended, always stay.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
pub struct SubjectLimits {
    /// For how many days after a run's end.
    #[schema(exclusive_minimum = 0, maximum = 36500)]
    max_age_days: Option<f64>,
    /// Of how many runs, the newest first; pinned ones are not counted.
    #[schema(minimum = 1, maximum = 1000000000)]
    max_runs_per_task: Option<i64>,
    /// The most stored bytes of this task, the newest runs first; pinned ones are counted first.
    #[schema(minimum = 1)]
    max_bytes: Option<i64>,
}

impl SubjectLimits {
    fn checked(self, name: &str, check: &mut Check) -> Limits {
        if self.max_age_days.is_some_and(|days| !(days > 0.0 && days <= 36_500.0)) {
            let name = format!("{name}.max_age_days");
            check.fail(&name, "must be more than 0 and at most 36500");
        }
        if self.max_runs_per_task.is_some_and(|most| !(1..=1_000_000_000).contains(&most)) {
            let name = format!("{name}.max_runs_per_task");
            check.fail(&name, "must be an integer from 1 to 1000000000");
        }
        if self.max_bytes.is_some_and(|most| most < 1) {
            check.fail(&format!("{name}.max_bytes"), "must be at least 1");
        }
        Limits {
            max_age_ms: self.max_age_days.map(millis),
            max_runs: self.max_runs_per_task,
            max_bytes: self.max_bytes,
        }
    }
}

impl From<Limits> for SubjectLimits {
    fn from(limits: Limits) -> Self {
        Self {
            max_age_days: limits.max_age_ms.map(days),
            max_runs_per_task: limits.max_runs,
            max_bytes: limits.max_bytes,
        }
    }
}

impl TaskRetention {
    /// The limits, once every value validates.
    pub(crate) fn checked(self) -> Result<Retention, Problem> {
        let mut check = Check::new(Case::Snake);
        let mut limits = |given: Option<SubjectLimits>, name| {
            given.unwrap_or_default().checked(name, &mut check)
        };
        let (logs, files, runs) =
            (limits(self.logs, "logs"), limits(self.files, "files"), limits(self.runs, "runs"));
        check.done()?;
        Ok(Retention { logs, files, runs })
    }
}

impl From<Retention> for TaskRetention {
    fn from(of: Retention) -> Self {
        Self {
            logs: Some(of.logs.into()),
            files: Some(of.files.into()),
            runs: Some(of.runs.into()),
        }
    }
}

/// How to let go.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct CollectionBody {
    /// Only say what would go.
    pub(crate) dry_run: Option<bool>,
}

impl Empty for CollectionBody {
    fn empty() -> Option<Self> {
        Some(Self::default())
    }
}

/// What was let go of, or would be.
#[derive(Debug, Serialize, ToSchema)]
pub struct Collection {
    /// Whether nothing was touched.
    dry_run: bool,
    /// Whether everything was looked at.
    complete: bool,
    /// Rows that nothing needed, by name; `history` are expired entries of timelines.
    removed: BTreeMap<&'static str, i64>,
    /// What went beyond its limits.
    retention: Subjects,
    /// Logs that went to the object store, where they are read from.
    offloaded: MovedLogs,
    /// Days of log lines of which nothing was left, so that the disk has all of their space again.
    days_dropped: i64,
}

/// Logs that were moved.
#[derive(Debug, Serialize, ToSchema)]
pub struct MovedLogs {
    /// Of how many runs.
    runs: i64,
    /// Their lines.
    lines: i64,
    /// Their bytes as stored.
    bytes: i64,
}

impl From<Moved> for MovedLogs {
    fn from(moved: Moved) -> Self {
        let Moved { runs, lines, bytes } = moved;
        Self { runs, lines, bytes }
    }
}

/// What went, by subject.
#[derive(Debug, Serialize, ToSchema)]
pub struct Subjects {
    /// Logs of runs that stay.
    logs: FreedSubject,
    /// Files of runs that stay.
    files: FreedSubject,
    /// Whole runs, with the logs and files they still had.
    runs: FreedSubject,
}

/// What went of one subject.
#[derive(Debug, Serialize, ToSchema)]
pub struct FreedSubject {
    /// Runs that it belonged to.
    runs: i64,
    /// Lines of logs.
    lines: i64,
    /// Files.
    files: i64,
    /// Bytes as stored: logs are compressed.
    bytes: i64,
    /// How many of the runs for which limit.
    by: Reasons,
}

/// How many runs for which limit.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reasons {
    /// Older than `max_age_days`.
    age: i64,
    /// Beyond `max_runs_per_task`.
    count: i64,
    /// Beyond `max_bytes`.
    bytes: i64,
}

impl From<Freed> for FreedSubject {
    fn from(freed: Freed) -> Self {
        let Freed { runs, lines, files, bytes, by_age, by_count, by_bytes } = freed;
        let by = Reasons { age: by_age, count: by_count, bytes: by_bytes };
        Self { runs, lines, files, bytes, by }
    }
}

impl From<Collected> for Collection {
    fn from(collected: Collected) -> Self {
        Self {
            dry_run: collected.dry_run,
            complete: collected.complete,
            removed: collected.rows.into_iter().collect(),
            retention: Subjects {
                logs: collected.logs.into(),
                files: collected.files.into(),
                runs: collected.runs.into(),
            },
            offloaded: collected.offloaded.into(),
            days_dropped: collected.days_dropped,
        }
    }
}
