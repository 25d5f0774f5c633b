//! Telephone numbers.

use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Hints};

static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:\+|\(|\d)[\d ()./\u{a0}\u{2011}–-]{5,24}\d(?:\s*(?:x|ext\.?)\s*\d{1,6})?").ok()
});
static NO_PHONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.*|[\d.]+\.\d\d|\d{1,3}(?:[ .]\d{3})+\.\d+)$")
        .ok()
});

pub(super) fn find(text: &str, _: &Hints) -> Option<Found> {
    let mut best: Option<Found> = None;
    for found in FORM.as_ref()?.find_iter(text) {
        let Some(strength) = strength(text, found.start(), found.as_str()) else { continue };
        if best.as_ref().is_none_or(|best| strength > best.strength) {
            let number = crate::text::one_line(found.as_str());
            best = Some(Found::new(number, found.range(), strength));
        }
    }
    best
}

/// How much it looks like one; none if it cannot be one.
fn strength(text: &str, start: usize, number: &str) -> Option<f32> {
    let before = text[..start].chars().next_back();
    let after = text[start + number.len()..].chars().next();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let glued =
        |letter: Option<char>| letter.is_some_and(|one| one.is_alphanumeric() || one == '-');
    let balanced = number.matches('(').count() == number.matches(')').count();
    let known_otherwise = NO_PHONE.as_ref()?.is_match(number);
    if !(7..=15).contains(&digits) || glued(before) || glued(after) || !balanced || known_otherwise
    {
        return None;
    }
    Some(match number.as_bytes() {
        [b'+', ..] => 0.97,
        [b'(', ..] => 0.9,
        [b'0', ..] if digits >= 9 => 0.87,
        _ if number.matches('-').count() == 2 && digits >= 10 => 0.87,
        _ if number.contains(['-', ' ', '/']) => 0.6,
        _ => 0.5,
    })
}
