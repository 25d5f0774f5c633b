//! Watching a run: from any place in its ledger to its end, nothing missed, nothing twice.

use std::sync::{Arc, Weak};
use std::time::Duration;

use annals_domain::{RunId, Seq};
use tokio::sync::watch::Receiver;

use crate::engine::{Engine, Inner};
use crate::events::{self, Names};
use crate::hub::Channel;
use crate::{Error, Event};

/// How often a run that another server records is looked at.
const ELSEWHERE: Duration = Duration::from_millis(250);

/// A reader of one run's ledger.
pub struct Watch {
    inner: Arc<Inner>,
    run: RunId,
    day: i64,
    names: Names,
    after: Seq,
    live: Option<(Weak<Channel>, Receiver<Seq>)>,
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
        let day = found.day();
        Ok(Watch { inner: Arc::clone(&self.inner), run: run.clone(), day, names, after, live })
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
            let bound = self.bound().await?;
            if bound > self.after {
                let events = self.up_to(bound).await?;
                // Numbers of entries that expired stay unused: then nothing lies before `bound`.
                self.after = events.last().map_or(bound, Event::last_seq);
                if !events.is_empty() {
                    return Ok(Some(events));
                }
                continue;
            }
            if self.live.is_none() && self.over().await? {
                return Ok(None);
            }
            self.wait().await;
        }
    }

    /// The last number that is known to be stored.
    async fn bound(&mut self) -> Result<Seq, Error> {
        match &mut self.live {
            Some((_, signal)) => Ok(*signal.borrow_and_update()),
            None => Ok(self.inner.store.last_seq(&self.run).await?),
        }
    }

    /// What lies after the reader's place up to `bound`, from memory if it is recent.
    async fn up_to(&self, bound: Seq) -> Result<Vec<Event>, Error> {
        let recent = self.live.as_ref().and_then(|(channel, _)| channel.upgrade()?.after(self.after));
        let Some(batch) = recent else {
            let range = (self.after, bound);
            return events::read(&self.inner, &self.run, self.day, &self.names, range).await;
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

    /// Waits for the next append; a run that is not live here is looked at again after a while.
    async fn wait(&mut self) {
        match &mut self.live {
            Some((_, signal)) => {
                if signal.changed().await.is_err() {
                    self.live = self.inner.hub.subscribe(&self.run);
                }
            }
            None => {
                tokio::time::sleep(ELSEWHERE).await;
                self.live = self.inner.hub.subscribe(&self.run);
            }
        }
    }
}
