//! Databases to measure on: a SQLite file, or a database made for it on a PostgreSQL server.

use std::path::{Path, PathBuf};

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions as _, Executor as _, Row as _};

use crate::{Failure, machine};

/// The variable that names the PostgreSQL server.
pub const SERVER: &str = "ANNALS_TEST_DATABASE_URL";

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Kind {
    /// Its name in figures.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// A database.
#[derive(Debug, Clone)]
pub enum Database {
    /// A file.
    Sqlite(PathBuf),
    /// A database on a server.
    Postgres {
        /// The server, with the database that is always there.
        server: String,
        /// The database's name.
        name: String,
    },
}

impl Database {
    /// The database called `name`: a file in `folder`, or on the PostgreSQL server.
    ///
    /// # Errors
    /// If no server is named.
    pub fn named(kind: Kind, folder: &Path, name: &str) -> Result<Self, Failure> {
        match kind {
            Kind::Sqlite => Ok(Self::Sqlite(folder.join(format!("{name}.db")))),
            Kind::Postgres => {
                let server = std::env::var(SERVER).map_err(|_| format!("{SERVER} is not set"))?;
                Ok(Self::Postgres { server, name: name.to_owned() })
            }
        }
    }

    /// Which of the two it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Sqlite(_) => Kind::Sqlite,
            Self::Postgres { .. } => Kind::Postgres,
        }
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres { server, name } => {
                let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
                format!("{base}/{name}")
            }
        }
    }

    /// Makes it where it is not there yet; SQLite's is made when it is opened.
    ///
    /// # Errors
    /// If the server refuses.
    pub async fn make(&self) -> Result<(), Failure> {
        let Self::Postgres { server, name } = self else { return Ok(()) };
        let mut admin = open(server).await?;
        let found = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1")
            .bind(name.as_str())
            .fetch_optional(&mut admin)
            .await?;
        if found.is_none() {
            admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
        }
        Ok(())
    }

    /// Removes it from its server; a SQLite file goes with its folder.
    ///
    /// # Errors
    /// If the server refuses.
    pub async fn remove(&self) -> Result<(), Failure> {
        let Self::Postgres { server, name } = self else { return Ok(()) };
        let drop = AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        open(server).await?.execute(drop).await?;
        Ok(())
    }

    /// A connection to it.
    ///
    /// # Errors
    /// If it cannot be reached.
    pub async fn connect(&self) -> Result<AnyConnection, Failure> {
        match self {
            Self::Sqlite(path) => open(&format!("sqlite://{}?mode=rwc", path.display())).await,
            Self::Postgres { .. } => open(&self.url()).await,
        }
    }
}

async fn open(url: &str) -> Result<AnyConnection, Failure> {
    sqlx::any::install_default_drivers();
    let options: AnyConnectOptions = url.parse()?;
    Ok(options.connect().await?)
}

/// The PostgreSQL server's version, and its cores where it runs on this machine.
///
/// # Errors
/// If it cannot be reached.
pub async fn describe_server() -> Result<Option<String>, Failure> {
    let Ok(server) = std::env::var(SERVER) else { return Ok(None) };
    let mut connection = open(&server).await?;
    let row = connection
        .fetch_one("SELECT current_setting('server_version') AS version, pg_backend_pid() AS pid")
        .await?;
    let (version, pid): (String, i32) = (row.try_get("version")?, row.try_get("pid")?);
    let status = format!("/proc/{pid}/status");
    let here = machine::field(&status, "Name").is_some_and(|name| name == "postgres");
    let cores = machine::field(&status, "Cpus_allowed_list").filter(|_| here);
    let cores = cores.map_or_else(|| "elsewhere".to_owned(), |cores| format!("on cores {cores}"));
    Ok(Some(format!("PostgreSQL {version} {cores}")))
}
