//! Idempotency keys of files: the same request is answered the same files of its run again.

use annals_domain::{FileId, RunId, Timestamp};
use sqlx::AnyConnection;

use super::KeyedFiles;
use crate::sql::{Columns, Sql, Values, json};
use crate::{Idempotency, Store, StoreError};

impl Store {
    /// The files that a key was used for, unless all of them are gone: then it is free again.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn keyed_files(&self, key: &Idempotency) -> Result<Option<KeyedFiles>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        used_for(&mut connection, key).await
    }
}

/// Takes the key for files of a run; answers what it was used for if it was taken before.
pub(super) async fn claim(
    tx: &mut AnyConnection,
    key: &Idempotency,
    run: &RunId,
    files: &[FileId],
    at: Timestamp,
) -> Result<Option<KeyedFiles>, StoreError> {
    let ids = json(&files)?;
    let mut sql = Sql::new(
        "INSERT INTO idempotency (scope, key, body_hash, run_id, files, created_at) VALUES ",
    );
    let mut values = Values::of(&mut sql);
    values.row().bind(key.scope.as_str()).bind(key.key.as_str()).bind(key.body_hash.as_str());
    values.bind(run.as_str()).bind(ids.as_str()).bind(at.as_micros());
    values.end();
    sql.push(" ON CONFLICT (scope, key) DO NOTHING");
    if sql.run(&mut *tx).await? == 1 {
        return Ok(None);
    }
    let before = used_for(tx, key).await?;
    if before.is_none() {
        let mut sql = Sql::new("UPDATE idempotency SET body_hash = ");
        sql.bind(key.body_hash.as_str()).push(", run_id = ").bind(run.as_str());
        sql.push(", files = ").bind(ids.as_str()).push(", created_at = ").bind(at.as_micros());
        sql.and("scope = ").bind(key.scope.as_str()).and("key = ").bind(key.key.as_str());
        sql.run(tx).await?;
    }
    Ok(before)
}

async fn used_for(
    connection: &mut AnyConnection,
    key: &Idempotency,
) -> Result<Option<KeyedFiles>, StoreError> {
    let mut sql = Sql::new("SELECT key, body_hash, run_id, files FROM idempotency");
    sql.and("scope = ").bind(key.scope.as_str()).and("key = ").bind(key.key.as_str());
    let Some(row) = sql.row(&mut *connection).await? else { return Ok(None) };
    let columns = Columns::new(&row, "idempotency", "key");
    let found = KeyedFiles {
        run: columns.word("run_id")?,
        files: columns.json("files")?,
        body_hash: columns.text("body_hash")?,
    };
    Ok(any_left(connection, &found).await?.then_some(found))
}

async fn any_left(connection: &mut AnyConnection, found: &KeyedFiles) -> Result<bool, StoreError> {
    let mut sql = Sql::new("SELECT id FROM job_files");
    sql.and("run_id = ").bind(found.run.as_str()).and("id IN ");
    sql.list(found.files.iter().map(FileId::as_str)).push(" LIMIT 1");
    Ok(sql.row(connection).await?.is_some())
}
