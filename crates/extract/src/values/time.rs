//! Times of day: `14:45`, `2:45 pm`, `14h30`, `14.30 Uhr`, `9 am`.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Found, Hints};

static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(\d{1,2})(?:([:h.])(\d{2})(?::(\d{2}))?)?(?:[.,]\d+)?\s*(a\.?m\.?|p\.?m\.?|uhr\b|h\b)?",
    )
    .ok()
});

pub(super) fn find(text: &str, _: &Hints) -> Option<Found> {
    let mut found: Vec<Found> =
        FORM.as_ref()?.captures_iter(text).filter_map(|parts| read(text, &parts)).collect();
    found.sort_by(|a, b| b.strength.total_cmp(&a.strength));
    found.into_iter().next()
}

fn read(text: &str, parts: &Captures<'_>) -> Option<Found> {
    let part = |group| parts.get(group).map(|part| part.as_str());
    let number = |group| part(group).and_then(|digits| digits.parse::<u8>().ok());
    let half = part(5).map(|word| word.to_lowercase().replace('.', ""));
    let (separator, minute) = (part(2), number(3));
    // `14.30` is a number unless a word says that it is a time, and so is `14`.
    if (separator.is_none_or(|separator| separator == ".") && half.is_none())
        || (separator.is_none() && half.as_deref() == Some("h"))
    {
        return None;
    }
    let hour = match (number(1)?, half.as_deref()) {
        (12, Some("am")) => 0,
        (hour @ 1..12, Some("pm")) => hour + 12,
        (13.., Some("am" | "pm")) => return None,
        (hour, _) => hour,
    };
    let (minute, second) = (minute.unwrap_or(0), number(4));
    let whole = parts.get(0)?.range();
    let before = text[..whole.start].chars().next_back();
    if hour > 23
        || minute > 59
        || second.is_some_and(|second| second > 59)
        || before.is_some_and(|one| "+-:.".contains(one))
    {
        return None;
    }
    let value = match second {
        Some(second) => format!("{hour:02}:{minute:02}:{second:02}"),
        None => format!("{hour:02}:{minute:02}"),
    };
    let end = whole.start + text[whole.clone()].trim_end().len();
    let strength = if half.is_some() || separator == Some(":") { 0.95 } else { 0.8 };
    Some(Found::new(value, whole.start..end, strength))
}
