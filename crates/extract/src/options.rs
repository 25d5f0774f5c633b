//! How a file is read.

use serde::{Deserialize, Serialize};

use crate::Ocr;

/// How a file is read, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// What reads pictures.
    pub ocr: Ocr,
    /// The most pages of a document that are read; more is an error.
    pub max_pages: usize,
    /// The most bytes of text, unpacked, of a packed document (DOCX) that are read; more is an error.
    pub max_part_bytes: u64,
    /// How deep files in files are read: 3 reads a mail attached to a mail attached to a mail.
    pub max_depth: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { ocr: Ocr::default(), max_pages: 10_000, max_part_bytes: 64 << 20, max_depth: 3 }
    }
}
