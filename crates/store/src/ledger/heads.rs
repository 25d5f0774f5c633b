//! Where the ledgers that this process writes to end.

use std::collections::HashMap;
use std::sync::{Arc, Mutex as StdMutex};

use annals_domain::ledger::StoredBlock;
use annals_domain::{RunId, Seq};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::blocks::NodeHead;
use crate::{Store, StoreError};

/// The ends of the ledgers that this process writes to.
#[derive(Default)]
pub(crate) struct Heads(StdMutex<HashMap<RunId, Arc<Mutex<Head>>>>);

/// The end of one run's ledger.
#[derive(Default)]
pub(crate) struct Head {
    /// The last number given; none until it was read (and never on PostgreSQL, whose row it is).
    pub(super) last_seq: Option<Seq>,
    /// The ends of its nodes' logs; none until they were read.
    pub(super) nodes: Option<HashMap<i64, NodeHead>>,
    /// Blocks that an append stored before its entries failed (SQLite only): the same append is
    /// tried again, and must not store them twice.
    pub(super) unfinished: Vec<StoredBlock>,
    /// The database went away during an append (PostgreSQL only): nobody knows whether it was
    /// stored, so the next one looks.
    pub(super) unsure: bool,
}

impl Heads {
    pub(super) fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<RunId, Arc<Mutex<Head>>>> {
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

    pub(super) fn of(&self, run: &RunId) -> Arc<Mutex<Head>> {
        Arc::clone(self.lock().entry(run.clone()).or_default())
    }
}

impl Store {
    pub(super) async fn read_head(
        &self,
        head: &mut Head,
        run: &RunId,
        day: i64,
    ) -> Result<(), StoreError> {
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
}
