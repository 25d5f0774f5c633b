//! Leases: work that only one server of a database does at a time.

use annals_domain::Timestamp;

use crate::sql::Sql;
use crate::{Store, StoreError};

impl Store {
    /// Takes the lease `name` for `owner` until `expires_at`, or makes it last longer; answers
    /// false while another has it.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn take_lease(
        &self,
        name: &'static str,
        owner: &str,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let owner = owner.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("INSERT INTO leases (name, owner, expires_at) VALUES (");
                sql.bind(name).push(", ").bind(owner.as_str()).push(", ");
                sql.bind(expires_at.as_micros()).push(
                    ") ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, \
                     expires_at = excluded.expires_at WHERE leases.owner = excluded.owner \
                     OR leases.expires_at <= ",
                );
                sql.bind(now.as_micros());
                Ok(sql.run(tx).await? == 1)
            })
        })
        .await
    }

    /// Gives the lease back if `owner` has it.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn give_lease_back(&self, name: &'static str, owner: &str) -> Result<(), StoreError> {
        let owner = owner.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("DELETE FROM leases");
                sql.and("name = ").bind(name).and("owner = ").bind(owner);
                sql.run(tx).await?;
                Ok(())
            })
        })
        .await
    }
}
