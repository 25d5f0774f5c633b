//! Reading a line as a row of a table.

use super::Header;
use super::columns::columns;
use crate::engine::Paper;
use crate::field::{Cell, Field};
use crate::layout::Line;
use crate::matching::{cell, confidence, words};
use crate::values::Find as _;

/// Words that begin a line of sums below a table.
const SUMS: [&str; 16] = [
    "total",
    "subtotal",
    "sub",
    "sum",
    "summe",
    "zwischensumme",
    "gesamt",
    "gesamtbetrag",
    "gesamtsumme",
    "nettobetrag",
    "netto",
    "net",
    "sous",
    "grand",
    "gross",
    "brutto",
];

/// What a line is to a table.
pub(super) enum Read {
    Row(Vec<Cell>),
    /// More words for the row before.
    More(Vec<Cell>),
    /// The sums below the rows.
    Sums,
    /// No part of it.
    End,
}

pub(super) fn read(
    paper: &Paper<'_>,
    header: &Header<'_>,
    line: &Line,
    before: &Line,
    fields: &[Field],
) -> Read {
    let gap = if line.page == before.page { line.at - before.at } else { 0.0 };
    let first = line.segments.first().map(|segment| words(&segment.text)).unwrap_or_default();
    let sums = first.first().is_some_and(|word| SUMS.contains(&word.as_str()));
    if sums {
        return Read::Sums;
    }
    if gap > 3.5 || header.line.is_row != line.is_row {
        return Read::End;
    }
    let parts = columns(&header.line.segments, &line.segments);
    let mut counts = Counts::default();
    let cells = header.columns.iter().map(|(field, at, score)| {
        let (Some(field), Some(part)) = (fields.get(*field), parts.get(*at)) else {
            return Cell::default();
        };
        let found = field.data_type.find(&part.text, &paper.hints);
        counts.count(field.data_type.is_strict(), !part.text.is_empty(), found.is_some());
        let Some(found) = found else { return Cell::default() };
        let sure = confidence(*score, 1.0, found.strength);
        let label = header.line.segments.get(*at).map_or("", |heading| &heading.text);
        cell(paper, line.page, part, found, label, sure)
    });
    let cells: Vec<Cell> = cells.collect();
    counts.verdict(line.is_row, gap, cells)
}

/// How the columns of a line fit their types.
#[derive(Default)]
struct Counts {
    strict: usize,
    /// Of the strict ones: with a value, and with words that are none.
    good: usize,
    bad: usize,
    filled: usize,
    columns: usize,
}

impl Counts {
    fn count(&mut self, strict: bool, filled: bool, found: bool) {
        self.columns += 1;
        self.filled += usize::from(filled);
        self.strict += usize::from(strict);
        self.good += usize::from(strict && found);
        self.bad += usize::from(strict && filled && !found);
    }

    fn verdict(&self, is_row: bool, gap: f32, cells: Vec<Cell>) -> Read {
        let fits = match (is_row, self.strict) {
            (true, _) => self.filled > 0 && self.bad * 2 <= self.strict,
            (false, 0) => self.filled * 2 >= self.columns && self.filled > 0 && gap < 2.5,
            (false, strict) => {
                self.good * 2 >= strict && self.good > 0 && self.filled * 2 >= self.columns
            }
        };
        if fits {
            Read::Row(cells)
        } else if !is_row
            && self.strict > 0
            && self.bad == 0
            && self.good == 0
            && self.filled > 0
            && gap < 1.9
        {
            Read::More(cells)
        } else {
            Read::End
        }
    }
}
