//! What may be the value of a field, and how sure it is.

use super::labels::{Label, Labels};
use super::spots::{self, Spot};
use super::tokens::words;
use crate::engine::Paper;
use crate::field::{Cell, Evidence, Field};
use crate::layout::Segment;
use crate::values::{DataType, Found};

/// A value that may be the field's.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    pub cell: Cell,
    /// Whether its label is all that stands before a colon.
    pub is_plain: bool,
}

/// How sure a value is: how surely its label names the field, how likely the place is, and how
/// much its form says that it is of the type.
pub(crate) fn confidence(label: f32, place: f32, strength: f32) -> f32 {
    (label * place * (0.55 + 0.45 * strength)).clamp(0.0, 0.99)
}

/// Below this, a guess is no better than none.
const LEAST: f32 = 0.25;

/// The values that labels name, the surest first.
pub(crate) fn by_label(paper: &Paper<'_>, field: &Field, labels: &Labels) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (number, line) in paper.lines.iter().enumerate() {
        found.extend(over_two_lines(paper, number, field, labels));
        for (at, segment) in line.segments.iter().enumerate() {
            let Some(label) = labels.find(&segment.text) else { continue };
            let spots = spots::spots(&paper.lines, number, at, &label, field.data_type);
            let named = segment.text.get(label.range.clone()).unwrap_or_default().trim();
            let values = spots.iter().filter_map(|spot| value(paper, field, &label, spot));
            found.extend(values.map(|(one, segment, sure)| Candidate {
                cell: cell(paper, line.page, &segment, one, named, sure),
                is_plain: label.is_whole && label.colon,
            }));
        }
    }
    found.retain(|candidate| candidate.cell.confidence >= LEAST);
    found.sort_by(|a, b| b.cell.confidence.total_cmp(&a.cell.confidence));
    found
}

/// A line of so many characters is one of a paragraph, which may go on in the next.
const FULL_LINE: usize = 40;

/// The value that a label names which begins on one line of a paragraph and ends on the next.
fn over_two_lines(
    paper: &Paper<'_>,
    number: usize,
    field: &Field,
    labels: &Labels,
) -> Option<Candidate> {
    let (line, next) = (paper.lines.get(number)?, paper.lines.get(number + 1)?);
    let ([first], [second]) = (line.segments.as_slice(), next.segments.as_slice()) else {
        return None;
    };
    let apart = line.page != next.page || line.is_row || next.is_row || next.at - line.at > 2.0;
    if apart || first.text.chars().count() < FULL_LINE {
        return None;
    }
    let mut both = first.clone();
    spots::join(&mut both, second, " ");
    let label = labels.find(&both.text)?;
    if label.range.start >= first.text.len() || label.range.end <= first.text.len() + 1 {
        return None;
    }
    let rest = spots::part(&both, label.range.end, both.text.len());
    let spot = Spot { segment: rest, factor: 0.9, is_prose: !label.colon };
    let (one, segment, sure) = value(paper, field, &label, &spot)?;
    let named = both.text.get(label.range.clone()).unwrap_or_default().trim();
    let cell = cell(paper, line.page, &segment, one, named, sure);
    Some(Candidate { cell, is_plain: false })
}

/// The value at a spot, the words it is of, and how sure it is.
fn value(
    paper: &Paper<'_>,
    field: &Field,
    label: &Label,
    spot: &Spot,
) -> Option<(Found, Segment, f32)> {
    let is_id = is_id(field);
    let segment = if is_id {
        code(&spot.segment)?
    } else if field.data_type.is_strict() {
        spot.segment.clone()
    } else {
        shortened(spot)
    };
    let mut found = field.data_type.find(&segment.text, &paper.hints)?;
    if is_id {
        found.strength = if found_digits(&segment.text) { 0.9 } else { 0.35 };
    } else if spot.is_prose && !field.data_type.is_strict() {
        found.strength *= 0.5;
    }
    // A value that stands farther along in the words is less likely the label's.
    let away = if found.range.start > 24 { 0.85 } else { 1.0 };
    let sure = confidence(label.score, spot.factor * away, found.strength);
    Some((found, segment, sure))
}

/// A cell with its evidence.
pub(crate) fn cell(
    paper: &Paper<'_>,
    page: usize,
    segment: &Segment,
    found: Found,
    label: &str,
    confidence: f32,
) -> Cell {
    let words = segment.words_in(&found.range);
    let size = page.checked_sub(1).and_then(|page| *paper.sizes.get(page)?);
    let evidence = Evidence {
        file: paper.name.to_owned(),
        page,
        text: segment.text.get(found.range.clone()).unwrap_or(&segment.text).to_owned(),
        label: label.trim_end_matches([':', ' ']).to_owned(),
        boxes: size
            .map_or_else(Vec::new, |size| words.iter().filter_map(|one| size.area(one)).collect()),
        words,
    };
    Cell {
        value: found.value,
        confidence,
        unit: found.unit.map(str::to_owned),
        evidence: Some(evidence),
    }
}

/// Whether a field of text asks for a number or a code, which is one word with digits in it.
pub(crate) fn is_id(field: &Field) -> bool {
    const WORDS: [&str; 9] =
        ["number", "id", "reference", "code", "sku", "iban", "bic", "swift", "po"];
    let named = |word: &String| WORDS.contains(&word.as_str());
    field.data_type == DataType::Text && words(&field.field_name).iter().any(named)
}

fn found_digits(text: &str) -> bool {
    text.contains(|letter: char| letter.is_ascii_digit())
}

/// The code that the words begin with: `HX-220-918` of `is HX-220-918 and your`. Groups of four,
/// as in an IBAN, belong together.
fn code(segment: &Segment) -> Option<Segment> {
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
fn shortened(spot: &Spot) -> Segment {
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

/// The values that are known by their form, whatever stands beside them.
pub(crate) fn by_form(papers: &[Paper<'_>], data_type: DataType) -> Option<Candidate> {
    let (least, alone, among) = match data_type {
        DataType::Email => (0.9, 0.6, 0.4),
        DataType::Url | DataType::Phone => (0.85, 0.55, 0.35),
        DataType::DateDmy | DataType::DateMdy | DataType::DateYmd => (0.8, 0.4, 0.0),
        DataType::Percentage | DataType::Time => (0.9, 0.4, 0.0),
        DataType::Currency => (0.9, 0.35, 0.0),
        _ => return None,
    };
    let mut found: Vec<Cell> = Vec::new();
    for paper in papers {
        for line in &paper.lines {
            for segment in &line.segments {
                let values = data_type.find_all(&segment.text, &paper.hints);
                let values = values.into_iter().filter(|one| one.strength >= least);
                found.extend(values.map(|one| cell(paper, line.page, segment, one, "", 0.0)));
            }
        }
    }
    let mut first = found.first()?.clone();
    let same = found.iter().all(|one| one.value == first.value);
    first.confidence = if same { alone } else { among };
    (first.confidence > 0.0).then_some(Candidate { cell: first, is_plain: false })
}
