//! Files kept with runs; their bytes lie in the object store.

use annals_domain::{RunId, Timestamp};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::sql::Columns;
use crate::{Store, StoreError};

/// A file kept with a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredArtifact {
    /// Its path, with `/` between the parts.
    pub path: String,
    /// Its size in bytes.
    pub size: i64,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
    /// When it was kept.
    pub created_at: Timestamp,
}

pub(crate) async fn insert(
    tx: &mut AnyConnection,
    run: &RunId,
    artifact: &StoredArtifact,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO artifacts (run_id, path, size, sha256, created_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (run_id, path) DO UPDATE SET size = $3, sha256 = $4, created_at = $5",
    )
    .bind(run.as_str())
    .bind(artifact.path.as_str())
    .bind(artifact.size)
    .bind(artifact.sha256.as_str())
    .bind(artifact.created_at.as_micros())
    .execute(tx)
    .await?;
    Ok(())
}

fn artifact(row: &AnyRow) -> Result<StoredArtifact, StoreError> {
    let columns = Columns::new(row, "artifacts", "path");
    Ok(StoredArtifact {
        path: columns.text("path")?,
        size: columns.int("size")?,
        sha256: columns.text("sha256")?,
        created_at: columns.time("created_at")?,
    })
}

impl Store {
    /// The files kept with a run, by the bytes of their paths.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn artifacts(&self, run: &RunId) -> Result<Vec<StoredArtifact>, StoreError> {
        let rows = sqlx::query("SELECT * FROM artifacts WHERE run_id = $1")
            .bind(run.as_str())
            .fetch_all(&self.pool)
            .await?;
        let mut found = rows.iter().map(artifact).collect::<Result<Vec<_>, _>>()?;
        // PostgreSQL would order them by the rules of a language.
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    /// The file at `path`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or the row is damaged.
    pub async fn artifact(
        &self,
        run: &RunId,
        path: &str,
    ) -> Result<Option<StoredArtifact>, StoreError> {
        let row = sqlx::query("SELECT * FROM artifacts WHERE run_id = $1 AND path = $2")
            .bind(run.as_str())
            .bind(path)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(artifact).transpose()
    }
}
