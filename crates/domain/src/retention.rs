//! How much is kept of runs that have ended, and for how long.

use serde::{Deserialize, Serialize};

/// How much of one subject is kept; none: no such limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// For how long after a run's end, in milliseconds, at least 1.
    pub max_age_ms: Option<i64>,
    /// Of how many runs of a task, the newest first, at least 1. Pinned runs are not counted.
    pub max_runs: Option<i64>,
    /// The most stored bytes, the newest runs first, at least 1. Pinned runs are counted first.
    pub max_bytes: Option<i64>,
}

impl Limits {
    /// Whether nothing is limited.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// How much is kept of each subject, of all tasks or of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Retention {
    /// Log lines.
    pub logs: Limits,
    /// Files that runs left.
    pub files: Limits,
    /// Runs as a whole, with everything that belongs to them.
    pub runs: Limits,
}

impl Retention {
    /// Whether nothing is limited.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// Why something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It is older than its limit allows.
    Age,
    /// The task has newer runs enough.
    Count,
    /// Newer ones take all the bytes there are for it.
    Bytes,
}
