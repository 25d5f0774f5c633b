//! Applying and taking back the numbered migrations.

use sqlx::AnyConnection;
use sqlx::migrate::{Migrate as _, MigrateError, Migrator};

use crate::connect::{Location, single};
use crate::{Dialect, StoreError};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");
static BLOCKS: Migrator = sqlx::migrate!("migrations/blocks");

/// A migration and whether it is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationState {
    /// Its number.
    pub version: i64,
    /// What it brings.
    pub description: String,
    /// Whether the database has it.
    pub applied: bool,
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            other => Self::Database(sqlx::Error::Migrate(Box::new(other))),
        }
    }
}

/// The migrations of one database; those that only a newer program knows are let be, so that the
/// old and the new program can run side by side.
fn migrator(dialect: Dialect) -> Migrator {
    let of = match dialect {
        Dialect::Sqlite => &SQLITE,
        Dialect::Postgres => &POSTGRES,
    };
    tolerant(of)
}

fn tolerant(of: &Migrator) -> Migrator {
    let mut migrator = Migrator::with_migrations(of.migrations.to_vec());
    migrator.set_ignore_missing(true);
    migrator
}

/// Applies every pending migration.
///
/// # Errors
/// [`StoreError`] if the database cannot be reached or a migration fails; that one is rolled back.
pub async fn migrate_up(location: &Location) -> Result<(), StoreError> {
    let mut connection = single(location).await?;
    Ok(migrator(location.dialect()).run(&mut connection).await?)
}

/// Takes back the migrations after `target`, the newest first; 0 takes back all.
///
/// # Errors
/// [`StoreError`] as for [`migrate_up`].
pub async fn migrate_down(location: &Location, target: i64) -> Result<(), StoreError> {
    let mut connection = single(location).await?;
    Ok(migrator(location.dialect()).undo(&mut connection, target).await?)
}

/// Every migration this program knows, in order.
///
/// # Errors
/// [`StoreError`] if the database cannot be reached.
pub async fn migration_states(location: &Location) -> Result<Vec<MigrationState>, StoreError> {
    let mut connection = single(location).await?;
    connection.ensure_migrations_table("_sqlx_migrations").await?;
    let applied = connection.list_applied_migrations("_sqlx_migrations").await?;
    let states = migrator(location.dialect())
        .iter()
        .filter(|migration| migration.migration_type.is_up_migration())
        .map(|migration| MigrationState {
            version: migration.version,
            description: migration.description.to_string(),
            applied: applied.iter().any(|a| a.version == migration.version),
        })
        .collect();
    Ok(states)
}

/// Brings a file of log blocks up to date.
///
/// The migrator's future cannot be sent between threads in every context, so it is driven on the
/// blocking pool, which is where opening a file belongs anyway.
pub(crate) async fn migrate_blocks(
    mut connection: AnyConnection,
) -> Result<AnyConnection, StoreError> {
    let handle = tokio::runtime::Handle::current();
    let migrated = tokio::task::spawn_blocking(move || {
        handle.block_on(async {
            tolerant(&BLOCKS).run(&mut connection).await?;
            Ok(connection)
        })
    });
    migrated.await.map_err(|error| StoreError::Unavailable(error.to_string()))?
}
