//! One pass over all runs.

use std::sync::Arc;

use annals_domain::{Clock, RunChange, RunId, Timestamp};
use annals_store::{CleanedDay, KeptRun, RunDeletion, RunSpace, Store};
use futures::StreamExt as _;
use tokio_util::sync::CancellationToken;

use super::plan::{Fate, Plan};
use super::{Collected, RetentionPolicy};
use crate::feed::Feed;
use crate::files::Files;
use crate::{Error, ObjectsAt, Settings};

/// How many runs are looked at together.
const PAGE: i64 = 500;
/// How many runs are deleted at once: SQLite commits them together.
const TOGETHER: usize = 16;
/// Lets go of what is not to be kept. Needs the database and the object store, no running server.
pub struct Collector {
    pub(crate) store: Store,
    pub(crate) files: Files,
    pub(super) clock: Arc<dyn Clock>,
    policy: RetentionPolicy,
    pub(super) owner: String,
    feed: Arc<Feed>,
    pub(super) stopping: CancellationToken,
    /// One at a time in this process.
    pub(super) turn: tokio::sync::Mutex<()>,
}

impl std::fmt::Debug for Collector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Collector({})", self.owner)
    }
}

impl Collector {
    /// A collector that holds its lease as `owner`.
    ///
    /// # Errors
    /// [`Error`] if the object store cannot be had.
    pub fn open(
        store: Store,
        objects: &ObjectsAt,
        clock: Arc<dyn Clock>,
        policy: RetentionPolicy,
        owner: String,
    ) -> Result<Self, Error> {
        let files = Files::open(objects)?;
        let (stopping, turn) = (CancellationToken::new(), tokio::sync::Mutex::default());
        let feed = Arc::new(Feed::new(store.clone(), &owner, owner.clone()));
        Ok(Self { store, files, clock, policy, owner, feed, stopping, turn })
    }

    /// That of a server.
    pub(crate) fn of(
        store: &Store,
        files: &Files,
        clock: &Arc<dyn Clock>,
        settings: &Settings,
        stopping: &CancellationToken,
        feed: &Arc<Feed>,
    ) -> Self {
        Self {
            store: store.clone(),
            files: files.clone(),
            clock: Arc::clone(clock),
            policy: settings.retention,
            owner: settings.owner.clone(),
            feed: Arc::clone(feed),
            stopping: stopping.clone(),
            turn: tokio::sync::Mutex::default(),
        }
    }

    pub(super) const fn policy(&self) -> &RetentionPolicy {
        &self.policy
    }

    /// Lets go of what goes beyond the limits, and of rows that nothing needs; a dry run only says
    /// what that is. After `most` runs it stops and says that it is not complete.
    ///
    /// # Errors
    /// [`Error::Conflict`] while somebody else is at it; else if the database or the object store
    /// does not answer: what was let go of stays so, and it can be done again.
    pub async fn collect(&self, dry_run: bool, most: i64) -> Result<Collected, Error> {
        self.in_turn(dry_run, self.pass(dry_run, most)).await
    }

    async fn pass(&self, dry_run: bool, most: i64) -> Result<Collected, Error> {
        let now = self.clock.now();
        let rows = self.store.sweep(now, dry_run).await?;
        let mut collected = Collected { dry_run, rows, complete: true, ..Collected::default() };
        let own = self.store.own_limits().await?;
        let mut plan = Plan::new(now, self.policy.limits, own);
        if plan.limits_anything() || self.policy.offload_after_ms.is_some() {
            self.count_pinned(&mut plan, dry_run).await?;
            self.look_through(&mut plan, now, most, &mut collected).await?;
        }
        if !dry_run {
            match self.delete_objects(true).await {
                // They stay noted.
                Err(error @ Error::Unavailable(_)) => tracing::warn!("objects stay: {error}"),
                deleted => deleted?,
            }
            self.clean_days(now, &mut collected).await?;
        }
        Ok(collected)
    }

    async fn count_pinned(&self, plan: &mut Plan, dry_run: bool) -> Result<(), Error> {
        let mut last = None;
        while let Some(page) = self.page(true, &mut last, dry_run).await? {
            page.iter().for_each(|run| plan.pinned(run));
        }
        Ok(())
    }

    /// The runs after `last`, measured; none after the end.
    async fn page(
        &self,
        pinned: bool,
        last: &mut Option<KeptRun>,
        dry_run: bool,
    ) -> Result<Option<Vec<KeptRun>>, Error> {
        let mut page = self.store.kept_runs(pinned, last.as_ref(), PAGE).await?;
        self.store.measure(&mut page, !dry_run).await?;
        let end = page.last().cloned();
        *last = end.clone();
        Ok(end.map(|_| page))
    }

    /// Decides page by page, and does what was decided.
    async fn look_through(
        &self,
        plan: &mut Plan,
        now: Timestamp,
        most: i64,
        collected: &mut Collected,
    ) -> Result<(), Error> {
        let mut last = None;
        while let Some(page) = self.page(false, &mut last, collected.dry_run).await? {
            let decided: Vec<_> = page.iter().map(|run| (run, plan.decide(run))).collect();
            let staying = |(run, fate): &(_, Fate)| fate.leaves_log().then_some(*run);
            let staying = decided.iter().filter_map(staying).collect();
            let going = decided.into_iter().filter(|(_, fate)| *fate != Fate::default()).collect();
            self.carry_out(going, now, collected).await?;
            let goes_on = self.move_logs(staying, now, collected).await?;
            if collected.dry_run {
                continue;
            }
            if !goes_on
                || collected.count() >= most
                || self.stopping.is_cancelled()
                || !self.lease().await?
            {
                collected.complete = false;
                return Ok(());
            }
        }
        Ok(())
    }

    async fn carry_out(
        &self,
        decided: Vec<(&KeptRun, Fate)>,
        now: Timestamp,
        collected: &mut Collected,
    ) -> Result<(), Error> {
        if collected.dry_run {
            decided.iter().for_each(|(run, fate)| note(collected, run, *fate));
            return Ok(());
        }
        let of = |wanted: fn(&Fate) -> bool| -> Vec<RunId> {
            decided.iter().filter(|(_, fate)| wanted(fate)).map(|(run, _)| run.id.clone()).collect()
        };
        let retired = self.retire(of(|fate| fate.run.is_some())).await?;
        let logs = self.store.remove_logs(of(|fate| fate.log.is_some()), now).await?;
        let files = self.store.remove_files(of(|fate| fate.files.is_some()), now).await?;
        for (run, fate) in &decided {
            let done = Fate {
                run: fate.run.filter(|_| retired.contains(&run.id)),
                log: fate.log.filter(|_| logs.contains(&run.id)),
                files: fate.files.filter(|_| files.contains(&run.id)),
            };
            note(collected, run, done);
        }
        Ok(())
    }

    /// Deletes whole runs; answers those that are gone.
    async fn retire(&self, runs: Vec<RunId>) -> Result<Vec<RunId>, Error> {
        let retiring = futures::stream::iter(runs).map(|run| async move {
            let deletion = self.store.retire_run(&run).await?;
            Ok::<_, Error>((deletion == RunDeletion::Done).then_some(run))
        });
        let mut retiring = retiring.buffer_unordered(TOGETHER);
        let mut gone = Vec::new();
        while let Some(run) = retiring.next().await {
            if let Some(run) = run? {
                self.feed.tell(RunChange::Deleted, &run);
                gone.push(run);
            }
        }
        Ok(gone)
    }

    async fn clean_days(&self, now: Timestamp, collected: &mut Collected) -> Result<(), Error> {
        for loose in self.store.loose_log_days().await? {
            match self.store.clean_day(loose, now).await {
                Ok(CleanedDay::Dropped) => collected.days_dropped += 1,
                Ok(_) => {}
                // Somebody holds on to it; it stays noted for the next time.
                Err(error) => tracing::warn!("log blocks of day {}: {error}", loose.day),
            }
        }
        Ok(())
    }
}

fn note(collected: &mut Collected, run: &KeptRun, fate: Fate) {
    let space: RunSpace = run.space.unwrap_or_default();
    if let Some(reason) = fate.run {
        collected.runs.run(reason, &space);
    }
    if let Some(reason) = fate.log {
        collected.logs.log(reason, &space);
    }
    if let Some(reason) = fate.files {
        collected.files.files(reason, &space);
    }
}
