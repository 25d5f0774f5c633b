//! Dates in the three orders, in numbers or with the month's name.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::months::month;
use super::{Found, Hints};

/// What comes first in a date of numbers that ends with its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

pub(super) fn find_mdy(text: &str, hints: &Hints) -> Option<Found> {
    find(text, hints, Some(Order::MonthFirst), "%m/%d/%Y")
}

pub(super) fn find_dmy(text: &str, hints: &Hints) -> Option<Found> {
    find(text, hints, Some(Order::DayFirst), "%d/%m/%Y")
}

pub(super) fn find_ymd(text: &str, hints: &Hints) -> Option<Found> {
    find(text, hints, None, "%Y-%m-%d")
}

/// A way to write a date, and how its parts are read; the second tells how sure that is.
type Form = (LazyLock<Option<Regex>>, fn(&Captures<'_>, Reading) -> Option<(Date, f32)>);

/// What decides where numbers alone do not.
#[derive(Clone, Copy)]
struct Reading {
    /// What the document says.
    document: Option<Order>,
    /// What the data type says.
    asked: Option<Order>,
}

macro_rules! form {
    ($pattern:literal, $read:expr) => {
        (LazyLock::new(|| Regex::new($pattern).ok()), $read)
    };
}

static FORMS: [Form; 5] = [
    form!(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\b|T)", |parts, _| {
        sure(year(parts, 1), number(parts, 2), number(parts, 3))
    }),
    form!(
        r"\b(\d{1,2})(?:st|nd|rd|th|er|º|o)?\.?[\s-]*(?:de\s+|of\s+)?(\p{L}{3,12})\.?,?[\s-]*(?:de\s+|del\s+)?(\d{4}|\d{2})\b",
        |parts, _| sure(year(parts, 3), month(parts.get(2)?.as_str()), number(parts, 1))
    ),
    form!(r"\b(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b", |parts, _| {
        sure(year(parts, 3), month(parts.get(1)?.as_str()), number(parts, 2))
    }),
    form!(r"\b(\d{1,2})(\s?[-/.]\s?)(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})\b", numbers),
    form!(r"\b((?:19|20)\d\d)(\d\d)(\d\d)\b", |parts, _| {
        let (date, _) = sure(year(parts, 1), number(parts, 2), number(parts, 3))?;
        Some((date, 0.6))
    }),
];

fn find(text: &str, hints: &Hints, asked: Option<Order>, form: &str) -> Option<Found> {
    let reading = Reading { document: hints.order, asked };
    let mut best: Option<Found> = None;
    for (regex, read) in &FORMS {
        for parts in regex.as_ref()?.captures_iter(text) {
            let Some((date, strength)) = read(&parts, reading) else { continue };
            let range = parts.get(0).map_or(0..0, |whole| whole.range());
            let better = best.as_ref().is_none_or(|best| {
                strength > best.strength + 0.2
                    || (strength > best.strength - 0.2 && range.start < best.range.start)
            });
            if better {
                let range = range.start..range.start + text[range].trim_end_matches('T').len();
                best = Some(Found::new(date.strftime(form).to_string(), range, strength));
            }
        }
    }
    best
}

fn number(parts: &Captures<'_>, group: usize) -> Option<i8> {
    parts.get(group)?.as_str().parse().ok()
}

/// A year; of two digits, one from 1969 to 2068.
fn year(parts: &Captures<'_>, group: usize) -> Option<i16> {
    let digits = parts.get(group)?.as_str();
    let year: i16 = digits.parse().ok()?;
    match (digits.len(), year) {
        (2, 69..) => Some(1900 + year),
        (2, _) => Some(2000 + year),
        (_, 1000..) => Some(year),
        _ => None,
    }
}

fn sure(year: Option<i16>, month: Option<i8>, day: Option<i8>) -> Option<(Date, f32)> {
    Some((Date::new(year?, month?, day?).ok()?, 0.97))
}

/// A date of numbers with the year last. A point stands where days come first; else the document
/// decides, then the type that is asked for.
fn numbers(parts: &Captures<'_>, reading: Reading) -> Option<(Date, f32)> {
    let (first, second) = (number(parts, 1)?, number(parts, 3)?);
    let year = year(parts, 4)?;
    let dotted = parts.get(2)?.as_str().contains('.');
    let (order, strength) = match (dotted, reading.document, reading.asked) {
        (true, _, _) => (Order::DayFirst, 0.95),
        (false, Some(order), _) => (order, 0.95),
        (false, None, Some(order)) => (order, 0.85),
        (false, None, None) => (Order::DayFirst, 0.6),
    };
    let (day, month) = match order {
        Order::DayFirst => (first, second),
        Order::MonthFirst => (second, first),
    };
    match (Date::new(year, month, day), Date::new(year, day, month)) {
        (Ok(date), Ok(other)) => Some((date, if date == other { 0.97 } else { strength })),
        (Ok(date), Err(_)) | (Err(_), Ok(date)) => Some((date, 0.95)),
        (Err(_), Err(_)) => None,
    }
}
