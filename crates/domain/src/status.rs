//! A run's status and the only ways it may change.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Epoch, Timestamp};

macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// Every value, in the order of its declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word on the wire and in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = String;
            /// Reads the word in any case.
            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|v| v.as_str().eq_ignore_ascii_case(text)).ok_or_else(|| {
                    let words: Vec<_> = Self::ALL.iter().map(|v| v.as_str()).collect();
                    format!("must be one of {}", words.join(", "))
                })
            }
        }
    };
}
pub(crate) use words;

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// Accepted, not yet begun.
    Pending,
    /// Begun: its environment is being built or its steps run.
    Running,
    /// Ended well. Final.
    Success,
    /// Ended badly; the [`ErrorType`] says how. Final.
    Failure,
    /// Ended by request, its processes or pods seen gone. Final.
    Cancelled,
}
words!(RunStatus {
    Pending = "pending",
    Running = "running",
    Success = "success",
    Failure = "failure",
    Cancelled = "cancelled",
});

impl RunStatus {
    /// Whether the run has ended; such a status never changes.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Success | Self::Failure | Self::Cancelled)
    }
}

/// How a run failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorType {
    /// The program ended with an exit code other than 0.
    Exit,
    /// A signal ended the program.
    Signal,
    /// The time limit ended it.
    Timeout,
    /// It ran out of memory.
    OutOfMemory,
    /// Its packages or its interpreter could not be had.
    Dependency,
    /// Annals or what it runs on failed, not the program.
    Platform,
    /// Some of its steps failed, others did not.
    Partial,
}
words!(ErrorType {
    Exit = "exit",
    Signal = "signal",
    Timeout = "timeout",
    OutOfMemory = "out_of_memory",
    Dependency = "dependency",
    Platform = "platform",
    Partial = "partial",
});

/// A run's status in the words of the tasks interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Phase {
    /// [`RunStatus::Pending`].
    Pending,
    /// [`RunStatus::Running`].
    Running,
    /// [`RunStatus::Success`].
    Succeeded,
    /// [`RunStatus::Failure`] of the code.
    Failed,
    /// [`RunStatus::Failure`] of the platform.
    Error,
    /// [`RunStatus::Cancelled`].
    Cancelled,
}
words!(Phase {
    Pending = "Pending",
    Running = "Running",
    Succeeded = "Succeeded",
    Failed = "Failed",
    Error = "Error",
    Cancelled = "Cancelled",
});

impl Phase {
    /// The phase of a run with this status and error type.
    #[must_use]
    pub const fn of(status: RunStatus, error: Option<ErrorType>) -> Self {
        match (status, error) {
            (RunStatus::Pending, _) => Self::Pending,
            (RunStatus::Running, _) => Self::Running,
            (RunStatus::Success, _) => Self::Succeeded,
            (RunStatus::Failure, Some(ErrorType::Platform)) => Self::Error,
            (RunStatus::Failure, _) => Self::Failed,
            (RunStatus::Cancelled, _) => Self::Cancelled,
        }
    }

    /// The status this phase shows.
    #[must_use]
    pub const fn status(self) -> RunStatus {
        match self {
            Self::Pending => RunStatus::Pending,
            Self::Running => RunStatus::Running,
            Self::Succeeded => RunStatus::Success,
            Self::Failed | Self::Error => RunStatus::Failure,
            Self::Cancelled => RunStatus::Cancelled,
        }
    }
}

/// A change that a run's state does not allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    /// The run has ended; what ended stays as it is.
    #[error("the run has already ended ({0})")]
    Ended(RunStatus),
    /// The writer belongs to an attempt that another one replaced.
    #[error("epoch {given} is stale: the run is at epoch {current}")]
    Stale {
        /// The writer's epoch.
        given: Epoch,
        /// The run's epoch.
        current: Epoch,
    },
    /// The status may not follow the present one.
    #[error("a run that is {from} cannot become {to}")]
    Forbidden {
        /// The present status.
        from: RunStatus,
        /// The status asked for.
        to: RunStatus,
    },
}

/// The part of a run that changes while it runs, and the rules of its change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunState {
    /// Where the run stands.
    pub status: RunStatus,
    /// The attempt that may write.
    pub epoch: Epoch,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

impl RunState {
    /// The state of a run that was just accepted.
    #[must_use]
    pub const fn new() -> Self {
        Self { status: RunStatus::Pending, epoch: 0, started_at: None, ended_at: None }
    }

    /// A new attempt takes the run over: the epoch grows, older writers become stale.
    ///
    /// # Errors
    /// [`TransitionError::Ended`] once the run has ended.
    pub fn begin_attempt(mut self) -> Result<Self, TransitionError> {
        if self.status.is_terminal() {
            return Err(TransitionError::Ended(self.status));
        }
        self.epoch += 1;
        Ok(self)
    }

    /// The run becomes `to`, as the attempt `epoch` says, at the instant `at`.
    ///
    /// A status that the run already has is no change and no error.
    ///
    /// # Errors
    /// [`TransitionError`] if the writer is stale, the run has ended or the step is not allowed.
    pub fn become_(
        mut self,
        to: RunStatus,
        epoch: Epoch,
        at: Timestamp,
    ) -> Result<Self, TransitionError> {
        if epoch != self.epoch {
            return Err(TransitionError::Stale { given: epoch, current: self.epoch });
        }
        if self.status.is_terminal() {
            return Err(TransitionError::Ended(self.status));
        }
        match (self.status, to) {
            (from, to) if from == to => return Ok(self),
            (from, RunStatus::Pending) => return Err(TransitionError::Forbidden { from, to }),
            (from @ RunStatus::Pending, RunStatus::Success) => {
                return Err(TransitionError::Forbidden { from, to });
            }
            (_, RunStatus::Running) => self.started_at = Some(at),
            (_, _) => self.ended_at = Some(at.max(self.started_at.unwrap_or(at))),
        }
        self.status = to;
        Ok(self)
    }
}

impl Default for RunState {
    fn default() -> Self {
        Self::new()
    }
}
