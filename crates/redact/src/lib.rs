//! Masks the values of secrets in whatever is about to be kept. No I/O.
//!
//! A [`Redactor`] is made of the [`Secrets`] that a run may use. It finds each value of at least
//! [`SHORTEST`] bytes as it is, in base64 (both alphabets, wherever in the encoded text it
//! stands), percent-encoded and escaped as in JSON or a Python `repr`, and puts [`MASK`] in its
//! place. Of a value of several lines, each line counts as a value too.
//!
//! What it cannot see: a value that the program took apart (one character a line) or put into a
//! form of its own (encrypted, compressed, reversed).

mod cut;
mod forms;
mod json;
mod matcher;
mod secrets;

use std::borrow::Cow;

use matcher::Matcher;
pub use secrets::Secrets;

/// What stands where a value was. Never longer than what it replaces.
pub const MASK: &str = "***";

/// The fewest bytes of a value, or of a line of one, that is masked. Shorter ones occur by
/// chance everywhere.
pub const SHORTEST: usize = 4;

/// Finds and masks the values of secrets.
#[derive(Debug)]
pub struct Redactor {
    /// Those forms of the values that fit into a line.
    lines: Matcher,
    /// The forms that hold line ends as well; none if there are none.
    texts: Option<Matcher>,
}

impl Redactor {
    /// A redactor of these values; none if there is nothing to mask.
    #[must_use]
    pub fn new<'v>(values: impl IntoIterator<Item = &'v str>) -> Option<Self> {
        let needles = forms::of(values);
        let (long, lines): (Vec<_>, Vec<_>) =
            needles.into_iter().partition(|needle| needle.bytes.contains(&b'\n'));
        if lines.is_empty() && long.is_empty() {
            return None;
        }
        let texts = (!long.is_empty()).then(|| Matcher::new([&lines[..], &long[..]].concat()));
        Some(Self { lines: Matcher::new(lines), texts })
    }

    /// Masks lines, of which there are as many afterwards; none if nothing was to be masked.
    #[must_use]
    pub fn lines(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        self.lines.masked(bytes)
    }

    /// Masks bytes that need not stay lines; none if nothing was to be masked.
    #[must_use]
    pub fn bytes(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        self.texts.as_ref().unwrap_or(&self.lines).masked(bytes)
    }

    /// Masks a text.
    #[must_use]
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.bytes(text.as_bytes()) {
            // A mask may have cut a character in two where a value's bytes met those of others.
            Some(masked) => Cow::Owned(String::from_utf8_lossy(&masked).into_owned()),
            None => Cow::Borrowed(text),
        }
    }

    /// Masks a text in place.
    pub fn mask(&self, text: &mut String) {
        if let Cow::Owned(masked) = self.text(text) {
            *text = masked;
        }
    }

    /// How far beyond a cut one has to look to see every value that the cut would part.
    #[must_use]
    pub fn reach(&self) -> usize {
        self.lines.reach()
    }
}

#[cfg(test)]
mod tests;
