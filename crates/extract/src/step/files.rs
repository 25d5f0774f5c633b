//! The files of a task, read.

use std::io::ErrorKind;
use std::path::Path;

use annals_domain::{FileGroup, FileRef};

use super::{counted, say};
use crate::{Document, Reader, ReaderLimits, Unreadable};

/// The most bytes of a file that is read.
const LARGEST: u64 = 1 << 30;

/// What was read of a task's files.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The documents, in the order of the files.
    pub(super) documents: Vec<Document>,
    /// The files that were not read, by path, with the reasons.
    pub(super) unread: Vec<(String, String)>,
}

/// Reads the files of `group` out of `folder`. One that cannot be read is left out.
///
/// # Errors
/// The reason, where no file could be read: a file that is alone fails with its reason.
pub(super) async fn read(group: &FileGroup, folder: &Path) -> Result<Read, String> {
    let (reader, mut read) = (Reader::of_this_program(ReaderLimits::default())?, Read::default());
    for file in &group.files {
        match read_one(&reader, file, folder).await {
            Ok(document) => {
                tell(&document);
                read.documents.push(document);
            }
            Err(reason) => {
                say(&format!("warning: {}: {reason}", file.path));
                read.unread.push((file.path.clone(), reason));
            }
        }
    }
    match read.unread.first() {
        Some((_, reason)) if group.files.len() == 1 => Err(reason.clone()),
        Some((path, reason)) if read.documents.is_empty() => {
            Err(format!("None of the files could be read. {path}: {reason}"))
        }
        _ => Ok(read),
    }
}

async fn read_one(reader: &Reader, file: &FileRef, folder: &Path) -> Result<Document, String> {
    let bytes = bytes_of(file, &folder.join(file.id.as_str()))?;
    reader.read(&bytes, &file.path).await.map_err(|unreadable: Unreadable| unreadable.to_string())
}

/// The bytes of a file, which are those that were uploaded or none.
fn bytes_of(file: &FileRef, place: &Path) -> Result<Vec<u8>, String> {
    let cannot = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => "The file is not kept any more.".to_owned(),
        _ => format!("The file could not be read: {error}."),
    };
    let size = std::fs::metadata(place).map_err(cannot)?.len();
    if size > LARGEST {
        return Err(format!("The file has {size} bytes; at most {LARGEST} are read."));
    }
    let bytes = std::fs::read(place).map_err(cannot)?;
    if i64::try_from(bytes.len()) != Ok(file.bytes) {
        let (is, was) = (bytes.len(), file.bytes);
        return Err(format!("The file is not what was uploaded: it has {is} bytes, not {was}."));
    }
    match &file.sha256 {
        Some(known) if *known != annals_domain::digest(&bytes) => {
            Err("The file is not what was uploaded: its checksum is another.".to_owned())
        }
        _ => Ok(bytes),
    }
}

/// Says in the log what was read, and what of it was not.
fn tell(document: &Document) {
    let attached = document.documents().count() - 1;
    let attached = match attached {
        0 => String::new(),
        count => format!(", {}", counted(count, "attachment")),
    };
    say(&format!("{}: {}{attached}", document.name, counted(document.page_count(), "page")));
    for part in document.documents() {
        for (number, page) in part.pages.iter().enumerate() {
            if let Some(reason) = &page.unread {
                say(&format!("warning: {}, page {}: {reason}", part.name, number + 1));
            }
        }
        for attachment in &part.attachments {
            if let Err(reason) = &attachment.content {
                say(&format!("warning: {}/{}: {reason}", part.name, attachment.name));
            }
        }
    }
}
