//! What a model says, looked for in the documents: a value is as sure as what is found there.

use serde_json::Value;

use super::answer::Raw;
use crate::text::{folded, one_line};
use crate::values::{DataType, Find as _, Hints};
use crate::{Cell, Document, Evidence, Extraction, Field};

/// The value stands in the passage, and the passage in the document.
const QUOTED: f32 = 0.9;
/// The passage is made up or says something else, but the value stands in the document.
const STANDS: f32 = 0.7;
/// The passage stands in the document, but the value is not in it.
const ELSEWHERE: f32 = 0.4;
/// Nothing of it stands in the document.
const UNFOUNDED: f32 = 0.1;

/// How dates and numbers are written in the documents.
pub(super) fn hints(documents: &[Document]) -> Hints {
    let texts: Vec<String> = documents.iter().map(Document::text).collect();
    Hints::of(&texts.join("\n"))
}

/// A page as it is searched.
struct Page<'d> {
    file: &'d str,
    document: usize,
    number: usize,
    text: String,
}

/// The rows with typed values, each with what was found of it.
pub(super) fn extraction(
    rows: Vec<Vec<Raw>>,
    documents: &[Document],
    fields: &[Field],
    hints: &Hints,
) -> Extraction {
    let all = documents.iter().flat_map(Document::documents).enumerate();
    let pages: Vec<Page<'_>> = all.flat_map(|(n, document)| pages(n + 1, document)).collect();
    let cell = |(field, raw): (&Field, Raw)| cell(field.data_type, &raw, &pages, hints);
    let row = |row: Vec<Raw>| fields.iter().zip(row).map(cell).collect();
    let columns = fields.iter().map(|field| field.field_name.clone()).collect();
    Extraction { columns, results: rows.into_iter().map(row).collect() }
}

fn pages(number: usize, document: &Document) -> impl Iterator<Item = Page<'_>> {
    document.pages.iter().enumerate().map(move |(n, page)| Page {
        file: &document.name,
        document: number,
        number: n + 1,
        text: plain(&page.text),
    })
}

/// A text as it is compared: white space, case and accents make no difference.
fn plain(text: &str) -> String {
    folded(&one_line(text))
}

fn cell(data_type: DataType, raw: &Raw, pages: &[Page<'_>], hints: &Hints) -> Cell {
    let Some(written) = &raw.value else { return Cell::default() };
    let typed = data_type.find(written, hints);
    let (value, unit) = match typed {
        Some(found) if data_type.is_strict() => (found.value, found.unit),
        None if data_type.is_strict() => return Cell::default(),
        _ => (Value::from(one_line(written)), None),
    };
    let quote = raw.quote.as_deref().unwrap_or_default();
    let said = says(data_type, quote, written, &value, hints);
    let (confidence, evidence) = founded(raw, said, pages);
    Cell { value, confidence, unit: unit.map(str::to_owned), evidence }
}

/// How sure a value is, and what of it stands in the documents. `said` tells whether the passage
/// that the model quotes says it.
fn founded(raw: &Raw, said: bool, pages: &[Page<'_>]) -> (f32, Option<Evidence>) {
    let on = |words| place(words, raw, pages).zip(Some(words));
    let quoted = raw.quote.as_deref().and_then(on);
    let (confidence, found) = match (quoted, raw.value.as_deref().and_then(on)) {
        (Some(found), _) if said => (QUOTED, Some(found)),
        (_, Some(found)) => (STANDS, Some(found)),
        (Some(found), None) => (ELSEWHERE, Some(found)),
        (None, None) => (UNFOUNDED, None),
    };
    let evidence = found.map(|(page, words)| Evidence {
        file: page.file.to_owned(),
        page: page.number,
        text: one_line(words),
        label: String::new(),
        words: Vec::new(),
        boxes: Vec::new(),
    });
    (confidence, evidence)
}

/// Whether the passage says the value: its words, or another way to write the same.
fn says(data_type: DataType, quote: &str, written: &str, value: &Value, hints: &Hints) -> bool {
    let found = || data_type.find_all(quote, hints).into_iter().any(|found| found.value == *value);
    holds(&plain(quote), &plain(written)) || (data_type.is_strict() && found())
}

/// The page that some words stand on: the one that the model named, else the first.
fn place<'p, 'd>(words: &str, raw: &Raw, pages: &'p [Page<'d>]) -> Option<&'p Page<'d>> {
    let words = plain(words);
    let named = |page: &&Page<'_>| {
        raw.document == Some(page.document) && raw.page.is_none_or(|page_no| page_no == page.number)
    };
    let first = pages.iter().find(named).filter(|page| holds(&page.text, &words));
    first.or_else(|| pages.iter().find(|page| holds(&page.text, &words)))
}

/// Whether the words stand in the text, as whole words.
fn holds(text: &str, words: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (first, last) = (part(words.chars().next()), part(words.chars().next_back()));
    !words.is_empty()
        && text.match_indices(words).any(|(begin, found)| {
            let before = text.get(..begin).and_then(|text| text.chars().next_back());
            let after = text.get(begin + found.len()..).and_then(|text| text.chars().next());
            let within_a_word = first && part(before) || last && part(after);
            !within_a_word
        })
}
