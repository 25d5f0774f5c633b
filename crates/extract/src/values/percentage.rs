//! Percentages: `12.5 %`, `7 percent`, `19 Prozent`.

use super::number::{self, Number};
use super::{Found, Hints};

const WORDS: [&str; 7] = ["%", "percent", "per cent", "prozent", "pour cent", "por ciento", "pct"];

pub(super) fn find(text: &str, hints: &Hints) -> Option<Found> {
    let numbers = number::all(text, hints);
    let marked = numbers.iter().find_map(|number| Some((number, mark(text, number)?)));
    if let Some((number, end)) = marked {
        return Some(Found::new(number::json(number.value), number.range.start..end, 0.97));
    }
    let number = numbers.first()?;
    Some(Found::new(number::json(number.value), number.range.clone(), 0.45))
}

/// Where the sign or word for percent ends that follows a number.
fn mark(text: &str, number: &Number) -> Option<usize> {
    let rest = text.get(number.range.end..)?;
    let trimmed = rest.trim_start();
    let begin = text.len() - trimmed.len();
    let word = WORDS.iter().find(|word| {
        trimmed.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
    })?;
    Some(begin + word.len())
}
