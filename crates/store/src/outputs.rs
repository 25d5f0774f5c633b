//! What the components of flows wrote to their outputs files: equal outputs are one row, which
//! runs refer to.

use std::collections::HashMap;

use annals_domain::{RunId, Timestamp, digest};
use serde_json::Value;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::sql::{Columns, Sql, json};
use crate::{Store, StoreError};

/// Keeps what the node wrote.
pub(crate) async fn insert(
    tx: &mut AnyConnection,
    run: &RunId,
    node: i64,
    outputs: &Value,
    at: Timestamp,
) -> Result<(), StoreError> {
    let content = json(outputs)?;
    let id = digest(content.as_bytes());
    sqlx::query(
        "INSERT INTO output_values (id, content, created_at) VALUES ($1, $2, $3) \
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(id.as_str())
    .bind(content)
    .bind(at.as_micros())
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "INSERT INTO node_outputs (run_id, idx, value_id) VALUES ($1, $2, $3) \
         ON CONFLICT (run_id, idx) DO UPDATE SET value_id = excluded.value_id",
    )
    .bind(run.as_str())
    .bind(node)
    .bind(id)
    .execute(tx)
    .await?;
    Ok(())
}

impl Store {
    /// The rows that hold what the nodes of a flow's run wrote, by their indexes.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn output_ids(&self, run: &RunId) -> Result<HashMap<i64, String>, StoreError> {
        let mut sql = Sql::new("SELECT run_id, idx, value_id FROM node_outputs");
        sql.and("run_id = ").bind(run.as_str());
        let pair = |row: &AnyRow| {
            let columns = Columns::new(row, "node_outputs", "run_id");
            Ok((columns.int("idx")?, columns.text("value_id")?))
        };
        sql.rows(&self.pool).await?.iter().map(pair).collect()
    }

    /// What the nodes of a flow's run wrote, by their indexes; those that wrote nothing are left
    /// out.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn node_outputs(&self, run: &RunId) -> Result<HashMap<i64, Value>, StoreError> {
        let mut sql = Sql::new(
            "SELECT o.run_id, o.idx, v.content FROM node_outputs o \
             JOIN output_values v ON v.id = o.value_id WHERE o.run_id = ",
        );
        sql.bind(run.as_str());
        let mut found = HashMap::new();
        for row in &sql.rows(&self.pool).await? {
            let columns = Columns::new(row, "node_outputs", "run_id");
            found.insert(columns.int("idx")?, columns.json("content")?);
        }
        Ok(found)
    }
}
