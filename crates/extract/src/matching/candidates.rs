//! What may be the value of a field, and how sure it is.

use super::extent::{code, found_digits, shortened};
use super::labels::{Label, Labels, Named};
use super::paragraph::Paragraph;
use super::spots::{self, Spot};
use super::tokens::words;
use crate::engine::Paper;
use crate::field::{Cell, Evidence, Field};
use crate::layout::Segment;
use crate::values::{DataType, Find as _, Found};

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

/// The values that labels name, of each field the surest first.
pub(crate) fn by_label(
    paper: &Paper<'_>,
    fields: &[Field],
    labels: &[Labels],
) -> Vec<Vec<Candidate>> {
    let mut found: Vec<Vec<Candidate>> = vec![Vec::new(); fields.len()];
    for (number, line) in paper.lines.iter().enumerate() {
        let paragraph = Paragraph::at(paper, number);
        for ((field, labels), found) in fields.iter().zip(labels).zip(&mut found) {
            let over = paragraph.as_ref().and_then(|one| one.find(paper, line.page, field, labels));
            found.extend(over);
        }
        for (at, segment) in line.segments.iter().enumerate() {
            // Once for all fields: a long document has a million segments.
            let named = Named::of(&segment.text);
            for ((field, labels), found) in fields.iter().zip(labels).zip(&mut found) {
                let label = labels.find(&segment.text, &named);
                found
                    .extend(label.iter().flat_map(|label| beside(paper, number, at, field, label)));
            }
        }
    }
    for found in &mut found {
        found.retain(|candidate| candidate.cell.confidence >= LEAST);
        found.sort_by(|a, b| b.cell.confidence.total_cmp(&a.cell.confidence));
    }
    found
}

/// The values beside a label on a segment.
fn beside(
    paper: &Paper<'_>,
    number: usize,
    at: usize,
    field: &Field,
    label: &Label,
) -> Vec<Candidate> {
    let Some(line) = paper.lines.get(number) else { return Vec::new() };
    let spots = spots::spots(&paper.lines, number, at, label, field.data_type);
    let segment = line.segments.get(at).and_then(|one| one.text.get(label.range.clone()));
    let named = segment.unwrap_or_default().trim();
    let values = spots.iter().filter_map(|spot| value(paper, field, label, spot));
    let candidate = |(one, segment, sure)| Candidate {
        cell: cell(paper, line.page, &segment, one, named, sure),
        is_plain: label.is_whole && label.colon,
    };
    values.map(candidate).collect()
}

/// The value at a spot, the words it is of, and how sure it is.
pub(super) fn value(
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
