//! Log blocks: read all of them, put another in the place of one.

use std::collections::HashMap;

use annals_domain::ledger::{LogEnd, SealedBlock, StoredBlock};
use annals_domain::{RunId, Seq};
use sqlx::AnyConnection;

use crate::blocks::Blocks;
use crate::sql::{Columns, Sql, json};
use crate::{Store, StoreError};

/// A block and where it lies.
#[derive(Debug, Clone)]
pub struct KeptBlock {
    /// The day of its run's creation.
    pub day: i64,
    /// Its run.
    pub run: RunId,
    /// The block.
    pub stored: StoredBlock,
}

impl Store {
    /// The days that have blocks, in order.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the folder cannot be read.
    pub async fn block_days(&self) -> Result<Vec<i64>, StoreError> {
        self.blocks.days().await
    }

    /// The blocks of a day by run and `seq` after those given, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn blocks_of_day(
        &self,
        day: i64,
        after: Option<(&RunId, Seq)>,
        limit: i64,
    ) -> Result<Vec<KeptBlock>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM log_blocks");
        sql.and("day = ").bind(day);
        if let Some((run, seq)) = after {
            sql.and("(run_id, first_seq) > (").bind(run.as_str()).push(", ").bind(seq).push(")");
        }
        sql.push(" ORDER BY run_id, first_seq LIMIT ").bind(limit);
        let rows = self.blocks.rows(day, sql).await?;
        let kept = rows.iter().map(|row| {
            let run = Columns::new(row, "log_blocks", "run_id").word("run_id")?;
            Ok(KeptBlock { day, run, stored: crate::blocks::block(row)? })
        });
        kept.collect()
    }

    /// Puts `new`, with as many lines, in the place of a block's lines. What lies behind it in the
    /// node's log moves up, so that bytes are counted as they are then.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn replace_block(&self, old: &KeptBlock, new: SealedBlock) -> Result<(), StoreError> {
        let shorter = old.stored.block.raw_len - new.raw_len;
        let (run, node, block) = (old.run.clone(), new.node, old.clone());
        match &self.blocks {
            Blocks::Files(files) => {
                let file = files.open(old.day).await?;
                file.writer
                    .write(move |tx| Box::pin(async move { replace(tx, &block, &new).await }))
                    .await?;
            }
            Blocks::Partitions(_) => {
                self.write(move |tx| Box::pin(async move { replace(tx, &block, &new).await }))
                    .await?;
            }
        }
        self.write(move |tx| Box::pin(async move { shorten(tx, &run, node, shorter).await })).await
    }
}

impl Store {
    /// Says how many bytes the logs of a run's nodes have, by index. Where a log ends or was cut
    /// moves with it.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn set_log_bytes(
        &self,
        run: &RunId,
        bytes: HashMap<i64, i64>,
    ) -> Result<(), StoreError> {
        let mut sql = Sql::new("SELECT run_id, idx, log_bytes FROM nodes");
        sql.and("run_id = ").bind(run.as_str());
        let mut shorter = Vec::new();
        for row in sql.rows(&self.pool).await? {
            let columns = Columns::new(&row, "nodes", "run_id");
            let (node, before) = (columns.int("idx")?, columns.int("log_bytes")?);
            let by = bytes.get(&node).map_or(0, |bytes| before - bytes);
            shorter.extend((by != 0).then_some((node, by)));
        }
        if shorter.is_empty() {
            return Ok(());
        }
        let run = run.clone();
        self.write(move |tx| {
            Box::pin(async move {
                for (node, by) in shorter {
                    shorten(tx, &run, node, by).await?;
                }
                Ok(())
            })
        })
        .await
    }
}

async fn replace(
    tx: &mut AnyConnection,
    old: &KeptBlock,
    new: &SealedBlock,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE log_blocks SET raw_len = $4, checksum = $5, filter = $6, data = $7 \
         WHERE day = $1 AND run_id = $2 AND first_seq = $3",
    )
    .bind(old.day)
    .bind(old.run.as_str())
    .bind(old.stored.first_seq)
    .bind(new.raw_len)
    .bind(i64::from(new.checksum))
    .bind(new.filter.as_deref())
    .bind(new.data.as_slice())
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "UPDATE log_blocks SET raw_start = raw_start - $5 \
         WHERE day = $1 AND run_id = $2 AND node = $3 AND first_line > $4",
    )
    .bind(old.day)
    .bind(old.run.as_str())
    .bind(new.node)
    .bind(old.stored.first_line)
    .bind(old.stored.block.raw_len - new.raw_len)
    .execute(tx)
    .await?;
    Ok(())
}

/// The node's own count of bytes.
async fn shorten(
    tx: &mut AnyConnection,
    run: &RunId,
    node: i64,
    by: i64,
) -> Result<(), StoreError> {
    let mut sql = Sql::new("UPDATE nodes SET log_bytes = log_bytes - ");
    sql.bind(by).and("run_id = ").bind(run.as_str()).and("idx = ").bind(node);
    sql.push(" RETURNING run_id, log_end");
    let Some(row) = sql.row(&mut *tx).await? else { return Ok(()) };
    let end: Option<LogEnd> = Columns::new(&row, "nodes", "run_id").opt_json("log_end")?;
    let Some(mut end) = end else { return Ok(()) };
    end.at_byte -= by;
    sqlx::query("UPDATE nodes SET log_end = $3 WHERE run_id = $1 AND idx = $2")
        .bind(run.as_str())
        .bind(node)
        .bind(json(&end)?)
        .execute(tx)
        .await?;
    Ok(())
}
