//! Adding to ledgers from outside an attempt: their ends are held while numbers are taken.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use annals_domain::{RunId, Seq};
use tokio::sync::OwnedMutexGuard;

use super::Head;
use crate::{Dialect, Store, StoreError};

/// The ends of some ledgers, held so that nobody else in this process adds to them. On
/// PostgreSQL the runs' rows do that, and nothing is held here.
pub(crate) struct Held(Vec<(RunId, OwnedMutexGuard<Head>)>);

impl Held {
    /// The last numbers given.
    pub(crate) fn ends(&self) -> BTreeMap<RunId, Seq> {
        let ends = self.0.iter().map(|(run, head)| (run.clone(), head.last_seq.unwrap_or(0)));
        ends.collect()
    }

    /// Numbers up to these were given, and are durable.
    pub(crate) fn moved(&mut self, ends: &BTreeMap<RunId, (Seq, bool)>) {
        for (run, head) in &mut self.0 {
            if let Some((last, _)) = ends.get(run) {
                head.last_seq = Some(*last);
            }
        }
    }

    /// Nobody knows what came of it: the ends are to be read anew.
    pub(crate) fn doubt(&mut self) {
        for (_, head) in &mut self.0 {
            head.last_seq = None;
        }
    }
}

impl Store {
    /// Holds the ends of these ledgers, in the order of the runs' ids, so that two that hold
    /// several do not wait in a circle. A run that there is not is left out.
    pub(crate) async fn hold_ledgers(&self, runs: BTreeSet<RunId>) -> Result<Held, StoreError> {
        let mut held = Vec::new();
        if self.dialect == Dialect::Postgres {
            return Ok(Held(held));
        }
        for run in runs {
            let Some(found) = self.run(&run).await? else { continue };
            let mut head = self.heads.of(&run).lock_owned().await;
            self.read_head(&mut head, &run, found.day()).await?;
            held.push((run, head));
        }
        Ok(Held(held))
    }

    /// Lets go of them, and of what is kept in memory for runs that have ended.
    pub(crate) fn let_go(&self, held: Held, ends: &BTreeMap<RunId, (Seq, bool)>) {
        let runs: Vec<_> = held.0.into_iter().map(|(run, _)| run).collect();
        for run in runs.iter().filter(|run| ends.get(run).is_some_and(|(_, ended)| *ended)) {
            self.heads.forget_unused(run);
        }
    }
}

impl super::Heads {
    /// Forgets a run's end unless somebody holds or waits for it.
    pub(super) fn forget_unused(&self, run: &RunId) {
        let mut heads = self.lock();
        if heads.get(run).is_some_and(|head| Arc::strong_count(head) == 1) {
            heads.remove(run);
        }
    }
}
