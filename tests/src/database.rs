//! Databases of a test's own.

use sqlx::{Connection as _, Executor as _, PgConnection};

/// Which database a server uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// A file in the data folder.
    Sqlite,
    /// A new database on the PostgreSQL server that `ANNALS_TEST_DATABASE_URL` names.
    Postgres,
}

/// The URL of the PostgreSQL server for tests.
///
/// # Panics
/// If there is none: the tests of PostgreSQL are never passed over in silence.
pub fn postgres_url() -> String {
    std::env::var("ANNALS_TEST_DATABASE_URL").expect(
        "ANNALS_TEST_DATABASE_URL names no PostgreSQL server: run `make test`, which brings one up",
    )
}

/// Where a test's data is; a database of PostgreSQL is dropped with it.
#[derive(Debug)]
pub(crate) struct Storage {
    name: Option<String>,
}

impl Storage {
    /// An empty database called by `name` (letters, digits and `_`).
    pub(crate) async fn new(kind: Database, name: &str) -> Self {
        if kind == Database::Sqlite {
            return Self { name: None };
        }
        // A test that was killed may have left one of this name.
        administer(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        administer(&format!("CREATE DATABASE {name}")).await;
        Self { name: Some(name.to_owned()) }
    }

    /// What `--database-url` takes; none for the data folder's own file.
    pub(crate) fn url(&self) -> Option<String> {
        let mut url: reqwest::Url = postgres_url_of(self.name.as_ref()?);
        url.set_path(self.name.as_ref()?);
        Some(url.to_string())
    }
}

fn postgres_url_of(name: &str) -> reqwest::Url {
    let parsed = postgres_url().parse();
    parsed.unwrap_or_else(|error| panic!("ANNALS_TEST_DATABASE_URL ({name}): {error}"))
}

async fn administer(statement: &str) {
    let mut connection = PgConnection::connect(&postgres_url())
        .await
        .expect("the PostgreSQL server of ANNALS_TEST_DATABASE_URL answers");
    let statement = sqlx::AssertSqlSafe(statement.to_owned());
    connection.execute(statement).await.expect("the PostgreSQL server does as it is told");
}

impl Drop for Storage {
    fn drop(&mut self) {
        let Some(name) = self.name.take() else { return };
        // A thread of its own: the test's runtime cannot be waited for from within.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            runtime.expect("a runtime").block_on(administer(&statement));
        });
        if dropping.join().is_err() {
            eprintln!("a test's database could not be dropped");
        }
    }
}
