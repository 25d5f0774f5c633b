//! The rows of the table `ledger`, and what changes together with them.

use annals_domain::ledger::{Entry, NewEntry};
use annals_domain::{Epoch, RunId, Seq, TransitionError};
use sqlx::AnyConnection;

use crate::sql::json;
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
    for entry in entries {
        let new = NewEntry { kind: entry.kind, at: entry.at, body: entry.body.clone() };
        insert_entry(tx, run, entry.seq, &new).await?;
    }
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
