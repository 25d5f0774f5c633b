//! What blocks take of the disk, and giving it back.

use std::collections::{BTreeMap, HashMap};

use annals_domain::RunId;
use sqlx::AnyConnection;

use super::{Blocks, delete};
use crate::StoreError;
use crate::sql::{Columns, Sql};

impl Blocks {
    /// The stored bytes of every run that has blocks of this day.
    pub(crate) async fn sizes(&self, day: i64) -> Result<BTreeMap<RunId, i64>, StoreError> {
        let mut sql =
            Sql::new("SELECT run_id, CAST(SUM(LENGTH(data)) AS BIGINT) AS bytes FROM log_blocks");
        sql.and("day = ").bind(day).push(" GROUP BY run_id");
        let rows = self.rows(day, sql).await?;
        let pair = rows.iter().map(|row| {
            let columns = Columns::new(row, "log_blocks", "run_id");
            Ok((columns.word("run_id")?, columns.int("bytes")?))
        });
        pair.collect()
    }

    /// The lines and stored bytes of those of `runs` that have blocks.
    pub(crate) async fn space(
        &self,
        day: i64,
        runs: &[RunId],
    ) -> Result<HashMap<RunId, (i64, i64)>, StoreError> {
        let mut sql = Sql::new(
            "SELECT run_id, CAST(SUM(lines) AS BIGINT) AS lines, \
             CAST(SUM(LENGTH(data)) AS BIGINT) AS bytes FROM log_blocks",
        );
        sql.and("day = ").bind(day).and("run_id IN ").list(runs.iter().map(RunId::as_str));
        sql.push(" GROUP BY run_id");
        let rows = self.rows(day, sql).await?;
        let pair = rows.iter().map(|row| {
            let columns = Columns::new(row, "log_blocks", "run_id");
            Ok((columns.word("run_id")?, (columns.int("lines")?, columns.int("bytes")?)))
        });
        pair.collect()
    }

    /// Deletes the blocks of runs that need them no more, each by a range of the primary key.
    pub(crate) async fn delete_dead(&self, day: i64, runs: Vec<RunId>) -> Result<(), StoreError> {
        match self {
            Self::Files(files) => {
                if runs.is_empty() || files.reader(day).await?.is_none() {
                    return Ok(());
                }
                let writer = files.open(day).await?.writer;
                writer.write(move |tx| Box::pin(delete_all(tx, day, runs))).await
            }
            Self::Partitions(partitions) => {
                let mut tx = partitions.pool.begin().await?;
                delete_all(&mut tx, day, runs).await?;
                Ok(tx.commit().await?)
            }
        }
    }

    /// Drops the file or partition of a day of which nothing is needed.
    pub(crate) async fn drop_day(&self, day: i64) -> Result<(), StoreError> {
        match self {
            Self::Files(files) => files.remove(day).await,
            Self::Partitions(partitions) => partitions.remove(day).await,
        }
    }

    /// Gives the space of deleted blocks back. On PostgreSQL that waits until the day is `over`:
    /// nothing is added to it any more.
    pub(crate) async fn shrink(&self, day: i64, over: bool) -> Result<(), StoreError> {
        match self {
            Self::Files(files) => files.shrink(day).await,
            Self::Partitions(partitions) if over => partitions.rewrite(day).await,
            Self::Partitions(_) => Ok(()),
        }
    }
}

async fn delete_all(
    connection: &mut AnyConnection,
    day: i64,
    runs: Vec<RunId>,
) -> Result<(), StoreError> {
    for run in &runs {
        delete(connection, day, run).await?;
    }
    Ok(())
}
