//! Idempotency keys: a request that was answered before is answered the same again.

use std::collections::{HashMap, HashSet};

use annals_domain::RunId;
use sqlx::AnyConnection;

use super::{Created, Creation, Idempotency};
use crate::StoreError;
use crate::sql::{Columns, Sql, Values};

/// Takes the keys of the runs that have one. Answers, by the run that was to be created, what the
/// keys that were taken before were used for.
pub(super) async fn claim(
    tx: &mut AnyConnection,
    creations: &[Creation],
) -> Result<HashMap<RunId, Created>, StoreError> {
    let mut keyed: Vec<_> = creations
        .iter()
        .filter_map(|creation| creation.key.as_ref().map(|key| (key, creation)))
        .collect();
    if keyed.is_empty() {
        return Ok(HashMap::new());
    }
    // In one order everywhere, so that no two transactions wait for each other.
    keyed.sort_by_key(|(key, _)| (&key.scope, &key.key));
    let taken = insert(tx, &keyed).await?;
    let mut before = HashMap::new();
    for (key, creation) in keyed {
        if !taken.contains(&creation.run.id) {
            before.insert(creation.run.id.clone(), used_for(tx, key).await?);
        }
    }
    Ok(before)
}

/// Inserts the keys that nobody has; answers the runs that got theirs.
async fn insert(
    tx: &mut AnyConnection,
    keyed: &[(&Idempotency, &Creation)],
) -> Result<HashSet<RunId>, StoreError> {
    let mut sql =
        Sql::new("INSERT INTO idempotency (scope, key, body_hash, run_id, created_at) VALUES ");
    let mut values = Values::of(&mut sql);
    for (key, creation) in keyed {
        values.row().bind(key.scope.as_str()).bind(key.key.as_str());
        values.bind(key.body_hash.as_str()).bind(creation.run.id.as_str());
        values.bind(creation.entry.at.as_micros());
    }
    values.end();
    sql.push(" ON CONFLICT (scope, key) DO NOTHING RETURNING run_id");
    let rows = sql.all(tx).await?;
    rows.iter().map(|row| Columns::new(row, "idempotency", "run_id").word("run_id")).collect()
}

async fn used_for(tx: &mut AnyConnection, key: &Idempotency) -> Result<Created, StoreError> {
    let row =
        sqlx::query("SELECT run_id, body_hash FROM idempotency WHERE scope = $1 AND key = $2")
            .bind(&key.scope)
            .bind(&key.key)
            .fetch_one(tx)
            .await?;
    let columns = Columns::new(&row, "idempotency", "run_id");
    let same = columns.text("body_hash")? == key.body_hash;
    Ok(if same { Created::Before(columns.word("run_id")?) } else { Created::OtherRequest })
}
