//! Where the value of a label may stand: after it, right of it, below it.

use super::labels::{Label, is_label};
use crate::layout::{Line, Segment};
use crate::values::{DataType, Find as _};

/// A place where a value may stand.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spot {
    /// The words there.
    pub segment: Segment,
    /// How likely it is the place, 0 to 1.
    pub factor: f32,
    /// Whether the words go on as a sentence does, so that the value ends somewhere in them.
    pub is_prose: bool,
}

/// How far below its label a value may begin, in lines.
const FAR: f32 = 3.2;

/// The places of a label on the segment `at` of the line `number`, the likeliest first.
pub(super) fn spots(
    lines: &[Line],
    number: usize,
    at: usize,
    label: &Label,
    data_type: DataType,
) -> Vec<Spot> {
    let Some((line, segment)) =
        lines.get(number).and_then(|line| Some((line, line.segments.get(at)?)))
    else {
        return Vec::new();
    };
    let mut spots = Vec::new();
    let inline = part(segment, label.range.end, segment.text.len());
    let ends = inline.text.is_empty();
    if !ends {
        let factor = if label.colon { 1.0 } else { 0.9 };
        spots.push(Spot { segment: inline, factor, is_prose: !label.colon });
    }
    if data_type == DataType::Percentage && label.range.start > 0 {
        let before = part(segment, 0, label.range.start);
        spots.push(Spot { segment: before, factor: 0.88, is_prose: false });
    }
    // After words that are no value, only what cannot be mistaken is taken from elsewhere.
    if ends || data_type.is_strict() {
        let heads = heads_columns(lines, number) && !label.colon;
        let whole = if label.is_whole || label.colon { 1.0 } else { 0.92 };
        let whole = if ends { whole } else { whole * 0.9 };
        let right = right_of(line, at).filter(|right| !is_label(&right.text));
        let factor = whole * if heads { 0.6 } else { 1.0 };
        spots.extend(right.map(|right| spot(right, factor)));
        let factor = whole * if heads { 0.98 } else { 0.88 };
        spots.extend(below(lines, number, segment, data_type).map(|below| spot(below, factor)));
    }
    spots
}

/// What stands right of a segment; money that stands apart from its amount with that.
fn right_of(line: &Line, at: usize) -> Option<Segment> {
    let mut right = line.segments.get(at + 1)?.clone();
    if crate::values::is_money(&right.text)
        && let Some(amount) = line.segments.get(at + 2)
    {
        join(&mut right, amount, " ");
    }
    Some(right)
}

fn spot(segment: Segment, factor: f32) -> Spot {
    Spot { segment, factor, is_prose: false }
}

/// A part of a segment, from byte to byte of its text.
pub(super) fn part(segment: &Segment, from: usize, to: usize) -> Segment {
    let whole = segment.text.get(from..to).unwrap_or_default();
    let text = whole.trim();
    let start = from + whole.len() - whole.trim_start().len();
    let words = segment
        .words
        .iter()
        .filter(|(range, _)| range.start >= start && range.end <= start + text.len());
    let words = words.map(|(range, word)| (range.start - start..range.end - start, word.clone()));
    Segment { text: text.to_owned(), words: words.collect(), ..*segment }
}

/// Whether a line heads columns: three labels or more with something under each.
fn heads_columns(lines: &[Line], number: usize) -> bool {
    let (Some(line), Some(next)) = (lines.get(number), lines.get(number + 1)) else { return false };
    let under = |segment: &Segment| next.segments.iter().any(|below| below.overlap(segment) > 0.0);
    line.segments.len() >= 3
        && line.page == next.page
        && next.at - line.at < FAR
        && line.segments.iter().filter(|segment| under(segment)).count() + 1 >= line.segments.len()
}

/// What stands below a label: the first line there, of an address all lines to the next gap.
fn below(lines: &[Line], number: usize, label: &Segment, data_type: DataType) -> Option<Segment> {
    let line = lines.get(number)?;
    let mut found: Option<(Segment, f32)> = None;
    for next in lines.iter().skip(number + 1).take_while(|next| next.page == line.page) {
        let far = found.as_ref().map_or(FAR, |(_, at)| at - line.at + 1.8);
        if next.at - line.at > far {
            break;
        }
        let Some(under) = next.segments.iter().find(|under| under.overlap(label) > 0.0) else {
            continue;
        };
        if is_label(&under.text) {
            break;
        }
        match &mut found {
            None => found = Some((under.clone(), next.at)),
            Some((segment, at)) => {
                join(segment, under, "\n");
                *at = next.at;
            }
        }
        if data_type != DataType::Address {
            break;
        }
    }
    found.map(|(segment, _)| segment)
}

/// Adds a segment's words to another's.
pub(crate) fn join(segment: &mut Segment, more: &Segment, between: &str) {
    if !segment.text.is_empty() {
        segment.text += between;
    }
    let start = segment.text.len();
    segment.text += &more.text;
    let words = more.words.iter();
    segment
        .words
        .extend(words.map(|(range, word)| (range.start + start..range.end + start, word.clone())));
    segment.left = segment.left.min(more.left);
    segment.right = segment.right.max(more.right);
}
