//! Blocks in SQLite files, one a day, each with a writer of its own: log ingest never waits for
//! the metadata, and forgetting a day is removing its files.

use std::collections::HashMap;
use std::path::PathBuf;

use sqlx::{AnyConnection, AnyPool, Connection as _, Executor as _};
use tokio::sync::Mutex;

use crate::StoreError;
use crate::connect::{Location, Role, pool, single_of_blocks};
use crate::migrate::migrate_blocks;
use crate::writer::Writer;

/// The most files held open; one more closes the one used longest ago.
const OPEN: usize = 16;

/// One day's file, open.
#[derive(Clone)]
pub(crate) struct DayFile {
    pub(crate) writer: Writer,
    pool: AnyPool,
}

/// The folder of the files.
pub(crate) struct Files {
    folder: PathBuf,
    open: Mutex<HashMap<i64, (u64, DayFile)>>,
}

impl Files {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, open: Mutex::new(HashMap::new()) }
    }

    fn path(&self, day: i64) -> PathBuf {
        self.folder.join(format!("{day}.db"))
    }

    /// The file of `day`, made where there is none.
    pub(crate) async fn open(&self, day: i64) -> Result<DayFile, StoreError> {
        let mut open = self.open.lock().await;
        let now = open.values().map(|(used, _)| *used).max().unwrap_or(0) + 1;
        if let Some((used, file)) = open.get_mut(&day) {
            *used = now;
            return Ok(file.clone());
        }
        if open.len() >= OPEN {
            close_oldest(&mut open).await;
        }
        tokio::fs::create_dir_all(&self.folder).await.map_err(sqlx::Error::Io)?;
        let location = Location::Sqlite(self.path(day));
        let connection = migrate_blocks(single_of_blocks(&location).await?).await?;
        let file = DayFile {
            writer: Writer::start(connection)?,
            pool: pool(&location, Role::Reader, 4).await?,
        };
        open.insert(day, (now, file.clone()));
        Ok(file)
    }

    /// The days that have a file, in order.
    pub(crate) async fn days(&self) -> Result<Vec<i64>, StoreError> {
        let mut files = match tokio::fs::read_dir(&self.folder).await {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            files => files.map_err(sqlx::Error::Io)?,
        };
        let mut days = Vec::new();
        while let Some(file) = files.next_entry().await.map_err(sqlx::Error::Io)? {
            let name = file.file_name();
            let day = name.to_str().and_then(|name| name.strip_suffix(".db")?.parse::<i64>().ok());
            days.extend(day);
        }
        days.sort_unstable();
        Ok(days)
    }

    /// The pool to read `day` from; none if nothing was ever written on that day.
    pub(crate) async fn reader(&self, day: i64) -> Result<Option<AnyPool>, StoreError> {
        if let Some((_, file)) = self.open.lock().await.get(&day) {
            return Ok(Some(file.pool.clone()));
        }
        match tokio::fs::try_exists(self.path(day)).await {
            Ok(false) => Ok(None),
            _ => Ok(Some(self.open(day).await?.pool)),
        }
    }

    /// Removes the file of `day`. Whoever reads it now finds nothing any more.
    pub(crate) async fn remove(&self, day: i64) -> Result<(), StoreError> {
        let mut open = self.open.lock().await;
        if let Some((_, file)) = open.remove(&day) {
            file.writer.close().await;
            file.pool.close().await;
        }
        for end in ["", "-wal", "-shm"] {
            let mut path = self.path(day).into_os_string();
            path.push(end);
            match tokio::fs::remove_file(&path).await {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(sqlx::Error::Io(error).into());
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Gives the free pages of the file of `day` back to the disk, a few at a time so that
    /// nobody who writes to it waits for long.
    pub(crate) async fn shrink(&self, day: i64) -> Result<(), StoreError> {
        if self.reader(day).await?.is_none() {
            return Ok(());
        }
        let file = self.open(day).await?;
        let mut free = i64::MAX;
        loop {
            let left = file.writer.write(move |tx| Box::pin(give_back(tx))).await?;
            if left == 0 || left >= free {
                break;
            }
            free = left;
        }
        let mut connection = single_of_blocks(&Location::Sqlite(self.path(day))).await?;
        // Where somebody reads it now, the file gets smaller when SQLite does this by itself.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        connection.close().await?;
        Ok(())
    }

    pub(crate) async fn close(&self) {
        for (_, (_, file)) in self.open.lock().await.drain() {
            file.writer.close().await;
            file.pool.close().await;
        }
    }
}

/// Gives some free pages back; answers how many are left.
async fn give_back(tx: &mut AnyConnection) -> Result<i64, StoreError> {
    tx.execute("PRAGMA incremental_vacuum(1024)").await?;
    Ok(sqlx::query_scalar("PRAGMA freelist_count").fetch_one(tx).await?)
}

async fn close_oldest(open: &mut HashMap<i64, (u64, DayFile)>) {
    let oldest = open.iter().min_by_key(|(_, (used, _))| *used).map(|(day, _)| *day);
    if let Some((_, file)) = oldest.and_then(|day| open.remove(&day)) {
        file.writer.close().await;
        file.pool.close().await;
    }
}
