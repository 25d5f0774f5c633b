//! Writing and reading the ledger: the only place that assigns `seq`.
//!
//! Log lines lie in blocks, everything else in the table `ledger`; both share the run's one
//! sequence. On PostgreSQL the sequence is the run's row, advanced in the transaction that
//! stores blocks and entries. On SQLite the blocks lie in files of their own, so the sequence is
//! kept in memory under the run's lock and found again from both after a restart: one process
//! owns a SQLite database, and what was not stored was never numbered for anyone.

mod hold;

use std::collections::HashMap;
use std::sync::{Arc, Mutex as StdMutex};

use annals_domain::ledger::{Entry, EntryKind, NewEntry, SealedBlock, StoredBlock};
use annals_domain::{Epoch, RunId, Seq, TransitionError};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::blocks::{self, NodeHead};
use crate::history;
use crate::sql::{Columns, json};
use crate::{Change, Dialect, Store, StoreError, changes};

/// What an attempt adds to its run's ledger: the lines first, then the entries.
#[derive(Debug, Clone, Default)]
pub struct Append {
    /// The attempt that speaks.
    pub epoch: Epoch,
    /// How far the executor's observations are recorded once the blocks are stored.
    pub blocks_position: i64,
    /// How far they are recorded once the entries are stored too.
    pub position: i64,
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

/// The ends of the ledgers that this process writes to.
#[derive(Default)]
pub(crate) struct Heads(StdMutex<HashMap<RunId, Arc<Mutex<Head>>>>);

/// The end of one run's ledger.
#[derive(Default)]
pub(crate) struct Head {
    /// The last number given; none until it was read (and never on PostgreSQL, whose row it is).
    last_seq: Option<Seq>,
    /// The ends of its nodes' logs; none until they were read.
    nodes: Option<HashMap<i64, NodeHead>>,
    /// Blocks that an append stored before its entries failed (SQLite only): the same append is
    /// tried again, and must not store them twice.
    unfinished: Vec<StoredBlock>,
}

impl Heads {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<RunId, Arc<Mutex<Head>>>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// A run was created: its ledger holds one entry and no lines.
    pub(crate) fn begin(&self, run: &RunId) {
        let head = Head { last_seq: Some(1), nodes: Some(HashMap::new()), ..Head::default() };
        self.lock().insert(run.clone(), Arc::new(Mutex::new(head)));
    }

    pub(crate) fn forget(&self, run: &RunId) {
        self.lock().remove(run);
    }

    /// Keeps everyone else of this process from adding to the run's ledger.
    pub(crate) async fn hold(&self, run: &RunId) -> OwnedMutexGuard<Head> {
        self.of(run).lock_owned().await
    }

    fn of(&self, run: &RunId) -> Arc<Mutex<Head>> {
        Arc::clone(self.lock().entry(run.clone()).or_default())
    }
}

impl Store {
    /// Appends to the ledger of `run`, created on `day`. All of it is durable when this answers.
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
        if let Err(StoreError::Transition(TransitionError::Stale { given, .. })) = &result {
            self.note_late_write(run, *given).await?;
        }
        result
    }

    /// Lets go of what is kept in memory for a run that has ended.
    pub fn release(&self, run: &RunId) {
        self.heads.forget(run);
    }

    async fn read_head(&self, head: &mut Head, run: &RunId, day: i64) -> Result<(), StoreError> {
        if head.nodes.is_none() {
            head.nodes = Some(self.blocks.node_heads(day, run).await?);
        }
        if head.last_seq.is_none() {
            let entries: Option<i64> =
                sqlx::query_scalar("SELECT last_seq FROM runs WHERE id = $1")
                    .bind(run.as_str())
                    .fetch_optional(&self.pool)
                    .await?;
            let entries = entries.ok_or(StoreError::Gone("run"))?;
            head.last_seq = Some(entries.max(self.blocks.last_seq(day, run).await?));
        }
        Ok(())
    }

    async fn append_sqlite(
        &self,
        head: &mut Head,
        run: &RunId,
        day: i64,
        append: Append,
    ) -> Result<Appended, StoreError> {
        let epoch = append.epoch;
        if !append.blocks.is_empty() {
            self.check_epoch(run, epoch).await?;
        }
        let blocks = self.store_blocks(head, run, day, &append).await?;
        let last = head.last_seq.unwrap_or(0);
        let entries = number(append.entries, last);
        if !entries.is_empty() || !append.changes.is_empty() {
            let (run, kept, position) = (run.clone(), entries.clone(), append.position);
            let (changes, last_seq) = (append.changes, last + count(&entries));
            let keeper = Arc::clone(&self.history);
            head.unfinished.clone_from(&blocks);
            self.write(move |tx| {
                Box::pin(async move {
                    fence(tx, &run, epoch, last_seq).await?;
                    store_entries(tx, Dialect::Sqlite, &run, epoch, position, &kept, changes)
                        .await?;
                    history::tell(tx, &keeper, &run, &kept).await
                })
            })
            .await?;
            head.unfinished.clear();
            head.last_seq = Some(last_seq);
        }
        Ok(Appended { blocks, entries })
    }

    /// Stores the blocks of an append in their file, unless the append is tried again and they
    /// are there.
    async fn store_blocks(
        &self,
        head: &mut Head,
        run: &RunId,
        day: i64,
        append: &Append,
    ) -> Result<Vec<StoredBlock>, StoreError> {
        let before = std::mem::take(&mut head.unfinished);
        if before.iter().map(|stored| &stored.block).eq(&append.blocks) {
            return Ok(before);
        }
        let last = head.last_seq.unwrap_or(0);
        let (blocks, nodes) = place(&append.blocks, last, head.nodes.as_ref());
        if let Some(end) = blocks.last() {
            let position = append.blocks_position;
            self.blocks.append(day, run, append.epoch, position, &blocks).await?;
            head.last_seq = Some(end.last_seq());
            head.nodes = Some(nodes);
        }
        Ok(blocks)
    }

    async fn append_postgres(
        &self,
        head: &mut Head,
        run: &RunId,
        day: i64,
        append: Append,
    ) -> Result<Appended, StoreError> {
        if !append.blocks.is_empty() {
            self.blocks.prepare(day).await?;
        }
        let (run, nodes) = (run.clone(), head.nodes.clone());
        let keeper = Arc::clone(&self.history);
        let (appended, nodes) = self
            .write(move |tx| {
                Box::pin(async move {
                    let (lines, count) = (lines(&append.blocks), append.entries.len());
                    let step = lines + i64::try_from(count).unwrap_or(0);
                    let last = advance(tx, &run, append.epoch, step).await? - step;
                    let (blocks, nodes) = place(&append.blocks, last, nodes.as_ref());
                    for block in &blocks {
                        blocks::insert(tx, day, &run, append.epoch, append.blocks_position, block)
                            .await?;
                    }
                    let entries = number(append.entries, last + lines);
                    store_entries(
                        tx,
                        Dialect::Postgres,
                        &run,
                        append.epoch,
                        append.position,
                        &entries,
                        append.changes,
                    )
                    .await?;
                    history::tell(tx, &keeper, &run, &entries).await?;
                    Ok((Appended { blocks, entries }, nodes))
                })
            })
            .await?;
        head.nodes = Some(nodes);
        Ok(appended)
    }

    async fn check_epoch(&self, run: &RunId, given: Epoch) -> Result<(), StoreError> {
        let current: Option<i64> = sqlx::query_scalar("SELECT epoch FROM runs WHERE id = $1")
            .bind(run.as_str())
            .fetch_optional(&self.pool)
            .await?;
        match current.ok_or(StoreError::Gone("run"))? {
            current if current == given => Ok(()),
            current => Err(TransitionError::Stale { given, current }.into()),
        }
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

/// Gives the blocks their places after `last`, and says where the nodes' logs end then.
fn place(
    blocks: &[SealedBlock],
    mut last: Seq,
    nodes: Option<&HashMap<i64, NodeHead>>,
) -> (Vec<StoredBlock>, HashMap<i64, NodeHead>) {
    let mut nodes = nodes.cloned().unwrap_or_default();
    let stored = blocks.iter().map(|block| {
        let head = nodes.entry(block.node).or_default();
        let stored = StoredBlock {
            first_seq: last + 1,
            first_line: head.next_line,
            raw_start: head.next_byte,
            block: block.clone(),
        };
        head.next_line += block.lines;
        head.next_byte += block.raw_len;
        last += block.lines;
        stored
    });
    (stored.collect(), nodes)
}

fn lines(blocks: &[SealedBlock]) -> i64 {
    blocks.iter().map(|block| block.lines).sum()
}

fn count(entries: &[Entry]) -> i64 {
    i64::try_from(entries.len()).unwrap_or(0)
}

fn number(entries: Vec<NewEntry>, last: Seq) -> Vec<Entry> {
    let numbered = (last + 1..).zip(entries);
    numbered.map(|(seq, new)| Entry { seq, kind: new.kind, at: new.at, body: new.body }).collect()
}

/// Sets the run's last number if `epoch` is its attempt.
async fn fence(
    tx: &mut AnyConnection,
    run: &RunId,
    epoch: Epoch,
    last_seq: Seq,
) -> Result<(), StoreError> {
    let done = sqlx::query("UPDATE runs SET last_seq = $3 WHERE id = $1 AND epoch = $2")
        .bind(run.as_str())
        .bind(epoch)
        .bind(last_seq)
        .execute(&mut *tx)
        .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(refused(tx, run, epoch).await?) }
}

/// Takes `step` numbers of the run's row if `epoch` is its attempt; answers the last of them.
async fn advance(
    tx: &mut AnyConnection,
    run: &RunId,
    epoch: Epoch,
    step: i64,
) -> Result<Seq, StoreError> {
    let last: Option<i64> = sqlx::query_scalar(
        "UPDATE runs SET last_seq = last_seq + $3 WHERE id = $1 AND epoch = $2 RETURNING last_seq",
    )
    .bind(run.as_str())
    .bind(epoch)
    .bind(step)
    .fetch_optional(&mut *tx)
    .await?;
    match last {
        Some(last) => Ok(last),
        None => Err(refused(tx, run, epoch).await?),
    }
}

async fn refused(
    tx: &mut AnyConnection,
    run: &RunId,
    given: Epoch,
) -> Result<StoreError, StoreError> {
    let current: Option<i64> = sqlx::query_scalar("SELECT epoch FROM runs WHERE id = $1")
        .bind(run.as_str())
        .fetch_optional(tx)
        .await?;
    Ok(match current {
        Some(current) => TransitionError::Stale { given, current }.into(),
        None => StoreError::Gone("run"),
    })
}

async fn store_entries(
    tx: &mut AnyConnection,
    dialect: Dialect,
    run: &RunId,
    epoch: Epoch,
    position: i64,
    entries: &[Entry],
    changes: Vec<Change>,
) -> Result<(), StoreError> {
    for entry in entries {
        let new = NewEntry { kind: entry.kind, at: entry.at, body: entry.body.clone() };
        insert_entry(tx, run, entry.seq, &new).await?;
    }
    for change in changes {
        changes::apply(tx, dialect, run, epoch, change).await?;
    }
    sqlx::query(
        "UPDATE attempts SET position = $3 WHERE run_id = $1 AND epoch = $2 AND position < $3",
    )
    .bind(run.as_str())
    .bind(epoch)
    .bind(position)
    .execute(tx)
    .await?;
    Ok(())
}

/// Stores one entry under the number it was given.
pub(crate) async fn insert_entry(
    tx: &mut AnyConnection,
    run: &RunId,
    seq: Seq,
    entry: &NewEntry,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO ledger (run_id, seq, kind, at, body) VALUES ($1, $2, $3, $4, $5)")
        .bind(run.as_str())
        .bind(seq)
        .bind(entry.kind.as_str())
        .bind(entry.at.as_micros())
        .bind(json(&entry.body)?)
        .execute(tx)
        .await?;
    Ok(())
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
