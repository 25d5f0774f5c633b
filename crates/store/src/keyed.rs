//! Idempotency keys of what is made one at a time, be it a flow, a template or an automation.

use std::fmt::Display;
use std::str::FromStr;

use annals_domain::Timestamp;
use sqlx::AnyConnection;

use crate::StoreError;
use crate::create::Idempotency;
use crate::sql::{Columns, Sql, Values};

/// What came of making something under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keyed<T> {
    /// It is there.
    New,
    /// The same request was answered before, with this.
    Before(T),
    /// The key was used before with another request.
    OtherRequest,
}

/// Takes the key, if there is one, for what has the id `made`; answers what it was used for if it
/// was taken before. The keys' table names what was made by its id, whatever it is.
pub(crate) async fn claim<T: FromStr<Err: Display>>(
    tx: &mut AnyConnection,
    made: &str,
    key: Option<&Idempotency>,
    at: Timestamp,
) -> Result<Option<Keyed<T>>, StoreError> {
    let Some(key) = key else { return Ok(None) };
    let mut sql =
        Sql::new("INSERT INTO idempotency (scope, key, body_hash, run_id, created_at) VALUES ");
    let mut values = Values::of(&mut sql);
    values.row().bind(key.scope.as_str()).bind(key.key.as_str()).bind(key.body_hash.as_str());
    values.bind(made).bind(at.as_micros());
    values.end();
    sql.push(" ON CONFLICT (scope, key) DO NOTHING");
    if sql.run(&mut *tx).await? == 1 {
        return Ok(None);
    }
    let mut sql = Sql::new("SELECT run_id, body_hash FROM idempotency");
    sql.and("scope = ").bind(key.scope.as_str()).and("key = ").bind(key.key.as_str());
    let row = sql.row(tx).await?.ok_or(StoreError::Gone("idempotency key"))?;
    let columns = Columns::new(&row, "idempotency", "run_id");
    let same = columns.text("body_hash")? == key.body_hash;
    Ok(Some(if same { Keyed::Before(columns.word("run_id")?) } else { Keyed::OtherRequest }))
}

/// Forgets the keys for what has this id.
pub(crate) async fn forget(tx: &mut AnyConnection, made: &str) -> Result<(), StoreError> {
    let mut sql = Sql::new("DELETE FROM idempotency");
    sql.and("run_id = ").bind(made);
    sql.run(tx).await.map(drop)
}
