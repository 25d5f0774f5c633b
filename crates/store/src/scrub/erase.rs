//! What was rewritten leaves its old form in free pages and journals; this takes it from there.

use sqlx::Executor as _;

use crate::connect::{Location, logs_folder, single};
use crate::{Store, StoreError};

impl Store {
    /// Has the database let go of the old forms of what was rewritten. The store must be closed.
    ///
    /// On SQLite every file is written anew, so that nothing of them is left in it; on PostgreSQL
    /// their space is given up to be used again, which is as far as it goes while others use it.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or another process uses the files.
    pub async fn erase_old_rows(location: &Location) -> Result<(), StoreError> {
        let Location::Sqlite(path) = location else {
            single(location).await?.execute("VACUUM").await?;
            return Ok(());
        };
        write_anew(location).await?;
        let mut files = match tokio::fs::read_dir(logs_folder(path)).await {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            files => files.map_err(sqlx::Error::Io)?,
        };
        while let Some(file) = files.next_entry().await.map_err(sqlx::Error::Io)? {
            if file.path().extension().is_some_and(|extension| extension == "db") {
                write_anew(&Location::Sqlite(file.path())).await?;
            }
        }
        Ok(())
    }
}

async fn write_anew(location: &Location) -> Result<(), StoreError> {
    let mut connection = single(location).await?;
    connection.execute("VACUUM").await?;
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    Ok(())
}
