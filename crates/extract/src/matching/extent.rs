//! How far a value goes in the words that stand where it is expected.

use super::spots::{self, Spot};
use crate::layout::Segment;

/// Whether the text has a digit.
pub(super) fn found_digits(text: &str) -> bool {
    text.contains(|letter: char| letter.is_ascii_digit())
}

/// The code that the words begin with: `HX-220-918` of `is HX-220-918 and your`. Groups of four,
/// as in an IBAN, belong together.
pub(super) fn code(segment: &Segment) -> Option<Segment> {
    let text = &segment.text;
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_code = |word: &&str| {
        found_digits(word)
            || (word.len() > 1
                && !word.contains(|one: char| one.is_lowercase())
                && word.contains(char::is_alphabetic))
    };
    let first = words.iter().take(3).position(is_code)?;
    let bare = |word: &str| word.trim_end_matches(['.', ',', ';', ')', '!', '?']).len();
    let is_group = |word: &&str| {
        let group = &word[..bare(word)];
        let letters = |one: u8| one.is_ascii_uppercase() || one.is_ascii_digit();
        (1..=4).contains(&group.len()) && group.bytes().all(letters)
    };
    let mut last = first;
    while bare(words[last]) == words[last].len() && words.get(last + 1).is_some_and(is_group) {
        last += 1;
    }
    let offset = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let end = offset(words[last]) + bare(words[last]);
    Some(spots::part(segment, offset(words[first]), end))
}

/// Words up to the next label, and in a sentence up to its end.
pub(super) fn shortened(spot: &Spot) -> Segment {
    let text = &spot.segment.text;
    let mut end = text.len();
    for (colon, _) in text.match_indices(':') {
        let before = &text[..colon];
        end = end.min(sentence_before(before).unwrap_or(end));
        let words: Vec<&str> = before.split(' ').collect();
        for count in (1..=4.min(words.len().saturating_sub(1))).rev() {
            let label = words[words.len() - count..].join(" ");
            if super::labels::is_label(&label) {
                end = end.min(colon - label.len());
            }
        }
    }
    if !spot.is_prose {
        return spots::part(&spot.segment, 0, end);
    }
    let mut begin = 0;
    while let Some(word) = text[begin..].split(' ').next().filter(|word| LINKS.contains(word)) {
        begin = text.len().min(begin + word.len() + 1);
    }
    let stops = [". ", ", ", "; "];
    let stop = stops.iter().filter_map(|stop| text[begin..].find(stop)).min();
    spots::part(&spot.segment, begin, stop.map_or(end, |stop| end.min(begin + stop)).max(begin))
}

/// Where a sentence ends after which only a few words stand, which then are a label: `drei Monate.
/// Haustiere erlaubt`.
fn sentence_before(before: &str) -> Option<usize> {
    let stop = before.rfind(". ")?;
    let label = &before[stop + 2..];
    let is_short = (1..=4).contains(&label.split_whitespace().count());
    (is_short && label.starts_with(char::is_uppercase)).then_some(stop)
}

/// Words between a label and its value in a sentence.
const LINKS: [&str; 17] = [
    "of", "is", "are", "was", "as", "will", "be", "the", "a", "ist", "lautet", "von", "der", "est",
    "de", "es", "la",
];
