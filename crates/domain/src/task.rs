//! A task: the logical thing that can be run again.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::status::words;
use crate::{ErrorType, Phase, RunId, RunNumber, RunStatus, TaskId, Timestamp};

/// What a task is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// One Python program.
    Script,
    /// A graph of components.
    Flow,
    /// A document-extraction job.
    Extraction,
}
words!(TaskKind { Script = "script", Flow = "flow", Extraction = "extraction" });

/// A task as a list row knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What it is made of.
    pub kind: TaskKind,
    /// Its name, for people.
    pub name: String,
    /// When its first run was submitted.
    pub created_at: Timestamp,
    /// When it last changed or ran.
    pub updated_at: Timestamp,
    /// The runs it has.
    pub run_count: i64,
    /// Its latest run; none while every run has been deleted.
    pub latest: Option<LatestRun>,
}

/// What a task's row tells of its latest run, kept as runs change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LatestRun {
    /// The run's id.
    pub id: RunId,
    /// The run's number.
    pub number: RunNumber,
    /// Where it stands.
    pub status: RunStatus,
    /// How it failed, if it did.
    pub error_type: Option<ErrorType>,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The beginning of its code, at most [`LatestRun::CODE_HEAD`] characters.
    pub code_head: String,
    /// The dependencies asked for, as text.
    pub dependencies: Option<String>,
}

impl LatestRun {
    /// The most characters of code that a task's row keeps.
    pub const CODE_HEAD: usize = 4096;

    /// The run's phase in the tasks interface's words.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        Phase::of(self.status, self.error_type)
    }
}
