//! Letting go of rows that nothing needs: expired keys and sessions, unused snapshots and
//! environments, history. Old history is packed at the same time.

use annals_domain::Timestamp;
use sqlx::AnyConnection;

use crate::{Store, StoreError};

/// How long an idempotency key is good for.
const KEY_MILLIS: i64 = 7 * 24 * 60 * 60 * 1000;
/// How long a revoked or expired token stays listed.
const TOKEN_MILLIS: i64 = 90 * 24 * 60 * 60 * 1000;

/// What goes: its name, its table, and the condition on its rows; `$1` is an instant that the
/// age, in milliseconds, lies before now.
const UNNEEDED: [(&str, &str, &str, i64); 6] = [
    ("idempotency_keys", "idempotency", "created_at < $1", KEY_MILLIS),
    ("history_keys", "task_history_keys", "created_at < $1", KEY_MILLIS),
    ("tokens", "tokens", "revoked_at < $1 OR expires_at < $1", TOKEN_MILLIS),
    (
        "snapshots",
        "snapshots",
        "created_at < $1 AND NOT EXISTS (SELECT 1 FROM runs WHERE snapshot_id = snapshots.id)",
        0,
    ),
    (
        "environments",
        "environments",
        "created_at < $1 AND NOT EXISTS (SELECT 1 FROM run_details d WHERE d.environment_id = environments.id) \
         AND NOT EXISTS (SELECT 1 FROM nodes n WHERE n.environment_id = environments.id)",
        0,
    ),
    (
        "outputs",
        "output_values",
        "created_at < $1 AND NOT EXISTS (SELECT 1 FROM node_outputs o WHERE o.value_id = output_values.id)",
        0,
    ),
];

impl Store {
    /// Removes what nothing needs and answers how many rows of each kind; a dry run only counts.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn sweep(
        &self,
        now: Timestamp,
        dry_run: bool,
    ) -> Result<Vec<(&'static str, i64)>, StoreError> {
        let history = self.sweep_history(now, dry_run).await?;
        if !dry_run {
            self.pack_history(now).await?;
        }
        self.write(move |tx| {
            Box::pin(async move {
                let mut swept = vec![("history", history)];
                for (name, table, condition, age) in UNNEEDED {
                    let before = now.plus_millis(-age);
                    swept.push((name, sweep(tx, table, condition, before, dry_run).await?));
                }
                Ok(swept)
            })
        })
        .await
    }
}

async fn sweep(
    tx: &mut AnyConnection,
    table: &str,
    condition: &str,
    before: Timestamp,
    dry_run: bool,
) -> Result<i64, StoreError> {
    let count = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table} WHERE {condition}"));
    let found = sqlx::query_scalar(count).bind(before.as_micros()).fetch_one(&mut *tx).await?;
    if !dry_run && found > 0 {
        let delete = sqlx::AssertSqlSafe(format!("DELETE FROM {table} WHERE {condition}"));
        sqlx::query(delete).bind(before.as_micros()).execute(tx).await?;
    }
    Ok(found)
}
