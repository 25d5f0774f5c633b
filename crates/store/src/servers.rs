//! Servers that share a database: who is there, and taking over the runs of one that is gone.
//!
//! A server tells that it is there by moving the instant in its row. The others compare that with
//! what they saw before and measure the time by their own clocks, so clocks need not agree. Who
//! takes over does so under the lock of that row and only if it has not moved meanwhile.

use annals_domain::Timestamp;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::attempts::{OPEN_RUN, OpenRun, open_run};
use crate::sql::{Columns, Sql};
use crate::{Dialect, Store, StoreError};

/// A server as its row tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerRow {
    /// Its name, which its runs have as their owner.
    pub id: String,
    /// Its machine.
    pub host: String,
    /// Which start of the machine it belongs to, where that has a name.
    pub boot_id: Option<String>,
    /// When it said last that it is there, by its own clock.
    pub seen_at: Timestamp,
    /// For how many milliseconds it may be silent.
    pub lease_ms: i64,
}

/// Which runs of a server that is gone are taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takeover {
    /// Those that nobody has begun, and those that the successor can follow.
    Waiting,
    /// All, each with a new epoch where it was begun, so that the old owner's writes are late. The
    /// server's row goes too.
    All,
}

/// The server that takes over.
#[derive(Debug, Clone, Copy)]
pub struct Successor<'s> {
    /// Its name.
    pub id: &'s str,
    /// Its machine.
    pub host: &'s str,
    /// Now.
    pub at: Timestamp,
    /// The executors whose attempts it can follow, whichever server launched them.
    pub follows: &'s [&'s str],
}

impl Store {
    /// Whether several servers may share this database.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.dialect == Dialect::Postgres
    }

    /// Tells that a server is there.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn announce_server(&self, server: ServerRow) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO servers (id, host, boot_id, seen_at, lease_ms) \
                     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET host = $2, \
                       boot_id = $3, seen_at = $4, lease_ms = $5",
                )
                .bind(&server.id)
                .bind(&server.host)
                .bind(&server.boot_id)
                .bind(server.seen_at.as_micros())
                .bind(server.lease_ms)
                .execute(tx)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Every server that has told that it is there.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn servers(&self) -> Result<Vec<ServerRow>, StoreError> {
        let rows = sqlx::query("SELECT id, host, boot_id, seen_at, lease_ms FROM servers")
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(server).collect()
    }

    /// Makes runs of `gone` those of another server; answers them as they are now, oldest first.
    /// Nothing is taken from a server that has moved since it was read.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn take_over(
        &self,
        gone: &ServerRow,
        by: Successor<'_>,
        which: Takeover,
    ) -> Result<Vec<OpenRun>, StoreError> {
        let (gone, id, host) = (gone.clone(), by.id.to_owned(), by.host.to_owned());
        let follows: Vec<_> = by.follows.iter().map(|name| (*name).to_owned()).collect();
        let lock = self.dialect.for_update();
        let taken = self.write(move |tx| {
            Box::pin(async move {
                let follows: Vec<_> = follows.iter().map(String::as_str).collect();
                let by = Successor { id: &id, host: &host, at: by.at, follows: &follows };
                if !still(tx, &gone, lock).await? {
                    return Ok(Vec::new());
                }
                let mut taken = open(tx, &gone, by, which, lock).await?;
                for run in &mut taken {
                    hand_over(tx, run, by).await?;
                }
                if which == Takeover::All {
                    let delete = sqlx::query("DELETE FROM servers WHERE id = $1");
                    delete.bind(&gone.id).execute(tx).await?;
                }
                Ok(taken)
            })
        });
        let taken = taken.await?;
        // What this process remembers of their ledgers is old.
        taken.iter().for_each(|run| self.heads.forget(&run.id));
        Ok(taken)
    }
}

/// Whether the server has not moved; nobody moves it from here on.
async fn still(
    tx: &mut AnyConnection,
    server: &ServerRow,
    lock: &'static str,
) -> Result<bool, StoreError> {
    let mut sql = Sql::new("SELECT id FROM servers WHERE id = ");
    sql.bind(server.id.as_str()).push(" AND seen_at = ").bind(server.seen_at.as_micros());
    sql.push(lock);
    Ok(sql.row(tx).await?.is_some())
}

async fn open(
    tx: &mut AnyConnection,
    gone: &ServerRow,
    by: Successor<'_>,
    which: Takeover,
    lock: &'static str,
) -> Result<Vec<OpenRun>, StoreError> {
    let mut sql = Sql::new(OPEN_RUN);
    sql.and("owner = ").bind(gone.id.as_str()).and("ended_at IS NULL");
    if which == Takeover::Waiting {
        sql.and("(epoch = 0 OR executor IN ").list(by.follows.iter().copied()).push(")");
    }
    sql.push(" ORDER BY created_at, id").push(lock);
    sql.all(tx).await?.iter().map(open_run).collect()
}

/// The new attempt goes on where the old one was: with what that launched, from its place.
async fn hand_over(
    tx: &mut AnyConnection,
    run: &mut OpenRun,
    by: Successor<'_>,
) -> Result<(), StoreError> {
    let begun = run.epoch > 0;
    run.epoch += i64::from(begun);
    sqlx::query("UPDATE runs SET owner = $2, epoch = $3 WHERE id = $1")
        .bind(run.id.as_str())
        .bind(by.id)
        .bind(run.epoch)
        .execute(&mut *tx)
        .await?;
    if begun {
        sqlx::query(
            "INSERT INTO attempts (run_id, epoch, host, started_at, launched, position, mark) \
             SELECT run_id, epoch + 1, $3, $4, COALESCE(launched, epoch), position, mark \
             FROM attempts WHERE run_id = $1 AND epoch = $2",
        )
        .bind(run.id.as_str())
        .bind(run.epoch - 1)
        .bind(by.host)
        .bind(by.at.as_micros())
        .execute(tx)
        .await?;
    }
    Ok(())
}

fn server(row: &AnyRow) -> Result<ServerRow, StoreError> {
    let columns = Columns::new(row, "servers", "id");
    Ok(ServerRow {
        id: columns.text("id")?,
        host: columns.text("host")?,
        boot_id: columns.opt_text("boot_id")?,
        seen_at: columns.time("seen_at")?,
        lease_ms: columns.int("lease_ms")?,
    })
}
