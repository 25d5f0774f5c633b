//! Watching a run: from any place in its ledger to its end, nothing missed, nothing twice.

use std::sync::Arc;
use std::time::Duration;

use annals_domain::{RunId, Seq};

use crate::engine::{Engine, Inner};
use crate::events::{self, Names};
use crate::hub::{Live, Reach};
use crate::logs::LogReader;
use crate::{Error, Event};

/// How long a run that nobody here records is let be before it is looked at again.
const ELSEWHERE: Duration = Duration::from_millis(250);
/// How long no notice of a run that another server records is believed.
const SILENCE: Duration = Duration::from_secs(5);

/// A reader of one run's ledger.
pub struct Watch {
    inner: Arc<Inner>,
    run: RunId,
    log: LogReader,
    names: Names,
    after: Seq,
    live: Option<Live>,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Watch({} after {})", self.run, self.after)
    }
}

impl Engine {
    /// A reader of `run` that sees everything after `after` (0: from the beginning).
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such run.
    pub async fn watch(&self, run: &RunId, after: Seq) -> Result<Watch, Error> {
        // Subscribed before anything is read, so that nothing falls between the two.
        let live = self.inner.hub.subscribe(run);
        let found = self.run(run).await?;
        let names = self.inner.names(&found).await?;
        let log = self.inner.log_of(&found).await?;
        Ok(Watch { inner: Arc::clone(&self.inner), run: run.clone(), log, names, after, live })
    }
}

impl Watch {
    /// What comes after the reader's place, in order, once there is something: at most about
    /// 1 MiB. None once the run has ended and everything up to its end was handed out.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer; the reader's place stays and it may be asked
    /// again.
    pub async fn next(&mut self) -> Result<Option<Vec<Event>>, Error> {
        loop {
            let Reach { last_seq: bound, ended } = self.reach().await?;
            if bound > self.after {
                let events = self.up_to(bound).await?;
                // Numbers of entries that expired stay unused: then nothing lies before `bound`.
                self.after = events.last().map_or(bound, Event::last_seq);
                if !events.is_empty() {
                    return Ok(Some(events));
                }
                continue;
            }
            if ended || (self.live.is_none() && self.over().await?) {
                return Ok(None);
            }
            self.wait().await;
        }
    }

    /// How far the ledger is known to be stored.
    async fn reach(&mut self) -> Result<Reach, Error> {
        match &mut self.live {
            Some(live) => Ok(*live.signal.borrow_and_update()),
            None => {
                let last_seq = self.inner.store.last_seq(&self.run).await?;
                Ok(Reach { last_seq, ended: false })
            }
        }
    }

    /// What lies after the reader's place up to `bound`, from memory if it is recent.
    async fn up_to(&mut self, bound: Seq) -> Result<Vec<Event>, Error> {
        let recent = self.live.as_ref().and_then(|live| live.recent(self.after));
        let Some(batch) = recent else {
            let range = (self.after, bound);
            return events::read(&self.inner, &self.run, &mut self.log, &self.names, range).await;
        };
        let events = match batch.events.get() {
            Some(events) => Arc::clone(events),
            None => {
                let made = Arc::from(events::of_appended(&self.names, &batch.appended)?);
                Arc::clone(batch.events.get_or_init(|| made))
            }
        };
        Ok(events::after(&events, self.after))
    }

    /// Whether the run has ended and the reader has seen all of it.
    async fn over(&self) -> Result<bool, Error> {
        let ended = match self.inner.store.run(&self.run).await? {
            Some(run) => run.state.status.is_terminal(),
            None => true,
        };
        Ok(ended && self.inner.store.last_seq(&self.run).await? <= self.after)
    }

    /// Waits for the next append. A run that another server records is heard of by notices, and
    /// looked at all the same where none comes for a while.
    async fn wait(&mut self) {
        let Some(live) = &mut self.live else { return self.attach().await };
        let moved = live.signal.changed();
        let alive = if live.remote {
            tokio::time::timeout(SILENCE, moved).await.is_ok_and(|moved| moved.is_ok())
        } else {
            moved.await.is_ok()
        };
        if !alive {
            self.live = None;
        }
    }

    /// Subscribes to the run again, wherever it is recorded by now.
    async fn attach(&mut self) {
        self.live = self.inner.hub.subscribe(&self.run);
        if self.live.is_some() {
            return;
        }
        if self.inner.store.is_shared() && !self.inner.hears() {
            return tokio::time::sleep(ELSEWHERE).await;
        }
        let live = self.inner.hub.open_remote(&self.run);
        // What was stored before the subscription is told of by nobody.
        if let Ok(last_seq) = self.inner.store.last_seq(&self.run).await {
            live.advance(last_seq);
        }
        self.live = Some(live);
    }
}
