//! Amounts of money: a number, with a sign or a code of money before or after it.

use super::number::{self, Number};
use super::{Found, Hints};

/// How money is written, and its code. Longer ones first, since `US$` ends with `$`.
const MONEY: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("CA$", "CAD"),
    ("A$", "AUD"),
    ("NZ$", "NZD"),
    ("R$", "BRL"),
    ("HK$", "HKD"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("₽", "RUB"),
    ("zł", "PLN"),
    ("Kč", "CZK"),
    ("USD", "USD"),
    ("EUR", "EUR"),
    ("Euro", "EUR"),
    ("GBP", "GBP"),
    ("CHF", "CHF"),
    ("SFr.", "CHF"),
    ("Fr.", "CHF"),
    ("JPY", "JPY"),
    ("CNY", "CNY"),
    ("INR", "INR"),
    ("AUD", "AUD"),
    ("CAD", "CAD"),
    ("NZD", "NZD"),
    ("SEK", "SEK"),
    ("NOK", "NOK"),
    ("DKK", "DKK"),
    ("PLN", "PLN"),
    ("CZK", "CZK"),
    ("HUF", "HUF"),
    ("BRL", "BRL"),
    ("MXN", "MXN"),
    ("ZAR", "ZAR"),
    ("SGD", "SGD"),
    ("HKD", "HKD"),
    ("TRY", "TRY"),
    ("kr", "SEK"),
];

pub(super) fn find(text: &str, hints: &Hints) -> Option<Found> {
    let numbers = number::all(text, hints);
    let candidates = numbers.iter().filter(|number| !number::is_percent(text, number));
    let mut best: Option<Found> = None;
    for number in candidates {
        let found = amount(text, number);
        if best.as_ref().is_none_or(|best| found.strength > best.strength) {
            best = Some(found);
        }
    }
    best
}

/// The amount with the money beside it.
fn amount(text: &str, number: &Number) -> Found {
    let (before, after) =
        (text[..number.digits.start].trim_end(), text[number.digits.end..].trim_start());
    let unsigned = before.trim_end_matches(['-', '−', '–', '(', '+']).trim_end();
    let first = money_at_end(before).or_else(|| money_at_end(unsigned));
    let second = money_at_start(after.trim_start_matches(['-', ')']).trim_start());
    let unit = first.map(|(_, code)| code).or(second.map(|(_, code)| code));
    let strength = match (unit, number.fraction) {
        (Some(_), _) if number.ambiguous => 0.8,
        (Some(_), _) => 0.97,
        (None, 2) => 0.75,
        (None, 0) => 0.5,
        (None, _) => 0.4,
    };
    let mut range = number.range.clone();
    if let Some((sign, _)) = first {
        let end = if money_at_end(before).is_some() { before.len() } else { unsigned.len() };
        range.start = range.start.min(end - sign.len());
    }
    if let Some((sign, _)) = second {
        range.end =
            range.end.max(text.len() - after.len() + after.find(sign).unwrap_or(0) + sign.len());
    }
    Found { unit, ..Found::new(number::json(number.value), range, strength) }
}

fn money_at_end(text: &str) -> Option<(&'static str, &'static str)> {
    MONEY.iter().copied().find(|(sign, _)| {
        let rest = text.strip_suffix(sign);
        rest.is_some_and(|rest| !is_word(sign) || !rest.ends_with(char::is_alphanumeric))
    })
}

fn money_at_start(text: &str) -> Option<(&'static str, &'static str)> {
    MONEY.iter().copied().find(|(sign, _)| {
        let rest = text.strip_prefix(sign);
        rest.is_some_and(|rest| !is_word(sign) || !rest.starts_with(char::is_alphanumeric))
    })
}

fn is_word(sign: &str) -> bool {
    sign.chars().all(char::is_alphanumeric)
}

/// Whether the text is a sign or a code of money and nothing else: `EUR`, `in €`.
pub(crate) fn is_money(text: &str) -> bool {
    let text = text.trim().trim_matches(['(', ')', '[', ']', '.']).trim();
    let text = text.strip_prefix("in ").unwrap_or(text);
    MONEY.iter().any(|(sign, _)| *sign == text)
}

/// Whether money is the last word of the text.
pub(super) fn ends_with_money(text: &str) -> bool {
    money_at_end(text.trim_end()).is_some()
}

/// The text without money at its end.
pub(super) fn without_money(text: &str) -> &str {
    money_at_end(text).and_then(|(sign, _)| text.strip_suffix(sign)).unwrap_or(text)
}

/// The text without money at its beginning.
pub(super) fn after_money(text: &str) -> &str {
    let text = text.trim_start();
    money_at_start(text).and_then(|(sign, _)| text.strip_prefix(sign)).unwrap_or(text).trim_start()
}
