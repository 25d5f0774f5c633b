//! Appending where blocks lie in files of their own: the blocks first, then the entries.

use std::sync::Arc;

use annals_domain::ledger::StoredBlock;
use annals_domain::{Epoch, Place, RunId, TransitionError};

use super::heads::Head;
use super::place::{count, number, place};
use super::rows::{advance, store_entries};
use super::{Append, Appended};
use crate::sql::Sql;
use crate::{Dialect, Store, StoreError};

impl Store {
    pub(super) async fn append_sqlite(
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
            let (run, kept) = (run.clone(), entries.clone());
            let place = Place { position: append.position, mark: append.mark };
            let (changes, last_seq) = (append.changes, last + count(&entries));
            let keeper = Arc::clone(&self.history);
            head.unfinished.clone_from(&blocks);
            self.write(move |tx| {
                Box::pin(async move {
                    let last = |sql: &mut Sql| {
                        sql.bind(last_seq);
                    };
                    let held = advance(tx, &run, epoch, last).await?;
                    let held = (held, epoch);
                    store_entries(tx, Dialect::Sqlite, &keeper, held, &place, &kept, changes).await
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
            let mark = append.blocks_mark.clone();
            let place = Place { position: append.blocks_position, mark };
            self.blocks.append(day, run, append.epoch, &place, &blocks).await?;
            head.last_seq = Some(end.last_seq());
            head.nodes = Some(nodes);
        }
        Ok(blocks)
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
}
