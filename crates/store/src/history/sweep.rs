//! What becomes of old entries: packed after a day, gone once they have expired.

use annals_domain::{RunId, TaskId, Timestamp};
use sqlx::AnyConnection;

use super::create::{Head, hold_task};
use super::evict::{self, Doomed};
use super::{HistoryLimits, HistoryPolicy, TaskBuildHistoryContextType as ContextType, rows};
use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};

/// How many tasks one transaction sweeps.
const TASKS: i64 = 100;
/// How many entries one transaction packs.
const PACKED: i64 = 50;

impl Store {
    /// Removes expired entries, or, in a dry run, counts them; answers how many.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer; what was removed before stays removed.
    pub async fn sweep_history(&self, now: Timestamp, dry_run: bool) -> Result<i64, StoreError> {
        if dry_run {
            let count =
                sqlx::query_scalar("SELECT COUNT(*) FROM task_history WHERE expires_at <= $1");
            return Ok(count.bind(now.as_micros()).fetch_one(&self.pool).await?);
        }
        let (mut deleted, dialect) = (0, self.dialect);
        loop {
            let swept = self.write(move |tx| Box::pin(sweep(tx, dialect, now))).await?;
            deleted += swept;
            if swept == 0 {
                return Ok(deleted);
            }
        }
    }

    /// Compresses entries that are older than a day; answers how many.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer; what was packed before stays packed.
    pub async fn pack_history(&self, now: Timestamp) -> Result<i64, StoreError> {
        let (before, dialect) = (now.plus_millis(-HistoryPolicy::DAY_MILLIS), self.dialect);
        let mut packed = 0;
        loop {
            let done =
                self.write(move |tx| Box::pin(rows::pack(tx, dialect, before, PACKED))).await?;
            packed += done;
            if done < PACKED {
                return Ok(packed);
            }
        }
    }

    /// Deletes a task's entries; answers how many there were that had not expired.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn delete_history(&self, task: &TaskId) -> Result<i64, StoreError> {
        let (task, now, dialect) = (task.clone(), self.history.now(), self.dialect);
        self.write(move |tx| {
            Box::pin(async move {
                if hold(tx, dialect, &task).await?.is_none() {
                    return Ok(0);
                }
                let expiries = evict::delete(tx, &task, Doomed::All).await?;
                let live = expiries.iter().filter(|expiry| **expiry > now).count();
                Ok(i64::try_from(live).unwrap_or(i64::MAX))
            })
        })
        .await
    }

    /// A task's own limits.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn history_limits(&self, task: &TaskId) -> Result<HistoryLimits, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(Head::COLUMNS)
            .push(" FROM task_history_heads WHERE task_id = ")
            .bind(task.as_str());
        let rows = sql.rows(&self.pool).await?;
        let head = rows.first().map(Head::of).transpose()?;
        Ok(head
            .map(|head| HistoryLimits {
                max_entries: head.max_entries,
                max_age_ms: head.max_age_ms,
            })
            .unwrap_or_default())
    }

    /// Gives a task limits of its own, or, with none, those of all again. They hold at once, for
    /// the entries that are there too.
    ///
    /// # Errors
    /// [`StoreError::Gone`] if there is no such task; else if the database does not answer.
    pub async fn limit_history(
        &self,
        task: &TaskId,
        limits: HistoryLimits,
    ) -> Result<(), StoreError> {
        let (task, keeper, dialect) = (task.clone(), self.history.clone(), self.dialect);
        self.write(move |tx| {
            Box::pin(async move {
                hold_task(tx, dialect, &task).await?;
                let mut sql = Sql::new("INSERT INTO task_history_heads (task_id, max_entries, max_age_ms) VALUES (");
                sql.bind(task.as_str()).push(", ").bind(limits.max_entries).push(", ");
                sql.bind(limits.max_age_ms).push(") ON CONFLICT (task_id) DO UPDATE SET \
                    max_entries = excluded.max_entries, max_age_ms = excluded.max_age_ms RETURNING ");
                sql.push(Head::COLUMNS);
                let row = sql.row(tx).await?.ok_or(StoreError::Gone("task"))?;
                let head = Head::of(&row)?;
                for kind in ContextType::ALL {
                    let age = keeper.policy.age_ms(limits.max_age_ms, *kind);
                    expire(tx, &task, *kind, age).await?;
                }
                let kinds = ContextType::ALL.iter().copied();
                evict::beyond_limits(tx, &keeper, &task, &head, kinds, keeper.now()).await
            })
        })
        .await
    }
}

async fn expire(
    tx: &mut AnyConnection,
    task: &TaskId,
    kind: ContextType,
    age_ms: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE task_history SET expires_at = created_at + $3 WHERE task_id = $1 AND context_type = $2",
    )
    .bind(task.as_str())
    .bind(kind.as_str())
    .bind(age_ms.saturating_mul(1000))
    .execute(tx)
    .await?;
    Ok(())
}

/// Holds a task's head; none if it has no history.
async fn hold(
    tx: &mut AnyConnection,
    dialect: crate::Dialect,
    task: &TaskId,
) -> Result<Option<()>, StoreError> {
    let mut sql = Sql::new("SELECT task_id FROM task_history_heads WHERE task_id = ");
    sql.bind(task.as_str()).push(dialect.for_update());
    Ok(sql.row(tx).await?.map(|_| ()))
}

/// Deletes the entries of a run that is deleted.
pub(crate) async fn forget_run(
    tx: &mut AnyConnection,
    dialect: crate::Dialect,
    task: &TaskId,
    run: &RunId,
) -> Result<(), StoreError> {
    if hold(tx, dialect, task).await?.is_some() {
        evict::delete(tx, task, Doomed::Of(run.clone())).await?;
    }
    Ok(())
}

/// Removes what has expired of some tasks; answers how many entries.
async fn sweep(
    tx: &mut AnyConnection,
    dialect: crate::Dialect,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let mut sql = Sql::new(
        "SELECT DISTINCT task_id FROM (SELECT task_id FROM task_history WHERE expires_at <= ",
    );
    sql.bind(now.as_micros()).push(" ORDER BY expires_at LIMIT ").bind(TASKS).push(") AS expired");
    // Held in the order of their ids, so that two sweepers do not wait in a circle.
    sql.push(" ORDER BY task_id");
    let mut deleted = 0;
    for row in sql.all(tx).await? {
        let task = Columns::new(&row, "task_history", "task_id").word("task_id")?;
        hold(tx, dialect, &task).await?;
        deleted += evict::delete(tx, &task, Doomed::Expired(now)).await?.len();
    }
    Ok(i64::try_from(deleted).unwrap_or(i64::MAX))
}
