//! Where a line that is too long may be cut without parting a value.

use crate::Redactor;

impl Redactor {
    /// After how many bytes, at most `limit`, `line` may be cut so that no value lies on both
    /// sides. More than `limit` only where values overlap each other from its first byte on.
    ///
    /// `line` must go on for [`Redactor::reach`] bytes after `limit`, unless it ends before that.
    #[must_use]
    pub fn cut(&self, line: &[u8], limit: usize) -> usize {
        let spans = self.lines.spans(line).unwrap_or_default();
        match spans.into_iter().find(|(start, end)| *start < limit && limit < *end) {
            None => limit.min(line.len()),
            // What was found of them becomes one mask.
            Some((0, end)) => end,
            Some((start, _)) => start,
        }
    }
}
