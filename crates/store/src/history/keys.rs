//! Idempotency keys of entries: the same request is answered the same entries again.

use annals_domain::{Seq, TaskId, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use super::{CreateTaskBuildHistory, TaskBuildHistory};
use crate::sql::{Columns, json};
use crate::{Idempotency, StoreError};

/// What was made of one entry of a request; its texts are in the request.
#[derive(Serialize, Deserialize)]
struct Made {
    id: String,
    n: i64,
    seq: Option<Seq>,
    created_at: i64,
    expires_at: i64,
}

/// What a key was used for before.
pub(super) enum Before {
    /// Nothing: it is this request's now.
    Nothing,
    /// The same request, which made these entries.
    Same(Vec<TaskBuildHistory>),
    /// Another request.
    Other,
}

/// Takes the key for this request.
pub(super) async fn claim(
    tx: &mut AnyConnection,
    key: &Idempotency,
    task: &TaskId,
    new: &[CreateTaskBuildHistory],
    at: Timestamp,
) -> Result<Before, StoreError> {
    let taken = sqlx::query(
        "INSERT INTO task_history_keys (scope, key, task_id, body_hash, made, created_at) \
         VALUES ($1, $2, $3, $4, '[]', $5) ON CONFLICT (scope, key) DO NOTHING",
    )
    .bind(&key.scope)
    .bind(&key.key)
    .bind(task.as_str())
    .bind(&key.body_hash)
    .bind(at.as_micros())
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if taken == 1 {
        return Ok(Before::Nothing);
    }
    let row = sqlx::query(
        "SELECT key, body_hash, made FROM task_history_keys WHERE scope = $1 AND key = $2",
    )
    .bind(&key.scope)
    .bind(&key.key)
    .fetch_one(tx)
    .await?;
    let columns = Columns::new(&row, "task_history_keys", "key");
    if columns.text("body_hash")? != key.body_hash {
        return Ok(Before::Other);
    }
    let made: Vec<Made> = columns.json("made")?;
    Ok(Before::Same(made.into_iter().zip(new).map(|(made, new)| again(made, new)).collect()))
}

fn again(made: Made, new: &CreateTaskBuildHistory) -> TaskBuildHistory {
    let new = new.clone();
    TaskBuildHistory {
        id: made.id,
        task_id: new.task_id,
        run_id: new.run_id,
        workspace_id: new.workspace_id,
        session_id: new.session_id,
        context_type: new.context_type,
        content: new.content,
        metadata: new.metadata,
        created_at: Timestamp::from_micros(made.created_at),
        expires_at: Timestamp::from_micros(made.expires_at),
        n: made.n,
        seq: made.seq,
    }
}

/// Notes under the key what was made.
pub(super) async fn note(
    tx: &mut AnyConnection,
    key: &Idempotency,
    entries: &[TaskBuildHistory],
) -> Result<(), StoreError> {
    let made = entries.iter().map(|entry| Made {
        id: entry.id.clone(),
        n: entry.n,
        seq: entry.seq,
        created_at: entry.created_at.as_micros(),
        expires_at: entry.expires_at.as_micros(),
    });
    sqlx::query("UPDATE task_history_keys SET made = $3 WHERE scope = $1 AND key = $2")
        .bind(&key.scope)
        .bind(&key.key)
        .bind(json(&made.collect::<Vec<_>>())?)
        .execute(tx)
        .await?;
    Ok(())
}
