//! Names of people and companies: a few words that begin with capital letters.

use super::{Found, Hints};

/// Words that stand in names and are small.
const SMALL: [&str; 20] = [
    "de", "del", "der", "den", "da", "di", "du", "la", "le", "van", "von", "zu", "zum", "of",
    "the", "and", "und", "et", "y", "e",
];
const TITLES: [&str; 16] = [
    "mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "m", "mme", "mlle", "sr", "sra",
    "srta", "monsieur", "madame",
];
const COMPANIES: [&str; 16] = [
    "gmbh", "ag", "kg", "inc", "ltd", "llc", "corp", "sarl", "sa", "sas", "sl", "bv", "plc", "co",
    "ug", "ev",
];

pub(super) fn find(text: &str, _: &Hints) -> Option<Found> {
    let first = text.split(['\n', '\t', '<', '|', '·', ';']).next()?;
    // `Paul Eriksen, paul@mail.example, +47 22` is a name and how to reach it.
    let more = first.contains('@') || first.contains(|letter: char| letter.is_ascii_digit());
    let first = first.split(',').next().filter(|_| more).unwrap_or(first);
    let name = first.trim().trim_end_matches([',', ':', '.', '-', '(']).trim_end();
    // `Talleres S.L.` keeps the point that belongs to it.
    let whole = first.trim_start().get(..name.len() + 1).unwrap_or(name);
    let name = if name.matches('.').count() > 0 && whole.ends_with('.') { whole } else { name };
    let words: Vec<&str> = name.split_whitespace().collect();
    let strength = strength(&words)?;
    Some(Found::new(crate::text::one_line(name), super::range_in(text, name), strength))
}

/// How much the words look like a name; none if they cannot be one.
fn strength(words: &[&str]) -> Option<f32> {
    let plain = |word: &str| {
        crate::text::folded(word).replace(|letter: char| !letter.is_alphanumeric(), "")
    };
    let is = |list: &[&str], word: &&str| list.contains(&plain(word).as_str());
    if words.is_empty() || words.len() > 8 || words.iter().any(|word| word.contains(['@', ':'])) {
        return None;
    }
    let capital = words
        .iter()
        .filter(|word| word.starts_with(|one: char| one.is_uppercase() || "(&".contains(one)));
    let (capital, small) = (capital.count(), words.iter().filter(|word| is(&SMALL, word)).count());
    let digits = words.iter().any(|word| word.contains(|letter: char| letter.is_ascii_digit()));
    let all = capital + small >= words.len() && capital > 0;
    Some(match words {
        [title, _, ..] if is(&TITLES, title) && all && !digits => 0.95,
        [.., last] if words.len() > 1 && is(&COMPANIES, last) => 0.92,
        _ if all && !digits && (2..=4).contains(&words.len()) => 0.85,
        _ if all && !digits => 0.65,
        _ if capital > 0 => 0.35,
        _ => 0.2,
    })
}
