//! The formats, one file each. A format says how it is known and how it is read.

mod csv;
mod docx;
mod html;
mod image;
mod json;
mod mail;
mod markdown;
pub(crate) mod pdf;
mod plain;
mod sheet;

use crate::document::{Attachment, Kind, Page};
use crate::{Options, Unreadable};

/// A file to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'f> {
    /// Its bytes; never none.
    pub bytes: &'f [u8],
    /// Its name, with folders perhaps.
    pub name: &'f str,
    /// How it is read.
    pub options: &'f Options,
}

/// What is in a file.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub pages: Vec<Page>,
    pub attachments: Vec<Attachment>,
}

impl From<Page> for Content {
    fn from(page: Page) -> Self {
        Self { pages: vec![page], attachments: Vec::new() }
    }
}

/// What there is to say of a format.
pub(crate) struct Format {
    /// Its name.
    pub kind: Kind,
    /// How names of its files end, in small letters.
    pub endings: &'static [&'static str],
    /// Whether the bytes look like it. A format that cannot be told by its bytes says no.
    pub looks: fn(&[u8]) -> bool,
    /// Whether any text may be read as it when only the name speaks for it.
    pub textual: bool,
    /// Reads a file.
    pub read: fn(&Source<'_>) -> Result<Content, Unreadable>,
}

/// All formats; of those that bytes look like, the first counts.
const FORMATS: &[Format] = &[
    pdf::FORMAT,
    docx::FORMAT,
    sheet::FORMAT,
    image::FORMAT,
    html::FORMAT,
    json::FORMAT,
    mail::FORMAT,
    csv::FORMAT,
    markdown::FORMAT,
    plain::FORMAT,
];

/// The format of these bytes: by what they look like, then, if they are text, by the name.
pub(crate) fn format_of(bytes: &[u8], name: &str) -> Result<&'static Format, Unreadable> {
    if let Some(refused) = refused(bytes) {
        return Err(refused);
    }
    let text = crate::text::decode(&bytes[..bytes.len().min(1 << 20)]).is_some();
    let named = FORMATS.iter().find(|format| has_ending(name, format.endings));
    // A page with JSON's brackets that is named `.csv` is read as its name says.
    if let Some(format) = named.filter(|format| text && format.textual) {
        return Ok(format);
    }
    if let Some(format) = FORMATS.iter().find(|format| (format.looks)(bytes)) {
        return Ok(format);
    }
    match named {
        _ if text => Ok(&plain::FORMAT),
        Some(_) => Err(Unreadable::broken("its bytes are not what its name says")),
        None => Err(Unreadable::Unsupported),
    }
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// Office files that are known to be of no use: protected ones, and Word's before 2007.
fn refused(bytes: &[u8]) -> Option<Unreadable> {
    if bytes.starts_with(b"{\\rtf") {
        return Some(Unreadable::Unsupported);
    }
    if !bytes.starts_with(OLE) {
        return None;
    }
    if holds_wide(bytes, "EncryptedPackage") {
        return Some(Unreadable::Encrypted);
    }
    holds_wide(bytes, "WordDocument").then_some(Unreadable::Unsupported)
}

/// How files of the old container of Office begin.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Whether an old Office file has a part of this name, which it writes with two bytes a letter.
fn holds_wide(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|window| window == wide)
}

/// Whether a ZIP holds a part whose name begins so.
fn zip_holds(bytes: &[u8], part: &str) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && zip::ZipArchive::new(std::io::Cursor::new(bytes)).is_ok_and(|archive| {
            archive.file_names().any(|name| name.is_ok_and(|name| name.starts_with(part)))
        })
}
