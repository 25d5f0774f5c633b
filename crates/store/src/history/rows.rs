//! Entries as rows: plain while they are young, packed later.

use annals_domain::Timestamp;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::TaskBuildHistory;
use crate::sql::{Columns, Sql, json};
use crate::{Dialect, StoreError};

/// The columns that an entry is read from.
pub(super) const COLUMNS: &str = "task_id, n, id, run_id, seq, own_seq, workspace_id, session_id, \
    context_type, content, metadata, packed, created_at, expires_at";

/// How well packed entries are compressed; they are small and read rarely.
const LEVEL: i32 = 6;
/// The most bytes that an entry unpacks to: both texts, escaped.
const UNPACKED: usize = 16 << 20;
/// How many rows one statement inserts.
const TOGETHER: usize = 100;

/// An entry on its way into the table.
pub(super) struct NewRow {
    pub(super) entry: TaskBuildHistory,
    /// Whether the ledger holds a row of its own for it.
    pub(super) own_seq: bool,
}

/// Inserts rows.
pub(super) async fn insert(tx: &mut AnyConnection, rows: &[NewRow]) -> Result<(), StoreError> {
    for rows in rows.chunks(TOGETHER) {
        let mut sql = Sql::new(
            "INSERT INTO task_history (task_id, n, id, run_id, seq, own_seq, \
             workspace_id, session_id, context_type, content, metadata, created_at, expires_at) VALUES ",
        );
        for (index, NewRow { entry, own_seq }) in rows.iter().enumerate() {
            sql.push(if index == 0 { "(" } else { ", (" }).bind(entry.task_id.as_str());
            sql.push(", ").bind(entry.n).push(", ").bind(entry.id.as_str());
            sql.push(", ").bind(entry.run_id.as_ref().map(annals_domain::RunId::as_str));
            sql.push(", ").bind(entry.seq).push(", ").bind(i64::from(*own_seq));
            sql.push(", ").bind(entry.workspace_id.as_deref());
            sql.push(", ").bind(entry.session_id.as_deref());
            sql.push(", ").bind(entry.context_type.as_str());
            sql.push(", ").bind(entry.content.as_str()).push(", ").bind(entry.metadata.as_deref());
            sql.push(", ").bind(entry.created_at.as_micros());
            sql.push(", ").bind(entry.expires_at.as_micros()).push(")");
        }
        sql.run(tx).await?;
    }
    Ok(())
}

/// Reads a row.
pub(super) fn entry(row: &AnyRow) -> Result<TaskBuildHistory, StoreError> {
    let columns = Columns::new(row, "task_history", "id");
    let (content, metadata) = texts(&columns)?;
    Ok(TaskBuildHistory {
        id: columns.text("id")?,
        task_id: columns.word("task_id")?,
        run_id: columns.opt_word("run_id")?,
        workspace_id: columns.opt_text("workspace_id")?,
        session_id: columns.opt_text("session_id")?,
        context_type: columns.word("context_type")?,
        content,
        metadata,
        created_at: columns.time("created_at")?,
        expires_at: columns.time("expires_at")?,
        n: columns.int("n")?,
        seq: columns.opt_int("seq")?,
    })
}

fn texts(columns: &Columns<'_>) -> Result<(String, Option<String>), StoreError> {
    if let Some(content) = columns.opt_text("content")? {
        return Ok((content, columns.opt_text("metadata")?));
    }
    let damaged = |detail: String| StoreError::Damaged {
        table: "task_history",
        key: columns.text("id").unwrap_or_default(),
        column: "packed",
        detail,
    };
    let plain = zstd::bulk::decompress(&columns.bytes("packed")?, UNPACKED);
    let plain = plain.map_err(|error| damaged(error.to_string()))?;
    serde_json::from_slice(&plain).map_err(|error| damaged(error.to_string()))
}

/// Packs up to `most` entries written before `before`; answers how many there were.
pub(super) async fn pack(
    tx: &mut AnyConnection,
    dialect: Dialect,
    before: Timestamp,
    most: i64,
) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM task_history WHERE packed IS NULL AND created_at < ");
    sql.bind(before.as_micros()).push(" ORDER BY created_at LIMIT ").bind(most);
    // Another server may be at the same work, or evict one of them meanwhile.
    sql.push(match dialect {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE SKIP LOCKED",
    });
    let rows = sql.all(tx).await?;
    for row in &rows {
        let entry = entry(row)?;
        let plain = json(&(&entry.content, &entry.metadata))?;
        let packed = zstd::bulk::compress(plain.as_bytes(), LEVEL)
            .map_err(|error| StoreError::Database(sqlx::Error::Encode(error.into())))?;
        sqlx::query(
            "UPDATE task_history SET content = NULL, metadata = NULL, packed = $3 \
             WHERE task_id = $1 AND n = $2",
        )
        .bind(entry.task_id.as_str())
        .bind(entry.n)
        .bind(packed)
        .execute(&mut *tx)
        .await?;
    }
    Ok(i64::try_from(rows.len()).unwrap_or(most))
}
