//! Waiting for a database that is away for a while: what must be recorded is not given up.

use std::fmt::Display;
use std::time::Duration;

use annals_store::StoreError;
use tokio_util::sync::CancellationToken;

use crate::Error;

/// How long to wait before a failed try is repeated, at first and at most.
const PAUSE: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// An error that may be gone by itself later.
pub(crate) trait Passing: Display {
    fn is_passing(&self) -> bool;
}

impl Passing for StoreError {
    fn is_passing(&self) -> bool {
        Self::is_passing(self)
    }
}

impl Passing for Error {
    fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::NoRoom(_))
    }
}

/// Pauses that grow, until the server stops.
pub(crate) struct Patience<'s> {
    stopping: &'s CancellationToken,
    pause: Duration,
}

impl<'s> Patience<'s> {
    pub(crate) const fn new(stopping: &'s CancellationToken) -> Self {
        Self { stopping, pause: PAUSE.0 }
    }

    /// Waits before the next try; false if the server stops.
    pub(crate) async fn pause(&mut self) -> bool {
        tokio::select! {
            () = self.stopping.cancelled() => false,
            () = tokio::time::sleep(self.pause) => {
                self.pause = (self.pause * 2).min(PAUSE.1);
                true
            }
        }
    }

    /// Tries until it succeeds, fails for good, or the server stops.
    pub(crate) async fn until_done<T, E, F>(mut self, mut work: impl FnMut() -> F) -> Result<T, E>
    where
        E: Passing,
        F: Future<Output = Result<T, E>>,
    {
        loop {
            match work().await {
                Err(error) if error.is_passing() => {
                    tracing::warn!("{error}; trying again");
                    if !self.pause().await {
                        return Err(error);
                    }
                }
                done => return done,
            }
        }
    }
}
