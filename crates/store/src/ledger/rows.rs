//! The rows of the table `ledger`, and the run's row, which gives them their numbers.

use annals_domain::ledger::{Entry, NewEntry};
use annals_domain::{Epoch, Place, RunId, Seq, TransitionError};
use sqlx::AnyConnection;

use crate::changes::Held;
use crate::history::{self, Keeper};
use crate::sql::{Batch, Sql, Values, json};
use crate::{Change, Dialect, StoreError};

/// How many entries one statement stores.
const TOGETHER: usize = 1000;

/// Moves the run's row on to a last number that `next` says, if `epoch` is its attempt.
pub(crate) async fn advance(
    tx: &mut AnyConnection,
    run: &RunId,
    epoch: Epoch,
    next: impl FnOnce(&mut Sql),
) -> Result<Held, StoreError> {
    let mut sql = Sql::new("UPDATE runs SET last_seq = ");
    next(&mut sql);
    sql.push(" WHERE id = ").bind(run.as_str()).push(" AND epoch = ").bind(epoch);
    sql.push(" RETURNING ").push(Held::COLUMNS);
    match sql.row(tx).await? {
        Some(row) => Held::of(&row),
        None => Err(refused(tx, run, epoch).await?),
    }
}

/// Stores entries under the numbers they were given, what changes with them and how far the
/// attempt is recorded then, and tells the timeline.
pub(crate) async fn store_entries(
    tx: &mut AnyConnection,
    dialect: Dialect,
    keeper: &Keeper,
    (mut held, epoch): (Held, Epoch),
    place: &Place,
    entries: &[Entry],
    changes: Vec<Change>,
) -> Result<(), StoreError> {
    let none = entries.is_empty().then_some(entries);
    for part in entries.chunks(TOGETHER).chain(none) {
        let mut batch = Batch::new(dialect);
        insert_entries(&mut batch, &held.id, part)?;
        let sql = batch.statement("UPDATE attempts SET position = ");
        sql.bind(place.position).push(", mark = ").bind(place.mark.as_deref());
        sql.push(" WHERE run_id = ").bind(held.id.as_str()).push(" AND epoch = ").bind(epoch);
        sql.push(" AND position < ").bind(place.position);
        batch.run(tx).await?;
    }
    for change in changes {
        held.apply(tx, dialect, epoch, change).await?;
    }
    history::tell(tx, keeper, &held, entries).await
}

fn insert_entries(batch: &mut Batch, run: &RunId, entries: &[Entry]) -> Result<(), StoreError> {
    if entries.is_empty() {
        return Ok(());
    }
    let statement = "INSERT INTO ledger (run_id, seq, kind, at, body) VALUES ";
    let mut values = Values::of(batch.statement(statement));
    for entry in entries {
        values.row().bind(run.as_str()).bind(entry.seq).bind(entry.kind.as_str());
        values.bind(entry.at.as_micros()).bind(json(&entry.body)?);
    }
    values.end();
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

async fn refused(
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
