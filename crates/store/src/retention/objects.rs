//! What is to be deleted from the object store.

use std::str::FromStr;

use annals_domain::RunId;
use sqlx::AnyConnection;

use crate::sql::{Columns, Sql};
use crate::{Store, StoreError};

/// Which of a run's objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectPart {
    /// The files it left.
    Files,
    /// Its log.
    Logs,
    /// Everything.
    All,
    /// Its log, which is about to be written, or was by somebody who was ended before it was said
    /// that it lies there. Only whoever holds the lease of retention may look at these.
    Moving,
}

impl ObjectPart {
    const ALL: [Self; 4] = [Self::Files, Self::Logs, Self::All, Self::Moving];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Logs => "logs",
            Self::All => "all",
            Self::Moving => "moving",
        }
    }
}

impl FromStr for ObjectPart {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|part| part.as_str() == text);
        found.ok_or_else(|| format!("`{text}` is no part of a run's objects"))
    }
}

/// Notes that a run's objects are to be deleted.
pub(crate) async fn note_object(
    tx: &mut AnyConnection,
    run: &RunId,
    part: ObjectPart,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO doomed_objects (run_id, part) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(run.as_str())
        .bind(part.as_str())
        .execute(tx)
        .await?;
    Ok(())
}

impl Store {
    /// What is to be deleted from the object store, at most `limit`; with `moving`, also
    /// [`ObjectPart::Moving`].
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn doomed_objects(
        &self,
        moving: bool,
        limit: i64,
    ) -> Result<Vec<(RunId, ObjectPart)>, StoreError> {
        let mut sql = Sql::new("SELECT run_id, part FROM doomed_objects");
        if !moving {
            sql.and("part <> ").bind(ObjectPart::Moving.as_str());
        }
        sql.push(" ORDER BY run_id, part LIMIT ").bind(limit);
        let rows = sql.rows(&self.pool).await?;
        let pair = rows.iter().map(|row| {
            let columns = Columns::new(row, "doomed_objects", "run_id");
            Ok((columns.word("run_id")?, columns.word("part")?))
        });
        pair.collect()
    }

    /// These objects are deleted.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn objects_deleted(&self, run: &RunId, part: ObjectPart) -> Result<(), StoreError> {
        let run = run.clone();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query("DELETE FROM doomed_objects WHERE run_id = $1 AND part = $2")
                    .bind(run.as_str())
                    .bind(part.as_str())
                    .execute(tx)
                    .await?;
                Ok(())
            })
        })
        .await
    }
}
