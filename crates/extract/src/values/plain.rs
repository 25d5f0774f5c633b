//! Any words.

use super::{Found, Hints};

pub(super) fn find(text: &str, _: &Hints) -> Option<Found> {
    let words = text.trim();
    if !words.contains(char::is_alphanumeric) && !words.contains(['☑', '☐', '✓']) {
        return None;
    }
    let strength = if words.len() > 200 { 0.5 } else { 0.8 };
    Some(Found::new(crate::text::one_line(words), super::range_in(text, words), strength))
}
