//! What was used, and how much may be.

use annals_domain::Timestamp;
use annals_store::UsageSum;

use crate::engine::Engine;
use crate::{Caller, Error};

impl Engine {
    /// What was used from `from` up to `to`, by job, user and month.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn usage(
        &self,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
        (limit, offset): (i64, i64),
    ) -> Result<Vec<UsageSum>, Error> {
        Ok(self.inner.store.usage(from, to, limit, offset).await?)
    }

    /// Refuses where the caller has used up what their tokens allow in a month.
    pub(super) async fn check_quota(&self, caller: &Caller) -> Result<(), Error> {
        let Some(user) = &caller.user_id else { return Ok(()) };
        match self.inner.store.quota(user, self.inner.clock.now()).await? {
            Some((used, quota)) if used >= quota => Err(Error::Conflict(format!(
                "{user} may have {quota} pages read a month and has used {used}; ask for a higher \
                 quota or wait for the next month"
            ))),
            _ => Ok(()),
        }
    }
}
