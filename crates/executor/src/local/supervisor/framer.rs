//! Turns bytes as they are read into frames of whole lines.

use annals_domain::{NodeName, Stream};
use annals_redact::Redactor;

use super::pump::LINE_LIMIT;
use crate::local::frame;

/// The most bytes read at once.
const READ: usize = 64 << 10;

/// Holds the line that is not whole yet, with room for a frame's header before it, so that a
/// frame is written from where its bytes were read to.
///
/// A line that is too long is cut where that parts no secret's value; so it is held until what
/// lies beyond the cut is known, too.
#[derive(Debug)]
pub(super) struct Framer<'a> {
    node: NodeName,
    stream: Stream,
    header: usize,
    redactor: Option<&'a Redactor>,
    /// The last byte stays free, for a line end.
    buffer: Vec<u8>,
    /// The end of what was read.
    filled: usize,
    /// Up to where no line end is to be found.
    searched: usize,
}

impl<'a> Framer<'a> {
    pub(super) fn new(node: &NodeName, stream: Stream, redactor: Option<&'a Redactor>) -> Self {
        let header = frame::log_header_len(node);
        let beyond = redactor.map_or(0, Redactor::reach);
        let buffer = vec![0; header + LINE_LIMIT + 1 + beyond + 1];
        let node = node.clone();
        Self { node, stream, header, redactor, buffer, filled: header, searched: header }
    }

    /// Where to read to. Never empty: a line beyond the limit is cut at once.
    pub(super) fn room(&mut self) -> &mut [u8] {
        let end = self.full().min(self.filled + READ);
        &mut self.buffer[self.filled..end]
    }

    /// Takes note that `count` bytes were read into [`Self::room`], and shows them.
    pub(super) fn accept(&mut self, count: usize) -> &[u8] {
        self.filled += count;
        &self.buffer[self.filled - count..self.filled]
    }

    /// Hands out frames of the whole lines that are there, if any; their headers are yet to be
    /// filled.
    pub(super) fn whole_lines(&mut self, mut emit: impl FnMut(&mut [u8], &NodeName, Stream)) {
        while let Some(end) = self.too_long() {
            self.cut(end, &mut emit);
        }
        if let Some(at) = memchr::memrchr(b'\n', &self.buffer[self.searched..self.filled]) {
            let end = self.searched + at + 1;
            emit(&mut self.buffer[..end], &self.node, self.stream);
            self.keep_from(end);
        }
        self.searched = self.filled;
    }

    /// Hands out the rest as a last line, if there is any.
    pub(super) fn end(&mut self, mut emit: impl FnMut(&mut [u8], &NodeName, Stream)) {
        while self.filled - self.header > LINE_LIMIT {
            self.cut(self.filled, &mut emit);
        }
        if self.filled > self.header {
            self.buffer[self.filled] = b'\n';
            emit(&mut self.buffer[..=self.filled], &self.node, self.stream);
            self.filled = self.header;
        }
    }

    fn full(&self) -> usize {
        self.buffer.len() - 1
    }

    /// The end of the first line, or of what is there of it, if it is to be cut now.
    fn too_long(&self) -> Option<usize> {
        if self.filled - self.header <= LINE_LIMIT {
            return None;
        }
        match memchr::memchr(b'\n', &self.buffer[self.searched..self.filled]) {
            Some(at) if self.searched + at - self.header > LINE_LIMIT => Some(self.searched + at),
            None if self.filled == self.full() => Some(self.filled),
            _ => None,
        }
    }

    /// Hands out the first piece of the line that ends at `end`.
    fn cut(&mut self, end: usize, emit: &mut impl FnMut(&mut [u8], &NodeName, Stream)) {
        let line = &self.buffer[self.header..end];
        let taken = self.redactor.map_or(LINE_LIMIT, |redactor| redactor.cut(line, LINE_LIMIT));
        let last = self.header + taken;
        let over = std::mem::replace(&mut self.buffer[last], b'\n');
        emit(&mut self.buffer[..=last], &self.node, self.stream);
        self.buffer[last] = over;
        self.keep_from(last);
        self.searched = self.searched.saturating_sub(taken).max(self.header);
    }

    fn keep_from(&mut self, start: usize) {
        self.buffer.copy_within(start..self.filled, self.header);
        self.filled = self.header + (self.filled - start);
    }
}

/// What comes out, line by line, where `input` is read in pieces of `sizes` (for checks; there must
/// be a size, and each is at least one).
#[cfg(any(test, fuzzing))]
pub fn lines(input: &[u8], sizes: &[usize], redactor: Option<&Redactor>) -> Vec<Vec<u8>> {
    let node = NodeName::main();
    let mut framer = Framer::new(&node, Stream::Stdout, redactor);
    let (mut out, mut rest, mut turn) = (Vec::new(), input, 0);
    let header = framer.header;
    while !rest.is_empty() {
        let count = sizes[turn % sizes.len()].min(rest.len()).min(framer.room().len());
        framer.room()[..count].copy_from_slice(&rest[..count]);
        framer.accept(count);
        framer.whole_lines(|frame, _, _| out.extend_from_slice(&frame[header..]));
        (rest, turn) = (&rest[count..], turn + 1);
    }
    framer.end(|frame, _, _| out.extend_from_slice(&frame[header..]));
    out.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lengths(input: &[u8], redactor: Option<&Redactor>) -> Vec<usize> {
        lines(input, &[READ], redactor).iter().map(Vec::len).collect()
    }

    #[test]
    fn a_line_at_the_limit_is_whole_and_one_beyond_is_cut() {
        let redactor = Redactor::new(["a secret value"]).expect("a redactor");
        for redactor in [None, Some(&redactor)] {
            let at = [vec![b'x'; LINE_LIMIT], b"\ny\n".to_vec()].concat();
            assert_eq!(lengths(&at, redactor), [LINE_LIMIT + 1, 2]);
            let beyond = [vec![b'x'; 2 * LINE_LIMIT + 5], b"\nyy\n".to_vec()].concat();
            assert_eq!(lengths(&beyond, redactor), [LINE_LIMIT + 1, LINE_LIMIT + 1, 6, 3]);
            let open = vec![b'x'; LINE_LIMIT + 5];
            assert_eq!(lengths(&open, redactor), [LINE_LIMIT + 1, 6]);
        }
    }

    #[test]
    fn a_value_at_the_limit_stays_in_one_piece() {
        let secret = "a secret value";
        let redactor = Redactor::new([secret]).expect("a redactor");
        for before in 0..=secret.len() {
            let start = vec![b'x'; LINE_LIMIT - before];
            for end in [&b"tail\nnext\n"[..], b"", &[b'y'; 2 * LINE_LIMIT]] {
                let input = [&start, secret.as_bytes(), end].concat();
                let pieces = lines(&input, &[READ, 7], Some(&redactor));
                let whole = |line: &Vec<u8>| {
                    line.windows(secret.len()).any(|window| window == secret.as_bytes())
                };
                assert!(pieces.iter().any(whole), "{before} {}", end.len());
                assert!(pieces.iter().all(|line| line.len() <= LINE_LIMIT + 1));
                let joined: Vec<u8> = pieces.concat().into_iter().filter(|b| *b != b'\n').collect();
                assert_eq!(joined, input.into_iter().filter(|b| *b != b'\n').collect::<Vec<_>>());
            }
        }
    }

    proptest! {
        #[test]
        fn pieces_do_not_matter(
            input in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(b'\r'), any::<u8>()], 0..400),
            sizes in proptest::collection::vec(1_usize..40, 1..6),
        ) {
            let mut expected = input.clone();
            if expected.last().is_some_and(|byte| *byte != b'\n') {
                expected.push(b'\n');
            }
            prop_assert_eq!(lines(&input, &sizes, None).concat(), expected);
        }
    }
}
