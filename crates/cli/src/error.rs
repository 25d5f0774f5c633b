//! Why a command could not do its work, and the exit code that says so to scripts.

use std::io;
use std::process::ExitCode;

use crate::client::Problem;

/// How a command that did its work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well: exit code 0.
    Success,
    /// The run failed or was cancelled, or two runs differ: exit code 1.
    Negative,
    /// Ctrl-C while following: exit code 130, as shells have it.
    Detached,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Success => Self::SUCCESS,
            Exit::Negative => Self::from(1),
            Exit::Detached => Self::from(130),
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// What was asked for makes no sense, or a file given cannot be read: exit code 2.
    #[error("{0}")]
    Usage(String),
    /// No server answers: exit code 3.
    #[error(
        "no Annals server answers at {url} ({reason}); start one with `annals serve`, or name \
         another with --server or ANNALS_URL"
    )]
    Unreachable {
        /// Where it was looked for.
        url: String,
        /// What the network said.
        reason: String,
    },
    /// The server refused: exit code 1.
    #[error("{0}")]
    Refused(Problem),
    /// Anything else in the way: exit code 1.
    #[error("{0}")]
    Failed(String),
    /// A local file or terminal could not be written: exit code 1.
    #[error("{context}: {source}")]
    Io {
        /// What was being done.
        context: String,
        /// What the system said.
        source: io::Error,
    },
    /// Whoever read the output went away (`annals logs … | head`): no message, exit code 0.
    #[error("the output was closed")]
    OutputClosed,
}

impl CliError {
    /// Wraps an input or output error with what was being done.
    pub fn io(context: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let context = context.into();
        move |source| Self::Io { context, source }
    }

    /// Turns a failure to print into an error.
    #[must_use]
    pub fn printing(source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::BrokenPipe {
            return Self::OutputClosed;
        }
        Self::Io { context: "cannot write the output".into(), source }
    }

    /// The exit code.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::OutputClosed => 0,
            Self::Refused(_) | Self::Failed(_) | Self::Io { .. } => 1,
            Self::Usage(_) => 2,
            Self::Unreachable { .. } => 3,
        }
    }
}

/// What every command answers.
pub type Outcome = Result<Exit, CliError>;
