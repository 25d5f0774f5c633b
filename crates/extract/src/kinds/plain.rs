//! Plain text.

use super::{Content, Format, Source};
use crate::document::{Kind, Page};
use crate::{Unreadable, text};

pub(super) const FORMAT: Format = Format {
    kind: Kind::Text,
    endings: &["txt", "text", "log"],
    looks: |_| false,
    textual: true,
    read,
};

/// The text, a page at each form feed.
fn read(source: &Source<'_>) -> Result<Content, Unreadable> {
    let text = text::decode(source.bytes).ok_or(Unreadable::Unsupported)?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let pages: Vec<Page> = text.trim_end_matches('\x0c').split('\x0c').map(Page::of_text).collect();
    Ok(Content { pages, attachments: Vec::new() })
}
