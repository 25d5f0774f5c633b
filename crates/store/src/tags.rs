//! Tags: labels of runs, and the way from a tag to its runs.

use annals_domain::{RunId, Timestamp};
use sqlx::AnyConnection;

use crate::sql::{Batch, Columns, json};
use crate::{Dialect, Store, StoreError};

/// Makes the tags findable.
pub(crate) fn insert(batch: &mut Batch, run: &RunId, created_at: Timestamp, tags: &[String]) {
    if tags.is_empty() {
        return;
    }
    let sql = batch.statement("INSERT INTO run_tags (tag, created_at, run_id) VALUES ");
    for (n, tag) in tags.iter().enumerate() {
        sql.push(if n == 0 { "(" } else { ", (" }).bind(tag.as_str()).push(", ");
        sql.bind(created_at.as_micros()).push(", ").bind(run.as_str()).push(")");
    }
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
    insert(&mut batch, run, created_at, tags);
    batch.run(tx).await
}
