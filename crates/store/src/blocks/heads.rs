//! Blocks without their lines: what a search goes through to find those that it must read.

use annals_domain::ledger::StoredBlock;
use annals_domain::{RunId, Seq};
use sqlx::any::AnyRow;

use super::block;
use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};

/// A block without its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockHead {
    /// Its run.
    pub run: RunId,
    /// The node's index within the run.
    pub node: i64,
    /// The `seq` of its first line.
    pub first_seq: Seq,
    /// The number of its first line within the node, from 1.
    pub first_line: i64,
    /// How many lines it holds.
    pub lines: i64,
    /// The bytes of those lines, line ends included.
    pub raw_len: i64,
    /// Tells which patterns it cannot hold (`annals_logs::Pattern::may_be_in`).
    pub filter: Option<Vec<u8>>,
}

impl Store {
    /// How many blocks each of these runs has; a run that has none is left out.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn block_counts(
        &self,
        day: i64,
        runs: &[&RunId],
    ) -> Result<Vec<(RunId, i64)>, StoreError> {
        let mut sql = Sql::new("SELECT run_id, COUNT(*) AS blocks FROM log_blocks");
        sql.and("day = ").bind(day).and("run_id IN ").list(runs.iter().map(|run| run.as_str()));
        sql.push(" GROUP BY run_id");
        let pair = |row: &AnyRow| {
            let columns = Columns::new(row, "log_blocks", "run_id");
            Ok((columns.word("run_id")?, columns.int("blocks")?))
        };
        self.blocks.rows(day, sql).await?.iter().map(pair).collect()
    }

    /// The first `seq` of every block of a run, in order.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn block_seqs(&self, day: i64, run: &RunId) -> Result<Vec<Seq>, StoreError> {
        let mut sql = Sql::new("SELECT run_id, first_seq FROM log_blocks");
        sql.and("day = ").bind(day).and("run_id = ").bind(run.as_str());
        sql.push(" ORDER BY first_seq");
        let rows = self.blocks.rows(day, sql).await?;
        let seq = |row: &AnyRow| Columns::new(row, "log_blocks", "run_id").int("first_seq");
        rows.iter().map(seq).collect()
    }

    /// The first `seq` of every block of a run and the bytes of its lines, in order.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn block_sizes(&self, day: i64, run: &RunId) -> Result<Vec<(Seq, i64)>, StoreError> {
        let mut sql = Sql::new("SELECT run_id, first_seq, raw_len FROM log_blocks");
        sql.and("day = ").bind(day).and("run_id = ").bind(run.as_str());
        sql.push(" ORDER BY first_seq");
        let pair = |row: &AnyRow| {
            let columns = Columns::new(row, "log_blocks", "run_id");
            Ok((columns.int("first_seq")?, columns.int("raw_len")?))
        };
        self.blocks.rows(day, sql).await?.iter().map(pair).collect()
    }

    /// The heads of the blocks of these runs that begin at `from` to `to` in their run's sequence,
    /// by run and `seq`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn block_heads(
        &self,
        day: i64,
        runs: &[&RunId],
        (from, to): (Seq, Seq),
    ) -> Result<Vec<BlockHead>, StoreError> {
        let mut sql = Sql::new(
            "SELECT run_id, node, first_seq, first_line, lines, raw_len, filter FROM log_blocks",
        );
        sql.and("day = ").bind(day).and("run_id IN ").list(runs.iter().map(|run| run.as_str()));
        sql.and("first_seq >= ").bind(from).and("first_seq <= ").bind(to);
        sql.push(" ORDER BY run_id, first_seq");
        self.blocks.rows(day, sql).await?.iter().map(head).collect()
    }

    /// The blocks that these heads are of, by run and `seq`. One that is gone is left out.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn blocks_of(
        &self,
        day: i64,
        heads: &[BlockHead],
    ) -> Result<Vec<(RunId, StoredBlock)>, StoreError> {
        let mut sql = Sql::new("SELECT * FROM log_blocks");
        let mut before = "(";
        sql.and("day = ").bind(day).and("");
        for of_run in heads.chunk_by(|a, b| a.run == b.run) {
            let seqs = of_run.iter().map(|head| head.first_seq);
            sql.push(before).push("run_id = ").bind(of_run[0].run.as_str());
            sql.push(" AND first_seq IN ").list(seqs);
            before = " OR ";
        }
        if heads.is_empty() {
            return Ok(Vec::new());
        }
        sql.push(") ORDER BY run_id, first_seq");
        let pair = |row: &AnyRow| {
            Ok((Columns::new(row, "log_blocks", "run_id").word("run_id")?, block(row)?))
        };
        self.blocks.rows(day, sql).await?.iter().map(pair).collect()
    }
}

fn head(row: &AnyRow) -> Result<BlockHead, StoreError> {
    let columns = Columns::new(row, "log_blocks", "run_id");
    Ok(BlockHead {
        run: columns.word("run_id")?,
        node: columns.int("node")?,
        first_seq: columns.int("first_seq")?,
        first_line: columns.int("first_line")?,
        lines: columns.int("lines")?,
        raw_len: columns.int("raw_len")?,
        filter: columns.opt_bytes("filter")?,
    })
}
