//! Pictures, read by OCR.

use super::{Content, Format, Source};
use crate::Unreadable;
use crate::document::Kind;

pub(super) const FORMAT: Format = Format {
    kind: Kind::Image,
    endings: &["png", "jpg", "jpeg", "tif", "tiff", "gif", "webp"],
    looks: |bytes| {
        BEGINNINGS.iter().any(|beginning| bytes.starts_with(beginning))
            || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
    },
    textual: false,
    read,
};

/// PNG, JPEG, TIFF in both orders of bytes, GIF.
const BEGINNINGS: &[&[u8]] =
    &[b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF87a", b"GIF89a"];

fn read(source: &Source<'_>) -> Result<Content, Unreadable> {
    let pages = source.options.ocr.read(source.bytes)?;
    Ok(Content { pages, attachments: Vec::new() })
}
