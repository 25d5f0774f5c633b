//! What can be wrong with a pattern.

/// Why something cannot be searched for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// It is no regular expression.
    #[error("is no regular expression at character {at}: {what}")]
    Syntax {
        /// The character at which it goes wrong, from 1.
        at: usize,
        /// What is wrong there.
        what: String,
    },
    /// Compiled, it would take more memory than is allowed.
    #[error("is too large a regular expression")]
    TooLarge,
}

impl PatternError {
    pub(super) fn new(expression: &str, error: &regex_syntax::Error) -> Self {
        let (byte, what) = match error {
            regex_syntax::Error::Parse(error) => {
                (error.span().start.offset, error.kind().to_string())
            }
            regex_syntax::Error::Translate(error) => {
                (error.span().start.offset, error.kind().to_string())
            }
            other => (0, other.to_string()),
        };
        let before = expression.get(..byte).unwrap_or(expression);
        Self::Syntax { at: before.chars().count() + 1, what }
    }

    pub(super) const fn too_large() -> Self {
        Self::TooLarge
    }
}
