//! The rows of the table `ledger`, and what changes together with them.

use annals_domain::ledger::{Entry, NewEntry};
use annals_domain::{Epoch, RunId, Seq, TransitionError};
use sqlx::AnyConnection;

use crate::sql::{Sql, Values, json};
use crate::{Change, Dialect, StoreError, changes};

pub(super) async fn store_entries(
    tx: &mut AnyConnection,
    dialect: Dialect,
    run: &RunId,
    epoch: Epoch,
    position: i64,
    entries: &[Entry],
    changes: Vec<Change>,
) -> Result<(), StoreError> {
    insert_entries(tx, run, entries).await?;
    for change in changes {
        changes::apply(tx, dialect, run, epoch, change).await?;
    }
    sqlx::query(
        "UPDATE attempts SET position = $3 WHERE run_id = $1 AND epoch = $2 AND position < $3",
    )
    .bind(run.as_str())
    .bind(epoch)
    .bind(position)
    .execute(tx)
    .await?;
    Ok(())
}

/// Stores entries under the numbers they were given.
async fn insert_entries(
    tx: &mut AnyConnection,
    run: &RunId,
    entries: &[Entry],
) -> Result<(), StoreError> {
    for part in entries.chunks(1000) {
        let mut sql = Sql::new("INSERT INTO ledger (run_id, seq, kind, at, body) VALUES ");
        let mut values = Values::of(&mut sql);
        for entry in part {
            values.row().bind(run.as_str()).bind(entry.seq).bind(entry.kind.as_str());
            values.bind(entry.at.as_micros()).bind(json(&entry.body)?);
        }
        values.end();
        sql.run(tx).await?;
    }
    Ok(())
}

/// Stores one entry under the number it was given.
pub(crate) async fn insert_entry(
    tx: &mut AnyConnection,
    run: &RunId,
    seq: Seq,
    entry: &NewEntry,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO ledger (run_id, seq, kind, at, body) VALUES ($1, $2, $3, $4, $5)")
        .bind(run.as_str())
        .bind(seq)
        .bind(entry.kind.as_str())
        .bind(entry.at.as_micros())
        .bind(json(&entry.body)?)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn refused(
    tx: &mut AnyConnection,
    run: &RunId,
    given: Epoch,
) -> Result<StoreError, StoreError> {
    let current: Option<i64> = sqlx::query_scalar("SELECT epoch FROM runs WHERE id = $1")
        .bind(run.as_str())
        .fetch_optional(tx)
        .await?;
    Ok(match current {
        Some(current) => TransitionError::Stale { given, current }.into(),
        None => StoreError::Gone("run"),
    })
}
