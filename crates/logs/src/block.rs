//! An open block: its lines by number.

use std::ops::RangeInclusive;

use annals_domain::ledger::Line;
use annals_domain::{Seq, Stream, Timestamp};
use memchr::{memchr, memchr_iter};

use crate::runs::Run;

/// A block that was checked and decompressed.
#[derive(Debug, Clone)]
pub struct OpenBlock {
    pub(crate) node: i64,
    pub(crate) first_seq: Seq,
    pub(crate) first_line: i64,
    pub(crate) lines: usize,
    pub(crate) runs: Vec<Run>,
    /// The runs as they were stored, then the bytes of all lines.
    pub(crate) plain: Vec<u8>,
    /// Where in `plain` the lines begin.
    pub(crate) start: usize,
}

/// A line of an open block, not copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineRef<'a> {
    /// Its place in the run's sequence.
    pub seq: Seq,
    /// The node's index within the run.
    pub node: i64,
    /// Its number within the node, from 1.
    pub number: i64,
    /// The stream it came from.
    pub stream: Stream,
    /// When it was read.
    pub at: Timestamp,
    /// Its bytes without the line end.
    pub bytes: &'a [u8],
}

impl LineRef<'_> {
    /// The line as a value of its own.
    #[must_use]
    pub fn to_line(&self) -> Line {
        Line {
            seq: self.seq,
            node: self.node,
            number: self.number,
            stream: self.stream,
            at: self.at,
            bytes: self.bytes.to_vec(),
        }
    }
}

impl OpenBlock {
    /// The number of its first line.
    #[must_use]
    pub const fn first_line(&self) -> i64 {
        self.first_line
    }

    /// The number of its last line.
    #[must_use]
    pub fn last_line(&self) -> i64 {
        // `sizes` made sure that this is no overflow.
        self.first_line + self.lines as i64 - 1
    }

    /// The number of the line with this `seq`, were the block long enough to have it.
    #[must_use]
    pub const fn number_of(&self, seq: Seq) -> i64 {
        seq.saturating_sub(self.first_seq).saturating_add(self.first_line)
    }

    /// The bytes of all lines, line ends included.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.plain[self.start..]
    }

    /// The lines whose numbers lie in `range`, not copied. Numbers outside of the block are
    /// passed over.
    pub fn line_refs(&self, range: RangeInclusive<i64>) -> impl Iterator<Item = LineRef<'_>> {
        let (skip, take) = self.clamped(&range);
        let place = self.place(skip);
        let lines = Lines { block: self, index: skip, place };
        lines.take(take)
    }

    /// The lines whose numbers lie in `range`. Numbers outside of the block are passed over.
    #[must_use]
    pub fn lines(&self, range: RangeInclusive<i64>) -> Vec<Line> {
        self.line_refs(range).map(|line| line.to_line()).collect()
    }

    /// Appends the bytes of the lines whose numbers lie in `range`, line ends included.
    pub fn append_raw(&self, range: RangeInclusive<i64>, out: &mut Vec<u8>) {
        let (skip, take) = self.clamped(&range);
        let (from, to) = (self.place(skip).offset, self.place(skip + take).offset);
        out.extend_from_slice(&self.raw()[from..to]);
    }

    /// A range of numbers as the lines to skip and the lines to take.
    fn clamped(&self, range: &RangeInclusive<i64>) -> (usize, usize) {
        let (from, to) =
            (*range.start().max(&self.first_line), *range.end().min(&self.last_line()));
        if from > to {
            return (0, 0);
        }
        // Both lie within the block, whose count of lines is a usize.
        ((from - self.first_line) as usize, (to - from) as usize + 1)
    }

    /// Where the line `index`, from 0, begins.
    fn place(&self, index: usize) -> Place {
        let mut place = Place { run: 0, left: 0, offset: 0 };
        let mut skip = index;
        while let Some(run) = self.runs.get(place.run) {
            if skip < run.lines {
                place.left = run.lines - skip;
                break;
            }
            skip -= run.lines;
            place.offset += run.bytes;
            place.run += 1;
        }
        if let Some(last) = skip.checked_sub(1) {
            let ends = memchr_iter(b'\n', &self.raw()[place.offset..]).nth(last);
            place.offset += ends.map_or(0, |end| end + 1);
        }
        place
    }
}

/// A place between two lines.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// The run of the next line.
    run: usize,
    /// How many lines of that run are left.
    left: usize,
    /// Where the next line begins.
    offset: usize,
}

/// The lines from a place on.
struct Lines<'a> {
    block: &'a OpenBlock,
    index: usize,
    place: Place,
}

impl<'a> Iterator for Lines<'a> {
    type Item = LineRef<'a>;

    fn next(&mut self) -> Option<LineRef<'a>> {
        if self.place.left == 0 {
            return None;
        }
        let run = self.block.runs.get(self.place.run)?;
        let rest = self.block.raw().get(self.place.offset..)?;
        let bytes = &rest[..memchr(b'\n', rest)?];
        let index = self.index as i64;
        self.index += 1;
        self.place.offset += bytes.len() + 1;
        self.place.left -= 1;
        if self.place.left == 0 {
            self.place.run += 1;
            self.place.left = self.block.runs.get(self.place.run).map_or(0, |run| run.lines);
        }
        Some(LineRef {
            seq: self.block.first_seq + index,
            node: self.block.node,
            number: self.block.first_line + index,
            stream: run.stream,
            at: run.at,
            bytes,
        })
    }
}
