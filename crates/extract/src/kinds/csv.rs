//! Tables as text. The separator and the encoding are found out.

use super::{Content, Format, Source};
use crate::document::{Kind, Page, Table};
use crate::{Unreadable, text};

pub(super) const FORMAT: Format =
    Format { kind: Kind::Csv, endings: &["csv", "tsv"], looks: |_| false, textual: true, read };

fn read(source: &Source<'_>) -> Result<Content, Unreadable> {
    let text = text::decode(source.bytes).ok_or(Unreadable::Unsupported)?;
    // Excel reads such a line as the separator and shows none of it.
    let (given, text) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((line, rest)) => (line.trim_end().chars().next(), rest),
        None => (None, text.as_str()),
    };
    let rows = rows(text, given.unwrap_or_else(|| separator(text)));
    let table = Table { rows };
    Ok(Page { text: table.to_text(), tables: vec![table], ..Page::default() }.into())
}

/// The separator that cuts the first rows into most cells, equally many in each.
fn separator(text: &str) -> char {
    let sample: String = text.lines().take(50).collect::<Vec<_>>().join("\n");
    let worth = |separator: char| {
        let mut widths: Vec<usize> = rows(&sample, separator).iter().map(Vec::len).collect();
        // The last row of a sample may be cut within quotes.
        if widths.len() > 20 {
            widths.pop();
        }
        widths.sort_unstable();
        let usual = widths.get(widths.len() / 2).copied().unwrap_or(0);
        let alike = widths.iter().filter(|width| **width == usual).count();
        if usual < 2 { 0 } else { alike * 1000 / widths.len() * 10 + usual.min(9) }
    };
    // Of equals the last counts: a comma is in many a sentence.
    ['|', ',', '\t', ';'].into_iter().max_by_key(|separator| worth(*separator)).unwrap_or(',')
}

/// The rows of cells; a cell in quotes may hold separators, line ends and doubled quotes.
fn rows(text: &str, separator: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            letter if !quoted && letter == separator => row.push(std::mem::take(&mut cell)),
            letter => cell.push(letter),
        }
    }
    row.push(cell);
    rows.push(row);
    rows.retain(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    rows.iter_mut().flatten().for_each(|cell| *cell = cell.trim().to_owned());
    rows
}
