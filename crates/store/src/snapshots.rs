//! Snapshots: specs by the hash of their content, each stored once.

use std::collections::HashMap;

use annals_domain::{Snapshot, SnapshotId, Timestamp};
use sqlx::AnyConnection;

use crate::sql::{Batch, Columns, Sql, Values};
use crate::{Store, StoreError};

/// Stores a snapshot unless an equal one is there.
pub(crate) async fn insert(
    connection: &mut AnyConnection,
    snapshot: &Snapshot,
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut sql = Sql::new(INSERT);
    values(&mut sql, &[(snapshot, at)]);
    sql.run(connection).await?;
    Ok(())
}

/// The same for several, as one statement of `batch`.
pub(crate) fn insert_with(batch: &mut Batch, snapshots: &[(&Snapshot, Timestamp)]) {
    values(batch.statement(INSERT), snapshots);
}

const INSERT: &str = "INSERT INTO snapshots (id, kind, content, created_at) VALUES ";

fn values(sql: &mut Sql, snapshots: &[(&Snapshot, Timestamp)]) {
    let mut values = Values::of(sql);
    for (snapshot, at) in snapshots {
        values.row().bind(snapshot.id.as_str()).bind(snapshot.spec.kind().as_str());
        values.bind(Snapshot::content(&snapshot.spec)).bind(at.as_micros());
    }
    values.end();
    sql.push(" ON CONFLICT (id) DO NOTHING");
}

impl Store {
    /// The snapshots with these ids; unknown ids are left out.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn snapshots(
        &self,
        ids: &[SnapshotId],
    ) -> Result<HashMap<SnapshotId, Snapshot>, StoreError> {
        let mut found = HashMap::new();
        for part in ids.chunks(100) {
            let mut sql = Sql::new("SELECT id, content FROM snapshots WHERE id IN (");
            for (n, id) in part.iter().enumerate() {
                sql.push(if n == 0 { "" } else { ", " }).bind(id.as_str());
            }
            sql.push(")");
            for row in sql.rows(&self.pool).await? {
                let columns = Columns::new(&row, "snapshots", "id");
                let id: SnapshotId = columns.word("id")?;
                found.insert(id.clone(), Snapshot { id, spec: columns.json("content")? });
            }
        }
        Ok(found)
    }

    /// The snapshot with this id.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn snapshot(&self, id: &SnapshotId) -> Result<Option<Snapshot>, StoreError> {
        Ok(self.snapshots(std::slice::from_ref(id)).await?.remove(id))
    }
}
