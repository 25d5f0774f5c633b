//! Specs. A snapshot is addressed by its content, so one that changes becomes another.

use annals_domain::{Snapshot, SnapshotId, Timestamp};
use sqlx::AnyConnection;

use super::{Mask, TextKind};
use crate::sql::{Columns, Sql};
use crate::{Store, StoreError, snapshots};

const PAGE: i64 = 100;

impl Store {
    /// Puts masked snapshots in the place of those that hold something to be masked: their runs are
    /// then runs of those. Answers the old ids.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a masked text is no spec.
    pub async fn rewrite_snapshots(
        &self,
        mask: &dyn Mask,
        dry_run: bool,
    ) -> Result<Vec<SnapshotId>, StoreError> {
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let mut sql = Sql::new("SELECT id, content, created_at FROM snapshots WHERE id > ");
            sql.bind(after.as_str()).push(" ORDER BY id LIMIT ").bind(PAGE);
            let rows = sql.rows(&self.pool).await?;
            let Some(last) = rows.last() else { return Ok(found) };
            after = Columns::new(last, "snapshots", "id").text("id")?;
            for row in &rows {
                let columns = Columns::new(row, "snapshots", "id");
                let (id, at) = (columns.word::<SnapshotId>("id")?, columns.time("created_at")?);
                let Some(masked) = mask.masked(TextKind::Spec, &columns.text("content")?) else {
                    continue;
                };
                if !dry_run {
                    let spec =
                        serde_json::from_str(&masked).map_err(|error| StoreError::Damaged {
                            table: "snapshots",
                            key: id.to_string(),
                            column: "content",
                            detail: error.to_string(),
                        })?;
                    let new = Snapshot::freeze(spec);
                    let old = id.clone();
                    self.write(move |tx| Box::pin(async move { replace(tx, old, new, at).await }))
                        .await?;
                }
                found.push(id);
            }
        }
    }

    /// The runs of a snapshot, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn runs_of_snapshot(
        &self,
        id: &SnapshotId,
        limit: i64,
    ) -> Result<Vec<annals_domain::RunId>, StoreError> {
        let mut sql = Sql::new("SELECT id FROM runs WHERE snapshot_id = ");
        sql.bind(id.as_str()).push(" ORDER BY created_at, id LIMIT ").bind(limit);
        let rows = sql.rows(&self.pool).await?;
        rows.iter().map(|row| Columns::new(row, "runs", "id").word("id")).collect()
    }
}

async fn replace(
    tx: &mut AnyConnection,
    old: SnapshotId,
    new: Snapshot,
    at: Timestamp,
) -> Result<(), StoreError> {
    snapshots::insert(tx, &new, at).await?;
    sqlx::query("UPDATE runs SET snapshot_id = $2 WHERE snapshot_id = $1")
        .bind(old.as_str())
        .bind(new.id.as_str())
        .execute(&mut *tx)
        .await?;
    sqlx::query("DELETE FROM snapshots WHERE id = $1").bind(old.as_str()).execute(tx).await?;
    Ok(())
}
