//! Tags: labels of runs, and the way from a tag to its runs.

use annals_domain::{RunId, Timestamp};
use sqlx::AnyConnection;

use crate::sql::{Batch, Columns, Values, json};
use crate::{Dialect, Store, StoreError};

/// Makes the tags of runs findable.
pub(crate) fn insert<'t>(
    batch: &mut Batch,
    runs: impl Iterator<Item = (&'t RunId, Timestamp, &'t [String])>,
) {
    let mut all = runs.flat_map(|(run, at, tags)| tags.iter().map(move |tag| (run, at, tag)));
    let Some(first) = all.next() else { return };
    let sql = batch.statement("INSERT INTO run_tags (tag, created_at, run_id) VALUES ");
    let mut values = Values::of(sql);
    for (run, created_at, tag) in std::iter::once(first).chain(all) {
        values.row().bind(tag.as_str()).bind(created_at.as_micros()).bind(run.as_str());
    }
    values.end();
    sql.push(" ON CONFLICT (tag, created_at, run_id) DO NOTHING");
}

impl Store {
    /// Changes a run's tags by `change` and answers the new ones; none if there is no such run.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn change_tags(
        &self,
        run: &RunId,
        change: impl FnOnce(Vec<String>) -> Vec<String> + Send + 'static,
    ) -> Result<Option<Vec<String>>, StoreError> {
        let run = run.clone();
        let dialect = self.dialect;
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql =
                    crate::sql::Sql::new("SELECT id, tags, created_at FROM runs WHERE id = ");
                sql.bind(run.as_str()).push(dialect.for_update());
                let Some(row) = sql.row(tx).await? else { return Ok(None) };
                let columns = Columns::new(&row, "runs", "id");
                let tags = change(columns.json("tags")?);
                replace(tx, dialect, &run, columns.time("created_at")?, &tags).await?;
                Ok(Some(tags))
            })
        })
        .await
    }
}

async fn replace(
    tx: &mut AnyConnection,
    dialect: Dialect,
    run: &RunId,
    created_at: Timestamp,
    tags: &[String],
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM run_tags WHERE run_id = $1")
        .bind(run.as_str())
        .execute(&mut *tx)
        .await?;
    let mut batch = Batch::new(dialect);
    let sql = batch.statement("UPDATE runs SET tags = ");
    sql.bind(json(&tags)?).push(" WHERE id = ").bind(run.as_str());
    insert(&mut batch, std::iter::once((run, created_at, tags)));
    batch.run(tx).await
}
