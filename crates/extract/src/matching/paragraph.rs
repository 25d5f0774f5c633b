//! Labels that begin on one line of a paragraph and end on the next.

use super::candidates::{Candidate, cell, value};
use super::labels::{Labels, Named};
use super::spots::{self, Spot};
use crate::engine::Paper;
use crate::field::Field;
use crate::layout::Segment;

/// A line of so many characters is one of a paragraph, which may go on in the next.
const FULL_LINE: usize = 40;

/// A line of a paragraph with the next, for labels that begin on one and end on the other.
pub(super) struct Paragraph {
    both: Segment,
    /// Where the first line ends.
    end: usize,
    named: Named,
}

impl Paragraph {
    pub(super) fn at(paper: &Paper<'_>, number: usize) -> Option<Self> {
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
        let named = Named::of(&both.text);
        Some(Self { both, end: first.text.len(), named })
    }

    pub(super) fn find(
        &self,
        paper: &Paper<'_>,
        page: usize,
        field: &Field,
        labels: &Labels,
    ) -> Option<Candidate> {
        let text = &self.both.text;
        let label = labels.find(text, &self.named)?;
        if label.range.start >= self.end || label.range.end <= self.end + 1 {
            return None;
        }
        let rest = spots::part(&self.both, label.range.end, text.len());
        let spot = Spot { segment: rest, factor: 0.9, is_prose: !label.colon };
        let (one, segment, sure) = value(paper, field, &label, &spot)?;
        let named = text.get(label.range.clone()).unwrap_or_default().trim();
        Some(Candidate { cell: cell(paper, page, &segment, one, named, sure), is_plain: false })
    }
}
