//! The attempts that this process has to do with: how those that are carried out are asked to stop, what is
//! known of them while the database is away, and which are being ended since nobody wants them.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use annals_domain::{Place, RunId, RunNumber, TaskId};
use annals_executor::{AttemptRef, Executor};
use annals_redact::Redactor;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use crate::engine::Inner;

/// The attempts: as many as this server carries out.
#[derive(Default)]
pub(crate) struct Followed {
    /// The runs that this process carries out now, and how each is asked to stop.
    active: Mutex<HashMap<RunId, Ask>>,
    /// Those whose attempts are recorded, with how far that is.
    recorded: Mutex<HashMap<RunId, (Known, watch::Receiver<Place>)>>,
    /// The attempts that are being ended since they belong to nobody.
    abandoned: Mutex<HashSet<AttemptRef>>,
    /// Told when something may go on that no run asks for.
    pub(crate) orphans: Notify,
}

/// How whoever carries a run out is asked to stop.
#[derive(Clone, Default)]
pub(crate) struct Ask {
    /// The run is to end.
    pub(crate) end: CancellationToken,
    /// Another server follows the run by now.
    pub(crate) leave: CancellationToken,
}

/// What is known of an attempt by whoever records it.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) task_id: TaskId,
    pub(crate) number: RunNumber,
    pub(crate) attempt: AttemptRef,
    pub(crate) executor: Arc<dyn Executor>,
    /// What masks the run's secrets; none if it has none.
    pub(crate) redactor: Option<Arc<Redactor>>,
}

/// That an attempt is recorded, for as long as this lives.
pub(crate) struct Recording<'f> {
    followed: &'f Followed,
    run: RunId,
}

impl Drop for Recording<'_> {
    fn drop(&mut self) {
        lock(&self.followed.recorded).remove(&self.run);
    }
}

impl Followed {
    /// An attempt is recorded from now on, so far as `place` tells.
    pub(crate) fn begin(&self, known: Known, place: watch::Receiver<Place>) -> Recording<'_> {
        let run = known.attempt.run_id.clone();
        lock(&self.recorded).insert(run.clone(), (known, place));
        Recording { followed: self, run }
    }

    /// The run of a task with this number or, of those that are recorded here, the latest.
    pub(crate) fn of(&self, task: &TaskId, number: Option<RunNumber>) -> Option<Known> {
        let all = lock(&self.recorded);
        let own = all.values().map(|(known, _)| known).filter(|known| known.task_id == *task);
        let wanted = own.filter(|known| number.is_none_or(|number| known.number == number));
        wanted.max_by_key(|known| known.number).cloned()
    }

    /// What is known of this run, if it is recorded here.
    pub(crate) fn run(&self, run: &RunId) -> Option<Known> {
        lock(&self.recorded).get(run).map(|(known, _)| known.clone())
    }

    /// How far the attempt at this run is recorded, if that is done here.
    pub(crate) fn place(&self, run: &RunId) -> Option<(AttemptRef, Place)> {
        let all = lock(&self.recorded);
        let (known, place) = all.get(run)?;
        Some((known.attempt.clone(), place.borrow().clone()))
    }

    /// Whether an attempt was not being ended yet; from now on it is.
    pub(crate) fn abandon(&self, attempt: &AttemptRef) -> bool {
        lock(&self.abandoned).insert(attempt.clone())
    }

    /// An attempt is not being ended any more.
    pub(crate) fn abandoned(&self, attempt: &AttemptRef) {
        lock(&self.abandoned).remove(attempt);
    }
}

impl Inner {
    pub(crate) fn active(&self) -> MutexGuard<'_, HashMap<RunId, Ask>> {
        lock(&self.followed.active)
    }

    /// Takes note that this process carries the run out from now on; false if it does already.
    pub(crate) fn activate(&self, run: &RunId, ask: &Ask) -> bool {
        match self.active().entry(run.clone()) {
            Entry::Occupied(_) => false,
            Entry::Vacant(entry) => {
                entry.insert(ask.clone());
                true
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
