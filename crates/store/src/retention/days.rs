//! Getting the space of log blocks back, a day at a time.
//!
//! A day's blocks lie in one file or partition, and runs of one day mostly go at about the same
//! time. So what is dead stays where it is until nothing of the day is kept, and the whole file or
//! partition is dropped. Only where a day goes on being kept for some of its runs (pinned ones,
//! longer limits) and more than half of it is dead, the dead runs' blocks are deleted, by ranges of
//! the primary key, and the file or partition is made smaller: moving what lives then costs less
//! than what is won.

use std::collections::{BTreeMap, HashSet};

use annals_domain::{RunId, Timestamp};
use sqlx::AnyConnection;

use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};

/// The microseconds of a day.
const DAY_MICROS: i64 = 86_400_000_000;
/// How many runs one question names.
const TOGETHER: usize = 200;

/// What came of cleaning a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CleanedDay {
    /// Nothing of it is kept, and its file or partition is gone.
    Dropped,
    /// Nothing dead is left in it.
    Clean,
    /// What is dead stays until the day can go, or until there is more of it.
    Waits,
}

/// Notes that a day may hold blocks that nothing needs.
pub(crate) async fn note_loose_day(tx: &mut AnyConnection, day: i64) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO loose_log_days (day, notes) VALUES ($1, 1) \
         ON CONFLICT (day) DO UPDATE SET notes = loose_log_days.notes + 1",
    )
    .bind(day)
    .execute(tx)
    .await?;
    Ok(())
}

/// A day that may hold blocks that nothing needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LooseDay {
    /// The day.
    pub day: i64,
    /// How often that was noted, so that what is noted meanwhile is not forgotten.
    notes: i64,
}

impl Store {
    /// The days that may hold blocks that nothing needs, in order.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn loose_log_days(&self) -> Result<Vec<LooseDay>, StoreError> {
        let sql = "SELECT CAST(day AS TEXT) AS name, day, notes FROM loose_log_days ORDER BY day";
        let rows = Sql::new(sql).rows(&self.pool).await?;
        let day = rows.iter().map(|row| {
            let columns = Columns::new(row, "loose_log_days", "name");
            Ok(LooseDay { day: columns.int("day")?, notes: columns.int("notes")? })
        });
        day.collect()
    }

    /// Drops a day's file or partition if nothing of it is kept; else deletes its dead blocks if
    /// they are more than half of it.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer; it can be done again.
    pub async fn clean_day(
        &self,
        loose: LooseDay,
        now: Timestamp,
    ) -> Result<CleanedDay, StoreError> {
        let day = loose.day;
        let sizes = self.blocks.sizes(day).await?;
        let live = self.live(day, &sizes).await?;
        let bytes = |live_ones: bool| -> i64 {
            let of = |(run, bytes): (&RunId, &i64)| (live.contains(run) == live_ones, *bytes);
            sizes.iter().map(of).filter_map(|(counts, bytes)| counts.then_some(bytes)).sum()
        };
        // A server whose clock is behind may still create runs of yesterday.
        let over = day < now.day() - 1 && !self.has_open_runs(day).await?;
        let cleaned = if live.is_empty() && over {
            self.blocks.drop_day(day).await?;
            CleanedDay::Dropped
        } else if bytes(false) > bytes(true) || live.len() == sizes.len() {
            let dead: Vec<_> = sizes.keys().filter(|run| !live.contains(*run)).cloned().collect();
            for dead in dead.chunks(TOGETHER) {
                self.blocks.delete_dead(day, dead.to_vec()).await?;
            }
            self.blocks.shrink(day, over).await?;
            CleanedDay::Clean
        } else {
            return Ok(CleanedDay::Waits);
        };
        self.forget_loose_day(loose).await?;
        Ok(cleaned)
    }

    /// Those of the runs whose blocks are needed.
    async fn live(
        &self,
        day: i64,
        sizes: &BTreeMap<RunId, i64>,
    ) -> Result<HashSet<RunId>, StoreError> {
        let mut live = HashSet::new();
        let runs: Vec<_> = sizes.keys().collect();
        for runs in runs.chunks(TOGETHER) {
            let mut sql =
                Sql::new("SELECT r.id FROM runs r LEFT JOIN run_space s ON s.run_id = r.id");
            sql.and("s.log_removed_at IS NULL").and("s.log_offloaded_at IS NULL");
            sql.and("r.created_at >= ").bind(day * DAY_MICROS);
            sql.and("r.created_at < ").bind((day + 1) * DAY_MICROS);
            sql.and("r.id IN ").list(runs.iter().map(|run| run.as_str()));
            for row in sql.rows(&self.pool).await? {
                live.insert(Columns::new(&row, "runs", "id").word("id")?);
            }
        }
        Ok(live)
    }

    async fn has_open_runs(&self, day: i64) -> Result<bool, StoreError> {
        let mut sql = Sql::new("SELECT id FROM runs");
        sql.and("ended_at IS NULL").and("created_at >= ").bind(day * DAY_MICROS);
        sql.and("created_at < ").bind((day + 1) * DAY_MICROS).push(" LIMIT 1");
        Ok(!sql.rows(&self.pool).await?.is_empty())
    }

    async fn forget_loose_day(&self, loose: LooseDay) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = Sql::new("DELETE FROM loose_log_days");
                sql.and("day = ").bind(loose.day).and("notes = ").bind(loose.notes);
                sql.run(tx).await?;
                Ok(())
            })
        })
        .await
    }
}
