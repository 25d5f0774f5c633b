//! The way to write: work runs in a transaction and is answered once it is durable.

use futures::future::BoxFuture;
use sqlx::{AnyConnection, AnyPool};

use crate::writer::Writer;
use crate::{Dialect, StoreError};

/// A handle on the database's writers. Cheap to clone.
#[derive(Clone)]
pub(crate) enum Writing {
    /// SQLite has one; several callers' work may share one commit.
    Sqlite(Writer),
    /// On PostgreSQL each transaction has a connection and a commit of its own.
    Postgres(AnyPool),
}

impl Writing {
    pub(crate) const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs `work` in a transaction and commits it durably. An error rolls back what it did.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut AnyConnection) -> BoxFuture<'c, Result<T, StoreError>>
            + Send
            + 'static,
    {
        match self {
            Self::Sqlite(writer) => writer.write(work).await,
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                let value = work(&mut tx).await?;
                tx.commit().await?;
                Ok(value)
            }
        }
    }

    /// Ends after what was handed over before.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(writer) => writer.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}
