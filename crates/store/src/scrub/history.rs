//! Entries of the build history that are stored compressed: a JSON list of content and metadata.

use sqlx::AnyConnection;

use super::{Mask, TextKind};
use crate::sql::{Columns, Sql, json};
use crate::{Store, StoreError};

const PAGE: i64 = 200;
/// How well they are compressed.
const LEVEL: i32 = 6;
/// The most bytes that an entry unpacks to.
const UNPACKED: usize = 16 << 20;

/// The texts of an entry.
type Texts = (String, Option<String>);

impl Store {
    /// Rewrites compressed entries; answers how many. A dry run only counts.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or an entry is damaged.
    pub async fn rewrite_packed_history(
        &self,
        mask: &dyn Mask,
        dry_run: bool,
    ) -> Result<i64, StoreError> {
        let (mut count, mut after) = (0, (String::new(), 0));
        loop {
            let mut sql = Sql::new("SELECT task_id, n, packed FROM task_history");
            sql.and("packed IS NOT NULL").and("(task_id, n) > (");
            sql.bind(after.0.as_str()).push(", ").bind(after.1).push(")");
            sql.push(" ORDER BY task_id, n LIMIT ").bind(PAGE);
            let rows = sql.rows(&self.pool).await?;
            let Some(last) = rows.last() else { return Ok(count) };
            after = key(&Columns::new(last, "task_history", "task_id"))?;
            for row in &rows {
                let columns = Columns::new(row, "task_history", "task_id");
                let (task, n) = key(&columns)?;
                let Some(packed) = repacked(&columns.bytes("packed")?, mask, &task)? else {
                    continue;
                };
                count += 1;
                if !dry_run {
                    self.write(move |tx| {
                        Box::pin(async move { store(tx, &task, n, packed).await })
                    })
                    .await?;
                }
            }
        }
    }
}

fn key(columns: &Columns<'_>) -> Result<(String, i64), StoreError> {
    Ok((columns.text("task_id")?, columns.int("n")?))
}

/// The entry with its texts masked; none if they stay.
fn repacked(packed: &[u8], mask: &dyn Mask, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let damaged = |detail: String| StoreError::Damaged {
        table: "task_history",
        key: key.to_owned(),
        column: "packed",
        detail,
    };
    let plain = zstd::bulk::decompress(packed, UNPACKED).map_err(|e| damaged(e.to_string()))?;
    let (content, metadata): Texts =
        serde_json::from_slice(&plain).map_err(|error| damaged(error.to_string()))?;
    let new_content = mask.masked(TextKind::Plain, &content);
    let new_metadata = metadata.as_deref().and_then(|text| mask.masked(TextKind::Plain, text));
    if new_content.is_none() && new_metadata.is_none() {
        return Ok(None);
    }
    let texts: Texts = (new_content.unwrap_or(content), new_metadata.or(metadata));
    let packed = zstd::bulk::compress(json(&texts)?.as_bytes(), LEVEL);
    packed.map(Some).map_err(|error| damaged(error.to_string()))
}

async fn store(
    tx: &mut AnyConnection,
    task: &str,
    n: i64,
    packed: Vec<u8>,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE task_history SET packed = $3 WHERE task_id = $1 AND n = $2")
        .bind(task)
        .bind(n)
        .bind(packed)
        .execute(tx)
        .await?;
    Ok(())
}
