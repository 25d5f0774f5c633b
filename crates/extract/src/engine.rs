//! The built-in engine: fields out of documents by labels, layout, tables and forms.

use crate::document::{Document, PageSize};
use crate::field::{Cell, Extraction, Field};
use crate::layout::{self, Line};
use crate::matching::{self, Candidate, Labels};
use crate::table::{self, Rows};
use crate::values::Hints;

/// The engine's name.
pub const ENGINE: &str = "builtin";

/// Its version. The same version gives the same answers; a change of answers changes it.
pub const VERSION: &str = "2";

/// A document as the engine sees it.
#[derive(Debug)]
pub(crate) struct Paper<'d> {
    pub name: &'d str,
    pub lines: Vec<Line>,
    /// How large each page is.
    pub sizes: Vec<Option<PageSize>>,
    pub hints: Hints,
    /// Which of the documents it belongs to; attachments belong to their mail.
    pub document: usize,
}

/// Finds the fields in documents that belong together: one file, or the files of a folder.
///
/// Where a table has rows for the fields, each is a row of the answer, and the values that stand
/// elsewhere in its document are in each of them. Otherwise there is one row. A value that is not
/// found is null.
#[must_use]
pub fn extract(documents: &[Document], fields: &[Field]) -> Extraction {
    let papers: Vec<Paper<'_>> = documents.iter().enumerate().flat_map(papers).collect();
    let labels: Vec<Labels> = fields.iter().map(Labels::of).collect();
    let mut singles = Singles::of(&papers, fields, &labels);
    let mut results = Vec::new();
    for paper in &papers {
        let Some(rows) = table::find(paper, fields, &labels) else { continue };
        let rows = singles.without_plain(rows, paper.document);
        if rows.rows.len() > 1 && rows.fields.len() * 2 >= fields.len() {
            results.extend(singles.complete(&rows, paper.document));
        } else {
            singles.add(rows, paper.document);
        }
    }
    if results.is_empty() {
        results.push((0..fields.len()).map(|field| singles.best(field, None)).collect());
    }
    let columns = fields.iter().map(|field| field.field_name.clone()).collect();
    Extraction { columns, results }
}

fn papers((index, document): (usize, &Document)) -> impl Iterator<Item = Paper<'_>> {
    document.documents().map(move |document| {
        let pages = document.pages.iter().enumerate();
        let lines = pages.flat_map(|(number, page)| layout::lines(page, number + 1)).collect();
        let sizes = document.pages.iter().map(|page| page.size).collect();
        let hints = Hints::of(&document.text());
        Paper { name: &document.name, lines, sizes, hints, document: index }
    })
}

/// The values that stand alone: for each field what was found, and in which document.
struct Singles {
    fields: Vec<Vec<(usize, Candidate)>>,
}

impl Singles {
    fn of(papers: &[Paper<'_>], fields: &[Field], labels: &[Labels]) -> Self {
        let mut found: Vec<Vec<(usize, Candidate)>> = vec![Vec::new(); fields.len()];
        for paper in papers {
            let named = matching::by_label(paper, fields, labels);
            for (found, named) in found.iter_mut().zip(named) {
                found.extend(named.into_iter().map(|one| (paper.document, one)));
            }
        }
        for (found, field) in found.iter_mut().zip(fields) {
            let form = matching::by_form(papers, field.data_type);
            // Which document it is of does not matter where it is the only one.
            found.extend(form.map(|one| (usize::MAX, one)));
        }
        Self { fields: found }
    }

    /// A table without the fields that something plainer than a heading names: `Total: 5` above a
    /// table with a column `Total`.
    fn without_plain(&self, rows: Rows, document: usize) -> Rows {
        let plainer = |(field, score): &(usize, f32)| {
            let singles = self.fields.get(*field).into_iter().flatten();
            let mut own = singles.filter(|(of, one)| *of == document && one.is_plain);
            own.any(|(_, one)| one.cell.confidence > *score)
        };
        let kept: Vec<bool> = rows.fields.iter().map(|field| !plainer(field)).collect();
        let fields = rows.fields.into_iter().zip(&kept).filter(|(_, kept)| **kept);
        let fields: Vec<(usize, f32)> = fields.map(|(field, _)| field).collect();
        let cells = |row: Vec<Cell>| {
            row.into_iter().zip(&kept).filter(|(_, kept)| **kept).map(|(cell, _)| cell).collect()
        };
        Rows { rows: rows.rows.into_iter().map(cells).collect(), fields }
    }

    /// A table's first row as values that stand alone.
    fn add(&mut self, rows: Rows, document: usize) {
        let first = rows.rows.into_iter().next().unwrap_or_default();
        for ((field, _), cell) in rows.fields.into_iter().zip(first) {
            if let Some(found) = self.fields.get_mut(field).filter(|_| !cell.value.is_null()) {
                found.push((document, Candidate { cell, is_plain: false }));
            }
        }
    }

    /// A table's rows with the values that stand elsewhere.
    fn complete(&self, rows: &Rows, document: usize) -> Vec<Vec<Cell>> {
        let rest: Vec<Cell> =
            (0..self.fields.len()).map(|field| self.best(field, Some(document))).collect();
        let complete = |row: &Vec<Cell>| {
            let mut cells = rest.clone();
            for ((field, _), cell) in rows.fields.iter().zip(row) {
                if let Some(place) = cells.get_mut(*field) {
                    *place = cell.clone();
                }
            }
            cells
        };
        rows.rows.iter().map(complete).collect()
    }

    /// The surest value of a field; of one document if there is any in it.
    fn best(&self, field: usize, document: Option<usize>) -> Cell {
        let found = self.fields.get(field).map(Vec::as_slice).unwrap_or_default();
        let own = |of: usize| document.is_none_or(|document| document == of);
        let has_own = found.iter().any(|(of, _)| own(*of));
        let found = found.iter().filter(|(of, _)| own(*of) || !has_own).map(|(_, one)| &one.cell);
        surest(found).unwrap_or_default()
    }
}

/// The surest of some values. It is less sure if another, nearly as sure, says something else.
fn surest<'c>(cells: impl Iterator<Item = &'c Cell> + Clone) -> Option<Cell> {
    let mut best: Option<&Cell> = None;
    for cell in cells.clone() {
        if best.is_none_or(|best| cell.confidence > best.confidence) {
            best = Some(cell);
        }
    }
    let mut best = best?.clone();
    let rival = cells.filter(|cell| cell.value != best.value).map(|cell| cell.confidence);
    if rival.fold(0.0, f32::max) > best.confidence * 0.95 {
        best.confidence *= 0.8;
    }
    Some(best)
}
