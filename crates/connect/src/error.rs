//! Why a connector could not do what it was asked, sorted by what helps.

use std::io::ErrorKind;
use std::time::Duration;

/// Why a connector failed. Its text is one plain sentence for the person who set it up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// What was set up cannot work: somebody has to change it.
    #[error("{0}")]
    Setting(String),
    /// Who one is, is not believed or may not do this: somebody has to connect again.
    #[error("{0}")]
    Refused(String),
    /// What was asked for is not there (any more).
    #[error("{0}")]
    Missing(String),
    /// It may succeed later.
    #[error("{why}")]
    Passing {
        /// What happened.
        why: String,
        /// For how long the other side asks to be left alone.
        wait: Option<Duration>,
    },
}

impl Error {
    /// A failure that may pass.
    #[must_use]
    pub fn passing(why: impl Into<String>) -> Self {
        Self::Passing { why: why.into(), wait: None }
    }

    /// Whether the same may succeed later without anybody changing anything.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Passing { .. })
    }

    /// For how long the other side asked to be left alone.
    #[must_use]
    pub const fn wait(&self) -> Option<Duration> {
        match self {
            Self::Passing { wait, .. } => *wait,
            _ => None,
        }
    }

    /// A failure of the file system, said with the name of what failed.
    pub(crate) fn io(what: impl std::fmt::Display, error: &std::io::Error) -> Self {
        let text = format!("{what}: {error}");
        match error.kind() {
            ErrorKind::NotFound => Self::Missing(text),
            ErrorKind::PermissionDenied => Self::Refused(text),
            ErrorKind::NotADirectory | ErrorKind::IsADirectory | ErrorKind::InvalidInput => {
                Self::Setting(text)
            }
            _ => Self::passing(text),
        }
    }
}
