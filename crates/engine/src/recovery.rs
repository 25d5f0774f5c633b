//! After a restart: every run of this server that has not ended is taken up where it was.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use annals_domain::{RunId, RunStatus};
use annals_executor::{AttemptRef, Executor};
use annals_store::OpenRun;

use crate::abandon::abandon;
use crate::engine::Inner;
use crate::followed::Ask;
use crate::recorder::{self, Assignment, Recorded};
use crate::{Error, drive, orphans};

/// How often runs are looked through for ends that were asked for at another server.
const REQUESTS: Duration = Duration::from_secs(1);
/// How often what goes on outside is compared with the runs.
const SETTLE: Duration = Duration::from_secs(30);
/// How often what nothing needs is let go of.
const SWEEP: Duration = Duration::from_secs(60 * 60);

/// Takes up the open runs and ends attempts that belong to none.
pub(crate) async fn recover(inner: &Arc<Inner>) -> Result<(), Error> {
    let known = known(inner).await?;
    let (shared, own): (HashMap<_, _>, HashMap<_, _>) =
        adopt(inner, known).await?.attempts.into_iter().partition(|(_, e)| e.is_shared());
    for (attempt, executor) in own {
        abandon(inner, attempt, executor);
    }
    orphans::end(inner, shared).await
}

/// The same again, for what goes on outside: its server may have missed something.
async fn settled(inner: &Arc<Inner>) -> Result<(), Error> {
    if !inner.executors().any(|executor| executor.is_shared()) {
        return Ok(());
    }
    let known = known(inner).await?;
    let mut left = adopt(inner, known).await?.attempts;
    left.retain(|_, executor| executor.is_shared());
    orphans::end(inner, left).await?;
    drive::dispatch(inner);
    Ok(())
}

/// Takes up the open runs of this server that nobody here carries out yet; answers the attempts
/// that belong to none of them.
async fn adopt(inner: &Arc<Inner>, mut known: Known) -> Result<Known, Error> {
    for run in inner.store.open_runs(&inner.settings.owner).await? {
        let attempt = AttemptRef { run_id: run.id.clone(), epoch: run.epoch };
        let launched = AttemptRef { run_id: run.id.clone(), epoch: run.launched };
        let executor = known.attempts.remove(&launched);
        let passed_over = known.silent.contains(run.executor.as_str());
        if passed_over || inner.active().contains_key(&run.id) || inner.queue.holds(&run.id) {
            continue;
        }
        let last_seq = inner.store.stored_seq(&run.id, run.day).await?;
        inner.hub.open(&run.id, last_seq);
        match (executor, run.status) {
            (Some(executor), _) => resume(inner, &run, executor),
            (None, RunStatus::Pending) if run.cancel_requested => {
                drive::end(inner, &attempt, RunStatus::Cancelled, None).await?;
                inner.hub.close(&run.id);
            }
            // Nothing of it was seen to begin, so it may begin now.
            (None, RunStatus::Pending) => inner.queue.push(&run.task_id, run.id),
            (None, _) => match inner.executor(&run.executor) {
                // Nothing may be kept of it but what its pods have to say.
                Some(executor) if executor.outlives_what_is_kept() => {
                    resume(inner, &run, Arc::clone(executor));
                }
                _ => {
                    drive::fail(inner, &attempt, GONE).await?;
                    inner.hub.close(&run.id);
                }
            },
        }
    }
    if !known.silent.is_empty() {
        later(inner);
    }
    Ok(known)
}

/// What is said of a running attempt of which this server has nothing.
const GONE: &str = "what was kept of the running attempt is gone from this server's data folder";

/// Attempts that something is kept of.
struct Known {
    /// Each, and by whom.
    attempts: HashMap<AttemptRef, Arc<dyn Executor>>,
    /// The executors that did not tell, since what they run on is away.
    silent: HashSet<&'static str>,
}

/// All of them, or an error: an attempt that is overlooked would be taken for gone.
async fn known(inner: &Inner) -> Result<Known, Error> {
    let mut known = Known { attempts: HashMap::new(), silent: HashSet::new() };
    for executor in inner.executors.values() {
        let name = executor.name();
        match executor.known().await {
            Ok(attempts) => {
                known.attempts.extend(attempts.into_iter().map(|a| (a, Arc::clone(executor))));
            }
            Err(error) if error.is_passing() => {
                tracing::warn!("executor {name}: {error}; its runs are taken up later");
                known.silent.insert(name);
            }
            Err(error) => return Err(Error::Internal(format!("executor {name}: {error}"))),
        }
    }
    Ok(known)
}

/// Looks again for runs to take up after a while.
fn later(inner: &Arc<Inner>) {
    let inner = Arc::clone(inner);
    inner.tasks.clone().spawn(async move {
        tokio::select! {
            () = inner.stopping.cancelled() => {}
            () = tokio::time::sleep(REQUESTS) => inner.strays.notify_one(),
        }
    });
}

/// Goes on recording what is carried out already.
pub(crate) fn resume(inner: &Arc<Inner>, run: &OpenRun, executor: Arc<dyn Executor>) {
    let (inner, run, ask) = (Arc::clone(inner), run.clone(), Ask::default());
    if run.cancel_requested {
        ask.end.cancel();
    }
    if !inner.activate(&run.id, &ask) {
        return;
    }
    inner.queue.occupy();
    inner.tasks.clone().spawn(async move {
        let followed = follow(&inner, &run, executor, ask).await;
        drive::settle(&inner, &run.id, followed).await;
    });
}

async fn follow(
    inner: &Arc<Inner>,
    open: &OpenRun,
    executor: Arc<dyn Executor>,
    ask: Ask,
) -> Result<Recorded, Error> {
    let found = inner.patience().until_done(|| inner.store.run(&open.id)).await?;
    let run = found.ok_or_else(|| Error::not_found("run", &open.id))?;
    let redactor = inner.patience().until_done(|| inner.redactor_of_run(&run)).await?;
    let place = || inner.store.place(&run.id, run.day(), open.epoch);
    let place = inner.patience().until_done(place).await?;
    let found_again = run.state.status == RunStatus::Pending;
    let attempt = AttemptRef { run_id: run.id.clone(), epoch: open.launched };
    let epoch = open.epoch;
    let assignment = Assignment { attempt, epoch, executor, place, ask, redactor, found_again };
    recorder::record(inner, assignment).await
}

/// Lets go of runs that are another server's by now.
pub(crate) async fn shed(inner: &Arc<Inner>) -> Result<(), Error> {
    // Looked at before the database, so that a run that comes meanwhile is let be.
    let (waiting, active) = (inner.queue.waiting(), inner.active().clone());
    let open = inner.store.open_runs(&inner.settings.owner).await?;
    let own: HashSet<RunId> = open.into_iter().map(|run| run.id).collect();
    for (task, run) in waiting.into_iter().filter(|(_, run)| !own.contains(run)) {
        if inner.queue.remove(&task, &run) {
            inner.hub.close(&run);
            inner.store.release(&run);
        }
    }
    // What is still written of these is late.
    for (run, ask) in active.iter().filter(|(run, _)| !own.contains(run)) {
        match inner.followed.run(run) {
            Some(known) if known.executor.is_shared() => ask.leave.cancel(),
            _ => ask.end.cancel(),
        }
    }
    Ok(())
}

/// Starts the chores: ends asked for elsewhere, and what has expired.
pub(crate) fn keep_house(inner: &Arc<Inner>) {
    let this = Arc::clone(inner);
    inner.tasks.spawn(async move {
        let mut requests = tokio::time::interval(REQUESTS);
        let mut sweep = tokio::time::interval(SWEEP);
        let mut settle = tokio::time::interval(SETTLE);
        // Just done.
        settle.reset();
        loop {
            let done = tokio::select! {
                () = this.stopping.cancelled() => return,
                _ = requests.tick() => requested(&this).await,
                _ = sweep.tick() => swept(&this).await,
                _ = settle.tick() => settled(&this).await,
                () = this.followed.orphans.notified() => settled(&this).await,
                () = this.strays.notified() => strays(&this).await,
            };
            if let Err(error) = done {
                tracing::warn!("chore: {error}");
            }
        }
    });
}

/// Takes up runs whose creation was not answered, or whose recording broke off, although they are
/// stored. Where the database is away this is tried again with the next requests.
async fn strays(inner: &Arc<Inner>) -> Result<(), Error> {
    let adopted = match known(inner).await {
        Ok(known) => adopt(inner, known).await.map(drop),
        Err(error) => Err(error),
    };
    if adopted.is_err() {
        tokio::time::sleep(REQUESTS).await;
        inner.strays.notify_one();
    }
    drive::dispatch(inner);
    adopted
}

async fn requested(inner: &Inner) -> Result<(), Error> {
    for run in inner.store.cancel_requests(&inner.settings.owner).await? {
        ask(inner, &run);
    }
    Ok(())
}

/// Passes the wish to end on to whoever carries the run out here.
pub(crate) fn ask(inner: &Inner, run: &RunId) -> bool {
    let active = inner.active();
    active.get(run).map(|ask| ask.end.cancel()).is_some()
}

async fn swept(inner: &Inner) -> Result<(), Error> {
    inner.store.sweep(inner.clock.now(), false).await?;
    inner.store.forget_hours(inner.clock.now()).await?;
    Ok(())
}
