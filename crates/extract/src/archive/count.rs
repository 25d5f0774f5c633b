//! Counting what comes out of an archive.

use super::{Limits, Refused};

/// What came out so far, of the outermost archive and all within.
pub(super) struct Count<'l> {
    limits: &'l Limits,
    /// The size of the outermost archive.
    packed: u64,
    files: usize,
    bytes: u64,
}

impl<'l> Count<'l> {
    pub(super) fn new(limits: &'l Limits, packed: u64) -> Self {
        Self { limits, packed, files: 0, bytes: 0 }
    }

    pub(super) fn files(&self) -> usize {
        self.files
    }

    /// An archive says that it holds so many files or folders. Twice the files may be folders.
    pub(super) fn expect(&self, more: usize) -> Result<(), Refused> {
        if self.files.saturating_add(more) > self.limits.files.saturating_mul(3) {
            return Err(Refused::TooManyFiles { limit: self.limits.files });
        }
        Ok(())
    }

    /// A file begins.
    pub(super) fn file(&mut self) -> Result<(), Refused> {
        self.files += 1;
        if self.files > self.limits.files {
            return Err(Refused::TooManyFiles { limit: self.limits.files });
        }
        Ok(())
    }

    /// Bytes came out.
    pub(super) fn bytes(&mut self, more: u64) -> Result<(), Refused> {
        self.bytes = self.bytes.saturating_add(more);
        if self.bytes > self.limits.bytes {
            return Err(Refused::TooLarge { limit: self.limits.bytes });
        }
        let most = self.packed.max(1).saturating_mul(self.limits.ratio);
        if self.bytes > self.limits.ratio_from && self.bytes > most {
            return Err(Refused::TooDense { limit: self.limits.ratio });
        }
        Ok(())
    }
}
