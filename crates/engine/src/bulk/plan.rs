//! What an act on many runs will change.

use std::collections::HashMap;

use annals_domain::{PageSize, Run, RunId};
use annals_store::{RunFilter, Store};

use super::{BulkAction, BulkRuns};
use crate::Error;

/// The most runs that one act changes.
const MOST: usize = 100_000;
/// How many runs are looked at together.
const PAGE: usize = 500;

/// What an act would change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BulkPlan {
    /// The runs that are meant, changed or not.
    pub matched: i64,
    /// Those that will be changed, the newest first where a filter names them.
    pub ids: Vec<RunId>,
    /// Why others will not be.
    pub skipped: Skipped,
    /// The bytes of the logs of those that will be deleted, as they were printed.
    pub log_bytes: i64,
    /// The bytes of their files.
    pub file_bytes: i64,
    /// Whether no more runs are meant: one act changes at most 100,000.
    pub complete: bool,
}

/// Why runs are not changed, and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Skipped {
    /// They have not ended.
    pub not_ended: i64,
    /// They are pinned.
    pub pinned: i64,
    /// They are as they would become.
    pub unchanged: i64,
    /// There are no such runs.
    pub unknown: i64,
}

impl BulkPlan {
    /// How many will be changed.
    #[must_use]
    pub fn affected(&self) -> i64 {
        i64::try_from(self.ids.len()).unwrap_or(i64::MAX)
    }

    fn take(&mut self, action: &BulkAction, run: &Run) {
        self.matched += 1;
        let (open, skipped) = (!run.state.status.is_terminal(), &mut self.skipped);
        let changes = match action {
            BulkAction::Cancel => open,
            BulkAction::Delete if open => {
                skipped.not_ended += 1;
                return;
            }
            BulkAction::Delete if run.pinned => {
                skipped.pinned += 1;
                return;
            }
            BulkAction::Delete => true,
            BulkAction::Tag(tags) => tags.iter().any(|tag| !run.tags.contains(tag)),
            BulkAction::Untag(tags) => tags.iter().any(|tag| run.tags.contains(tag)),
            BulkAction::Pin => !run.pinned,
            BulkAction::Unpin => run.pinned,
        };
        match changes {
            true => self.ids.push(run.id.clone()),
            false => skipped.unchanged += 1,
        }
    }
}

/// What the act would change now.
pub(super) async fn plan(
    store: &Store,
    action: &BulkAction,
    runs: &BulkRuns,
) -> Result<BulkPlan, Error> {
    let mut plan = BulkPlan { complete: true, ..BulkPlan::default() };
    match runs {
        BulkRuns::Ids(ids) => named(store, action, ids, &mut plan).await?,
        BulkRuns::Filter(filter) => filtered(store, action, filter, &mut plan).await?,
    }
    if *action == BulkAction::Delete {
        for part in plan.ids.chunks(PAGE) {
            let (logs, files) = store.size_of(part).await?;
            plan.log_bytes += logs;
            plan.file_bytes += files;
        }
    }
    Ok(plan)
}

async fn named(
    store: &Store,
    action: &BulkAction,
    ids: &[RunId],
    plan: &mut BulkPlan,
) -> Result<(), Error> {
    let found = store.runs_by_id(ids).await?;
    let mut found: HashMap<_, _> = found.iter().map(|run| (&run.id, run)).collect();
    let mut unknown = 0;
    for id in ids {
        // One that is named twice is taken once.
        match found.remove(id) {
            Some(run) => plan.take(action, run),
            None if plan.ids.contains(id) => {}
            None => unknown += 1,
        }
    }
    plan.skipped.unknown = unknown;
    Ok(())
}

async fn filtered(
    store: &Store,
    action: &BulkAction,
    filter: &RunFilter,
    plan: &mut BulkPlan,
) -> Result<(), Error> {
    let mut after = None;
    loop {
        let page = store.runs(filter, PageSize::new(PAGE), after.as_ref()).await?;
        page.items.iter().for_each(|run| plan.take(action, run));
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
        if plan.ids.len() >= MOST {
            plan.ids.truncate(MOST);
            plan.complete = false;
            return Ok(());
        }
    }
}
