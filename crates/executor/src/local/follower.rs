//! Reads an attempt's spool as it grows, waiting on the `wake` FIFO where nothing is there.
//!
//! One follower at a time: bytes on the FIFO are taken by whoever reads first.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::{FileExt, OpenOptionsExt};

use annals_domain::{Observation, Place, Seen};
use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::net::unix::pipe::Receiver;

use crate::local::executor::unknown;
use crate::local::folder::{Folder, io_error};
use crate::local::frame::Decoder;
use crate::local::{boot, tree};
use crate::{ExecutorError, Follower, Report, Reports};

/// About how many bytes are handed out at once.
const BATCH: usize = 1 << 20;
const PIECE: usize = 64 << 10;

/// Follows one attempt.
#[derive(Debug)]
pub(crate) struct LocalFollower {
    folder: Folder,
    /// None until the supervisor has made it.
    spool: Option<File>,
    /// None once the supervisor is gone.
    wake: Option<Receiver>,
    decoder: Decoder,
    piece: Vec<u8>,
    /// Where the decoder began.
    base: u64,
    /// How far the spool has been read.
    read: u64,
    finished: bool,
}

impl LocalFollower {
    /// Follows what lies in `folder` from `position` on.
    pub(crate) fn open(folder: Folder, position: i64) -> Result<Self, ExecutorError> {
        if !folder.path().is_dir() {
            return Err(unknown(&folder));
        }
        let base = u64::try_from(position)
            .map_err(|_| ExecutorError::Attempt(format!("{position} is not a position")))?;
        let wake = open_wake(&folder).map_err(io_error(folder.wake().display()))?;
        Ok(Self::new(folder, wake, base))
    }

    fn new(folder: Folder, wake: Option<Receiver>, base: u64) -> Self {
        let (decoder, piece) = (Decoder::default(), vec![0; PIECE]);
        Self { folder, spool: None, wake, decoder, piece, base, read: base, finished: false }
    }

    async fn reports(&mut self) -> Result<Reports, ExecutorError> {
        loop {
            if self.finished {
                return Ok(Reports::End);
            }
            let gone = self.wake.is_none();
            let reports = match self.read_spool() {
                // A machine that went down has left the end of its files as it happened.
                Err(_) if gone && boot::has_changed(&self.folder) => Vec::new(),
                reports => reports?,
            };
            if !reports.is_empty() {
                return Ok(Reports::Some(reports));
            }
            if gone {
                return self.after_the_end().await;
            }
            self.wait().await.map_err(io_error(self.folder.wake().display()))?;
        }
    }

    /// Waits for a nudge, or for the supervisor to be gone. A nudge comes after its frame, so one
    /// that is taken here is followed by a look at the spool.
    async fn wait(&mut self) -> io::Result<()> {
        let Some(wake) = &self.wake else { return Ok(()) };
        let mut nudges = [0; 4096];
        loop {
            wake.readable().await?;
            match wake.try_read(&mut nudges) {
                Ok(0) => self.wake = None,
                Err(error) if error.kind() == ErrorKind::WouldBlock => continue,
                taken => drop(taken?),
            }
            return Ok(());
        }
    }

    /// Everything that is whole in the spool, up to about [`BATCH`] bytes.
    fn read_spool(&mut self) -> Result<Vec<Report>, ExecutorError> {
        let mut reports = Vec::new();
        let began = self.decoder.consumed();
        loop {
            loop {
                let observation = match self.decode() {
                    Ok(Some(observation)) => observation,
                    Ok(None) => break,
                    // What is whole before the damage comes first; it is found again after.
                    Err(_) if !reports.is_empty() => return Ok(reports),
                    Err(damage) => return Err(damage),
                };
                self.finished = is_finish(&observation);
                let position = self.base + self.decoder.consumed() as u64;
                let place = Place::at(position.cast_signed());
                reports.push(Report { place, observation });
            }
            if self.decoder.consumed() - began >= BATCH || !self.read_piece()? {
                return Ok(reports);
            }
        }
    }

    fn decode(&mut self) -> Result<Option<Observation>, ExecutorError> {
        self.decoder.decode().map_err(|damage| {
            let spool = self.folder.spool();
            ExecutorError::Attempt(format!(
                "{}: {damage} (begun at {})",
                spool.display(),
                self.base
            ))
        })
    }

    /// Reads on in the spool; false if there is no more now.
    fn read_piece(&mut self) -> Result<bool, ExecutorError> {
        let path = self.folder.spool();
        let failed = || io_error(path.display());
        if self.spool.is_none() {
            self.spool = match File::open(&path) {
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
                opened => Some(opened.map_err(failed())?),
            };
        }
        let Some(spool) = &self.spool else { return Ok(false) };
        let count = spool.read_at(&mut self.piece, self.read).map_err(failed())?;
        self.decoder.push(&self.piece[..count]);
        self.read += count as u64;
        Ok(count > 0)
    }

    /// The supervisor is gone and everything was handed out.
    async fn after_the_end(&mut self) -> Result<Reports, ExecutorError> {
        if self.base > 0 && self.decoder.consumed() == 0 && ends_finished(&self.folder)? {
            self.finished = true;
            return Ok(Reports::End);
        }
        tree::sweep(self.folder.path()).await;
        if boot::has_changed(&self.folder) {
            return Ok(Reports::Gone("the machine was restarted".into()));
        }
        let told = last_line(&self.folder);
        Ok(Reports::Gone(match (self.spool.is_some(), told) {
            (_, Some(line)) => format!("its supervisor is gone: {line}"),
            (true, None) => "its supervisor was killed".into(),
            (false, None) => "its supervisor never came up".into(),
        }))
    }
}

impl Follower for LocalFollower {
    fn next(&mut self) -> BoxFuture<'_, Result<Reports, ExecutorError>> {
        self.reports().boxed()
    }
}

/// Opens `wake` for reading; none if nobody has it open for writing any more.
fn open_wake(folder: &Folder) -> io::Result<Option<Receiver>> {
    let nonblocking = nix::fcntl::OFlag::O_NONBLOCK.bits();
    let opened = OpenOptions::new().read(true).custom_flags(nonblocking).open(folder.wake());
    let mut wake = match opened {
        // The server ended while it made the folder: no supervisor was started.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    // Asked directly, since a poll says nothing of a FIFO that never had a writer.
    match wake.read(&mut [0; 4096]) {
        Ok(0) => Ok(None),
        Err(error) if error.kind() != ErrorKind::WouldBlock => Err(error),
        _ => Receiver::from_file(wake).map(Some),
    }
}

const fn is_finish(observation: &Observation) -> bool {
    matches!(observation, Observation::Fact(_, seen) if matches!(**seen, Seen::Finished { .. }))
}

/// Whether the attempt began and did not finish, as its spool tells from its beginning.
pub(crate) fn broke_off(folder: &Folder) -> bool {
    folder.spool().exists() && !ends_finished(folder).unwrap_or(false)
}

/// Whether the last frame of the spool, read from its beginning, says that the attempt finished.
fn ends_finished(folder: &Folder) -> Result<bool, ExecutorError> {
    let mut whole = LocalFollower::new(folder.clone(), None, 0);
    while !whole.read_spool()?.is_empty() {}
    Ok(whole.finished)
}

/// The last thing the supervisor wrote for diagnosis.
fn last_line(folder: &Folder) -> Option<String> {
    let log = fs::read(folder.supervisor_log()).ok()?;
    let text = String::from_utf8_lossy(&log);
    let line = text.lines().rev().find(|line| !line.trim().is_empty())?;
    Some(annals_domain::head(line.trim(), 500).to_owned())
}
