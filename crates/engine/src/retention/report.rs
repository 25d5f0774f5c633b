//! What retention let go of, or would.

use annals_domain::Reason;
use annals_store::{KeptRun, RunSpace};

/// What was let go of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// Whether it was only looked at.
    pub dry_run: bool,
    /// Whether everything was looked at; if not, there is more to do.
    pub complete: bool,
    /// Rows that nothing needed, by name; `history` are expired entries of timelines.
    pub rows: Vec<(&'static str, i64)>,
    /// Logs.
    pub logs: Freed,
    /// Files.
    pub files: Freed,
    /// Whole runs, with the logs and files they still had.
    pub runs: Freed,
    /// Logs that went to the object store.
    pub offloaded: Moved,
    /// Days of blocks whose file or partition was dropped; none in a dry run.
    pub days_dropped: i64,
}

/// Logs that were moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    /// Of how many runs.
    pub runs: i64,
    /// Their lines.
    pub lines: i64,
    /// Their stored bytes.
    pub bytes: i64,
}

impl Collected {
    /// The runs of which something was let go of or moved.
    pub(super) const fn count(&self) -> i64 {
        self.logs.runs + self.files.runs + self.runs.runs + self.offloaded.runs
    }
}

impl Moved {
    /// Counts the log of `run` if it was moved.
    pub(super) fn add(&mut self, run: &KeptRun, moved: bool) {
        if moved {
            let space = run.space.unwrap_or_default();
            self.runs += 1;
            self.lines += space.log_lines;
            self.bytes += space.log_bytes;
        }
    }
}

/// What was let go of one subject.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Freed {
    /// Runs that it belonged to.
    pub runs: i64,
    /// Lines of logs.
    pub lines: i64,
    /// Files.
    pub files: i64,
    /// Stored bytes.
    pub bytes: i64,
    /// How many of the runs for their age.
    pub by_age: i64,
    /// How many because their task has newer ones enough.
    pub by_count: i64,
    /// How many because newer ones take all the bytes there are.
    pub by_bytes: i64,
}

impl Freed {
    fn count(&mut self, reason: Reason) {
        self.runs += 1;
        match reason {
            Reason::Age => self.by_age += 1,
            Reason::Count => self.by_count += 1,
            Reason::Bytes => self.by_bytes += 1,
        }
    }

    /// Counts the log of a run.
    pub(super) fn log(&mut self, reason: Reason, space: &RunSpace) {
        self.count(reason);
        self.lines += space.log_lines;
        self.bytes += space.log_bytes;
    }

    /// Counts the files of a run.
    pub(super) fn files(&mut self, reason: Reason, space: &RunSpace) {
        self.count(reason);
        self.files += space.files;
        self.bytes += space.file_bytes;
    }

    /// Counts a run with what is left of it.
    pub(super) fn run(&mut self, reason: Reason, space: &RunSpace) {
        self.count(reason);
        if space.log_removed_at.is_none() {
            self.lines += space.log_lines;
            self.bytes += space.log_bytes;
        }
        if space.files_removed_at.is_none() {
            self.files += space.files;
            self.bytes += space.file_bytes;
        }
    }
}

impl std::ops::AddAssign for Freed {
    fn add_assign(&mut self, other: Self) {
        self.runs += other.runs;
        self.lines += other.lines;
        self.files += other.files;
        self.bytes += other.bytes;
        self.by_age += other.by_age;
        self.by_count += other.by_count;
        self.by_bytes += other.by_bytes;
    }
}
