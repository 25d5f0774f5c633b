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
    match (ticked(whole), boxes(whole)) {
        (Some((yes, word)), _) => {
            return Some(Found::new(yes, super::range_in(text, word), 0.95));
        }
        (None, 2..) => return None,
        _ => {}
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

const TICKED: [&str; 6] = ["☑", "☒", "✓", "✔", "[x]", "[X]"];
const OPEN: [&str; 3] = ["☐", "[]", "□"];

fn is_box(word: &str) -> bool {
    TICKED.contains(&word) || OPEN.contains(&word)
}

fn boxes(text: &str) -> usize {
    text.split_whitespace().filter(|word| is_box(word)).count()
}

/// Of boxes with a yes and a no, what the ticked one says, and that word: `☐ ja ☒ nein`.
fn ticked(text: &str) -> Option<(bool, &str)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.iter().position(|word| TICKED.contains(word))?;
    // A box stands before its word where the first of all does.
    let before = words.first().is_some_and(|first| is_box(first));
    let named = if before { at.checked_add(1) } else { at.checked_sub(1) };
    let word = words.get(named?).copied()?.trim_matches([',', ';', '.']);
    Some((read(word)?, word))
}
