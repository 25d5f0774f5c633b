//! Environments: what runs really ran in, each stored once.

use annals_domain::{EnvironmentFacts, EnvironmentId, Timestamp};
use sqlx::AnyConnection;

use crate::sql::{Columns, json};
use crate::{Store, StoreError};

/// Stores an environment unless it is there.
pub(crate) async fn insert(
    connection: &mut AnyConnection,
    facts: &EnvironmentFacts,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO environments (id, facts, created_at) VALUES ($1, $2, $3) \
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(facts.id.as_str())
    .bind(json(facts)?)
    .bind(at.as_micros())
    .execute(connection)
    .await?;
    Ok(())
}

impl Store {
    /// The environment with this id.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn environment(
        &self,
        id: &EnvironmentId,
    ) -> Result<Option<EnvironmentFacts>, StoreError> {
        let row = sqlx::query("SELECT id, facts FROM environments WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| Columns::new(&row, "environments", "id").json("facts")).transpose()
    }
}
