//! Retention: what is kept, for how long, and letting go of the rest.
//!
//! A [`Collector`] looks at all runs, newest first, page by page; the [`plan`] decides of each by
//! what it has seen of newer ones, so that a dry run says exactly what would go. Deciding and
//! doing take turns, in small transactions, and one server of a database does it at a time.

mod collect;
mod endpoints;
mod keep;
mod objects;
mod offload;
mod plan;
mod report;
mod turn;

use std::time::Duration;

use annals_domain::Retention;

pub use collect::Collector;
pub(crate) use keep::keep;
pub use report::{Collected, Freed, Moved};

/// How much is kept, and when that is looked after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionPolicy {
    /// The limits of every task that has none of its own.
    pub limits: Retention,
    /// How long after a run's end its log goes to the object store, in milliseconds; none: never.
    pub offload_after_ms: Option<i64>,
    /// How long an environment that no run uses stays, in milliseconds; none: for ever.
    pub environments_unused_ms: Option<i64>,
    /// How long after the server's start it is first looked after.
    pub first_after: Duration,
    /// How often from then on.
    pub every: Duration,
}

impl Default for RetentionPolicy {
    /// Every run stays; environments go that were not used for 30 days.
    fn default() -> Self {
        Self {
            limits: Retention::default(),
            offload_after_ms: None,
            environments_unused_ms: Some(30 * 24 * 60 * 60 * 1000),
            first_after: Duration::from_secs(5 * 60),
            every: Duration::from_secs(60 * 60),
        }
    }
}
