//! Deciding what goes. No I/O.

use std::collections::HashMap;

use annals_domain::{Limits, Reason, Retention, TaskId, Timestamp};
use annals_store::{KeptRun, RunSpace};

/// What becomes of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Fate {
    /// Why the whole run goes, if it does.
    pub(super) run: Option<Reason>,
    /// Why its log goes, if it does and the run stays.
    pub(super) log: Option<Reason>,
    /// Why its files go, if they do and the run stays.
    pub(super) files: Option<Reason>,
}

impl Fate {
    /// Whether the log stays.
    pub(super) const fn leaves_log(self) -> bool {
        self.run.is_none() && self.log.is_none()
    }
}

/// Decides of runs, which it is shown newest first.
pub(super) struct Plan {
    now: Timestamp,
    own: HashMap<TaskId, Retention>,
    logs: Tally,
    files: Tally,
    runs: Tally,
}

impl Plan {
    /// A plan by the limits of all tasks and those of some.
    pub(super) fn new(now: Timestamp, all: Retention, own: HashMap<TaskId, Retention>) -> Self {
        let tally = |limits| Tally { limits, all: Sum::default(), tasks: HashMap::new() };
        Self { now, own, logs: tally(all.logs), files: tally(all.files), runs: tally(all.runs) }
    }

    /// Whether anything can go.
    pub(super) fn limits_anything(&self) -> bool {
        let all = [&self.logs, &self.files, &self.runs];
        !self.own.is_empty() || all.iter().any(|tally| !tally.limits.is_none())
    }

    /// Counts a pinned run, before any other is decided of: its bytes are taken whatever comes.
    pub(super) fn pinned(&mut self, run: &KeptRun) {
        let Some(space) = &run.space else { return };
        let own = self.own.get(&run.task_id).copied().unwrap_or_default();
        let (log, files) = (log_bytes(space), file_bytes(space));
        self.runs.add(&run.task_id, &own.runs, 0, log + files);
        self.logs.add(&run.task_id, &own.logs, 0, log);
        self.files.add(&run.task_id, &own.files, 0, files);
    }

    /// Decides of a run that is not pinned.
    pub(super) fn decide(&mut self, run: &KeptRun) -> Fate {
        let (Some(ended), Some(space), false) = (run.ended_at, &run.space, run.pinned) else {
            return Fate::default();
        };
        let own = self.own.get(&run.task_id).copied().unwrap_or_default();
        let age_ms = self.now.millis_since(ended);
        let (log, files) = (log_bytes(space), file_bytes(space));
        let judged = self.runs.judge(&run.task_id, &own.runs, age_ms, log + files);
        if judged.is_some() {
            return Fate { run: judged, ..Fate::default() };
        }
        let has_log = space.log_removed_at.is_none() && space.log_lines > 0;
        let has_files = space.files_removed_at.is_none() && space.files > 0;
        let judge = |tally: &mut Tally, own, bytes| tally.judge(&run.task_id, own, age_ms, bytes);
        Fate {
            run: None,
            log: has_log.then(|| judge(&mut self.logs, &own.logs, log)).flatten(),
            files: has_files.then(|| judge(&mut self.files, &own.files, files)).flatten(),
        }
    }
}

/// The stored bytes of a run's log, if it is still there.
fn log_bytes(space: &RunSpace) -> i64 {
    if space.log_removed_at.is_none() { space.log_bytes } else { 0 }
}

/// The bytes of a run's files, if they are still there.
fn file_bytes(space: &RunSpace) -> i64 {
    if space.files_removed_at.is_none() { space.file_bytes } else { 0 }
}

/// What is kept of one subject so far.
struct Tally {
    limits: Limits,
    all: Sum,
    tasks: HashMap<TaskId, Sum>,
}

#[derive(Default)]
struct Sum {
    runs: i64,
    bytes: i64,
    /// Something did not fit: nothing older fits either, however small it is.
    full: bool,
}

impl Sum {
    fn fill(&mut self, bytes: i64, most: Option<i64>) {
        self.full |= most.is_some_and(|most| self.bytes.saturating_add(bytes) > most);
    }
}

impl Tally {
    /// Why it goes, if it does; else it is counted as kept.
    fn judge(&mut self, task: &TaskId, own: &Limits, age_ms: i64, bytes: i64) -> Option<Reason> {
        if own.max_age_ms.or(self.limits.max_age_ms).is_some_and(|most| age_ms >= most) {
            return Some(Reason::Age);
        }
        let most = own.max_runs.or(self.limits.max_runs);
        let kept = self.tasks.get(task).map_or(0, |sum| sum.runs);
        if most.is_some_and(|most| kept >= most) {
            return Some(Reason::Count);
        }
        if bytes > 0 && self.overflows(task, own, bytes) {
            return Some(Reason::Bytes);
        }
        self.add(task, own, 1, bytes);
        None
    }

    fn overflows(&mut self, task: &TaskId, own: &Limits, bytes: i64) -> bool {
        self.all.fill(bytes, self.limits.max_bytes);
        if own.max_bytes.is_none() {
            return self.all.full;
        }
        let sum = self.tasks.entry(task.clone()).or_default();
        sum.fill(bytes, own.max_bytes);
        self.all.full || sum.full
    }

    fn add(&mut self, task: &TaskId, own: &Limits, runs: i64, bytes: i64) {
        self.all.bytes += bytes;
        // Most installations limit no task by itself; then there is nothing to remember.
        let limits = [own.max_runs, own.max_bytes, self.limits.max_runs];
        if limits.iter().any(Option::is_some) {
            let sum = self.tasks.entry(task.clone()).or_default();
            sum.runs += runs;
            sum.bytes += bytes;
        }
    }
}

#[cfg(test)]
mod tests;
