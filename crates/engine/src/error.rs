//! What can go wrong in a use case, in terms that every face can put into its own words.

use annals_executor::ExecutorError;
use annals_store::StoreError;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing.
    #[error("there is no {what} {id}")]
    NotFound {
        /// What was looked for: `task`, `run`, `artifact`.
        what: &'static str,
        /// The id or name it was looked for by.
        id: String,
    },
    /// A value does not validate.
    #[error("{}", .0.iter().map(|e| format!("{} {}", e.field, e.message)).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<FieldError>),
    /// The request is well formed but refused, such as a line that is no requirement.
    #[error("{0}")]
    Refused(String),
    /// It is larger than it may be.
    #[error("{0}")]
    TooLarge(String),
    /// The state of things forbids it.
    #[error("{0}")]
    Conflict(String),
    /// Something this rests on is away for now; trying again later is sensible.
    #[error("{0}")]
    Unavailable(String),
    /// What was put into the object store is not there as it was put there.
    #[error("{0}")]
    Lost(String),
    /// The disk is full; nothing was done.
    #[error("{0}")]
    NoRoom(String),
    /// Annals itself failed; the text is for its log, not for clients.
    #[error("{0}")]
    Internal(String),
}

/// A field of a request that does not validate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name on the wire, with dots between levels.
    pub field: String,
    /// What is wrong with it: "must …".
    pub message: String,
}

impl Error {
    /// There is no `what` with this id.
    pub fn not_found(what: &'static str, id: impl std::fmt::Display) -> Self {
        Self::NotFound { what, id: id.to_string() }
    }

    /// One field does not validate.
    pub fn invalid(field: impl Into<String>, message: impl std::fmt::Display) -> Self {
        Self::Invalid(vec![FieldError { field: field.into(), message: message.to_string() }])
    }
}

impl From<ExecutorError> for Error {
    fn from(error: ExecutorError) -> Self {
        match error.is_for_want_of_room() {
            true => Self::NoRoom(error.to_string()),
            false if error.is_passing() => Self::Unavailable(error.to_string()),
            false => Self::Internal(error.to_string()),
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(text) => Self::Unavailable(text),
            StoreError::Full(text) => Self::NoRoom(text),
            other => Self::Internal(other.to_string()),
        }
    }
}
