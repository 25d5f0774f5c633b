//! One transaction that creates a group of runs.

use std::sync::Arc;

use annals_domain::RunNumber;
use sqlx::AnyConnection;

use super::{Created, Creation, RunSource, keys, numbers, rows};
use crate::sql::Batch;
use crate::writing::Writing;
use crate::{Dialect, StoreError};

/// Creates all of the runs or none, and says what came of each, in their order.
pub(crate) async fn create(
    writing: Writing,
    creations: Arc<Vec<Creation>>,
) -> Result<Vec<Created>, StoreError> {
    match transaction(&writing, &creations).await {
        // A snapshot was deleted between its insertion and the run's: it is made again.
        Err(StoreError::Database(sqlx::Error::Database(error)))
            if error.is_foreign_key_violation() =>
        {
            transaction(&writing, &creations).await
        }
        other => other,
    }
}

async fn transaction(
    writing: &Writing,
    creations: &Arc<Vec<Creation>>,
) -> Result<Vec<Created>, StoreError> {
    let creations = Arc::clone(creations);
    let dialect = writing.dialect();
    writing.write(move |tx| Box::pin(async move { within(tx, dialect, &creations).await })).await
}

/// A run that is created, with its number.
pub(super) type Numbered<'c> = (&'c Creation, RunNumber);

/// Creates runs in a transaction, and says what came of each, in their order.
pub(crate) async fn within(
    tx: &mut AnyConnection,
    dialect: Dialect,
    creations: &[Creation],
) -> Result<Vec<Created>, StoreError> {
    let before = keys::claim(tx, creations).await?;
    let fresh: Vec<_> =
        creations.iter().filter(|creation| !before.contains_key(&creation.run.id)).collect();
    let given = numbers::give(tx, dialect, &fresh).await?;
    let numbered = fresh.iter().zip(&given).map(|(creation, number)| (*creation, *number));
    let numbered: Vec<Numbered<'_>> = numbered.collect();
    insert(tx, dialect, &numbered).await?;
    let mut given = given.into_iter();
    let outcome = |creation: &Creation| match before.get(&creation.run.id) {
        Some(created) => Ok(created.clone()),
        None => given.next().map(Created::New).ok_or(StoreError::Gone("run number")),
    };
    creations.iter().map(outcome).collect()
}

async fn insert(
    tx: &mut AnyConnection,
    dialect: Dialect,
    runs: &[Numbered<'_>],
) -> Result<(), StoreError> {
    if runs.is_empty() {
        return Ok(());
    }
    let mut batch = Batch::new(dialect);
    let new = runs.iter().filter(|(creation, _)| matches!(creation.source, RunSource::New(_)));
    rows::tasks(&mut batch, new.map(|(creation, _)| *creation));
    rows::snapshots(&mut batch, runs);
    rows::runs(&mut batch, runs)?;
    rows::details(&mut batch, runs)?;
    rows::nodes(&mut batch, runs)?;
    rows::tags(&mut batch, runs);
    rows::entries(&mut batch, runs)?;
    batch.run(tx).await
}
