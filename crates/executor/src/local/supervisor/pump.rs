//! Turns what a process prints into frames of whole lines.
//!
//! A line longer than [`LINE_LIMIT`] is cut into pieces of that length, each a line of its own.
//! What follows the last line end when the stream ends is a line too. Bytes are kept as printed.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::os::fd::OwnedFd;

use annals_domain::{NodeName, Stream};
use tokio::net::unix::pipe::Receiver;

use super::diagnose;
use super::spool::Spool;
use crate::local::frame;

/// The most bytes of a line, its end not counted.
pub(crate) const LINE_LIMIT: usize = 1 << 20;
const READ: usize = 64 << 10;
/// How much of the end of a stream is remembered.
const TAIL: usize = 16 << 10;

/// One of a process's output streams.
#[derive(Debug)]
pub(crate) struct Pump<'a> {
    spool: &'a Spool,
    /// None once the stream has ended.
    pipe: Option<Receiver>,
    framer: Framer,
    tail: VecDeque<u8>,
}

impl<'a> Pump<'a> {
    /// A pump for `pipe`; with none it is a stream that has ended.
    pub(crate) fn new(
        spool: &'a Spool,
        pipe: Option<impl Into<OwnedFd>>,
        node: &NodeName,
        stream: Stream,
    ) -> io::Result<Self> {
        let pipe = pipe.map(|pipe| Receiver::from_owned_fd(pipe.into())).transpose()?;
        Ok(Self { spool, pipe, framer: Framer::new(node, stream), tail: VecDeque::new() })
    }

    /// Waits until something can be read; for ever once the stream has ended.
    pub(crate) async fn readable(&self) {
        if let Some(pipe) = &self.pipe
            && pipe.readable().await.is_ok()
        {
            return;
        }
        std::future::pending().await
    }

    /// Reads once, if something is there.
    pub(crate) fn read(&mut self) {
        let Some(pipe) = &self.pipe else { return };
        match pipe.try_read(self.framer.room()) {
            Ok(0) => self.pipe = None,
            Ok(count) => self.take(count),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => {
                diagnose(format_args!("an output of the process cannot be read: {error}"));
                self.pipe = None;
            }
        }
    }

    /// Reads what is left without waiting for more, and ends the last line. Returns the end of
    /// what the stream held.
    pub(crate) async fn finish(mut self) -> Vec<u8> {
        if let Err(error) = self.read_rest().await {
            diagnose(format_args!("an output of the process cannot be read to its end: {error}"));
        }
        let now = self.spool.now();
        self.framer.end(|frame, node, stream| {
            frame::seal_log(frame, node, stream, now);
            self.spool.append(frame);
        });
        self.tail.into()
    }

    /// Reads past the runtime, which takes a pipe for empty until it was told otherwise.
    async fn read_rest(&mut self) -> io::Result<()> {
        let Some(pipe) = self.pipe.take() else { return Ok(()) };
        let mut pipe = File::from(pipe.into_nonblocking_fd()?);
        loop {
            match pipe.read(self.framer.room()) {
                Ok(0) => return Ok(()),
                Ok(count) => self.take(count),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            self.spool.unclog().await;
        }
    }

    fn take(&mut self, count: usize) {
        let news = self.framer.accept(count);
        self.tail.extend(&news[news.len().saturating_sub(TAIL)..]);
        self.tail.drain(..self.tail.len().saturating_sub(TAIL));
        let now = self.spool.now();
        self.framer.whole_lines(|frame, node, stream| {
            frame::seal_log(frame, node, stream, now);
            self.spool.append(frame);
        });
    }
}

/// Holds the line that is not whole yet, with room for a frame's header before it, so that a
/// frame is written from where its bytes were read to.
#[derive(Debug)]
struct Framer {
    node: NodeName,
    stream: Stream,
    header: usize,
    buffer: Vec<u8>,
    /// The end of what was read.
    filled: usize,
    /// Up to where no line end is to be found.
    searched: usize,
}

impl Framer {
    fn new(node: &NodeName, stream: Stream) -> Self {
        let header = frame::log_header_len(node);
        let buffer = vec![0; header + LINE_LIMIT + 1];
        Self { node: node.clone(), stream, header, buffer, filled: header, searched: header }
    }

    /// Where to read to. Never empty: a line beyond the limit is cut at once.
    fn room(&mut self) -> &mut [u8] {
        let end = self.buffer.len().min(self.filled + READ);
        &mut self.buffer[self.filled..end]
    }

    /// Takes note that `count` bytes were read into [`Self::room`], and shows them.
    fn accept(&mut self, count: usize) -> &[u8] {
        self.filled += count;
        &self.buffer[self.filled - count..self.filled]
    }

    /// Hands out a frame of the whole lines that are there, if any; its header is yet to be filled.
    fn whole_lines(&mut self, mut emit: impl FnMut(&mut [u8], &NodeName, Stream)) {
        if let Some(at) = memchr::memrchr(b'\n', &self.buffer[self.searched..self.filled]) {
            let end = self.searched + at + 1;
            emit(&mut self.buffer[..end], &self.node, self.stream);
            self.keep_from(end);
        } else if self.filled == self.buffer.len() {
            let last = self.filled - 1;
            let over = std::mem::replace(&mut self.buffer[last], b'\n');
            emit(&mut self.buffer[..=last], &self.node, self.stream);
            self.buffer[last] = over;
            self.keep_from(last);
        }
        self.searched = self.filled;
    }

    /// Hands out the rest as a last line, if there is any.
    fn end(&mut self, mut emit: impl FnMut(&mut [u8], &NodeName, Stream)) {
        if self.filled > self.header {
            // There is room: a line is cut before the last byte of the buffer stays taken.
            self.buffer[self.filled] = b'\n';
            emit(&mut self.buffer[..=self.filled], &self.node, self.stream);
            self.filled = self.header;
        }
    }

    fn keep_from(&mut self, start: usize) {
        self.buffer.copy_within(start..self.filled, self.header);
        self.filled = self.header + (self.filled - start);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What comes out, line by line, where `input` is read in pieces of `sizes`.
    fn lines(input: &[u8], sizes: &[usize]) -> Vec<Vec<u8>> {
        let node = NodeName::main();
        let mut framer = Framer::new(&node, Stream::Stdout);
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

    #[test]
    fn a_line_at_the_limit_is_whole_and_one_beyond_is_cut() {
        let at = [vec![b'x'; LINE_LIMIT], b"\ny\n".to_vec()].concat();
        assert_eq!(
            lines(&at, &[READ]).iter().map(Vec::len).collect::<Vec<_>>(),
            [LINE_LIMIT + 1, 2]
        );
        let beyond = [vec![b'x'; 2 * LINE_LIMIT + 5], b"\n".to_vec()].concat();
        let lengths: Vec<_> = lines(&beyond, &[READ]).iter().map(Vec::len).collect();
        assert_eq!(lengths, [LINE_LIMIT + 1, LINE_LIMIT + 1, 6]);
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
            prop_assert_eq!(lines(&input, &sizes).concat(), expected);
        }
    }
}
