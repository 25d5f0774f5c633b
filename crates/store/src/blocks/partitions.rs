//! Blocks in PostgreSQL partitions, one a day: forgetting a day is dropping its partition.

use std::collections::HashSet;
use std::sync::Mutex;

use sqlx::{AnyPool, AssertSqlSafe, Executor as _};

use crate::StoreError;

/// The number under which servers take turns at making partitions (`pg_advisory_xact_lock`).
const TURN: &str = "SELECT pg_advisory_xact_lock(4715072)";

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
        let name =
            if day < 0 { format!("log_blocks_m{}", -day) } else { format!("log_blocks_{day}") };
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
