//! Tags: labels of runs, and the way from a tag to its runs.

use annals_domain::{RunId, Timestamp};
use sqlx::AnyConnection;

use crate::sql::{Columns, json};
use crate::{Store, StoreError};

/// Makes the tags findable.
pub(crate) async fn insert(
    tx: &mut AnyConnection,
    run: &RunId,
    created_at: Timestamp,
    tags: &[String],
) -> Result<(), StoreError> {
    for tag in tags {
        sqlx::query(
            "INSERT INTO run_tags (tag, created_at, run_id) VALUES ($1, $2, $3) \
             ON CONFLICT (tag, created_at, run_id) DO NOTHING",
        )
        .bind(tag.as_str())
        .bind(created_at.as_micros())
        .bind(run.as_str())
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
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
        let lock = self.dialect.for_update();
        self.write(move |tx| {
            Box::pin(async move {
                let mut sql = crate::sql::Sql::new("SELECT id, tags, created_at FROM runs WHERE id = ");
                sql.bind(run.as_str()).push(lock);
                let Some(row) = sql.row(tx).await? else { return Ok(None) };
                let columns = Columns::new(&row, "runs", "id");
                let tags = change(columns.json("tags")?);
                replace(tx, &run, columns.time("created_at")?, &tags).await?;
                Ok(Some(tags))
            })
        })
        .await
    }
}

async fn replace(
    tx: &mut AnyConnection,
    run: &RunId,
    created_at: Timestamp,
    tags: &[String],
) -> Result<(), StoreError> {
    sqlx::query("UPDATE runs SET tags = $2 WHERE id = $1")
        .bind(run.as_str())
        .bind(json(&tags)?)
        .execute(&mut *tx)
        .await?;
    sqlx::query("DELETE FROM run_tags WHERE run_id = $1")
        .bind(run.as_str())
        .execute(&mut *tx)
        .await?;
    insert(tx, run, created_at, tags).await
}
