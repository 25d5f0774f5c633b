//! Appending where blocks and entries share a transaction, and the run's row is the sequence.

use std::sync::Arc;

use annals_domain::{Place, RunId};
use sqlx::AnyConnection;

use super::heads::Head;
use super::place::{lines, number, place};
use super::rows::{advance, store_entries};
use super::{Append, Appended};
use crate::sql::Sql;
use crate::{Change, Dialect, Store, StoreError, blocks};

impl Store {
    pub(super) async fn append_postgres(
        &self,
        head: &mut Head,
        run: &RunId,
        day: i64,
        append: Append,
    ) -> Result<Appended, StoreError> {
        if !append.blocks.is_empty() {
            self.blocks.prepare(day).await?;
        }
        let (run, nodes, unsure) = (run.clone(), head.nodes.clone(), head.unsure);
        let keeper = Arc::clone(&self.history);
        let (appended, nodes) = self
            .write(move |tx| {
                Box::pin(async move {
                    if unsure && was_stored(tx, &run, &append).await? {
                        return Ok((Appended::default(), None));
                    }
                    let (lines, count) = (lines(&append.blocks), append.entries.len());
                    let step = lines + i64::try_from(count).unwrap_or(0);
                    let next = |sql: &mut Sql| {
                        sql.push("last_seq + ").bind(step);
                    };
                    let held = advance(tx, &run, append.epoch, next).await?;
                    let last = held.last_seq - step;
                    let (blocks, nodes) = place(&append.blocks, last, nodes.as_ref());
                    // The attempt's own row, in the same transaction, has the mark.
                    let place = Place::at(append.blocks_position);
                    for block in &blocks {
                        blocks::insert(tx, day, &run, append.epoch, &place, block).await?;
                    }
                    let entries = number(append.entries, last + lines);
                    let held = (held, append.epoch);
                    let place = Place { position: append.position, mark: append.mark };
                    let (dialect, changes) = (Dialect::Postgres, append.changes);
                    store_entries(tx, dialect, &keeper, held, &place, &entries, changes).await?;
                    Ok((Appended { blocks, entries }, Some(nodes)))
                })
            })
            .await?;
        (head.nodes, head.unsure) = (nodes, false);
        Ok(appended)
    }
}

/// Whether this append was stored before. What ends a run is no matter of doubt: it is refused
/// where the run has ended.
async fn was_stored(
    tx: &mut AnyConnection,
    run: &RunId,
    append: &Append,
) -> Result<bool, StoreError> {
    if append.changes.iter().any(|change| matches!(change, Change::End { .. })) {
        return Ok(false);
    }
    // Held first: the earlier try may be committing just now.
    sqlx::query("SELECT epoch FROM runs WHERE id = $1 FOR UPDATE")
        .bind(run.as_str())
        .execute(&mut *tx)
        .await?;
    let position: Option<i64> =
        sqlx::query_scalar("SELECT position FROM attempts WHERE run_id = $1 AND epoch = $2")
            .bind(run.as_str())
            .bind(append.epoch)
            .fetch_optional(tx)
            .await?;
    Ok(append.position > 0 && position >= Some(append.position))
}
