//! The answer of a task as JSON.

use serde::Serialize;
use serde_json::Value;

use super::files::Read;
use crate::{Area, Cell, Extraction};

/// The most bytes of an answer; beyond, the evidence is left out.
const LARGEST: usize = 15 << 20;

#[derive(Serialize)]
struct Answer<'a> {
    columns: &'a [String],
    results: Vec<Vec<&'a Value>>,
    confidence: Vec<Vec<f64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Vec<Vec<Option<Origin<'a>>>>>,
    pages: usize,
    /// Files of the folder that were not read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unread: Vec<Unread<'a>>,
}

/// Where a value came from.
#[derive(Serialize)]
struct Origin<'a> {
    file: &'a str,
    page: usize,
    text: &'a str,
    /// The money of an amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    /// Where the words stand on the page, as shares of its width and height.
    #[serde(skip_serializing_if = "<[Area]>::is_empty")]
    boxes: &'a [Area],
}

#[derive(Serialize)]
struct Unread<'a> {
    file: &'a str,
    reason: &'a str,
}

/// What was found, as it is kept with the task. `say` hears of what is left out.
pub(super) fn text(found: &Extraction, read: &Read, say: impl FnOnce(&str)) -> String {
    let mut answer = Answer {
        columns: &found.columns,
        results: cells(found, |cell| &cell.value),
        confidence: cells(found, |cell| (f64::from(cell.confidence) * 1000.0).round() / 1000.0),
        evidence: Some(cells(found, origin)),
        pages: read.documents.iter().map(crate::Document::page_count).sum(),
        unread: read.unread.iter().map(|(file, reason)| Unread { file, reason }).collect(),
    };
    let whole = written(&answer);
    if whole.len() <= LARGEST {
        return whole;
    }
    say("warning: there are so many rows that where their values came from is not kept");
    answer.evidence = None;
    written(&answer)
}

/// # Panics
/// Never: texts, numbers and values have a JSON form.
fn written(answer: &Answer<'_>) -> String {
    serde_json::to_string(answer).expect("an answer has a JSON form")
}

fn cells<'a, T>(found: &'a Extraction, of: impl Fn(&'a Cell) -> T) -> Vec<Vec<T>> {
    found.results.iter().map(|row| row.iter().map(&of).collect()).collect()
}

fn origin(cell: &Cell) -> Option<Origin<'_>> {
    let evidence = cell.evidence.as_ref()?;
    let (file, page, text) = (evidence.file.as_str(), evidence.page, evidence.text.as_str());
    Some(Origin { file, page, text, unit: cell.unit.as_deref(), boxes: &evidence.boxes })
}
