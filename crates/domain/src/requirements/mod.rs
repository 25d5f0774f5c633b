//! Packages asked for: lists of PEP 508 requirements, requirements files, and PEP 723 metadata.
//!
//! Whatever the source, what comes out is canonical text that was put together again from its
//! parts, one requirement a line. Nothing that a person sent reaches an installer unread.

mod check;
mod file;
mod inline;
mod list;
mod marker;
mod options;

use serde::{Deserialize, Serialize};

/// The most characters that a list of dependencies may have.
pub const MAX_DEPENDENCIES: usize = 10_000;

/// The most characters that a requirements file may have.
pub const MAX_REQUIREMENTS_FILE: usize = 50_000;

/// The packages asked for, as they were asked for. At most one of the two is used:
/// the requirements file wins; with neither, PEP 723 metadata in the code is honoured.
///
/// An empty text is given, too: it says that nothing is wanted. An empty requirements file
/// beside a list leaves the list in force.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Requested {
    /// PEP 508 requirements, one or more a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dependencies: Option<String>,
    /// The text of a requirements file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirements_file: Option<String>,
}

/// A line that is no requirement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct RequirementError {
    /// The line's number, from 1; a line of the code where its own metadata is meant.
    pub line: usize,
    /// What is wrong with it, and what would be right.
    pub message: String,
}

/// What an environment is built from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effective {
    /// The lines of a requirements file, one requirement each, comments gone. A line that
    /// begins with `--` is one of the global options that are kept (`--pre`,
    /// `--prefer-binary`, `--only-binary X`, `--no-binary X`, `--require-hashes`).
    pub lines: Vec<String>,
    /// A PEP 440 specifier that the interpreter's version must meet (PEP 723).
    pub requires_python: Option<String>,
}

impl Requested {
    /// What to build for `code`: the requirements file, else the list, else the code's own metadata.
    ///
    /// The lengths ([`MAX_DEPENDENCIES`], [`MAX_REQUIREMENTS_FILE`]) are the caller's to check.
    ///
    /// # Errors
    /// [`RequirementError`] names the first line that is not a requirement.
    pub fn effective(&self, code: &str) -> Result<Effective, RequirementError> {
        let file = self.requirements_file.as_deref();
        let lines = match (file, self.dependencies.as_deref()) {
            (Some(text), None) => file::read(text)?,
            (Some(text), Some(_)) if !text.trim().is_empty() => file::read(text)?,
            (_, Some(text)) => list::read(text)?,
            (None, None) => return inline::read(code),
        };
        Ok(Effective { lines, requires_python: None })
    }
}

#[cfg(test)]
mod tests;
