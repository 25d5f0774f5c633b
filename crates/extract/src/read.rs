//! Reading a file of any kind.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::document::Document;
use crate::kinds::{self, Content, Source};
use crate::{Options, Unreadable};

/// Reads a file. What it is, is found out by its bytes, then by its name.
///
/// This reads in the caller's own process and may take any time and memory; [`crate::Reader`] is
/// for files from strangers.
///
/// # Errors
/// Why the file was not read.
pub fn read(bytes: &[u8], name: &str, options: &Options) -> Result<Document, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    // The readers of formats are other people's; a bug in one must cost this file only.
    catch_unwind(AssertUnwindSafe(|| read_known(bytes, name, options)))
        .unwrap_or_else(|_| Err(Unreadable::broken("its parts do not fit together")))
}

fn read_known(bytes: &[u8], name: &str, options: &Options) -> Result<Document, Unreadable> {
    let format = kinds::format_of(bytes, name)?;
    let content = (format.read)(&Source { bytes, name, options })?;
    let blank = |page: &crate::Page| page.text.trim().is_empty() && page.words.is_empty();
    if content.attachments.is_empty() && content.pages.iter().all(blank) {
        let reason = content.pages.iter().find_map(|page| page.unread.clone());
        return Err(reason.unwrap_or(Unreadable::NoText));
    }
    let Content { pages, attachments } = content;
    Ok(Document { name: name.to_owned(), kind: format.kind, pages, attachments })
}
