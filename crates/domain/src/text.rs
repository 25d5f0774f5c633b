//! Checks on texts that people send.

/// Why a text cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// It holds U+0000, which no database text column and no Python source can.
    #[error("must not contain the NUL character (found at byte {0})")]
    Nul(usize),
    /// It is longer than allowed.
    #[error("must be at most {limit} characters, not {length}")]
    TooLong {
        /// The most characters allowed.
        limit: usize,
        /// The characters sent.
        length: usize,
    },
}

/// Accepts `text` if it has at most `limit` characters and no NUL.
///
/// # Errors
/// [`TextError`] says which of the two does not hold.
pub fn plain_text(text: &str, limit: usize) -> Result<&str, TextError> {
    if let Some(at) = text.find('\0') {
        return Err(TextError::Nul(at));
    }
    let length = if text.len() <= limit { text.len() } else { text.chars().count() };
    if length > limit {
        return Err(TextError::TooLong { limit, length });
    }
    Ok(text)
}

/// The first `characters` characters of `text`.
#[must_use]
pub fn head(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters_not_bytes() {
        assert_eq!(plain_text("äöü", 3), Ok("äöü"));
        assert_eq!(plain_text("abcd", 3), Err(TextError::TooLong { limit: 3, length: 4 }));
        assert_eq!(plain_text("a\0", 3), Err(TextError::Nul(1)));
        assert_eq!(head("äöü", 2), "äö");
        assert_eq!(head("ab", 9), "ab");
    }
}
