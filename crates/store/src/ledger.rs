//! Writing and reading the ledger: the only place that assigns `seq`.
//!
//! Log lines lie in blocks, everything else in the table `ledger`; both share the run's one
//! sequence. On PostgreSQL the sequence is the run's row, advanced in the transaction that
//! stores blocks and entries. On SQLite the blocks lie in files of their own, so the sequence is
//! kept in memory under the run's lock and found again from both after a restart: one process
//! owns a SQLite database, and what was not stored was never numbered for anyone.

mod files;
mod heads;
mod hold;
mod partitions;
mod place;
mod rows;

use std::sync::Arc;

use annals_domain::ledger::{Entry, EntryKind, NewEntry, SealedBlock, StoredBlock};
use annals_domain::{Epoch, RunId, Seq, TransitionError};
use sqlx::any::AnyRow;

use crate::sql::Columns;
use crate::{Change, Dialect, Store, StoreError};

pub(crate) use heads::{Head, Heads};
pub(crate) use place::number;
pub(crate) use rows::{advance, insert_entry, store_entries};

/// What an attempt adds to its run's ledger: the lines first, then the entries.
#[derive(Debug, Clone, Default)]
pub struct Append {
    /// The attempt that speaks.
    pub epoch: Epoch,
    /// How far the executor's observations are recorded once the blocks are stored.
    pub blocks_position: i64,
    /// How far they are recorded once the entries are stored too.
    pub position: i64,
    /// The executor's own words for the first of these places ([`annals_domain::Place::mark`]).
    pub blocks_mark: Option<Arc<str>>,
    /// The same for the second.
    pub mark: Option<Arc<str>>,
    /// Lines, in order.
    pub blocks: Vec<SealedBlock>,
    /// Entries, in order.
    pub entries: Vec<NewEntry>,
    /// What changes together with the entries.
    pub changes: Vec<Change>,
}

/// Where an [`Append`] came to stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Appended {
    /// The blocks with their places.
    pub blocks: Vec<StoredBlock>,
    /// The entries with theirs.
    pub entries: Vec<Entry>,
}

impl Appended {
    /// The last number it took; none if it added nothing.
    #[must_use]
    pub fn last_seq(&self) -> Option<Seq> {
        let entry = self.entries.last().map(|entry| entry.seq);
        entry.or_else(|| self.blocks.last().map(StoredBlock::last_seq))
    }
}

impl Store {
    /// Appends to the ledger of `run`, created on `day`. All of it is durable when this answers.
    /// An append that is tried again, and was stored though the answer was lost, adds nothing and
    /// is answered as empty.
    ///
    /// # Errors
    /// [`StoreError::Transition`] if the attempt is stale (noted as a late write; nothing else
    /// changes) or the run has ended; else if the database does not answer: the same append may
    /// then be tried again.
    pub async fn append(
        &self,
        run: &RunId,
        day: i64,
        append: Append,
    ) -> Result<Appended, StoreError> {
        let mut head = self.heads.hold(run).await;
        self.read_head(&mut head, run, day).await?;
        let result = match self.dialect {
            Dialect::Sqlite => self.append_sqlite(&mut head, run, day, append).await,
            Dialect::Postgres => self.append_postgres(&mut head, run, day, append).await,
        };
        match &result {
            Err(StoreError::Transition(TransitionError::Stale { given, .. })) => {
                self.note_late_write(run, *given).await?;
            }
            Err(StoreError::Transition(_) | StoreError::Gone(_)) | Ok(_) => {}
            Err(_) if self.dialect == Dialect::Postgres => {
                *head = Head { unsure: true, ..Head::default() };
            }
            Err(_) => {}
        }
        result
    }

    /// Lets go of what is kept in memory for a run that has ended.
    pub fn release(&self, run: &RunId) {
        self.heads.forget(run);
    }

    /// Lets go of what is kept in memory for a run that nobody records here, unless it is in use.
    pub fn release_unused(&self, run: &RunId) {
        self.heads.forget_unused(run);
    }

    async fn note_late_write(&self, run: &RunId, epoch: Epoch) -> Result<(), StoreError> {
        let run = run.clone();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE attempts SET late_writes = late_writes + 1 \
                     WHERE run_id = $1 AND epoch = $2",
                )
                .bind(run.as_str())
                .bind(epoch)
                .execute(tx)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// The last number of a run, created on `day`, that is stored, by whoever asks: on SQLite the
    /// lines lie elsewhere than the entries and may be further.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn stored_seq(&self, run: &RunId, day: i64) -> Result<Seq, StoreError> {
        let entries = self.last_seq(run).await?;
        Ok(match self.dialect {
            Dialect::Sqlite => entries.max(self.blocks.last_seq(day, run).await?),
            Dialect::Postgres => entries,
        })
    }

    /// The last number given in a run's ledger; 0 if there is no such run. While lines are being
    /// added to a run on SQLite, only the process that adds them knows better.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn last_seq(&self, run: &RunId) -> Result<Seq, StoreError> {
        let last: Option<i64> = sqlx::query_scalar("SELECT last_seq FROM runs WHERE id = $1")
            .bind(run.as_str())
            .fetch_optional(&self.pool)
            .await?;
        Ok(last.unwrap_or(0))
    }

    /// Entries after `after`, in order, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer or a row is damaged.
    pub async fn entries(
        &self,
        run: &RunId,
        after: Seq,
        limit: i64,
    ) -> Result<Vec<Entry>, StoreError> {
        let rows = sqlx::query(
            "SELECT run_id, seq, kind, at, body FROM ledger \
             WHERE run_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        )
        .bind(run.as_str())
        .bind(after)
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(entry).collect()
    }
}

fn entry(row: &AnyRow) -> Result<Entry, StoreError> {
    let columns = Columns::new(row, "ledger", "run_id");
    let kind = columns.text("kind")?;
    let kind = EntryKind::from_word(&kind).ok_or(StoreError::Damaged {
        table: "ledger",
        key: columns.text("run_id")?,
        column: "kind",
        detail: kind,
    })?;
    Ok(Entry {
        seq: columns.int("seq")?,
        kind,
        at: columns.time("at")?,
        body: columns.json("body")?,
    })
}
