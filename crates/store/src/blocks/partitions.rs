//! Blocks in PostgreSQL partitions, one a day: forgetting a day is dropping its partition.

use std::collections::HashSet;
use std::sync::Mutex;

use sqlx::{AnyPool, AssertSqlSafe, Executor as _};

use crate::StoreError;

/// The number under which servers take turns at making partitions (`pg_advisory_xact_lock`).
const TURN: &str = "SELECT pg_advisory_xact_lock(4715072)";

/// How long a change of the tables waits for others; who comes later waits behind it.
const PATIENCE: &str = "SET LOCAL lock_timeout = '2s'";

/// The partitions known to be there.
pub(crate) struct Partitions {
    pub(crate) pool: AnyPool,
    known: Mutex<HashSet<i64>>,
}

impl Partitions {
    pub(crate) fn new(pool: AnyPool) -> Self {
        Self { pool, known: Mutex::default() }
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashSet<i64>> {
        self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Makes the partition of `day` unless it is there.
    pub(crate) async fn prepare(&self, day: i64) -> Result<(), StoreError> {
        if self.known().contains(&day) {
            return Ok(());
        }
        let name = name(day);
        let create = format!(
            "CREATE TABLE IF NOT EXISTS {name} PARTITION OF log_blocks \
             FOR VALUES FROM ({day}) TO ({})",
            day + 1
        );
        let mut tx = self.pool.begin().await?;
        tx.execute(TURN).await?;
        tx.execute(AssertSqlSafe(create)).await?;
        tx.commit().await?;
        self.known().insert(day);
        Ok(())
    }
}

impl Partitions {
    /// Detaches and drops the partition of `day`. It gives up where others do not let go of the
    /// table soon, and can be tried again.
    pub(crate) async fn remove(&self, day: i64) -> Result<(), StoreError> {
        self.known().remove(&day);
        if !self.is_there(day).await? {
            return Ok(());
        }
        let name = name(day);
        let mut tx = self.pool.begin().await?;
        tx.execute(PATIENCE).await?;
        for statement in [
            format!("ALTER TABLE log_blocks DETACH PARTITION {name}"),
            format!("DROP TABLE {name}"),
        ] {
            tx.execute(AssertSqlSafe(statement)).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Puts a partition with only what is in it in the place of that of `day`, to which nothing
    /// is added any more: deleted rows keep their space else. Readers wait for the exchange only,
    /// not for the copying.
    pub(crate) async fn rewrite(&self, day: i64) -> Result<(), StoreError> {
        if !self.is_there(day).await? {
            return Ok(());
        }
        let (old, new, next) = (name(day), format!("{}_new", name(day)), day + 1);
        let mut tx = self.pool.begin().await?;
        for statement in [
            PATIENCE.to_owned(),
            format!("LOCK TABLE {old} IN SHARE MODE"),
            format!("CREATE TABLE {new} (LIKE log_blocks INCLUDING DEFAULTS INCLUDING STORAGE)"),
            format!("INSERT INTO {new} SELECT * FROM {old}"),
            format!("ALTER TABLE {new} ADD PRIMARY KEY (day, run_id, first_seq)"),
            format!("CREATE INDEX ON {new} (run_id, node, first_line)"),
            // With it, attaching does not read the rows once more.
            format!(
                "ALTER TABLE {new} ADD CONSTRAINT {new}_day CHECK (day >= {day} AND day < {next})"
            ),
            format!("ALTER TABLE log_blocks DETACH PARTITION {old}"),
            format!("DROP TABLE {old}"),
            format!("ALTER TABLE {new} RENAME TO {old}"),
            format!(
                "ALTER TABLE log_blocks ATTACH PARTITION {old} FOR VALUES FROM ({day}) TO ({next})"
            ),
            format!("ALTER TABLE {old} DROP CONSTRAINT {new}_day"),
        ] {
            tx.execute(AssertSqlSafe(statement)).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn is_there(&self, day: i64) -> Result<bool, StoreError> {
        let found = sqlx::query("SELECT 1 AS found FROM pg_tables WHERE tablename = $1")
            .bind(name(day))
            .fetch_optional(&self.pool)
            .await?;
        Ok(found.is_some())
    }
}

fn name(day: i64) -> String {
    if day < 0 { format!("log_blocks_m{}", -day) } else { format!("log_blocks_{day}") }
}
