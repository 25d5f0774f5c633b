//! Word documents: paragraphs and tables in their order, headers and footers around them.

use std::io::Read as _;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Content, Format, Source};
use crate::document::{Kind, Page, Table};
use crate::{Unreadable, text};

pub(super) const FORMAT: Format = Format {
    kind: Kind::Docx,
    endings: &["docx"],
    looks: |bytes| super::zip_holds(bytes, "word/document.xml"),
    textual: false,
    read,
};

type Archive<'f> = zip::ZipArchive<std::io::Cursor<&'f [u8]>>;

fn read(source: &Source<'_>) -> Result<Content, Unreadable> {
    let mut archive =
        Archive::new(std::io::Cursor::new(source.bytes)).map_err(Unreadable::broken)?;
    let around = |archive: &Archive<'_>, what: &str| -> Vec<String> {
        let names = archive.file_names().filter_map(|name| Some(name.ok()?.to_string()));
        let mut names: Vec<String> = names.filter(|name| name.starts_with(what)).collect();
        names.sort();
        names
    };
    let headers = around(&archive, "word/header");
    let footers = around(&archive, "word/footer");
    let body = ["word/document.xml".to_owned()];
    let mut content = Content::default();
    content.pages.push(Page::default());
    let limit = source.options.max_part_bytes;
    let mut left = limit;
    for name in headers.iter().chain(&body).chain(&footers) {
        let xml = part(&mut archive, name, left)?.ok_or(Unreadable::TooLarge { limit })?;
        left = left.saturating_sub(xml.len() as u64);
        let parts = parts(&xml)?;
        parts.write(&mut content, source.options.max_pages)?;
    }
    Ok(content)
}

/// A part of the document; none if it has more bytes than are left for it.
fn part(archive: &mut Archive<'_>, name: &str, left: u64) -> Result<Option<String>, Unreadable> {
    let file = archive.by_name(name).map_err(Unreadable::broken)?;
    let mut xml = Vec::new();
    file.take(left + 1).read_to_end(&mut xml).map_err(Unreadable::broken)?;
    if xml.len() as u64 > left {
        return Ok(None);
    }
    let text = text::decode(&xml);
    text.map(Some).ok_or_else(|| Unreadable::broken(format!("{name} is no text")))
}

/// What a part holds, in its order.
#[derive(Default)]
struct Parts {
    blocks: Vec<Block>,
    /// The tables that are open, the innermost last.
    open: Vec<OpenTable>,
    paragraph: String,
}

/// A table that is being read, and the cell that text goes into.
#[derive(Default)]
struct OpenTable {
    table: Table,
    cell: usize,
}

impl OpenTable {
    fn cell(&mut self) {
        if let Some(row) = self.table.rows.last_mut() {
            self.cell = row.len();
            row.push(String::new());
        }
    }

    /// The cell is so many columns wide.
    fn span(&mut self, columns: usize) {
        if let Some(row) = self.table.rows.last_mut() {
            row.extend(std::iter::repeat_n(String::new(), columns.clamp(1, 100) - 1));
        }
    }

    fn write(&mut self, line: &str) {
        let cell = self.table.rows.last_mut().and_then(|row| row.get_mut(self.cell));
        if let Some(cell) = cell {
            *cell = text::one_line(&format!("{cell} {line}"));
        }
    }
}

enum Block {
    Line(String),
    Table(Table),
    PageBreak,
}

fn parts(xml: &str) -> Result<Parts, Unreadable> {
    let mut reader = Reader::from_str(xml);
    let (mut parts, mut in_text) = (Parts::default(), false);
    loop {
        match reader.read_event().map_err(Unreadable::broken)? {
            Event::Start(tag) if tag.local_name().as_ref() == "t" => in_text = true,
            Event::Start(tag) | Event::Empty(tag) => parts.start(&tag),
            Event::End(tag) if tag.local_name().as_ref() == "t" => in_text = false,
            Event::End(tag) => parts.end(tag.local_name().as_ref()),
            Event::Text(text) if in_text => {
                parts.paragraph += &text;
            }
            Event::GeneralRef(name) if in_text => {
                let letter = name.resolve_char_ref().map_err(Unreadable::broken)?;
                let letter = letter.map(String::from);
                let known = quick_xml::escape::resolve_predefined_entity(&name);
                parts.paragraph += letter.as_deref().or(known).unwrap_or_default();
            }
            Event::Eof => return Ok(parts),
            _ => {}
        }
    }
}

impl Parts {
    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "tbl" => self.open.push(OpenTable::default()),
            "tr" => self.in_table(|open| open.table.rows.push(Vec::new())),
            "tc" => self.in_table(OpenTable::cell),
            "gridSpan" => {
                let columns = attribute(tag, "val").and_then(|value| value.parse().ok());
                self.in_table(|open| open.span(columns.unwrap_or(1)));
            }
            "tab" => self.paragraph.push('\t'),
            "br" | "cr" => {
                self.end_line();
                if attribute(tag, "type").as_deref() == Some("page") {
                    self.blocks.push(Block::PageBreak);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.end_line(),
            "tbl" => {
                let Some(open) = self.open.pop() else { return };
                if self.open.is_empty() {
                    self.blocks.push(Block::Table(open.table));
                } else {
                    // A table in a cell is that cell's text.
                    self.paragraph = open.table.rows.concat().join(" ");
                    self.end_line();
                }
            }
            _ => {}
        }
    }

    fn in_table(&mut self, change: impl FnOnce(&mut OpenTable)) {
        if let Some(open) = self.open.last_mut() {
            change(open);
        }
    }

    /// Ends a line: into the cell that is open, else as a line of its own.
    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.paragraph);
        match self.open.last_mut() {
            Some(open) => open.write(&line),
            None => self.blocks.push(Block::Line(line)),
        }
    }

    fn write(self, content: &mut Content, max_pages: usize) -> Result<(), Unreadable> {
        for block in self.blocks {
            if matches!(block, Block::PageBreak) {
                content.pages.push(Page::default());
                let pages = content.pages.len();
                if pages > max_pages {
                    return Err(Unreadable::TooManyPages { pages, limit: max_pages });
                }
            }
            let Some(page) = content.pages.last_mut() else { continue };
            match block {
                Block::Line(line) => page.text += &format!("{}\n", line.trim_end()),
                Block::Table(table) => {
                    page.text += &format!("{}\n", table.to_text());
                    page.tables.push(table);
                }
                Block::PageBreak => {}
            }
        }
        Ok(())
    }
}

/// The value of an attribute, whatever its prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes().flatten();
    let found = attributes.find(|one| one.key.local_name().as_ref() == name);
    found.map(|one| one.value.to_string())
}
