//! Why an attempt is to end before its steps do.

use std::io::{self, ErrorKind};

use tokio::net::unix::pipe::Receiver;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::local::folder::{Folder, open_fifo};

/// What ends a process that has not ended by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The run was cancelled.
    Cancelled,
    /// The supervisor was sent SIGTERM: the machine or its service is going down.
    Shutdown,
    /// The step took longer than its time limit.
    TimedOut,
}

/// Tells every part of the supervisor that the attempt is to end.
#[derive(Debug)]
pub(crate) struct StopSignal(watch::Receiver<Option<Stop>>);

impl StopSignal {
    /// Listens for cancelling and for SIGTERM from now on. SIGINT and SIGHUP, which are meant for
    /// the server on some terminal, are ignored.
    pub(crate) fn listen(folder: &Folder) -> io::Result<Self> {
        let (sender, receiver) = watch::channel(None);
        let control = Receiver::from_file(open_fifo(&folder.control())?)?;
        // Only now, with `control` open, does a look at the mark miss nothing: whoever comes
        // later finds a reader.
        if folder.cancel_mark().exists() {
            sender.send_replace(Some(Stop::Cancelled));
        }
        let mut terminated = signal(SignalKind::terminate())?;
        let mut ignored = (signal(SignalKind::interrupt())?, signal(SignalKind::hangup())?);
        tokio::spawn(async move {
            loop {
                let stop = tokio::select! {
                    asked = asked(&control) => asked,
                    _ = terminated.recv() => Some(Stop::Shutdown),
                    _ = ignored.0.recv() => None,
                    _ = ignored.1.recv() => None,
                };
                sender.send_if_modified(|known| {
                    let changed = known.is_none() && stop.is_some();
                    *known = known.or(stop);
                    changed
                });
            }
        });
        Ok(Self(receiver))
    }

    /// What the attempt is to end for, if it is.
    pub(crate) fn now(&self) -> Option<Stop> {
        *self.0.borrow()
    }

    /// Waits until the attempt is to end.
    pub(crate) async fn asked(&self) -> Stop {
        let mut receiver = self.0.clone();
        loop {
            if let Some(stop) = *receiver.borrow_and_update() {
                return stop;
            }
            if receiver.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}

/// Waits for a request on the control FIFO; whatever is written there is one.
async fn asked(control: &Receiver) -> Option<Stop> {
    loop {
        if control.readable().await.is_err() {
            return std::future::pending().await;
        }
        match control.try_read(&mut [0; 64]) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            _ => return Some(Stop::Cancelled),
        }
    }
}
