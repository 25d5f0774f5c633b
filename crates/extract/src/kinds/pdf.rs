//! PDF: text by pages with the places of words, tables, scanned pages by OCR.

use pdf_oxide::{Error, PdfDocument};

use super::{Content, Format, Source};
use crate::document::{Kind, Page, PageSize, Table, Word};
use crate::{Ocr, Unreadable, text};

pub(super) const FORMAT: Format = Format {
    kind: Kind::Pdf,
    endings: &["pdf"],
    looks: |bytes| bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-"),
    textual: false,
    read,
};

/// A picture of fewer pixels on a side is a logo and no scan.
const SMALLEST_SCAN: u32 = 300;

/// Opens a file.
///
/// # Errors
/// It is damaged, or opens with a password only.
pub(crate) fn open(bytes: &[u8]) -> Result<PdfDocument, Unreadable> {
    let document = PdfDocument::from_bytes(bytes.to_vec()).map_err(unreadable)?;
    // Many files are encrypted with no password, only to forbid printing.
    if document.is_encrypted() && !document.authenticate(b"").map_err(unreadable)? {
        return Err(Unreadable::Encrypted);
    }
    Ok(document)
}

fn read(source: &Source<'_>) -> Result<Content, Unreadable> {
    let document = open(source.bytes)?;
    let pages = document.page_count().map_err(unreadable)?;
    let limit = source.options.max_pages;
    if pages > limit {
        return Err(Unreadable::TooManyPages { pages, limit });
    }
    let mut content = Content::default();
    for index in 0..pages {
        content.pages.push(page(&document, index, &source.options.ocr)?);
    }
    Ok(content)
}

fn unreadable(error: Error) -> Unreadable {
    match error {
        Error::EncryptedPdf => Unreadable::Encrypted,
        error => Unreadable::broken(error),
    }
}

/// One page. A page that is damaged fails alone.
fn page(document: &PdfDocument, index: usize, ocr: &Ocr) -> Result<Page, Unreadable> {
    let size = Size::of(document, index);
    let words = match document.extract_words(index) {
        Ok(words) => words,
        Err(Error::EncryptedPdf) => return Err(Unreadable::Encrypted),
        Err(error) => return Ok(unread(unreadable(error))),
    };
    let words: Vec<Word> = words.into_iter().filter_map(|word| size.place(&word)).collect();
    if words.is_empty() {
        return Ok(scanned(document, index, &size, ocr).unwrap_or_else(unread));
    }
    let tables = document.extract_tables(index).unwrap_or_default();
    let tables = tables.into_iter().map(table).collect();
    let text = document.extract_text(index).unwrap_or_default();
    Ok(Page { text, words, tables, unread: None, size: size.shown() })
}

fn unread(why: Unreadable) -> Page {
    Page { unread: Some(why), ..Page::default() }
}

fn table(table: pdf_oxide::structure::table_extractor::Table) -> Table {
    let cell = |cell: pdf_oxide::structure::table_extractor::TableCell| text::one_line(&cell.text);
    let rows = table.rows.into_iter().map(|row| row.cells.into_iter().map(cell).collect());
    Table { rows: rows.collect() }
}

/// The visible part of a page. PDF counts upwards, we count downwards.
struct Size {
    left: f32,
    top: f32,
    width: f32,
    height: f32,
    /// Whether it is shown as it is written; a turned page has its words elsewhere.
    upright: bool,
}

impl Size {
    fn of(document: &PdfDocument, index: usize) -> Self {
        let page = document.get_page_visible_box(index).unwrap_or((0.0, 0.0, 595.0, 842.0));
        let (width, height) = ((page.2 - page.0).abs(), (page.3 - page.1).abs());
        let upright = document.get_page_rotation(index).is_ok_and(|degrees| degrees == 0);
        Self { left: page.0.min(page.2), top: page.1.max(page.3), width, height, upright }
    }

    /// The size, where words stand in the shown page as they do in the written one.
    fn shown(&self) -> Option<PageSize> {
        let size = PageSize { width: self.width, height: self.height };
        (self.upright && size.width > 0.0 && size.height > 0.0).then_some(size)
    }

    /// A word on the page; none if it is blank.
    fn place(&self, word: &pdf_oxide::layout::Word) -> Option<Word> {
        let text = word.text.trim();
        let place = word.bbox;
        let y = self.top - place.y - place.height;
        let word = Word {
            text: text.to_owned(),
            x: tenth(place.x - self.left),
            y: tenth(y),
            w: tenth(place.width),
            h: tenth(place.height),
        };
        (!text.is_empty()).then_some(word)
    }
}

/// Rounded to a tenth of a point, which nobody can see.
fn tenth(value: f32) -> f32 {
    if value.is_finite() { (value * 10.0).round() / 10.0 } else { 0.0 }
}

/// A page without words: if a large picture is on it, what OCR reads there.
fn scanned(
    document: &PdfDocument,
    index: usize,
    size: &Size,
    ocr: &Ocr,
) -> Result<Page, Unreadable> {
    let images = document.extract_images(index).map_err(unreadable)?;
    let scans = images.iter().filter(|one| one.width().min(one.height()) >= SMALLEST_SCAN);
    let scan = scans.max_by_key(|one| u64::from(one.width()) * u64::from(one.height()));
    let Some(scan) = scan else { return Ok(Page::default()) };
    let png = scan.to_png_bytes().map_err(unreadable)?;
    let mut page = ocr.read(&png)?.into_iter().next().unwrap_or_default();
    if let Some(place) = scan.bbox() {
        let wide = place.width / as_points(scan.width());
        let high = place.height / as_points(scan.height());
        for word in &mut page.words {
            word.x = tenth(place.x - size.left + word.x * wide);
            word.y = tenth(size.top - place.y - place.height + word.y * high);
            word.w = tenth(word.w * wide);
            word.h = tenth(word.h * high);
        }
        page.size = size.shown();
    }
    Ok(page)
}

#[expect(clippy::cast_precision_loss, reason = "no picture is so wide that a pixel matters")]
fn as_points(pixels: u32) -> f32 {
    pixels as f32
}
