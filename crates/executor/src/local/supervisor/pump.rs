//! Turns what a process prints into frames of whole lines.
//!
//! A line longer than [`LINE_LIMIT`] is cut into pieces of that length (a little less where that
//! would part a secret's value), each a line of its own. What follows the last line end when the
//! stream ends is a line too. Bytes are kept as printed, but for the values of secrets.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::os::fd::OwnedFd;

use annals_domain::{NodeName, Stream};
use tokio::net::unix::pipe::Receiver;

use super::diagnose;
use super::framer::Framer;
use super::spool::Spool;

/// The most bytes of a line, its end not counted.
pub(crate) const LINE_LIMIT: usize = 1 << 20;
/// How much of the end of a stream is remembered.
const TAIL: usize = 16 << 10;

/// One of a process's output streams.
#[derive(Debug)]
pub(crate) struct Pump<'a> {
    spool: &'a Spool,
    /// None once the stream has ended.
    pipe: Option<Receiver>,
    framer: Framer<'a>,
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
        let framer = Framer::new(node, stream, spool.redactor());
        Ok(Self { spool, pipe, framer, tail: VecDeque::new() })
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
        self.framer.end(|frame, node, stream| self.spool.lines(frame, node, stream));
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
        self.framer.whole_lines(|frame, node, stream| self.spool.lines(frame, node, stream));
    }
}
