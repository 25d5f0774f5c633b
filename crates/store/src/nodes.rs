//! Nodes of runs: their states, times and log counters.

use std::collections::HashMap;

use annals_domain::ledger::{LogEnd, LogEndKind};
use annals_domain::{EnvironmentId, NodeName, NodeRecord, RunId, Timestamp};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::sql::{Batch, Columns, Sql, Values, json};
use crate::{ReusedNode, Store, StoreError};

/// Inserts the nodes of new runs, all pending, in the order of their names.
pub(crate) fn insert<'n>(
    batch: &mut Batch,
    runs: impl Iterator<Item = (&'n RunId, &'n [NodeName])>,
) {
    let mut runs = runs.peekable();
    if runs.peek().is_none() {
        return;
    }
    let statement = "INSERT INTO nodes (run_id, idx, name, state) VALUES ";
    let mut values = Values::of(batch.statement(statement));
    for (run, names) in runs {
        for (index, name) in (0_i64..).zip(names) {
            values.row().bind(run.as_str()).bind(index).bind(name.as_str()).word("'pending'");
        }
    }
    values.end();
}

/// Inserts the nodes of a new run, some of which refer to their outcome in an earlier one.
pub(crate) fn insert_with(
    batch: &mut Batch,
    run: &RunId,
    names: &[NodeName],
    reused: &[ReusedNode],
) -> Result<(), StoreError> {
    let statement =
        "INSERT INTO nodes (run_id, idx, name, state, reused_from, message, log_end) VALUES ";
    let mut values = Values::of(batch.statement(statement));
    let mut outputs = Vec::new();
    for (index, name) in (0_i64..).zip(names) {
        values.row().bind(run.as_str()).bind(index).bind(name.as_str());
        let Some(node) = reused.iter().find(|node| node.name == *name) else {
            values.word("'pending'").word("NULL").word("NULL").word("NULL");
            continue;
        };
        let reason = format!("its outcome in run {} stands", node.run);
        let end = LogEnd { kind: LogEndKind::Complete, reason: reason.clone(), at_byte: 0 };
        values.word("'success'").bind(node.run.as_str()).bind(reason).bind(json(&end)?);
        outputs.extend(node.outputs.as_deref().map(|value| (index, value)));
    }
    values.end();
    if !outputs.is_empty() {
        let statement = "INSERT INTO node_outputs (run_id, idx, value_id) VALUES ";
        let mut values = Values::of(batch.statement(statement));
        for (index, value) in outputs {
            values.row().bind(run.as_str()).bind(index).bind(value);
        }
        values.end();
    }
    Ok(())
}

/// Writes a node as it is now.
pub(crate) async fn update(
    tx: &mut AnyConnection,
    run: &RunId,
    node: &NodeRecord,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE nodes SET state = $3, process = $4, started_at = $5, ended_at = $6, \
           exit_code = $7, message = $8, log_lines = $9, log_bytes = $10, log_end = $11, \
           environment_id = $12, tries = $13 \
         WHERE run_id = $1 AND idx = $2",
    )
    .bind(run.as_str())
    .bind(node.index)
    .bind(node.state.as_str())
    .bind(node.process.as_deref())
    .bind(node.started_at.map(Timestamp::as_micros))
    .bind(node.ended_at.map(Timestamp::as_micros))
    .bind(node.exit_code)
    .bind(node.message.as_deref())
    .bind(node.log_lines)
    .bind(node.log_bytes)
    .bind(node.log_end.as_ref().map(json).transpose()?)
    .bind(node.environment_id.as_ref().map(EnvironmentId::as_str))
    .bind(node.tries)
    .execute(tx)
    .await?;
    Ok(())
}

fn node(row: &AnyRow) -> Result<NodeRecord, StoreError> {
    let columns = Columns::new(row, "nodes", "run_id");
    Ok(NodeRecord {
        index: columns.int("idx")?,
        name: columns.word("name")?,
        state: columns.word("state")?,
        process: columns.opt_text("process")?,
        started_at: columns.opt_time("started_at")?,
        ended_at: columns.opt_time("ended_at")?,
        exit_code: columns.opt_int("exit_code")?,
        message: columns.opt_text("message")?,
        log_lines: columns.int("log_lines")?,
        log_bytes: columns.int("log_bytes")?,
        log_end: columns.opt_json("log_end")?,
        environment_id: columns.opt_word("environment_id")?,
        tries: columns.opt_int("tries")?.unwrap_or(0),
        reused_from: columns.opt_word("reused_from")?,
    })
}

impl Store {
    /// How many components of each of these runs were begun; runs without any are left out.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn components_executed(
        &self,
        runs: &[RunId],
    ) -> Result<HashMap<RunId, i64>, StoreError> {
        let mut sql = Sql::new("SELECT run_id, COUNT(*) AS begun FROM nodes");
        sql.and("run_id IN ").list(runs.iter().map(RunId::as_str));
        sql.and("idx > 0 AND started_at IS NOT NULL").push(" GROUP BY run_id");
        let begun = |row: &AnyRow| {
            let columns = Columns::new(row, "nodes", "run_id");
            Ok((columns.word("run_id")?, columns.int("begun")?))
        };
        sql.rows_once(&self.pool).await?.iter().map(begun).collect()
    }

    /// The nodes of a run, by index. The log counters of a node that has not ended are those of
    /// its stored blocks.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn nodes(&self, run: &RunId, day: i64) -> Result<Vec<NodeRecord>, StoreError> {
        let rows = sqlx::query("SELECT * FROM nodes WHERE run_id = $1 ORDER BY idx")
            .bind(run.as_str())
            .fetch_all(&self.pool)
            .await?;
        let mut nodes = rows.iter().map(node).collect::<Result<Vec<_>, _>>()?;
        for node in nodes.iter_mut().filter(|node| node.log_end.is_none()) {
            if let Some(head) = self.blocks.node_head(day, run, node.index).await? {
                node.log_lines = head.next_line - 1;
                node.log_bytes = head.next_byte;
            }
        }
        Ok(nodes)
    }
}
