//! Markdown: its text without marks; its tables as such.

use super::{Content, Format, Source};
use crate::document::{Kind, Page, Table};
use crate::{Unreadable, text};

pub(super) const FORMAT: Format = Format {
    kind: Kind::Markdown,
    endings: &["md", "markdown"],
    looks: |_| false,
    textual: true,
    read,
};

fn read(source: &Source<'_>) -> Result<Content, Unreadable> {
    let text = text::decode(source.bytes).ok_or(Unreadable::Unsupported)?;
    let (mut page, mut table) = (Page::default(), Table::default());
    for line in text.lines().chain([""]) {
        match row(line) {
            Some(cells) if cells.iter().all(|cell| is_rule(cell)) => {}
            Some(cells) => table.rows.push(cells),
            None => {
                end(&mut page, &mut table);
                page.text += &plain(line);
                page.text.push('\n');
            }
        }
    }
    Ok(page.into())
}

fn end(page: &mut Page, table: &mut Table) {
    if !table.rows.is_empty() {
        page.text += &table.to_text();
        page.text.push('\n');
        page.tables.push(std::mem::take(table));
    }
}

fn row(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?;
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    Some(inner.split('|').map(|cell| plain(cell.trim())).collect())
}

/// Whether a cell is one of the line under a table's header.
fn is_rule(cell: &str) -> bool {
    !cell.is_empty() && cell.chars().all(|letter| ":- ".contains(letter))
}

/// A line without the marks of headings, lists, quotes, emphasis and code.
fn plain(line: &str) -> String {
    let line = line.trim_start_matches(['#', '>']);
    let body = line.trim_start();
    let line = ["- ", "* ", "+ "].iter().find_map(|mark| body.strip_prefix(mark)).unwrap_or(line);
    line.replace("**", "").replace("__", "").replace('`', "").trim().to_owned()
}
