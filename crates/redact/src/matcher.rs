//! Finds needles, all at once.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::MASK;
use crate::forms::{Needle, base64_digit};

/// The bytes of needles up to which the fastest automaton is taken, which needs up to 512 bytes of
/// memory for each of them.
const FASTEST: usize = 8 << 10;
/// How many `=` may end base64.
const PADDING: usize = 2;

/// Finds needles and masks them.
#[derive(Debug)]
pub(crate) struct Matcher {
    needles: Vec<Needle>,
    /// Says fast whether there is any; nearly always there is none. Made when it is needed first,
    /// as is the other one.
    finder: OnceLock<AhoCorasick>,
    /// Finds all, those too that overlap.
    all: OnceLock<AhoCorasick>,
}

/// Where something lies to be masked, its end excluded.
pub(crate) type Span = (usize, usize);

impl Matcher {
    pub(crate) const fn new(needles: Vec<Needle>) -> Self {
        Self { needles, finder: OnceLock::new(), all: OnceLock::new() }
    }

    /// `bytes` with every needle masked; none if there is none.
    ///
    /// Masks beside what is left may form a value again (of stars, say), so it looks again until
    /// there is nothing to be found. Each time something becomes shorter.
    pub(crate) fn masked(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut out = mask(bytes, &self.spans(bytes)?);
        while let Some(spans) = self.spans(&out) {
            out = mask(&out, &spans);
        }
        Some(out)
    }

    /// What is to be masked, in order and apart from each other; none if that is nothing.
    ///
    /// Where needles overlap all of them are masked: of two secrets that share bytes, leaving out
    /// the one found first would show the rest of the other.
    pub(crate) fn spans(&self, bytes: &[u8]) -> Option<Vec<Span>> {
        let finder = || automaton(&self.needles, MatchKind::LeftmostLongest);
        let first = self.finder.get_or_init(finder).find(bytes)?;
        let all = self.all.get_or_init(|| automaton(&self.needles, MatchKind::Standard));
        let mut found: Vec<Span> = all
            .find_overlapping_iter(&bytes[first.start()..])
            .map(|m| (m.start() + first.start(), m.end() + first.start(), m.pattern().as_usize()))
            .map(|(start, end, needle)| widened(bytes, start, end, &self.needles[needle]))
            .collect();
        found.sort_unstable();
        Some(merged(&found))
    }

    /// The longest match with what may be added on its right.
    pub(crate) fn reach(&self) -> usize {
        let longest = self.needles.iter().map(|needle| needle.bytes.len()).max();
        longest.unwrap_or(0) + 1 + PADDING
    }
}

/// # Panics
/// With more than 2 GiB of needles: whoever takes values in allows far less. Going on without would
/// show what is to be masked.
fn automaton(needles: &[Needle], kind: MatchKind) -> AhoCorasick {
    let size: usize = needles.iter().map(|needle| needle.bytes.len()).sum();
    let automaton =
        if size <= FASTEST { AhoCorasickKind::DFA } else { AhoCorasickKind::ContiguousNFA };
    let mut builder = AhoCorasick::builder();
    builder.match_kind(kind).kind(Some(automaton));
    builder.build(needles.iter().map(|needle| &needle.bytes)).expect("the needles are few")
}

/// The match with the neighbours that hold some of its bits.
fn widened(bytes: &[u8], start: usize, end: usize, needle: &Needle) -> Span {
    let is_digit = |at: usize| bytes.get(at).copied().is_some_and(base64_digit);
    let start = if needle.before && start > 0 && is_digit(start - 1) { start - 1 } else { start };
    if !needle.after {
        return (start, end);
    }
    let mut end = if is_digit(end) { end + 1 } else { end };
    for _ in 0..PADDING {
        end += usize::from(bytes.get(end) == Some(&b'='));
    }
    (start, end)
}

/// Makes one of spans that overlap.
fn merged(sorted: &[Span]) -> Vec<Span> {
    let mut apart: Vec<Span> = Vec::new();
    for &(start, end) in sorted {
        match apart.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => apart.push((start, end)),
        }
    }
    apart
}

fn mask(bytes: &[u8], spans: &[Span]) -> Vec<u8> {
    let (mut out, mut from) = (Vec::with_capacity(bytes.len()), 0);
    for &(start, end) in spans {
        out.extend_from_slice(&bytes[from..start]);
        out.extend_from_slice(MASK.as_bytes());
        from = end;
    }
    out.extend_from_slice(&bytes[from..]);
    out
}
