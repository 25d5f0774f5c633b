//! A line that was found, with the lines around it.

use std::ops::Range;
use std::sync::Arc;

use annals_domain::ledger::Line;
use annals_domain::{NodeName, Run};
use annals_logs::{LineRef, OpenBlock, Pattern};

use crate::Error;
use crate::engine::Inner;
use crate::events::open;

/// How many lines before and after a hit are shown with it.
const AROUND: i64 = 2;
/// The most bytes of a line that are shown.
const SHOWN: usize = 4096;
/// How much of them stands before the first match.
const LEAD: usize = SHOWN / 4;

/// A line that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The run that printed it.
    pub run: Arc<Run>,
    /// The node that printed it.
    pub node: NodeName,
    /// The line; of a very long one about 4,096 bytes around the first match.
    pub line: Line,
    /// How many characters of the line stand before what is shown of it.
    pub left_out: usize,
    /// The matches in what is shown, in characters.
    pub matches: Vec<Range<usize>>,
    /// The two lines before it in its node's log, as far as there are any.
    pub before: Vec<String>,
    /// The two lines after it.
    pub after: Vec<String>,
}

/// A line as it was found in its block.
pub(super) struct Raw {
    pub(super) line: Line,
    left_out: usize,
    matches: Vec<Range<usize>>,
    before: Vec<String>,
    after: Vec<String>,
}

impl Raw {
    pub(super) fn new(block: &OpenBlock, line: LineRef<'_>, pattern: &Pattern) -> Self {
        let matches = pattern.matches(line.bytes);
        let shown = window(line.bytes, matches.first().map_or(0, |first| first.start));
        let bytes = &line.bytes[shown.clone()];
        let inside =
            matches.iter().filter(|m| m.start >= shown.start && m.start < shown.end.max(1));
        let place = |at: usize| characters(&line.bytes[shown.start..at.min(shown.end)]);
        let around = |range| block.line_refs(range).map(|line| text(line.bytes)).collect();
        let number = line.number;
        Self {
            left_out: characters(&line.bytes[..shown.start]),
            matches: inside.map(|m| place(m.start)..place(m.end)).collect(),
            before: around(number - AROUND..=number - 1),
            after: around(number + 1..=number + AROUND),
            line: Line { bytes: bytes.to_vec(), ..LineRef { bytes: &[], ..line }.to_line() },
        }
    }

    /// Fetches the lines around it that lie in other blocks.
    pub(super) async fn complete(&mut self, inner: &Arc<Inner>, run: &Run) -> Result<(), Error> {
        let number = self.line.number;
        let wanted = |there: &Vec<String>| (there.len() as i64) < AROUND;
        if wanted(&self.before) && number > self.before.len() as i64 + 1 {
            self.before = self.read(inner, run, (number - AROUND).max(1)..=number - 1).await?;
        }
        if wanted(&self.after) {
            self.after = self.read(inner, run, number + 1..=number + AROUND).await?;
        }
        Ok(())
    }

    async fn read(
        &self,
        inner: &Arc<Inner>,
        run: &Run,
        range: std::ops::RangeInclusive<i64>,
    ) -> Result<Vec<String>, Error> {
        let (node, from) = (self.line.node, *range.start());
        let blocks = inner.log_of(run).await?.by_line(node, from, AROUND).await?;
        let mut texts = Vec::new();
        for block in &blocks {
            texts.extend(open(block)?.line_refs(range.clone()).map(|line| text(line.bytes)));
        }
        Ok(texts)
    }

    pub(super) fn hit(self, run: Arc<Run>, node: NodeName) -> Hit {
        let Self { line, left_out, matches, before, after } = self;
        Hit { run, node, line, left_out, matches, before, after }
    }
}

/// What is shown of a line whose first match begins at `at`.
fn window(bytes: &[u8], at: usize) -> Range<usize> {
    if bytes.len() <= SHOWN {
        return 0..bytes.len();
    }
    let start = boundary(bytes, at.saturating_sub(LEAD).min(bytes.len() - SHOWN));
    start..boundary(bytes, start + SHOWN)
}

/// The beginning of the character that the byte `at` belongs to.
fn boundary(bytes: &[u8], at: usize) -> usize {
    let begins = |at: &usize| bytes.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80);
    (at.saturating_sub(3)..=at).rev().find(begins).unwrap_or(at)
}

/// How many characters the bytes are as text.
fn characters(bytes: &[u8]) -> usize {
    String::from_utf8_lossy(bytes).chars().count()
}

/// The beginning of a line as text.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[window(bytes, 0)]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_shown_around_its_first_match() {
        let line = [vec![b'x'; 10_000], b"needle".to_vec(), vec![b'y'; 10_000]].concat();
        assert_eq!(window(&line, 10_000), 10_000 - LEAD..10_000 - LEAD + SHOWN);
        assert_eq!(window(&line, 0), 0..SHOWN);
        assert_eq!(window(&line, 20_005), 20_006 - SHOWN..20_006);
        assert_eq!(window(&line[..SHOWN], 5), 0..SHOWN);
    }

    #[test]
    fn no_character_is_cut_in_two() {
        let line = "ä€😀".repeat(2000).into_bytes();
        for at in 0..line.len() {
            assert!(std::str::from_utf8(&line[window(&line, at)]).is_ok(), "{at}");
        }
        assert_eq!(characters(b"a\xff\xc3\xa4"), 3);
    }
}
