//! How much of the build history is kept, and where its time and ids come from.

use std::collections::BTreeMap;
use std::sync::Arc;

use annals_domain::{Clock, IdSource, SystemClock, Timestamp};
use rand::RngCore as _;

use super::TaskBuildHistoryContextType;

/// How much is kept, for entries of one type or for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HistoryLimits {
    /// The most entries a task, at least 1; none: no limit of its own.
    pub max_entries: Option<i64>,
    /// How long an entry is kept, in milliseconds, at least 1; none: as for all.
    pub max_age_ms: Option<i64>,
}

/// How much of the build history is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryPolicy {
    /// The most entries a task.
    pub max_entries: i64,
    /// How long an entry is kept, in milliseconds.
    pub max_age_ms: i64,
    /// Further limits by type: so many of this type among all, for so long.
    pub types: BTreeMap<TaskBuildHistoryContextType, HistoryLimits>,
}

impl HistoryPolicy {
    /// The milliseconds of a day.
    pub const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

    fn limits(&self, kind: TaskBuildHistoryContextType) -> HistoryLimits {
        self.types.get(&kind).copied().unwrap_or_default()
    }

    /// The most entries of this type, where there is such a limit.
    pub(super) fn max_of(&self, kind: TaskBuildHistoryContextType) -> Option<i64> {
        self.limits(kind).max_entries.map(|most| most.max(1))
    }

    /// How long an entry of this type is kept: as its task says, else as for its type, else as
    /// for all.
    pub(super) fn age_ms(&self, task: Option<i64>, kind: TaskBuildHistoryContextType) -> i64 {
        task.or(self.limits(kind).max_age_ms).unwrap_or(self.max_age_ms).max(1)
    }
}

impl Default for HistoryPolicy {
    fn default() -> Self {
        Self { max_entries: 100, max_age_ms: 20 * Self::DAY_MILLIS, types: BTreeMap::new() }
    }
}

/// What the history is kept by.
#[derive(Clone)]
pub(crate) struct Keeper {
    pub(crate) policy: HistoryPolicy,
    clock: Arc<dyn Clock>,
    ids: IdSource,
}

impl Keeper {
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// So many ids for entries that are written together, in order: where time is all that tells
    /// entries apart, as across tasks, they stay in the order in which they were written.
    pub(super) fn ids(&self, count: usize) -> std::vec::IntoIter<String> {
        let mut ids: Vec<_> = (0..count).map(|_| self.ids.uuid().to_string()).collect();
        ids.sort_unstable();
        ids.into_iter()
    }
}

impl Default for Keeper {
    fn default() -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let ids = IdSource::new(Arc::clone(&clock), random);
        Self { policy: HistoryPolicy::default(), clock, ids }
    }
}

fn random() -> [u8; 10] {
    let mut bytes = [0; 10];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

impl crate::Store {
    /// The same store, keeping this much of the build history.
    #[must_use]
    pub fn with_history_policy(mut self, policy: HistoryPolicy) -> Self {
        Arc::make_mut(&mut self.history).policy = policy;
        self
    }

    /// The same store, taking the history's times and ids from these.
    #[must_use]
    pub fn with_history_clock(mut self, clock: Arc<dyn Clock>, ids: IdSource) -> Self {
        let keeper = Arc::make_mut(&mut self.history);
        (keeper.clock, keeper.ids) = (clock, ids);
        self
    }

    /// How much of the build history is kept.
    #[must_use]
    pub fn history_policy(&self) -> &HistoryPolicy {
        &self.history.policy
    }
}
