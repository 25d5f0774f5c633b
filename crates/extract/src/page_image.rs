//! A page of a PDF as a picture, so that a person can see where a value stands.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_oxide::rendering::{RenderOptions, render_page_fit};
use serde::{Deserialize, Serialize};

use crate::Unreadable;
use crate::kinds::{self, pdf};

/// The narrowest and the widest picture that is made, in pixels.
const WIDTHS: std::ops::RangeInclusive<u32> = 16..=4000;

/// The most pixels of a picture; one that would have more is made smaller.
const MOST_PIXELS: u64 = 16_000_000;

/// A picture of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageImage {
    /// The picture, a PNG.
    pub png: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

/// Makes a picture of a page, which counts from 1, so many pixels wide (16 to 4,000). Fonts that the
/// file does not hold are taken from the system.
///
/// This works in the caller's own process and may take any time and memory;
/// [`crate::Reader::page_image`] is for files from strangers.
///
/// # Errors
/// The file is no PDF, has no such page, or cannot be read.
pub fn page_image(
    bytes: &[u8],
    name: &str,
    page: usize,
    width: u32,
) -> Result<PageImage, Unreadable> {
    catch_unwind(AssertUnwindSafe(|| draw(bytes, name, page, width)))
        .unwrap_or_else(|_| Err(Unreadable::broken("its parts do not fit together")))
}

/// The media type of a file that is itself a picture which browsers show; none for all else, TIFF
/// among it.
#[must_use]
pub fn picture_type(bytes: &[u8]) -> Option<&'static str> {
    let beginnings: [(&[u8], &str); 4] = [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"),
    ];
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    let known = beginnings.into_iter().find(|(beginning, _)| bytes.starts_with(beginning));
    known.map(|(_, name)| name).or_else(|| webp.then_some("image/webp"))
}

fn draw(bytes: &[u8], name: &str, page: usize, width: u32) -> Result<PageImage, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if kinds::format_of(bytes, name)?.kind != crate::Kind::Pdf {
        return Err(Unreadable::NoPageImage);
    }
    let document = pdf::open(bytes)?;
    let pages = document.page_count().map_err(Unreadable::broken)?;
    let index = page.checked_sub(1).filter(|index| *index < pages);
    let index = index.ok_or(Unreadable::NoSuchPage { page, pages })?;
    let mut options = RenderOptions::default();
    options.max_output_pixels = MOST_PIXELS;
    let width = width.clamp(*WIDTHS.start(), *WIDTHS.end());
    // The height is as it comes, unless the page is a strip.
    let highest = width.saturating_mul(20);
    let drawn =
        render_page_fit(&document, index, width, highest, &options).map_err(Unreadable::broken)?;
    Ok(PageImage { png: drawn.data, width: drawn.width, height: drawn.height })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_known_by_their_beginnings() {
        assert_eq!(picture_type(b"\x89PNG\r\n\x1a\n\0"), Some("image/png"));
        assert_eq!(picture_type(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(picture_type(b"GIF89a"), Some("image/gif"));
        assert_eq!(picture_type(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        for other in [&b"II*\0"[..], b"RIFF\0\0\0\0WAVE", b"%PDF-1.7", b"<svg/>", b""] {
            assert_eq!(picture_type(other), None, "{other:?}");
        }
    }
}
