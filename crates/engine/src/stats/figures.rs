//! Figures of some runs.

use annals_domain::{Histogram, RunStatus};
use annals_store::Tally;

/// How many runs have which status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatusCounts {
    /// Accepted, not begun.
    pub pending: i64,
    /// Begun, not ended.
    pub running: i64,
    /// Ended well.
    pub success: i64,
    /// Ended badly.
    pub failure: i64,
    /// Ended by request.
    pub cancelled: i64,
}

impl StatusCounts {
    const fn of(&mut self, status: RunStatus) -> &mut i64 {
        match status {
            RunStatus::Pending => &mut self.pending,
            RunStatus::Running => &mut self.running,
            RunStatus::Success => &mut self.success,
            RunStatus::Failure => &mut self.failure,
            RunStatus::Cancelled => &mut self.cancelled,
        }
    }
}

/// How many runs, and how long they took.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figures {
    /// How many by status.
    pub statuses: StatusCounts,
    sum_ms: i64,
    durations: Histogram,
}

impl Figures {
    /// Adds some runs.
    pub(super) fn add(&mut self, tally: &Tally) {
        *self.statuses.of(tally.status) += tally.runs;
        self.sum_ms += tally.sum_ms;
        self.durations.merge(&tally.durations);
    }

    /// How many.
    #[must_use]
    pub const fn total(&self) -> i64 {
        let StatusCounts { pending, running, success, failure, cancelled } = self.statuses;
        pending + running + success + failure + cancelled
    }

    /// Those that ended well, in per cent of all; 0 of none.
    #[must_use]
    pub fn success_rate(&self) -> f64 {
        match self.total() {
            0 => 0.0,
            #[expect(clippy::cast_precision_loss, reason = "no history has 2^53 runs")]
            total => self.statuses.success as f64 * 100.0 / total as f64,
        }
    }

    /// The mean of their durations in milliseconds; none where none has one.
    #[must_use]
    pub fn avg_duration_ms(&self) -> Option<i64> {
        self.sum_ms.checked_div(self.durations.total())
    }

    /// The duration in milliseconds that so many per cent of those with one do not exceed, within
    /// a few per cent; none where none has one.
    #[must_use]
    pub fn duration_ms(&self, percent: i64) -> Option<i64> {
        self.durations.quantile(percent)
    }
}
