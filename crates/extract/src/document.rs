//! What was read out of a file.

use serde::{Deserialize, Serialize};

use crate::Unreadable;

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Portable Document Format.
    Pdf,
    /// A Word document since 2007.
    Docx,
    /// A workbook of Excel since 2007, or of LibreOffice, or of Excel before.
    Sheet,
    /// A table as text, one row a line.
    Csv,
    /// A web page.
    Html,
    /// A mail with its attachments.
    Eml,
    /// A picture, read by OCR.
    Image,
    /// JSON.
    Json,
    /// Markdown.
    Markdown,
    /// Any other text.
    Text,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The name that the file was given with; an attachment's is `mail.eml/invoice.pdf`.
    pub name: String,
    /// Its format.
    pub kind: Kind,
    /// Its pages; a format without pages has one, a workbook one a sheet.
    pub pages: Vec<Page>,
    /// What was attached to a mail.
    pub attachments: Vec<Attachment>,
}

impl Document {
    /// How many pages were read, those of attachments too.
    #[must_use]
    pub fn page_count(&self) -> usize {
        self.documents().map(|document| document.pages.len()).sum()
    }

    /// This document and those attached to it, the outer ones first.
    pub fn documents(&self) -> impl Iterator<Item = &Self> {
        let mut found = vec![self];
        let mut next = 0;
        while let Some(document) = found.get(next) {
            next += 1;
            found.extend(document.attachments.iter().filter_map(|one| one.content.as_ref().ok()));
        }
        found.into_iter()
    }

    /// The text of all pages, a blank line between them.
    #[must_use]
    pub fn text(&self) -> String {
        let pages: Vec<&str> = self.pages.iter().map(|page| page.text.as_str()).collect();
        pages.join("\n\n")
    }
}

/// A file within a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name, as the mail says.
    pub name: String,
    /// What was read, or why nothing was.
    pub content: Result<Document, Unreadable>,
}

/// A page, or what stands for one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Its text in reading order. The cells of a table's row are apart by tabs.
    pub text: String,
    /// Its words with their places; none where the format has no places.
    pub words: Vec<Word>,
    /// The tables that were seen as such.
    pub tables: Vec<Table>,
    /// Why this page was not read although others of the document were.
    pub unread: Option<Unreadable>,
    /// How large it is; none where the format has no places.
    #[serde(default)]
    pub size: Option<PageSize>,
}

/// How large a page is as it is shown, in the unit of its words.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PageSize {
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

impl PageSize {
    /// Where on a page of this size a word stands; none if it stands outside.
    #[must_use]
    pub fn area(&self, word: &Word) -> Option<Area> {
        let share = |place: f32, whole: f32| {
            let share = (place / whole).clamp(0.0, 1.0);
            (share * 10_000.0).round() / 10_000.0
        };
        let area = Area {
            x0: share(word.x, self.width),
            y0: share(word.y, self.height),
            x1: share(word.x + word.w, self.width),
            y1: share(word.y + word.h, self.height),
        };
        (area.x0 < area.x1 && area.y0 < area.y1).then_some(area)
    }
}

/// A part of a page, as shares of its width and height from its upper left corner: 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// The left edge.
    pub x0: f32,
    /// The upper edge.
    pub y0: f32,
    /// The right edge.
    pub x1: f32,
    /// The lower edge.
    pub y1: f32,
}

impl Page {
    /// A page of text without places.
    #[must_use]
    pub fn of_text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// A word and the box around it, in points (pixels in a picture) from the page's upper left corner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "PackedWord", into = "PackedWord")]
pub struct Word {
    /// The word, without white space.
    pub text: String,
    /// The left edge.
    pub x: f32,
    /// The upper edge.
    pub y: f32,
    /// The width.
    pub w: f32,
    /// The height.
    pub h: f32,
}

/// A word as it is written down: a list, since a long document has a million of them.
#[derive(Serialize, Deserialize)]
struct PackedWord(String, f32, f32, f32, f32);

impl From<PackedWord> for Word {
    fn from(PackedWord(text, x, y, w, h): PackedWord) -> Self {
        Self { text, x, y, w, h }
    }
}

impl From<Word> for PackedWord {
    fn from(word: Word) -> Self {
        Self(word.text, word.x, word.y, word.w, word.h)
    }
}

/// A table: rows of cells, a missing cell being empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The rows, the header among them.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The table as lines of text with tabs between cells.
    #[must_use]
    pub fn to_text(&self) -> String {
        let row = |cells: &Vec<String>| {
            let cells: Vec<String> = cells.iter().map(|cell| crate::text::one_line(cell)).collect();
            cells.join("\t").trim_end().to_owned()
        };
        self.rows.iter().map(row).collect::<Vec<_>>().join("\n")
    }
}
