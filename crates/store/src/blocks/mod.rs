//! Log blocks: where they lie, and finding one by line or by `seq`.
//!
//! On PostgreSQL they lie in one partition a day, on SQLite in one file a day beside the
//! database; a run's blocks all lie in the day of its creation. The rows and the SQL are the same.

mod files;
mod heads;
mod partitions;
mod space;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use annals_domain::ledger::{SealedBlock, StoredBlock};
use annals_domain::{Epoch, Place, RunId, Seq, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyPool};

use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};

pub use heads::BlockHead;

/// Where a node's log ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeHead {
    /// The number its next line gets.
    pub(crate) next_line: i64,
    /// The bytes before its next line.
    pub(crate) next_byte: i64,
}

impl Default for NodeHead {
    fn default() -> Self {
        Self { next_line: 1, next_byte: 0 }
    }
}

/// The place of all blocks.
#[derive(Clone)]
pub(crate) enum Blocks {
    Files(Arc<files::Files>),
    Partitions(Arc<partitions::Partitions>),
}

impl Blocks {
    pub(crate) fn in_files(folder: PathBuf) -> Self {
        Self::Files(Arc::new(files::Files::new(folder)))
    }

    pub(crate) fn in_partitions(pool: AnyPool) -> Self {
        Self::Partitions(Arc::new(partitions::Partitions::new(pool)))
    }

    /// Makes sure that blocks of `day` have a place.
    pub(crate) async fn prepare(&self, day: i64) -> Result<(), StoreError> {
        match self {
            Self::Files(files) => files.open(day).await.map(|_| ()),
            Self::Partitions(partitions) => partitions.prepare(day).await,
        }
    }

    /// Stores blocks durably, in a transaction of their own.
    pub(crate) async fn append(
        &self,
        day: i64,
        run: &RunId,
        epoch: Epoch,
        place: &Place,
        blocks: &[StoredBlock],
    ) -> Result<(), StoreError> {
        let Self::Files(files) = self else { return Ok(()) };
        let file = files.open(day).await?;
        let (run, place, blocks) = (run.clone(), place.clone(), blocks.to_vec());
        file.writer
            .write(move |tx| {
                Box::pin(async move {
                    for block in &blocks {
                        insert(tx, day, &run, epoch, &place, block).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// The pool to read the blocks of `day` from; none where there can be none.
    async fn reader(&self, day: i64) -> Result<Option<AnyPool>, StoreError> {
        match self {
            Self::Files(files) => files.reader(day).await,
            Self::Partitions(partitions) => Ok(Some(partitions.pool.clone())),
        }
    }

    /// The days that have blocks, in order.
    pub(crate) async fn days(&self) -> Result<Vec<i64>, StoreError> {
        match self {
            Self::Files(files) => files.days().await,
            Self::Partitions(partitions) => {
                let sql = Sql::new("SELECT DISTINCT day FROM log_blocks ORDER BY day");
                let rows = sql.rows(&partitions.pool).await?;
                rows.iter().map(|row| Columns::new(row, "log_blocks", "day").int("day")).collect()
            }
        }
    }

    pub(crate) async fn rows(&self, day: i64, sql: Sql) -> Result<Vec<AnyRow>, StoreError> {
        match self.reader(day).await? {
            Some(pool) => sql.rows(&pool).await,
            None => Ok(Vec::new()),
        }
    }

    /// The end of one node's log; none if it has no lines.
    pub(crate) async fn node_head(
        &self,
        day: i64,
        run: &RunId,
        node: i64,
    ) -> Result<Option<NodeHead>, StoreError> {
        let mut sql =
            Sql::new("SELECT run_id, node, first_line, lines, raw_start, raw_len FROM log_blocks");
        sql.and("day = ").bind(day).and("run_id = ").bind(run.as_str()).and("node = ").bind(node);
        sql.push(" ORDER BY first_line DESC LIMIT 1");
        self.rows(day, sql).await?.first().map(|row| Ok(head(row)?.1)).transpose()
    }

    /// The ends of the logs of every node that has lines.
    pub(crate) async fn node_heads(
        &self,
        day: i64,
        run: &RunId,
    ) -> Result<HashMap<i64, NodeHead>, StoreError> {
        let mut sql = Sql::new(
            "SELECT run_id, node, MAX(first_line) AS first_line, MAX(first_line + lines) - MAX(first_line) AS lines, \
             MAX(raw_start) AS raw_start, MAX(raw_start + raw_len) - MAX(raw_start) AS raw_len FROM log_blocks",
        );
        sql.and("day = ")
            .bind(day)
            .and("run_id = ")
            .bind(run.as_str())
            .push(" GROUP BY run_id, node");
        self.rows(day, sql).await?.iter().map(head).collect()
    }

    /// The `seq` of the run's last stored line, 0 if it has none.
    pub(crate) async fn last_seq(&self, day: i64, run: &RunId) -> Result<Seq, StoreError> {
        let mut sql = Sql::new("SELECT run_id, first_seq + lines - 1 AS seq FROM log_blocks");
        sql.and("day = ").bind(day).and("run_id = ").bind(run.as_str());
        sql.push(" ORDER BY first_seq DESC LIMIT 1");
        let rows = self.rows(day, sql).await?;
        rows.first().map_or(Ok(0), |row| Columns::new(row, "log_blocks", "run_id").int("seq"))
    }

    /// How far the observations of the attempt are in stored blocks; the beginning if it has none.
    pub(crate) async fn position(
        &self,
        day: i64,
        run: &RunId,
        epoch: Epoch,
    ) -> Result<Place, StoreError> {
        let mut sql = Sql::new("SELECT run_id, position, mark FROM log_blocks");
        sql.and("day = ").bind(day).and("run_id = ").bind(run.as_str()).and("epoch = ").bind(epoch);
        sql.push(" ORDER BY first_seq DESC LIMIT 1");
        let rows = self.rows(day, sql).await?;
        let place = |row| Columns::new(row, "log_blocks", "run_id").place();
        rows.first().map_or_else(|| Ok(Place::default()), place)
    }

    /// Drops the blocks of one run where they lie in a file; in a partition, [`delete`] does it in
    /// the transaction that drops the run.
    pub(crate) async fn delete(&self, day: i64, run: &RunId) -> Result<(), StoreError> {
        let Self::Files(files) = self else { return Ok(()) };
        if files.reader(day).await?.is_none() {
            return Ok(());
        }
        let (file, run) = (files.open(day).await?, run.clone());
        file.writer.write(move |tx| Box::pin(async move { delete(tx, day, &run).await })).await
    }

    pub(crate) async fn close(&self) {
        if let Self::Files(files) = self {
            files.close().await;
        }
    }
}

impl Store {
    /// The blocks of a node, from the one that holds line `from_line` on, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn blocks_by_line(
        &self,
        day: i64,
        run: &RunId,
        node: i64,
        from_line: i64,
        limit: i64,
    ) -> Result<Vec<StoredBlock>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM log_blocks");
        sql.and("day = ").bind(day).and("run_id = ").bind(run.as_str()).and("node = ").bind(node);
        sql.and("first_line >= COALESCE((SELECT MAX(b.first_line) FROM log_blocks b");
        sql.push(" WHERE b.day = ").bind(day).push(" AND b.run_id = ").bind(run.as_str());
        sql.push(" AND b.node = ")
            .bind(node)
            .push(" AND b.first_line <= ")
            .bind(from_line)
            .push("), 0)");
        sql.push(" ORDER BY first_line LIMIT ").bind(limit);
        self.blocks.rows(day, sql).await?.iter().map(block).collect()
    }

    /// The blocks of a node that begin before line `before`, the last first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn blocks_before_line(
        &self,
        day: i64,
        run: &RunId,
        node: i64,
        before: i64,
        limit: i64,
    ) -> Result<Vec<StoredBlock>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM log_blocks");
        sql.and("day = ").bind(day).and("run_id = ").bind(run.as_str()).and("node = ").bind(node);
        sql.and("first_line < ").bind(before).push(" ORDER BY first_line DESC LIMIT ").bind(limit);
        self.blocks.rows(day, sql).await?.iter().map(block).collect()
    }

    /// The blocks of a node, from the one that holds the byte `from_byte` of its log on, at most
    /// `limit`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn blocks_by_byte(
        &self,
        day: i64,
        run: &RunId,
        node: i64,
        from_byte: i64,
        limit: i64,
    ) -> Result<Vec<StoredBlock>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM log_blocks");
        sql.and("day = ").bind(day).and("run_id = ").bind(run.as_str()).and("node = ").bind(node);
        sql.and("raw_start >= COALESCE((SELECT MAX(b.raw_start) FROM log_blocks b");
        sql.push(" WHERE b.day = ").bind(day).push(" AND b.run_id = ").bind(run.as_str());
        sql.push(" AND b.node = ").bind(node).push(" AND b.raw_start <= ").bind(from_byte);
        sql.push("), 0) ORDER BY raw_start LIMIT ").bind(limit);
        self.blocks.rows(day, sql).await?.iter().map(block).collect()
    }

    /// The blocks of a run, from the one that holds the first line after `after` on, at most
    /// `limit`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn blocks_by_seq(
        &self,
        day: i64,
        run: &RunId,
        after: Seq,
        limit: i64,
    ) -> Result<Vec<StoredBlock>, StoreError> {
        let first = after.saturating_add(1);
        let mut sql = Sql::new("SELECT * FROM log_blocks");
        sql.and("day = ").bind(day).and("run_id = ").bind(run.as_str());
        sql.and("first_seq >= COALESCE((SELECT MAX(b.first_seq) FROM log_blocks b");
        sql.push(" WHERE b.day = ").bind(day).push(" AND b.run_id = ").bind(run.as_str());
        sql.push(" AND b.first_seq <= ").bind(first).push("), 0)");
        sql.and("first_seq + lines > ").bind(first);
        sql.push(" ORDER BY first_seq LIMIT ").bind(limit);
        self.blocks.rows(day, sql).await?.iter().map(block).collect()
    }
}

/// Inserts one block.
pub(crate) async fn insert(
    tx: &mut AnyConnection,
    day: i64,
    run: &RunId,
    epoch: Epoch,
    place: &Place,
    stored: &StoredBlock,
) -> Result<(), StoreError> {
    let block = &stored.block;
    sqlx::query(
        "INSERT INTO log_blocks (day, run_id, node, epoch, first_seq, first_line, lines, raw_start, \
           raw_len, first_at, last_at, position, checksum, filter, data, mark) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    )
    .bind(day)
    .bind(run.as_str())
    .bind(block.node)
    .bind(epoch)
    .bind(stored.first_seq)
    .bind(stored.first_line)
    .bind(block.lines)
    .bind(stored.raw_start)
    .bind(block.raw_len)
    .bind(block.first_at.as_micros())
    .bind(block.last_at.as_micros())
    .bind(place.position)
    .bind(i64::from(block.checksum))
    .bind(block.filter.as_deref())
    .bind(block.data.as_slice())
    .bind(place.mark.as_deref())
    .execute(tx)
    .await?;
    Ok(())
}

/// Deletes the blocks of one run.
pub(crate) async fn delete(
    connection: &mut AnyConnection,
    day: i64,
    run: &RunId,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM log_blocks WHERE day = $1 AND run_id = $2")
        .bind(day)
        .bind(run.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

fn head(row: &AnyRow) -> Result<(i64, NodeHead), StoreError> {
    let columns = Columns::new(row, "log_blocks", "run_id");
    let next_line = columns.int("first_line")? + columns.int("lines")?;
    let next_byte = columns.int("raw_start")? + columns.int("raw_len")?;
    Ok((columns.int("node")?, NodeHead { next_line, next_byte }))
}

pub(crate) fn block(row: &AnyRow) -> Result<StoredBlock, StoreError> {
    let columns = Columns::new(row, "log_blocks", "run_id");
    Ok(StoredBlock {
        first_seq: columns.int("first_seq")?,
        first_line: columns.int("first_line")?,
        raw_start: columns.int("raw_start")?,
        block: SealedBlock {
            node: columns.int("node")?,
            lines: columns.int("lines")?,
            raw_len: columns.int("raw_len")?,
            first_at: Timestamp::from_micros(columns.int("first_at")?),
            last_at: Timestamp::from_micros(columns.int("last_at")?),
            checksum: u32::try_from(columns.int("checksum")?).unwrap_or(0),
            filter: columns.opt_bytes("filter")?,
            data: columns.bytes("data")?,
        },
    })
}
