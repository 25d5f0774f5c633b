//! Opening a database, reading from its pool, writing in transactions.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use annals_domain::{RunChange, RunId, TaskId};
use futures::future::BoxFuture;
use sqlx::AnyConnection;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AnyPool, Connection as _, Executor as _};

use crate::blocks::Blocks;
use crate::create::{self, Created, Creation};
use crate::gather::{Departure, Gatherer};
use crate::history::Keeper;
use crate::ledger::Heads;
use crate::notices::{Announcer, Listener, Notice};
use crate::stats::Days;
use crate::writer::Writer;
use crate::writing::Writing;
use crate::{Dialect, RunBase, StoreError, runs};

/// Where a database is: a SQLite file or a PostgreSQL URL.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file; its log blocks lie in the folder `logs` beside it.
    Sqlite(PathBuf),
    /// A PostgreSQL URL. Shown without its password.
    Postgres(String),
}

impl Location {
    /// Reads a database URL: `sqlite:PATH`, `postgres://…` or `postgresql://…`.
    ///
    /// # Errors
    /// A sentence that says which forms are understood.
    pub fn parse(url: &str) -> Result<Self, String> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err("a database URL begins with sqlite:, postgres:// or postgresql://".into())
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    fn options(&self) -> Result<AnyConnectOptions, StoreError> {
        let url = match self {
            Self::Sqlite(path) => sqlite_url(path),
            Self::Postgres(url) => url.clone(),
        };
        Ok(url.parse()?)
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            // Only what was understood is shown: a password may stand in several places.
            Self::Postgres(url) => match url.parse::<PgConnectOptions>() {
                Ok(at) => {
                    let database = at.get_database().unwrap_or_default();
                    write!(f, "postgres://{}:{}/{database}", at.get_host(), at.get_port())
                }
                Err(_) => f.write_str("postgres://…"),
            },
        }
    }
}

/// The URL of a SQLite file; every byte that a URL reads otherwise is escaped.
fn sqlite_url(path: &Path) -> String {
    let mut url = String::from("sqlite://");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' => url.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => url.push(char::from(byte)),
            byte => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url + "?mode=rwc"
}

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) dialect: Dialect,
    pub(crate) pool: AnyPool,
    writing: Writing,
    pub(crate) creations: Gatherer<Creation, Created>,
    pub(crate) bases: Gatherer<TaskId, Option<RunBase>>,
    location: Location,
    announcer: Option<Announcer>,
    pub(crate) blocks: Blocks,
    pub(crate) heads: Arc<Heads>,
    pub(crate) history: Arc<Keeper>,
    pub(crate) days: Arc<Days>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({:?})", self.dialect)
    }
}

impl Store {
    /// Opens the database. Its migrations must have been applied ([`crate::migrate_up`]).
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be reached or opened.
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        let dialect = location.dialect();
        let pool = pool(location, Role::Reader, 8).await?;
        let (writing, points, announcer, blocks) = match location {
            Location::Sqlite(path) => {
                let writing = Writing::Sqlite(Writer::start(single(location).await?)?);
                let points = self::pool(location, Role::PointReader, 2).await?;
                (writing, points, None, Blocks::in_files(logs_folder(path)))
            }
            Location::Postgres(_) => {
                let announcer = Announcer::start(location.clone());
                let writing = Writing::Postgres(pool.clone());
                (writing, pool.clone(), Some(announcer), Blocks::in_partitions(pool.clone()))
            }
        };
        let location = location.clone();
        let creations = creations(&writing);
        let bases = bases(&points, dialect);
        let (heads, history, days) = (Arc::default(), Arc::default(), Arc::default());
        Ok(Self {
            dialect,
            pool,
            writing,
            creations,
            bases,
            location,
            announcer,
            blocks,
            heads,
            history,
            days,
        })
    }

    /// Runs `work` in a transaction and commits it durably. An error rolls back what it did.
    ///
    /// On SQLite several callers' work may share one commit; on PostgreSQL each has its own.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut AnyConnection) -> BoxFuture<'c, Result<T, StoreError>>
            + Send
            + 'static,
    {
        self.writing.write(work).await
    }

    /// Tells the other servers on this database; nothing where there can be none.
    pub fn announce(&self, notice: Notice) {
        if let Some(announcer) = &self.announcer {
            announcer.announce(notice);
        }
    }

    /// Tells the other servers that a run changed, as the server `by`.
    pub fn announce_change(&self, by: &Arc<str>, change: RunChange, run: &RunId) {
        if let Some(announcer) = &self.announcer {
            announcer.changed(by, change, run.clone());
        }
    }

    /// Tells the other servers that changes were not told to or by the server `by`.
    pub fn announce_missed(&self, by: &Arc<str>) {
        if let Some(announcer) = &self.announcer {
            announcer.missed(by);
        }
    }

    /// Listens to the other servers on this database; none where there can be none.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn listen(&self) -> Result<Option<Listener>, StoreError> {
        Listener::start(&self.location).await
    }

    /// Asks the database a question that costs it nothing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if it does not answer.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Closes every connection after what is under way has ended.
    pub async fn close(&self) {
        self.writing.close().await;
        self.blocks.close().await;
        self.pool.close().await;
    }
}

fn creations(writing: &Writing) -> Gatherer<Creation, Created> {
    let own = writing.clone();
    Gatherer::start(1, Departure::Together, move |group| create::group(own.clone(), group))
}

fn bases(pool: &AnyPool, dialect: Dialect) -> Gatherer<TaskId, Option<RunBase>> {
    let own = pool.clone();
    let work = move |tasks| runs::latest_bases(own.clone(), dialect, tasks);
    Gatherer::start(2, Departure::AtOnce, work)
}

/// The folder in which a SQLite database's log blocks lie.
pub(crate) fn logs_folder(database: &Path) -> PathBuf {
    database.parent().unwrap_or_else(|| Path::new(".")).join("logs")
}

/// How long a connection is taken to be there still, without being asked.
const TRUSTED: Duration = Duration::from_secs(1);

/// How long a caller waits for a connection before it is told that there is none: a PostgreSQL
/// that is away is said so soon, a SQLite file is only ever busy.
const fn patience_of(dialect: Dialect) -> Duration {
    match dialect {
        Dialect::Sqlite => Duration::from_secs(30),
        Dialect::Postgres => Duration::from_secs(5),
    }
}

/// A pool for reading; on PostgreSQL for writing too.
pub(crate) async fn pool(
    location: &Location,
    role: Role,
    size: u32,
) -> Result<AnyPool, StoreError> {
    sqlx::any::install_default_drivers();
    let setup = setup_of(location.dialect(), role);
    let pool = AnyPoolOptions::new()
        .max_connections(if location.dialect() == Dialect::Postgres { size * 3 } else { size })
        .min_connections(1)
        .acquire_timeout(patience_of(location.dialect()))
        // A question before every statement would double what it costs.
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > TRUSTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .after_connect(move |connection, _| {
            Box::pin(async move { connection.execute(setup).await.map(|_| ()) })
        })
        .connect_with(location.options()?)
        .await?;
    Ok(pool)
}

/// One connection of its own, for SQLite's writer and for migrations.
pub(crate) async fn single(location: &Location) -> Result<AnyConnection, StoreError> {
    use sqlx::ConnectOptions as _;
    sqlx::any::install_default_drivers();
    let mut connection = location.options()?.connect().await?;
    connection.execute(setup_of(location.dialect(), Role::Writer)).await?;
    Ok(connection)
}

/// What a connection is for.
#[derive(Clone, Copy)]
pub(crate) enum Role {
    /// Writing, and migrations.
    Writer,
    /// Reading lists and blocks.
    Reader,
    /// Reading a few rows by their keys between one write and the next.
    PointReader,
}

/// A connection to a file of log blocks. A new file is made so that it can be made smaller step
/// by step, which must be said before anything is written into it.
pub(crate) async fn single_of_blocks(location: &Location) -> Result<AnyConnection, StoreError> {
    use sqlx::ConnectOptions as _;
    sqlx::any::install_default_drivers();
    let mut connection = location.options()?.connect().await?;
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL").await?;
    connection.execute(setup_of(location.dialect(), Role::Writer)).await?;
    Ok(connection)
}

/// What every new connection is told. Full synchrony: a commit that was answered survives a
/// crash of the machine, not of the program only. Readers of SQLite map as much of the file as it
/// can: a page that lies in memory is then read without a call, and a long history's pages are many.
/// After each write they map it anew, which is too much for a few rows.
const fn setup_of(dialect: Dialect, role: Role) -> &'static str {
    match (dialect, role) {
        // What undoes a statement is kept in memory: a temporary file for each costs more than
        // the statement. Pages that change again and again are copied back once in 16 MiB.
        (Dialect::Sqlite, Role::Writer) => {
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
             PRAGMA busy_timeout = 10000; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY; \
             PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864"
        }
        (Dialect::Sqlite, Role::Reader) => {
            "PRAGMA busy_timeout = 10000; PRAGMA query_only = ON; PRAGMA cache_size = -2000; \
             PRAGMA mmap_size = 2147418112"
        }
        (Dialect::Sqlite, Role::PointReader) => {
            "PRAGMA busy_timeout = 10000; PRAGMA query_only = ON; PRAGMA cache_size = -2000"
        }
        (Dialect::Postgres, _) => "SET TIME ZONE 'UTC'",
    }
}

/// Waits up to `patience` until the database answers.
///
/// # Errors
/// [`StoreError`] if it does not in time, or refuses for another reason than not being up yet.
pub async fn wait_for(location: &Location, patience: Duration) -> Result<(), StoreError> {
    let begun = Instant::now();
    loop {
        match single(location).await {
            Ok(_) => return Ok(()),
            Err(error) if begun.elapsed() >= patience => return Err(error),
            Err(error @ StoreError::Unavailable(_)) => tracing::info!("waiting: {error}"),
            Err(error) if !starting_up(&error) => return Err(error),
            Err(error) => tracing::info!("waiting: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

/// Whether something before PostgreSQL, such as a port that is passed on, hung up in its place.
const fn starting_up(error: &StoreError) -> bool {
    matches!(error, StoreError::Database(sqlx::Error::Protocol(_)))
}
