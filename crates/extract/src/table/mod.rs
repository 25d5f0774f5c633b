//! Tables: a line of headings that name fields, and the rows below it, over pages too.

mod columns;
mod edges;
mod row;
mod state;

use crate::engine::Paper;
use crate::field::{Cell, Field};
use crate::layout::Line;
use crate::matching::{Labels, Named};
use crate::values;
use row::{Read, read};
use state::State;

/// The rows that a table has for some of the fields.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rows {
    /// Which fields have a column, and how surely.
    pub fields: Vec<(usize, f32)>,
    /// A cell for each of those fields.
    pub rows: Vec<Vec<Cell>>,
}

/// A heading line.
struct Header<'l> {
    line: &'l Line,
    /// Field, segment of the line, and how surely that heading names the field.
    columns: Vec<(usize, usize, f32)>,
}

/// How many lines at the top of a page may stand before a table goes on.
const SKIPPED: usize = 6;

/// How surely a heading must name a field.
const LEAST: f32 = 0.6;

/// The table that has most of the fields; of equals the one with most rows.
pub(crate) fn find(paper: &Paper<'_>, fields: &[Field], labels: &[Labels]) -> Option<Rows> {
    let mut best: Option<Rows> = None;
    let mut seen: Vec<String> = Vec::new();
    for (number, line) in paper.lines.iter().enumerate() {
        let Some(header) = header(line, labels) else { continue };
        let said = said(line);
        if seen.contains(&said) {
            continue;
        }
        seen.push(said);
        let mut rows = rows(paper, number, &header, fields);
        edges::trim(&mut rows, fields);
        let worth = |rows: &Rows| (rows.fields.len(), rows.rows.len());
        if !rows.rows.is_empty() && best.as_ref().is_none_or(|best| worth(&rows) > worth(best)) {
            best = Some(rows);
        }
    }
    best
}

fn said(line: &Line) -> String {
    line.segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join("\t")
}

/// A line as the heading of a table: two fields or more have a label on it, each its own.
fn header<'l>(line: &'l Line, labels: &[Labels]) -> Option<Header<'l>> {
    if line.segments.len() < 2 && !line.is_row {
        return None;
    }
    let mut pairs = Vec::new();
    for (at, segment) in line.segments.iter().enumerate() {
        let named = Named::of(&segment.text);
        for (field, labels) in labels.iter().enumerate() {
            let label = labels.find(&segment.text, &named);
            let label = label.filter(|label| label.score >= LEAST && !label.colon);
            // What follows the label in its segment would be a value.
            let whole = label.filter(|label| {
                let rest = segment.text.get(label.range.end..).unwrap_or_default();
                rest.trim().is_empty() || rest.starts_with('(') || values::is_money(rest)
            });
            pairs.extend(whole.map(|label| (field, at, label.score)));
        }
    }
    pairs.sort_by(|a, b| b.2.total_cmp(&a.2));
    let mut columns: Vec<(usize, usize, f32)> = Vec::new();
    for (field, at, score) in pairs {
        if !columns.iter().any(|(f, a, _)| *f == field || *a == at) {
            columns.push((field, at, score));
        }
    }
    columns.sort_by_key(|(field, _, _)| *field);
    let enough = columns.len() >= 2 || (line.is_row && columns.len() == labels.len());
    enough.then_some(Header { line, columns })
}

fn rows(paper: &Paper<'_>, number: usize, header: &Header<'_>, fields: &[Field]) -> Rows {
    let named = header.columns.iter().map(|(field, _, score)| (*field, *score)).collect();
    let mut rows = Rows { fields: named, rows: Vec::new() };
    let mut state = State::In;
    let (said_before, mut before) = (said(header.line), header.line);
    for line in paper.lines.iter().skip(number + 1) {
        if line.page != before.page && state != State::Over {
            state = State::Between(SKIPPED);
        }
        if said(line) == said_before {
            state = State::In;
        } else if state != State::Over {
            let read = read(paper, header, line, before, fields);
            state = state.after(&read, header.columns.len());
            match read {
                Read::Row(cells) if state == State::In => rows.rows.push(cells),
                Read::More(cells) if state == State::In => more(&mut rows, cells),
                _ => {}
            }
        }
        before = line;
    }
    rows
}

/// Adds the words of a line to the cells of the row before, as a cell of several lines has them.
fn more(rows: &mut Rows, cells: Vec<Cell>) {
    let Some(row) = rows.rows.last_mut() else { return };
    for (cell, more) in row.iter_mut().zip(cells) {
        let (Some(text), Some(words)) = (cell.value.as_str(), more.value.as_str()) else {
            continue;
        };
        cell.value = format!("{text} {words}").into();
        if let (Some(evidence), Some(more)) = (&mut cell.evidence, more.evidence) {
            evidence.text = format!("{} {}", evidence.text, more.text);
            evidence.words.extend(more.words);
            evidence.boxes.extend(more.boxes);
        }
    }
}
