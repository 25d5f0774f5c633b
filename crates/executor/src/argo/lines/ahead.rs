//! Lines that came while others before them are missing.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::Line;

/// The most bytes of lines that are kept while others before them are waited for.
pub(super) const MOST_AHEAD: usize = 8 << 20;

/// Lines behind others that are missing.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    lines: BTreeMap<u64, Line>,
    bytes: usize,
}

impl Ahead {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether so much is kept that the lines before are not to be waited for.
    pub(super) const fn is_much(&self) -> bool {
        self.bytes > MOST_AHEAD
    }

    /// Keeps a line, unless it is there already.
    pub(super) fn put(&mut self, number: u64, line: Line) {
        if let Entry::Vacant(entry) = self.lines.entry(number) {
            self.bytes += size(&line);
            entry.insert(line);
        }
    }

    /// Takes the first, if its number is at most `up_to`.
    pub(super) fn next(&mut self, up_to: u64) -> Option<Line> {
        let first = self.lines.first_entry().filter(|first| *first.key() <= up_to)?;
        let line = first.remove();
        self.bytes -= size(&line);
        Some(line)
    }
}

/// About the bytes that it takes to keep a line.
const fn size(line: &Line) -> usize {
    line.bytes.len() + size_of::<Line>()
}
