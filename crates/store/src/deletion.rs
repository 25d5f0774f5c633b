//! Deleting a task with everything that is its own.

use std::collections::BTreeSet;

use annals_domain::{RunId, TaskId, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use crate::retention::{ObjectPart, note_loose_day, note_object};
use crate::sql::{Columns, Sql};
use crate::{Dialect, Store, StoreError, automations, blocks, jobs};

impl Store {
    /// Deletes a task with its runs and their lines, and the snapshots that nothing else uses.
    /// Answers the runs deleted and the nodes among them that had a log. What lies in the object
    /// store is noted ([`Store::doomed_objects`]).
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn delete_task(&self, id: &TaskId) -> Result<(i64, i64), StoreError> {
        let mut runs = self.run_days(id).await?;
        runs.sort();
        let mut held = Vec::with_capacity(runs.len());
        for (run, day) in &runs {
            // Until the run's row is gone, so that no line is added meanwhile.
            held.push(self.heads.hold(run).await);
            self.blocks.delete(*day, run).await?;
        }
        let (id, dialect) = (id.clone(), self.dialect);
        let count = i64::try_from(runs.len()).unwrap_or(i64::MAX);
        let deleted = self.write(move |tx| Box::pin(async move { delete(tx, dialect, &id).await }));
        let logs = deleted.await?;
        for (run, _) in &runs {
            self.release(run);
        }
        Ok((count, logs))
    }
}

/// Deletes the rows. On PostgreSQL they are locked first, in the order in which those who add to
/// a run lock them, so that neither waits for the other; then the blocks go with them.
async fn delete(tx: &mut AnyConnection, dialect: Dialect, id: &TaskId) -> Result<i64, StoreError> {
    lock(tx, dialect, "id FROM runs WHERE task_id = ", id, "").await?;
    lock(tx, dialect, "id FROM tasks WHERE id = ", id, "").await?;
    let used = "id FROM snapshots WHERE id IN (SELECT snapshot_id FROM runs WHERE task_id = ";
    let snapshots = lock(tx, dialect, used, id, ")").await?;
    let runs = days(tx, id).await?;
    let logs = count_logs(tx, id).await?;
    for (run, _) in &runs {
        jobs::note_job_objects(tx, run).await?;
    }
    automations::forget_job(tx, id).await?;
    for statement in [
        "DELETE FROM idempotency WHERE run_id = $1 OR run_id IN (SELECT id FROM runs WHERE task_id = $1)",
        "DELETE FROM tasks WHERE id = $1",
    ] {
        sqlx::query(statement).bind(id.as_str()).execute(&mut *tx).await?;
    }
    if dialect == Dialect::Postgres {
        for (run, day) in &runs {
            blocks::delete(tx, *day, run).await?;
        }
    }
    for snapshot in snapshots {
        delete_unused(tx, &snapshot).await?;
    }
    for (run, _) in &runs {
        note_object(tx, run, ObjectPart::All).await?;
    }
    for day in runs.into_iter().map(|(_, day)| day).collect::<BTreeSet<_>>() {
        note_loose_day(tx, day).await?;
    }
    Ok(logs)
}

/// Selects ids, in order, and holds their rows until the transaction ends.
async fn lock(
    tx: &mut AnyConnection,
    dialect: Dialect,
    which: &str,
    id: &TaskId,
    end: &str,
) -> Result<Vec<String>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(which).bind(id.as_str()).push(end).push(" ORDER BY id").push(dialect.for_update());
    let rows = sql.all(tx).await?;
    Ok(rows.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?)
}

/// The task's runs with the days that their blocks lie in.
async fn days(tx: &mut AnyConnection, id: &TaskId) -> Result<Vec<(RunId, i64)>, StoreError> {
    let rows = sqlx::query("SELECT id, created_at FROM runs WHERE task_id = $1")
        .bind(id.as_str())
        .fetch_all(tx)
        .await?;
    let pair = |row: &AnyRow| {
        let columns = Columns::new(row, "runs", "id");
        Ok((columns.word("id")?, columns.time("created_at").map(Timestamp::day)?))
    };
    rows.iter().map(pair).collect()
}

async fn count_logs(tx: &mut AnyConnection, id: &TaskId) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar(
        "SELECT COUNT(*) FROM nodes n JOIN runs r ON r.id = n.run_id \
         WHERE r.task_id = $1 AND n.log_lines > 0",
    );
    Ok(count.bind(id.as_str()).fetch_one(tx).await?)
}

pub(crate) async fn delete_unused(
    tx: &mut AnyConnection,
    snapshot: &str,
) -> Result<(), StoreError> {
    let delete = sqlx::query(
        "DELETE FROM snapshots WHERE id = $1 \
         AND NOT EXISTS (SELECT 1 FROM runs WHERE snapshot_id = snapshots.id)",
    );
    delete.bind(snapshot).execute(tx).await?;
    Ok(())
}
