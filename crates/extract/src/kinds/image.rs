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

/// The most pixels of a picture: a page of A3 at 600 dots an inch has 70 million.
const MOST_PIXELS: u64 = 100_000_000;

fn read(source: &Source<'_>) -> Result<Content, Unreadable> {
    let pixels = size(source.bytes).map_or(0, |(width, height)| width * height);
    if pixels > MOST_PIXELS {
        return Err(Unreadable::TooManyPixels { pixels, limit: MOST_PIXELS });
    }
    let pages = source.options.ocr.read(source.bytes)?;
    Ok(Content { pages, attachments: Vec::new() })
}

/// How many pixels wide and high a PNG, GIF or JPEG says that it is, so that nothing has to be
/// unpacked to know; none for others.
fn size(bytes: &[u8]) -> Option<(u64, u64)> {
    let wide =
        |at: usize| Some(u64::from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)));
    let short = |at: usize| Some([*bytes.get(at)?, *bytes.get(at + 1)?]);
    if bytes.starts_with(b"\x89PNG") {
        return Some((wide(16)?, wide(20)?));
    }
    if bytes.starts_with(b"GIF8") {
        let side = |at| short(at).map(|pair| u64::from(u16::from_le_bytes(pair)));
        return Some((side(6)?, side(8)?));
    }
    let side = |at| short(at).map(|pair| u64::from(u16::from_be_bytes(pair)));
    // A JPEG is a row of segments: a mark, a length, and in the one of the frame the size.
    let mut at = bytes.starts_with(b"\xff\xd8").then_some(2)?;
    loop {
        let [0xff, mark] = short(at)? else { return None };
        if matches!(mark, 0xc0..=0xcf) && !matches!(mark, 0xc4 | 0xc8 | 0xcc) {
            return Some((side(at + 7)?, side(at + 5)?));
        }
        at += 2 + usize::try_from(side(at + 2)?).ok()?;
    }
}
