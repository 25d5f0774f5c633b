//! Numbers as they are written in common places: `1,234.56`, `1.234,56`, `1 234,56`, `1'234.50`,
//! `(123.45)`, `123.45-`.

use std::ops::Range;

use serde_json::Value;

use super::{Found, Hints};

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    pub value: f64,
    /// Its digits with what belongs to them: groups, fraction.
    pub digits: Range<usize>,
    /// With its sign or brackets too.
    pub range: Range<usize>,
    /// How many digits its fraction has.
    pub fraction: usize,
    /// Whether it could be read in another way too.
    pub ambiguous: bool,
}

pub(super) fn find(text: &str, hints: &Hints) -> Option<Found> {
    let numbers = all(text, hints);
    let number = numbers.iter().find(|number| !is_percent(text, number)).or(numbers.first())?;
    Some(Found::new(json(number.value), number.range.clone(), strength(number)))
}

pub(super) fn strength(number: &Number) -> f32 {
    if number.ambiguous { 0.7 } else { 0.85 }
}

/// A number as JSON: without a fraction where it has none.
#[expect(clippy::cast_possible_truncation, reason = "it is within what an f64 holds exactly")]
pub(super) fn json(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        Value::from(value as i64)
    } else {
        value.into()
    }
}

pub(super) fn is_percent(text: &str, number: &Number) -> bool {
    let rest = text.get(number.range.end..).unwrap_or_default().trim_start();
    rest.starts_with('%')
}

/// All numbers of the text that are no part of a word, a date, a time or a code.
pub(super) fn all(text: &str, hints: &Hints) -> Vec<Number> {
    let (mut found, mut begin) = (Vec::new(), 0);
    while let Some(digits) = next_digits(text, begin) {
        begin = digits.end;
        if stands_alone(text, &digits)
            && let Some(number) = understand(text, digits, hints)
        {
            begin = number.range.end;
            found.push(number);
        }
    }
    found
}

/// The next run of digits with the separators between them.
fn next_digits(text: &str, begin: usize) -> Option<Range<usize>> {
    let start = begin + text.get(begin..)?.find(|letter: char| letter.is_ascii_digit())?;
    let mut end = start;
    let mut letters = text[start..].char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if letter.is_ascii_digit() {
            end = start + at + 1;
        } else if !next
            || !(".,'’".contains(letter)
                || (is_blank(letter) && is_group(text, end, start + at + letter.len_utf8())))
        {
            break;
        }
    }
    Some(start..end)
}

fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// Whether a blank at the end of these digits joins a group of three to them: `1 234`.
fn is_group(text: &str, end: usize, next: usize) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let before = text[..end].bytes().rev().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&before) && digits(&text[next..]) == 3
}

/// Whether what is around the digits leaves them a number: `A-12`, `12/03` and `9:30` are none.
fn stands_alone(text: &str, digits: &Range<usize>) -> bool {
    let mut before = text[..digits.start].chars().rev();
    let mut after = text[digits.end..].chars();
    let (one, two) = (before.next(), before.next());
    let (next, over) = (after.next(), after.next());
    let joined = |letter: Option<char>| letter.is_some_and(|letter| "/:-–_".contains(letter));
    let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    // A code in front of money, `EUR12`, is no word that goes on.
    let money = text[..digits.start].ends_with(|letter: char| letter.is_ascii_uppercase())
        && super::currency::ends_with_money(&text[..digits.start]);
    let glued = (word(one) && !money)
        || (joined(one) && word(two) && !money_before(text, digits.start))
        || one == Some('_');
    let goes_on = (joined(next) && word(over)) || (next == Some('.') && digit(over));
    !(glued || goes_on)
}

/// Whether a minus before the digits follows money and not a word: `EUR -12`.
fn money_before(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches(['-', '–']);
    super::currency::ends_with_money(before)
}

/// Reads the digits, then the sign around them.
fn understand(text: &str, digits: Range<usize>, hints: &Hints) -> Option<Number> {
    let (value, fraction, ambiguous) = read(&text[digits.clone()], hints)?;
    let before = text[..digits.start].trim_end_matches(is_blank);
    let bare = super::currency::without_money(before).trim_end();
    let after = text[digits.end..].trim_start_matches(is_blank);
    let minus = |text: &str| text.ends_with(['-', '−', '–']);
    let within = |text: &str| text.ends_with('(').then(|| text.len() - 1);
    let mut range = digits.clone();
    let bracket = within(bare).filter(|_| super::currency::after_money(after).starts_with(')'));
    let mut negative = false;
    if let Some(start) = bracket {
        let close = super::currency::after_money(after);
        range = start..super::range_in(text, close).start + 1;
        negative = true;
    } else if minus(before) || (minus(bare) && bare.len() < before.len()) {
        let signed = if minus(before) { before } else { bare };
        let sign = signed.chars().next_back().map_or(0, char::len_utf8);
        // `5 - 3` and `a – 3` are no minus three.
        let apart = signed[..signed.len() - sign].chars().next_back();
        negative = apart.is_none_or(|letter| !letter.is_alphanumeric())
            && (signed.len() == digits.start || bare.len() < before.len());
        range.start = if negative { signed.len() - sign } else { range.start };
    } else if text[digits.end..].starts_with('-') {
        negative = text[digits.end + 1..].chars().next().is_none_or(char::is_whitespace);
        range.end += usize::from(negative);
    }
    let value = if negative { -value } else { value };
    Some(Number { value, digits, range, fraction, ambiguous })
}

/// The value of digits with separators, how many digits its fraction has, and whether it could
/// have been read otherwise.
fn read(digits: &str, hints: &Hints) -> Option<(f64, usize, bool)> {
    let plain: String =
        digits.chars().filter(|letter| !is_blank(*letter) && !"'’".contains(*letter)).collect();
    let grouped = plain.len() != digits.len();
    let (comma, point) = (plain.matches(',').count(), plain.matches('.').count());
    let last = plain.rfind([',', '.']);
    let (whole, fraction, ambiguous) = match (comma, point, last) {
        (_, _, None) => (plain.as_str(), "", false),
        (1.., 1.., Some(at)) => (&plain[..at], &plain[at + 1..], false),
        (1, 0, Some(at)) | (0, 1, Some(at)) => {
            let fraction = &plain[at + 1..];
            let decimal_comma = hints.decimal_comma.unwrap_or(false);
            let doubtful =
                !grouped && fraction.len() == 3 && (1..=3).contains(&at) && !plain.starts_with('0');
            if doubtful && (comma == 1) != decimal_comma {
                (plain.as_str(), "", hints.decimal_comma.is_none())
            } else {
                (&plain[..at], fraction, doubtful && hints.decimal_comma.is_none())
            }
        }
        _ => (plain.as_str(), "", false),
    };
    let whole = ungrouped(whole)?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || whole.len() > 18 {
        return None;
    }
    let value: f64 = format!("{whole}.{fraction}0").parse().ok()?;
    Some((value, fraction.len(), ambiguous))
}

/// Digits without what parts them into groups of three (or of two, as in India).
fn ungrouped(whole: &str) -> Option<String> {
    let groups: Vec<&str> = whole.split([',', '.']).collect();
    let (first, rest) = groups.split_first()?;
    let (last, middle) = match rest.split_last() {
        Some((last, middle)) => (*last, middle),
        None => return Some((*first).to_owned()),
    };
    let fits = last.len() == 3
        && (1..=3).contains(&first.len())
        && (middle.iter().all(|group| group.len() == 3)
            || (first.len() < 3 && middle.iter().all(|group| group.len() == 2)));
    let one_kind = !(whole.contains(',') && whole.contains('.'));
    (fits && one_kind).then(|| groups.concat())
}
