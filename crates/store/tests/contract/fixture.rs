//! A database of one's own for each case, gone at its end.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU32, Ordering};

use annals_store::{Location, Store, migrate_down, migrate_up};
use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _, Row as _};

/// The two databases, named as the modules of their tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(non_camel_case_types, reason = "the suite's macro makes modules of these names")]
pub enum Backend {
    sqlite,
    postgres,
}

/// An empty, migrated database.
pub struct Database {
    pub backend: Backend,
    pub location: Location,
    /// How raw SQL reaches it.
    url: String,
    /// Where SQLite's files lie.
    folder: tempfile::TempDir,
}

/// Runs a case on a database of its own, which is removed whatever comes of the case.
pub fn run<C>(backend: Backend, case: C)
where
    C: for<'d> FnOnce(&'d Database) -> LocalBoxFuture<'d, ()>,
{
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let database = Database::create(backend).await;
        let outcome = AssertUnwindSafe(case(&database)).catch_unwind().await;
        database.remove().await;
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
    });
}

/// Holds `check` for `cases` values of `strategy`, and shows the smallest that fails.
pub async fn property<S, F>(cases: u32, strategy: S, check: impl Fn(S::Value) -> F)
where
    S: Strategy<Value: Clone>,
    F: Future<Output = ()>,
{
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    let handle = tokio::runtime::Handle::current();
    let outcome = tokio::task::block_in_place(|| {
        runner.run(&strategy, |value| {
            handle.block_on(check(value));
            Ok::<(), TestCaseError>(())
        })
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// The server's database that the others are created from.
fn server_url() -> String {
    std::env::var("ANNALS_TEST_DATABASE_URL").expect(
        "this test needs a PostgreSQL server: run `make test`, or \
         `scripts/with-postgres.sh cargo test -p annals-store`",
    )
}

/// The URL of another database on the same server.
fn with_name(url: &str, name: &str) -> String {
    let (path, query) = url.split_once('?').map_or((url, ""), |(path, query)| (path, query));
    let server = path.rsplit_once('/').expect("a URL that names a database").0;
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    format!("{server}/{name}{query}")
}

impl Database {
    async fn create(backend: Backend) -> Self {
        let database = Self::empty(backend).await;
        migrate_up(&database.location).await.expect("migrated");
        database
    }

    async fn empty(backend: Backend) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        sqlx::any::install_default_drivers();
        let folder = tempfile::tempdir().expect("a folder");
        if backend == Backend::sqlite {
            let path = folder.path().join("annals.db");
            let url = format!("sqlite://{}?mode=rwc", path.display());
            return Self { backend, location: Location::Sqlite(path), url, folder };
        }
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("annals_test_{}_{number}", std::process::id());
        statement(&server_url(), &format!("CREATE DATABASE {name}")).await;
        let url = with_name(&server_url(), &name);
        Self { backend, location: Location::Postgres(url.clone()), url, folder }
    }

    async fn remove(self) {
        if self.backend == Backend::postgres {
            let name = self.url.rsplit('/').next().unwrap_or_default();
            let name = name.split('?').next().unwrap_or_default();
            statement(&server_url(), &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }

    /// A store on this database; on PostgreSQL any number of them, each as a server has it.
    pub async fn store(&self) -> Store {
        Store::open(&self.location).await.expect("an open store")
    }

    /// Executes SQL past the store.
    pub async fn execute(&self, sql: &str) {
        statement(&self.url, sql).await;
    }

    /// Executes SQL where the log blocks of `day` lie.
    pub async fn execute_on_blocks(&self, day: i64, sql: &str) {
        let file = self.folder.path().join("logs").join(format!("{day}.db"));
        match self.backend {
            Backend::sqlite => statement(&format!("sqlite://{}", file.display()), sql).await,
            Backend::postgres => self.execute(sql).await,
        }
    }

    /// The integer that a statement answers.
    pub async fn count(&self, sql: &str) -> i64 {
        number(&self.url, sql).await
    }

    /// Waits until PostgreSQL has counted that an index was read; SQLite counts nothing.
    pub async fn has_used(&self, index: &str) {
        if self.backend == Backend::sqlite {
            return;
        }
        let counted = format!(
            "SELECT COALESCE(MAX(idx_scan), 0) FROM pg_stat_user_indexes \
             WHERE indexrelname = '{index}'"
        );
        for _ in 0..200 {
            if self.count(&counted).await > 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the index {index} was not read");
    }

    /// Every table of the database, but for the list of migrations.
    pub async fn tables(&self) -> Vec<String> {
        let sql = match self.backend {
            Backend::sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
            Backend::postgres => {
                "SELECT CAST(tablename AS TEXT) AS name FROM pg_tables WHERE schemaname = 'public'"
            }
        };
        let mut connection = AnyConnection::connect(&self.url).await.expect("a connection");
        let rows = sqlx::query(sql).fetch_all(&mut connection).await.expect("the tables");
        let names = rows.iter().map(|row| row.get::<String, _>("name"));
        names.filter(|name| name != "_sqlx_migrations" && !name.starts_with("sqlite_")).collect()
    }

    /// Makes the place of the log blocks of `day` what it was before blocks had filters.
    pub async fn without_filters(&self, day: i64) {
        if self.backend == Backend::postgres {
            migrate_down(&self.location, 6).await.expect("taken back");
            return migrate_up(&self.location).await.expect("applied again");
        }
        for down in [
            include_str!("../../migrations/blocks/0003_mark.down.sql"),
            include_str!("../../migrations/blocks/0002_filter.down.sql"),
            "DELETE FROM _sqlx_migrations WHERE version >= 2",
        ] {
            self.execute_on_blocks(day, down).await;
        }
    }

    /// The bytes on the disk of a day's log blocks; none if it has no file or partition.
    pub async fn log_size(&self, day: i64) -> Option<i64> {
        if self.backend == Backend::sqlite {
            let size = |end: &str| {
                let file = self.folder.path().join(format!("logs/{day}.db{end}"));
                let size = std::fs::metadata(file).ok()?.len();
                Some(i64::try_from(size).expect("small"))
            };
            return Some(size("")? + size("-wal").unwrap_or(0));
        }
        let table = format!("log_blocks_{day}");
        let there = format!("SELECT COUNT(*) FROM pg_tables WHERE tablename = '{table}'");
        if self.count(&there).await == 0 {
            return None;
        }
        Some(self.count(&format!("SELECT pg_total_relation_size('{table}')")).await)
    }

    /// How many log blocks lie anywhere.
    pub async fn block_count(&self) -> i64 {
        let sql = "SELECT COUNT(*) FROM log_blocks";
        if self.backend == Backend::postgres {
            return self.count(sql).await;
        }
        let mut count = 0;
        let Ok(files) = std::fs::read_dir(self.folder.path().join("logs")) else { return 0 };
        for file in files {
            let path = file.expect("a file").path();
            if path.extension().is_some_and(|extension| extension == "db") {
                count += number(&format!("sqlite://{}", path.display()), sql).await;
            }
        }
        count
    }
}

async fn statement(url: &str, sql: &str) {
    let mut connection = AnyConnection::connect(url).await.expect("a connection");
    connection
        .execute(AssertSqlSafe(sql.to_owned()))
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    connection.close().await.expect("closed");
}

async fn number(url: &str, sql: &str) -> i64 {
    let mut connection = AnyConnection::connect(url).await.expect("a connection");
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned()))
        .fetch_one(&mut connection)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"))
}
