//! Whose turn it is: one process at a time lets go of things, moves logs or masks them.

use tokio::sync::MutexGuard;

use super::Collector;
use crate::Error;

/// The name of the lease that whoever is at it holds.
const LEASE: &str = "retention";
/// How long the lease holds without being renewed.
const LEASE_MILLIS: i64 = 10 * 60 * 1000;

impl Collector {
    /// Does `work` while nobody else of the database is at it; a dry run needs nobody's leave but
    /// that of its own process.
    ///
    /// # Errors
    /// [`Error::Conflict`] while somebody else is at it; else what `work` fails with.
    pub(crate) async fn in_turn<T>(
        &self,
        dry_run: bool,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let busy = || Error::Conflict("another server or command is at this now; try later".into());
        let _turn: MutexGuard<'_, ()> = self.turn.try_lock().map_err(|_| busy())?;
        if dry_run {
            return work.await;
        }
        if !self.lease().await? {
            return Err(busy());
        }
        let done = work.await;
        self.store.give_lease_back(LEASE, &self.owner).await?;
        done
    }

    /// Makes the lease last longer; false if it was lost.
    pub(crate) async fn lease(&self) -> Result<bool, Error> {
        let now = self.clock.now();
        let until = now.plus_millis(LEASE_MILLIS);
        Ok(self.store.take_lease(LEASE, &self.owner, now, until).await?)
    }

    /// Makes the lease last longer.
    ///
    /// # Errors
    /// [`Error::Conflict`] if it was lost.
    pub(crate) async fn stay(&self) -> Result<(), Error> {
        let lost = || Error::Conflict("another server or command took over; try again".into());
        if self.lease().await? { Ok(()) } else { Err(lost()) }
    }
}
