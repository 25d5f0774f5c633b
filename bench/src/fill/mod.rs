//! Databases with a history: filled directly, as if the runs had been recorded one by one.

mod names;
mod sql;

use std::time::Instant;

use annals_domain::{Clock as _, SystemClock};
use annals_store::{Location, Store};
use sqlx::{AnyConnection, AssertSqlSafe, Executor as _, Row as _};

use crate::Failure;
use crate::database::{Database, Kind};

pub use sql::{Mix, tasks};

/// The tables that are filled; their indexes are made afterwards.
const TABLES: &str = "'tasks', 'runs', 'run_details', 'run_tags', 'nodes', 'attempts', 'ledger'";
/// The setting that says a database is filled, and with what.
const MARK: &str = "bench.filled";

/// Fills `database` with `runs` runs, unless it is filled with as many.
///
/// # Errors
/// If the database refuses, or is filled otherwise.
pub async fn fill(database: &Database, runs: i64, mix: Mix) -> Result<(), Failure> {
    database.make().await?;
    annals_store::migrate_up(&Location::parse(&database.url())?).await?;
    let mut connection = database.connect().await?;
    let mark = format!("{}{runs}", mix.label());
    match filled(&mut connection).await? {
        Some(found) if found == mark => return count(database, false).await,
        Some(found) => return Err(format!("the database is filled with {found} runs").into()),
        None => {}
    }
    let begun = Instant::now();
    fast(&mut connection, database.kind()).await?;
    write(&mut connection, database.kind(), runs, mix).await?;
    count(database, true).await?;
    settle(&mut connection, database.kind()).await?;
    eprintln!("{}: {mark} runs in {:.0?}", database.kind().name(), begun.elapsed());
    Ok(())
}

async fn filled(connection: &mut AnyConnection) -> Result<Option<String>, Failure> {
    let row = sqlx::query_scalar("SELECT value FROM settings WHERE name = $1").bind(MARK);
    Ok(row.fetch_optional(connection).await?)
}

/// Nothing that is lost in a crash matters here, and the rows fit each other by construction.
async fn fast(connection: &mut AnyConnection, kind: Kind) -> Result<(), Failure> {
    let settings = match kind {
        Kind::Sqlite => {
            "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; \
             PRAGMA cache_size = -262144"
        }
        Kind::Postgres => {
            "SET session_replication_role = replica; SET synchronous_commit = off; \
             SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'; SET temp_buffers = '256MB'"
        }
    };
    connection.execute(settings).await?;
    Ok(())
}

async fn write(
    connection: &mut AnyConnection,
    kind: Kind,
    runs: i64,
    mix: Mix,
) -> Result<(), Failure> {
    let now = SystemClock.now().as_micros();
    let indexes = indexes(connection, kind).await?;
    connection.execute("BEGIN").await?;
    for (name, _) in &indexes {
        connection.execute(AssertSqlSafe(format!("DROP INDEX {name}"))).await?;
    }
    names::write(connection, tasks(runs), now).await?;
    for statement in sql::statements(kind, runs, mix, now) {
        connection.execute(AssertSqlSafe(statement)).await?;
    }
    for (_, definition) in indexes {
        connection.execute(AssertSqlSafe(definition)).await?;
    }
    let mark = sqlx::query("INSERT INTO settings (name, value) VALUES ($1, $2)");
    mark.bind(MARK).bind(format!("{}{runs}", mix.label())).execute(&mut *connection).await?;
    connection.execute("COMMIT").await?;
    Ok(())
}

/// Brings the figures of runs up to date: `anew` where the rows were written past their triggers.
async fn count(database: &Database, anew: bool) -> Result<(), Failure> {
    let store = Store::open(&Location::parse(&database.url())?).await?;
    let now = SystemClock.now();
    if anew {
        store.recount(now).await?;
    }
    while store.sum_up(now).await? {}
    store.close().await;
    Ok(())
}

/// What the database itself does over time: statistics, and writing everything to its place.
async fn settle(connection: &mut AnyConnection, kind: Kind) -> Result<(), Failure> {
    let statements: &[&'static str] = match kind {
        Kind::Sqlite => &["ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"],
        Kind::Postgres => &["VACUUM ANALYZE", "CHECKPOINT"],
    };
    for statement in statements {
        connection.execute(*statement).await?;
    }
    Ok(())
}

/// The names and definitions of the indexes that are not part of a constraint.
async fn indexes(
    connection: &mut AnyConnection,
    kind: Kind,
) -> Result<Vec<(String, String)>, Failure> {
    let query = match kind {
        Kind::Sqlite => format!(
            "SELECT name, sql FROM sqlite_master \
             WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({TABLES})"
        ),
        Kind::Postgres => format!(
            "SELECT CAST(indexname AS TEXT) AS name, indexdef AS sql FROM pg_indexes \
             WHERE schemaname = 'public' AND tablename IN ({TABLES}) \
               AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        ),
    };
    let rows = connection.fetch_all(AssertSqlSafe(query)).await?;
    let pair = |row: &sqlx::any::AnyRow| Ok((row.try_get("name")?, row.try_get("sql")?));
    rows.iter().map(pair).collect()
}
