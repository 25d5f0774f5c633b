//! Moving the logs of runs to the object store, as far as the database knows of it.
//!
//! It is noted before the object is written ([`ObjectPart::Moving`]). The transaction that says
//! that the log is read from there takes the note away, so whatever is written and not said, after
//! a crash or because the run was deleted meanwhile, is found by its note and deleted.

use annals_domain::{RunId, Timestamp};
use sqlx::AnyConnection;

use super::{ObjectPart, note_loose_day};
use crate::sql::{Columns, Sql};
use crate::{Dialect, Store, StoreError};

/// What came of saying that a log lies in the object store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offloading {
    /// It is read from there now.
    Done,
    /// It was said before, so that the object is needed.
    Before,
    /// The run is deleted, its log removed, or the object was taken for one that was left behind:
    /// nothing is read from there.
    Not,
}

impl Store {
    /// Notes that a run's log is about to be written to the object store; answers false where it
    /// is not to be: it lies there, it was removed, or the run is gone. The run must have been
    /// measured.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn begin_offload(&self, run: &RunId) -> Result<bool, StoreError> {
        let run = run.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("INSERT INTO doomed_objects (run_id, part) SELECT run_id, ");
                sql.push("CAST(")
                    .bind(ObjectPart::Moving.as_str())
                    .push(" AS TEXT) FROM run_space");
                sql.and("run_id = ").bind(run.as_str());
                sql.and("log_removed_at IS NULL").and("log_offloaded_at IS NULL");
                sql.push(" ON CONFLICT (run_id, part) DO UPDATE SET part = excluded.part");
                Ok(sql.run(tx).await? == 1)
            })
        })
        .await
    }

    /// Says that a run's log lies in the object store now, in `bytes` bytes, and that nothing
    /// needs its blocks any more.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn log_offloaded(
        &self,
        run: &RunId,
        bytes: i64,
        now: Timestamp,
    ) -> Result<Offloading, StoreError> {
        self.settle_counters(std::slice::from_ref(run)).await?;
        let (run, dialect) = (run.clone(), self.dialect);
        self.write(move |tx| Box::pin(say(tx, dialect, run, bytes, now))).await
    }

    /// The runs whose logs lie in the object store, after `after` by id, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn offloaded_runs(
        &self,
        after: Option<&RunId>,
        limit: i64,
    ) -> Result<Vec<RunId>, StoreError> {
        let mut sql = Sql::new("SELECT run_id FROM run_space");
        sql.and("log_offloaded_at IS NOT NULL").and("log_removed_at IS NULL");
        if let Some(after) = after {
            sql.and("run_id > ").bind(after.as_str());
        }
        sql.push(" ORDER BY run_id LIMIT ").bind(limit);
        let rows = sql.rows(&self.pool).await?;
        rows.iter().map(|row| Columns::new(row, "run_space", "run_id").word("run_id")).collect()
    }
}

async fn say(
    tx: &mut AnyConnection,
    dialect: Dialect,
    run: RunId,
    bytes: i64,
    now: Timestamp,
) -> Result<Offloading, StoreError> {
    let mut sql = Sql::new("SELECT r.id, r.created_at, s.log_offloaded_at FROM runs r");
    sql.push(" JOIN run_space s ON s.run_id = r.id").and("s.log_removed_at IS NULL");
    sql.and("r.id = ").bind(run.as_str()).push(dialect.for_update());
    let Some(row) = sql.row(&mut *tx).await? else { return Ok(Offloading::Not) };
    let mut sql = Sql::new("DELETE FROM doomed_objects");
    sql.and("run_id = ").bind(run.as_str()).and("part = ").bind(ObjectPart::Moving.as_str());
    let noted = sql.run(&mut *tx).await? == 1;
    let columns = Columns::new(&row, "runs", "id");
    if columns.opt_time("log_offloaded_at")?.is_some() {
        return Ok(Offloading::Before);
    }
    if !noted {
        return Ok(Offloading::Not);
    }
    let mut sql = Sql::new("UPDATE run_space SET log_offloaded_at = ");
    sql.bind(now.as_micros()).push(", log_bytes = ").bind(bytes);
    sql.and("run_id = ").bind(run.as_str());
    sql.run(&mut *tx).await?;
    note_loose_day(tx, columns.time("created_at")?.day()).await?;
    Ok(Offloading::Done)
}
