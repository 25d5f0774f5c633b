//! Where the supervisor's observations go: appended to the `spool` file, then a nudge on `wake`.
//!
//! The server stores at once what it finds at once, with one commit. So facts nudge it only when
//! the supervisor has nothing more to do for now ([`Spool::nudging`]): those of one moment, such as
//! the end of the last step and the end of the attempt, are one commit and not two.

use std::cell::RefCell;
use std::fs::{File, OpenOptions};
use std::future::poll_fn;
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::pin::pin;
use std::time::Duration;

use annals_domain::{Clock, LogChunk, NodeName, Observation, Seen, Stream, Timestamp};
use annals_redact::Redactor;

use super::diagnose;
use crate::local::folder::{Folder, open_fifo};
use crate::local::frame;
use crate::redacted;

/// How long to wait before a write that failed is tried again.
const PAUSE: Duration = Duration::from_millis(200);

/// The writing end of an attempt's spool.
///
/// A write that fails (a full disk) loses nothing: the bytes wait in memory, and those who read
/// from processes wait with [`Spool::unclog`] until there is room, so that the processes feel it.
/// The values of secrets are masked before anything is written.
#[derive(Debug)]
pub(crate) struct Spool {
    inner: RefCell<Inner>,
    redactor: Option<Redactor>,
}

struct Inner {
    file: File,
    wake: File,
    clock: Box<dyn Clock>,
    backlog: Vec<u8>,
    /// Whether facts were appended that nobody was nudged for.
    untold: bool,
}

impl Spool {
    /// Opens (and makes) the spool of `folder`.
    pub(crate) fn open(
        folder: &Folder,
        clock: Box<dyn Clock>,
        redactor: Option<Redactor>,
    ) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        let file = options.append(true).create(true).mode(0o600).open(folder.spool())?;
        let wake = open_fifo(&folder.wake())?;
        let inner = RefCell::new(Inner { file, wake, clock, backlog: Vec::new(), untold: false });
        Ok(Self { inner, redactor })
    }

    /// The present instant.
    pub(crate) fn now(&self) -> Timestamp {
        self.inner.borrow().clock.now()
    }

    /// Reports a fact.
    pub(crate) fn fact(&self, seen: Seen) {
        let seen = match &self.redactor {
            Some(redactor) => redacted(seen, redactor),
            None => seen,
        };
        if let Some(frame) = framed(&Observation::Fact(self.now(), Box::new(seen))) {
            self.append(&frame);
            self.inner.borrow_mut().untold = true;
        }
    }

    /// Does `work`, and whenever it waits nudges for the facts that it reported.
    pub(crate) async fn nudging<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        poll_fn(|context| {
            let done = work.as_mut().poll(context);
            let inner = &mut *self.inner.borrow_mut();
            if std::mem::take(&mut inner.untold) {
                inner.nudge();
            }
            done
        })
        .await
    }

    /// Reports one line that the platform itself has to say.
    pub(crate) fn say(&self, text: &str) {
        self.say_of(&NodeName::setup(), text);
    }

    /// Reports one line that the platform has to say in the log of `node`.
    pub(crate) fn say_of(&self, node: &NodeName, text: &str) {
        let bytes = format!("{}\n", text.trim_end().replace('\n', " ")).into_bytes();
        let bytes = self.redactor().and_then(|r| r.lines(&bytes)).unwrap_or(bytes);
        let (node, at) = (node.clone(), self.now());
        self.report(&Observation::Lines(LogChunk { node, stream: Stream::Stderr, at, bytes }));
    }

    /// Reports lines that stand in a frame whose header is yet to be filled.
    pub(crate) fn lines(&self, frame: &mut [u8], node: &NodeName, stream: Stream) {
        let (at, lines) = (self.now(), &frame[frame::log_header_len(node)..]);
        match self.redactor().and_then(|redactor| redactor.lines(lines)) {
            Some(bytes) => {
                self.report(&Observation::Lines(LogChunk {
                    node: node.clone(),
                    stream,
                    at,
                    bytes,
                }));
            }
            None => {
                frame::seal_log(frame, node, stream, at);
                self.append(frame);
                self.inner.borrow_mut().nudge();
            }
        }
    }

    /// What masks the values of secrets, if there are any.
    pub(crate) const fn redactor(&self) -> Option<&Redactor> {
        self.redactor.as_ref()
    }

    fn report(&self, observation: &Observation) {
        if let Some(frame) = framed(observation) {
            self.append(&frame);
            self.inner.borrow_mut().nudge();
        }
    }

    /// Appends one frame.
    fn append(&self, frame: &[u8]) {
        let inner = &mut *self.inner.borrow_mut();
        if !inner.backlog.is_empty() {
            return inner.backlog.extend_from_slice(frame);
        }
        let (written, outcome) = inner.write(frame);
        if let Err(error) = outcome {
            diagnose(format_args!("the spool cannot grow, trying until it can: {error}"));
        }
        inner.backlog.extend_from_slice(&frame[written..]);
    }

    /// Whether bytes wait for room on the disk.
    pub(crate) fn is_clogged(&self) -> bool {
        !self.inner.borrow().backlog.is_empty()
    }

    /// Waits until nothing waits for room any more.
    pub(crate) async fn unclog(&self) {
        while self.is_clogged() {
            tokio::time::sleep(PAUSE).await;
            let inner = &mut *self.inner.borrow_mut();
            let waiting = std::mem::take(&mut inner.backlog);
            let (written, _) = inner.write(&waiting);
            inner.backlog.extend_from_slice(&waiting[written..]);
            inner.nudge();
        }
    }
}

impl Inner {
    /// Writes what it can, in one call unless the disk is filling up; how many bytes, and what
    /// kept it from writing more.
    fn write(&mut self, bytes: &[u8]) -> (usize, io::Result<()>) {
        let mut written = 0;
        while written < bytes.len() {
            match self.file.write(&bytes[written..]) {
                Ok(0) => return (written, Err(ErrorKind::WriteZero.into())),
                Ok(count) => written += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return (written, Err(error)),
            }
        }
        (written, Ok(()))
    }

    /// A full FIFO has nudges enough.
    fn nudge(&mut self) {
        let _ = self.wake.write(b".");
    }
}

fn framed(observation: &Observation) -> Option<Vec<u8>> {
    let frame = frame::encode(observation);
    let say = |error| diagnose(format_args!("an observation has no frame: {error}"));
    frame.map_err(say).ok()
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inner").field("backlog", &self.backlog.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use annals_domain::ManualClock;

    use super::*;

    /// How often somebody was nudged.
    fn nudges(folder: &Folder) -> usize {
        let mut wake = open_fifo(&folder.wake()).expect("the FIFO");
        io::Read::read(&mut wake, &mut [0; 100]).unwrap_or(0)
    }

    #[tokio::test]
    async fn facts_of_one_moment_nudge_once() {
        let path = tempfile::tempdir().expect("a folder");
        let folder = Folder::at(path.path());
        nix::unistd::mkfifo(&folder.wake(), nix::sys::stat::Mode::S_IRWXU).expect("a FIFO");
        let spool = Spool::open(&folder, Box::new(ManualClock::default()), None).expect("open");
        let work = spool.nudging(async {
            spool.fact(Seen::SetupStarted);
            spool.fact(Seen::Finished { cancelled: false, failure: None });
            assert_eq!(nudges(&folder), 0);
            tokio::task::yield_now().await;
            assert_eq!(nudges(&folder), 1, "while it waits");
            tokio::task::yield_now().await;
            assert_eq!(nudges(&folder), 0, "nothing new");
            spool.say("a line");
            assert_eq!(nudges(&folder), 1, "at once");
            spool.fact(Seen::SetupStarted);
        });
        work.await;
        assert_eq!(nudges(&folder), 1, "at the end");
    }

    #[tokio::test]
    async fn a_full_disk_loses_nothing() {
        let path = tempfile::tempdir().expect("a folder");
        let folder = Folder::at(path.path());
        nix::unistd::mkfifo(&folder.wake(), nix::sys::stat::Mode::S_IRWXU).expect("a FIFO");
        std::os::unix::fs::symlink("/dev/full", folder.spool()).expect("a link");
        let spool = Spool::open(&folder, Box::new(ManualClock::default()), None).expect("open");
        spool.say("one");
        spool.fact(Seen::SetupStarted);
        assert!(spool.is_clogged());

        // Room at last.
        let with_room = tempfile::NamedTempFile::new().expect("a file");
        spool.inner.borrow_mut().file = with_room.reopen().expect("the file");
        spool.unclog().await;
        let mut decoder = frame::Decoder::default();
        decoder.push(&std::fs::read(with_room.path()).expect("the spool"));
        assert!(matches!(decoder.decode(), Ok(Some(Observation::Lines(_)))));
        assert!(matches!(decoder.decode(), Ok(Some(Observation::Fact(..)))));
    }
}
