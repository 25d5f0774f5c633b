//! Why a file was not read.

use serde::{Deserialize, Serialize};

/// Why a file, or a page of it, was not read: one plain sentence each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum Unreadable {
    /// It has no bytes.
    #[error("The file is empty.")]
    Empty,
    /// None of the formats.
    #[error(
        "The file is of a kind that cannot be read; PDF, DOCX, XLSX, XLS, ODS, CSV, HTML, EML, text, Markdown, JSON and pictures can."
    )]
    Unsupported,
    /// It opens with a password only.
    #[error("The file is protected by a password.")]
    Encrypted,
    /// It is not what it says it is.
    #[error("The file is damaged: {what}.")]
    Broken {
        /// What was found to be wrong, in a few words.
        what: String,
    },
    /// There is nothing to read in it.
    #[error("The file holds no text.")]
    NoText,
    /// It is a picture, and the program that reads pictures is not there.
    #[error("The file is a scan or a picture, and Tesseract, which reads those, is not installed.")]
    OcrMissing,
    /// Tesseract failed.
    #[error("The picture could not be read by Tesseract: {what}.")]
    OcrFailed {
        /// What it said.
        what: String,
    },
    /// A page was asked for that it does not have.
    #[error("The file has {pages} pages; there is no page {page}.")]
    NoSuchPage {
        /// The page that was asked for, from 1.
        page: usize,
        /// As many as it has.
        pages: usize,
    },
    /// A picture of a page was asked for, and only a PDF has such.
    #[error("Only pages of PDF files can be shown as pictures.")]
    NoPageImage,
    /// It has too many pages.
    #[error("The file has {pages} pages; at most {limit} are read.")]
    TooManyPages {
        /// As many as it has.
        pages: usize,
        /// As many as are read.
        limit: usize,
    },
    /// It is a picture of too many pixels.
    #[error("The picture has {pixels} pixels; at most {limit} are read.")]
    TooManyPixels {
        /// As many as it says it has.
        pixels: u64,
        /// As many as are read.
        limit: u64,
    },
    /// It, or what is packed in it, is too large.
    #[error("The file holds more than {limit} bytes of text.")]
    TooLarge {
        /// The most bytes that are read.
        limit: u64,
    },
    /// It took too long.
    #[error("Reading the file took longer than {seconds} seconds.")]
    TooSlow {
        /// The limit.
        seconds: u64,
    },
    /// It took too much memory.
    #[error("Reading the file took more than {bytes} bytes of memory.")]
    TooMuchMemory {
        /// The limit.
        bytes: u64,
    },
    /// The process that read it could not be started or ended in a way that says nothing.
    #[error("The file could not be read: {what}.")]
    Failed {
        /// What happened.
        what: String,
    },
}

impl Unreadable {
    /// Damaged, and how.
    pub(crate) fn broken(what: impl std::fmt::Display) -> Self {
        let what = crate::text::one_line(&what.to_string());
        Self::Broken { what: crate::text::shortened(what.trim_end_matches('.'), 200) }
    }
}
