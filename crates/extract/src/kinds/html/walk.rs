//! Going through the tags and words of a web page.

use html5ever::tokenizer::{Tag, TagKind};

use crate::document::{Page, Table};
use crate::text;

/// What is not shown.
const HIDDEN: &[&str] = &["script", "style", "head", "template", "noscript", "svg", "iframe"];

/// What does not begin a line of its own.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "em", "font", "i", "img", "kbd",
    "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
    "wbr", "input", "html", "tbody", "thead", "tfoot", "col", "colgroup",
];

/// What was read so far.
#[derive(Default)]
pub(super) struct Walk {
    page: Page,
    line: String,
    /// The tables that are open, the innermost last.
    open: Vec<OpenTable>,
    /// What hides the words, and how often it is open.
    hidden: Option<(String, usize)>,
}

#[derive(Default)]
struct OpenTable {
    table: Table,
    cell: usize,
    /// It holds tables, and so lays out a page.
    is_layout: bool,
}

impl Walk {
    pub(super) fn text(&mut self, text: &str) {
        if self.hidden.is_none() {
            // A tab parts cells here, and is a blank there.
            self.line += &text.replace('\t', " ");
        }
    }

    pub(super) fn tag(&mut self, tag: &Tag) {
        let (name, starts) = (&*tag.name, tag.kind == TagKind::StartTag);
        if self.hides(name, starts) {
            return;
        }
        match (name, starts) {
            ("table", true) => self.open_table(),
            ("table", false) => self.close_table(),
            ("tr", true) => self.row(),
            ("td" | "th", true) => self.cell(span(tag)),
            ("br", _) if !self.in_cell() => self.end_line(),
            (name, _) if !INLINE.contains(&name) => self.end_line(),
            _ => {}
        }
    }

    /// Whether a tag hides what follows, or is hidden itself.
    fn hides(&mut self, name: &str, starts: bool) -> bool {
        match &mut self.hidden {
            // A head that nobody closed ends where the body begins.
            Some((hides, _)) if hides == "head" && name == "body" => self.hidden = None,
            Some((hides, depth)) if hides == name => {
                *depth = if starts { *depth + 1 } else { *depth - 1 };
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            None if starts && HIDDEN.contains(&name) => self.hidden = Some((name.to_owned(), 1)),
            hidden => return hidden.is_some(),
        }
        true
    }

    fn open_table(&mut self) {
        self.end_line();
        if let Some(outer) = self.open.last_mut().filter(|outer| !outer.is_layout) {
            outer.is_layout = true;
            let before = std::mem::take(&mut outer.table);
            self.write(&before);
        }
        self.open.push(OpenTable::default());
    }

    fn close_table(&mut self) {
        self.end_line();
        if let Some(OpenTable { table, is_layout: false, .. }) = self.open.pop() {
            self.write(&table);
            self.page.tables.push(table);
        }
    }

    fn row(&mut self) {
        self.end_line();
        if let Some(open) = self.open.last_mut().filter(|open| !open.is_layout) {
            open.table.rows.push(Vec::new());
        }
    }

    fn cell(&mut self, span: usize) {
        match self.open.last_mut() {
            Some(open) if open.is_layout => self.line.push('\t'),
            Some(_) => {
                self.end_line();
                if let Some(open) = self.open.last_mut() {
                    open.cell(span);
                }
            }
            None => self.end_line(),
        }
    }

    fn in_cell(&self) -> bool {
        self.open.last().is_some_and(|open| !open.is_layout)
    }

    /// Ends a line: into the cell that is open, else as a line of its own.
    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if let Some(open) = self.open.last_mut().filter(|open| !open.is_layout) {
            return open.write(&line);
        }
        let cells: Vec<String> = line.split('\t').map(text::one_line).collect();
        let cells: Vec<&str> =
            cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        if !cells.is_empty() {
            self.page.text += &cells.join("\t");
            self.page.text.push('\n');
        }
    }

    fn write(&mut self, table: &Table) {
        if !table.rows.is_empty() {
            self.page.text += &table.to_text();
            self.page.text.push('\n');
        }
    }

    pub(super) fn finish(mut self) -> Page {
        while !self.open.is_empty() {
            self.close_table();
        }
        self.end_line();
        self.page
    }
}

impl OpenTable {
    fn cell(&mut self, span: usize) {
        if self.table.rows.is_empty() {
            self.table.rows.push(Vec::new());
        }
        if let Some(row) = self.table.rows.last_mut() {
            self.cell = row.len();
            row.extend(std::iter::repeat_n(String::new(), span));
        }
    }

    fn write(&mut self, line: &str) {
        let cell = self.table.rows.last_mut().and_then(|row| row.get_mut(self.cell));
        if let Some(cell) = cell {
            *cell = text::one_line(&format!("{cell} {line}"));
        }
    }
}

/// How many columns a cell is wide.
fn span(tag: &Tag) -> usize {
    let named = tag.attrs.iter().find(|one| &*one.name.local == "colspan");
    named.and_then(|one| one.value.parse().ok()).unwrap_or(1_usize).clamp(1, 100)
}
