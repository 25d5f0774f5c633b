//! Yes and no, in words and as ticked boxes.

use super::{Found, Hints};

const YES: [&str; 21] = [
    "yes",
    "true",
    "ja",
    "oui",
    "si",
    "y",
    "on",
    "1",
    "x",
    "☑",
    "☒",
    "✓",
    "✔",
    "[x]",
    "wahr",
    "vrai",
    "verdadero",
    "enabled",
    "active",
    "checked",
    "paid",
];
const NO: [&str; 20] = [
    "no",
    "false",
    "nein",
    "non",
    "n",
    "off",
    "0",
    "☐",
    "✗",
    "✘",
    "[ ]",
    "[]",
    "falsch",
    "faux",
    "falso",
    "disabled",
    "inactive",
    "unchecked",
    "not",
    "unpaid",
];

pub(super) fn find(text: &str, _: &Hints) -> Option<Found> {
    let whole = text.trim().trim_end_matches(['.', ',', ';', '!']);
    if let Some(yes) = read(whole) {
        return Some(Found::new(yes, super::range_in(text, whole), 0.97));
    }
    let first = whole.split([' ', ',', ';', '.', '–']).next()?;
    // `no` before other words may be the number sign, and a letter or digit may be anything.
    let yes = read(first).filter(|_| first.len() > 2)?;
    Some(Found::new(yes, super::range_in(text, first), 0.6))
}

fn read(word: &str) -> Option<bool> {
    let word = crate::text::folded(word);
    let yes = YES.contains(&word.as_str());
    (yes || NO.contains(&word.as_str())).then_some(yes)
}
