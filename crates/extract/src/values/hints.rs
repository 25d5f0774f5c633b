//! What a whole document tells about how its numbers and dates are to be read.

use std::sync::LazyLock;

use regex::Regex;

use super::date::Order;

/// How a document writes what can be read in two ways.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hints {
    /// Whether a comma comes before the fraction of a number; none if nothing tells.
    pub(super) decimal_comma: Option<bool>,
    /// Whether day or month comes first where only numbers are written.
    pub(super) order: Option<Order>,
}

static DATES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(\d{1,2})[-/](\d{1,2})[-/](?:\d{4}|\d{2})\b").ok());
static COMMAS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\d,\d{1,2}(?:[^\d,.]|[.,]?\s|[.,]?$)|\d\.\d{3},\d").ok());
static POINTS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\d\.\d{1,2}(?:[^\d,.]|[.,]?\s|[.,]?$)|\d[,']\d{3}\.\d").ok());

impl Hints {
    /// What this text tells.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let count = |regex: &LazyLock<Option<Regex>>| {
            regex.as_ref().map_or(0, |regex| regex.find_iter(text).count())
        };
        let (commas, points) = (count(&COMMAS), count(&POINTS));
        Self { decimal_comma: majority(commas, points), order: order(text) }
    }
}

/// Whether there are more of the first than of the second; none if equally many.
fn majority(first: usize, second: usize) -> Option<bool> {
    (first != second).then_some(first > second)
}

/// What comes first in dates that leave no doubt, since no month has a number above 12.
fn order(text: &str) -> Option<Order> {
    let (mut days, mut months) = (0, 0);
    for date in DATES.as_ref()?.captures_iter(text) {
        let above =
            |group| date.get(group).and_then(|part| part.as_str().parse::<u8>().ok()) > Some(12);
        match (above(1), above(2)) {
            (true, false) => days += 1,
            (false, true) => months += 1,
            _ => {}
        }
    }
    majority(days, months).map(|days| if days { Order::DayFirst } else { Order::MonthFirst })
}
