//! Environments: what runs really ran in, each stored once.

use annals_domain::{EnvironmentFacts, EnvironmentId, Timestamp};

use crate::sql::{Batch, Columns, Values, json};
use crate::{Store, StoreError};

/// Stores an environment unless it is there.
pub(crate) fn insert(
    batch: &mut Batch,
    facts: &EnvironmentFacts,
    at: Timestamp,
) -> Result<(), StoreError> {
    let statement = "INSERT INTO environments (id, facts, created_at) VALUES ";
    let sql = batch.statement(statement);
    let mut values = Values::of(sql);
    values.row().bind(facts.id.as_str()).bind(json(facts)?).bind(at.as_micros());
    values.end();
    sql.push(" ON CONFLICT (id) DO NOTHING");
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
