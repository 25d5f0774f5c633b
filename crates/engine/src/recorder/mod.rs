//! The recorder: the only one that turns observations into state.
//!
//! It follows one attempt, stores what was seen in the run's ledger and tells the hub after
//! that. How far it came is stored with what it stored, so that another process can go on.

mod facts;
mod limit;
mod nodes;
mod pending;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use annals_domain::{
    Epoch, ErrorType, FileId, LogChunk, NodeName, Observation, Place, Run, RunChange, RunFailure,
    TransitionError,
};
use annals_executor::{AttemptRef, Executor, ExecutorError, Follower, Report, Reports, redacted};
use annals_redact::Redactor;
use annals_store::{Append, Appended, Change, StoreError};
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::Error;
use crate::abandon::abandon;
use crate::engine::Inner;
use crate::followed::{Ask, Known};
use limit::{Fit, Limit};
use nodes::Nodes;
use pending::Pending;

/// How long after a wish to end that could not be passed on it is tried again.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// An attempt to be recorded.
pub(crate) struct Assignment {
    /// As it was launched.
    pub(crate) attempt: AttemptRef,
    /// The attempt that it is recorded as: a later one where this server took the run over.
    pub(crate) epoch: Epoch,
    pub(crate) executor: Arc<dyn Executor>,
    /// How far it is recorded already.
    pub(crate) place: Place,
    /// How this is asked to stop.
    pub(crate) ask: Ask,
    /// What masks the run's secrets, whatever the executor did; none if it has none.
    pub(crate) redactor: Option<Redactor>,
    /// Whether an earlier process of this server launched it, or was about to.
    pub(crate) found_again: bool,
}

/// How recording an attempt came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recorded {
    /// The attempt is over and recorded.
    Ended,
    /// This server stops; the attempt goes on.
    Stopped,
    /// The server that was to launch it ended before anything of it began.
    NeverBegan,
}

struct Recorder<'i> {
    inner: &'i Inner,
    run: Run,
    attempt: AttemptRef,
    executor: Arc<dyn Executor>,
    nodes: Nodes,
    limit: Limit,
    pending: Pending,
    /// Up to where everything is stored, or is not to be.
    reached: watch::Sender<Place>,
    redactor: Option<Arc<Redactor>>,
    /// The file of each task of a job that has one only, once somebody asked.
    only_files: Option<HashMap<NodeName, FileId>>,
    /// Whether it was found again and nothing of it has been seen.
    untouched: bool,
}

/// What the recorder woke up for.
enum Wake {
    Reports(Result<Reports, ExecutorError>),
    CancelAsked,
    /// The server stops, or another one follows the run by now.
    Stopping,
}

/// Records an attempt to its end. Returns early, with everything stored, when the server stops.
pub(crate) async fn record(inner: &Arc<Inner>, assignment: Assignment) -> Result<Recorded, Error> {
    let (place, ask) = (assignment.place.clone(), assignment.ask.clone());
    let mut recorder = Box::pin(Recorder::of(inner, assignment)).await?;
    let _recording = inner.followed.begin(recorder.known(), recorder.reached.subscribe());
    let follower = recorder.executor.follow(&recorder.attempt, place).await;
    let mut follower = follower.map_err(internal)?;
    let recorded = match recorder.follow(follower.as_mut(), &ask).await {
        Err(error @ Error::Conflict(_)) => {
            drop(follower);
            recorder.let_go(inner);
            return Err(error);
        }
        recorded => recorded?,
    };
    if recorded != Recorded::Stopped {
        drop(follower);
        recorder.executor.forget(&recorder.attempt).await.map_err(internal)?;
        if recorder.executor.steps_fetch() && recorded == Recorded::Ended {
            inner.forget_parcels(&recorder.run.id).await;
        }
    }
    Ok(recorded)
}

fn internal(error: ExecutorError) -> Error {
    Error::Internal(error.to_string())
}

impl<'i> Recorder<'i> {
    /// Reads what is recorded already.
    async fn of(inner: &'i Inner, assignment: Assignment) -> Result<Self, Error> {
        let Assignment { attempt, epoch, executor, place, redactor, found_again, .. } = assignment;
        let run = inner.patience().until_done(|| inner.store.run(&attempt.run_id)).await?;
        let run = run.ok_or_else(|| Error::not_found("run", &attempt.run_id))?;
        if run.owner != inner.settings.owner && executor.is_shared() {
            return Err(Error::Conflict("another server has taken the run over".into()));
        }
        let nodes = || inner.store.nodes(&run.id, run.day());
        let nodes = inner.patience().until_done(nodes).await?;
        let limit = inner.patience().until_done(|| Limit::of(inner, &run, &nodes)).await?;
        Ok(Self {
            inner,
            run,
            attempt,
            executor,
            nodes: Nodes::new(nodes),
            limit,
            untouched: found_again && place.position == 0,
            reached: watch::Sender::new(place.clone()),
            pending: Pending::new(epoch, place),
            redactor: redactor.map(Arc::new),
            only_files: None,
        })
    }

    /// What others may know of what is recorded.
    fn known(&self) -> Known {
        Known {
            task_id: self.run.task_id.clone(),
            number: self.run.number,
            attempt: self.attempt.clone(),
            executor: Arc::clone(&self.executor),
            redactor: self.redactor.clone(),
        }
    }

    /// Leaves an attempt that is recorded under another epoch by now, or whose run has ended. What all
    /// servers share may be followed by another one; where nobody wants it, it is found.
    fn let_go(self, inner: &Arc<Inner>) {
        if self.executor.is_shared() {
            inner.followed.orphans.notify_one();
        } else {
            abandon(inner, self.attempt, self.executor);
        }
    }

    /// Follows to the end, or until the server stops.
    async fn follow(&mut self, follower: &mut dyn Follower, stop: &Ask) -> Result<Recorded, Error> {
        // When to pass the wish to end on; none once that is done.
        let mut ask_at = Some(Instant::now());
        loop {
            let wake = tokio::select! {
                biased;
                () = self.inner.stopping.cancelled() => Wake::Stopping,
                () = stop.leave.cancelled() => Wake::Stopping,
                () = wished(&stop.end, ask_at) => Wake::CancelAsked,
                reports = follower.next() => Wake::Reports(reports),
            };
            match wake {
                Wake::Stopping => return Ok(Recorded::Stopped),
                Wake::CancelAsked => ask_at = self.ask().await,
                // Apart, since it is large and most runs only wait.
                Wake::Reports(Ok(Reports::Some(reports))) => Box::pin(self.take(reports)).await?,
                Wake::Reports(Ok(Reports::End)) => return Ok(Recorded::Ended),
                Wake::Reports(Ok(Reports::Gone(_))) if self.untouched => {
                    return Ok(Recorded::NeverBegan);
                }
                Wake::Reports(Ok(Reports::Gone(reason))) => {
                    Box::pin(self.lost(&reason)).await?;
                    return Ok(Recorded::Ended);
                }
                Wake::Reports(Err(error)) => {
                    Box::pin(self.lost(&error.to_string())).await?;
                    return Ok(Recorded::Ended);
                }
            }
        }
    }

    /// Passes the wish to end on; answers when to do so again if that failed.
    async fn ask(&self) -> Option<Instant> {
        let error = self.executor.cancel(&self.attempt).await.err()?;
        tracing::warn!("run {}: {error}; trying again", self.run.id);
        Some(Instant::now() + ASK_AGAIN)
    }

    async fn take(&mut self, reports: Vec<Report>) -> Result<(), Error> {
        self.untouched = false;
        for Report { place, observation } in reports {
            match observation {
                Observation::Lines(mut chunk) => {
                    if let Some(masked) = self.redactor.as_ref().and_then(|r| r.lines(&chunk.bytes))
                    {
                        chunk.bytes = masked;
                    }
                    self.lines(chunk, place).await?;
                }
                Observation::Fact(at, seen) => {
                    self.seal()?;
                    let seen = self.unpacked(*seen).await?;
                    let seen = match &self.redactor {
                        Some(redactor) => redacted(seen, redactor),
                        None => seen,
                    };
                    self.see(at, seen).await?;
                    self.pending.reached(place);
                }
            }
        }
        self.flush().await?;
        self.reached.send_replace(self.pending.place());
        Ok(())
    }

    /// Takes lines as far as the run's limit lets it.
    async fn lines(&mut self, mut chunk: LogChunk, place: Place) -> Result<(), Error> {
        let node = self.nodes.index(&chunk.node);
        let fit = self.limit.fit(node, &mut chunk);
        if matches!(fit, Fit::Nothing) {
            self.pending.reached(place);
            return Ok(());
        }
        if self.pending.has_entries() {
            self.flush().await?;
        }
        self.pending.lines(node, &chunk, place.clone()).map_err(damaged)?;
        if let Fit::Cut(notice) = fit {
            self.pending.lines(node, &notice, place).map_err(damaged)?;
        }
        Ok(())
    }

    /// Ends the run of an attempt that ended without saying how.
    async fn lost(&mut self, reason: &str) -> Result<(), Error> {
        let at = self.inner.clock.now();
        self.seal()?;
        let mut message = format!("the run was lost: {reason}");
        self.redactor.iter().for_each(|redactor| redactor.mask(&mut message));
        for mut node in self.nodes.lose(at, &message) {
            self.limit.mark(&mut node);
            self.count(Some(&node), 0, at).await?;
            self.pending.node(node, at);
        }
        let failure = RunFailure { error_type: ErrorType::Platform, message };
        self.sum_up().await?;
        self.finish(at, false, Some(failure));
        self.flush().await
    }

    /// Seals the lines gathered so far, so that the nodes' counters are known.
    fn seal(&mut self) -> Result<(), Error> {
        for block in self.pending.seal().map_err(damaged)? {
            if let Some(node) = self.nodes.count(&block) {
                self.pending.change(Change::Node(Box::new(node)));
            }
        }
        Ok(())
    }

    /// Stores what is pending, trying again while the database is away, and then shows it.
    async fn flush(&mut self) -> Result<(), Error> {
        self.seal()?;
        let Some(append) = self.pending.take() else { return Ok(()) };
        let ended = append.changes.iter().any(|change| matches!(change, Change::End { .. }));
        let appended = self.append(append).await?;
        self.inner.publish(&self.run.id, appended, ended);
        self.inner.timelines.moved(&self.run.task_id);
        Ok(())
    }

    /// Watchers read what an earlier try has stored, whose answer was lost.
    async fn stored_before(&self) -> Appended {
        if let Ok(last_seq) = self.inner.store.last_seq(&self.run.id).await {
            self.inner.hub.noted(&self.run.id, last_seq);
        }
        self.inner.feed.tell(RunChange::Status, &self.run.id);
        Appended::default()
    }

    async fn append(&self, append: Append) -> Result<Appended, Error> {
        let (mut patience, mut again) = (self.inner.patience(), false);
        loop {
            let tried = self.inner.store.append(&self.run.id, self.run.day(), append.clone()).await;
            match tried {
                Ok(appended) if again && appended == Appended::default() => {
                    return Ok(self.stored_before().await);
                }
                Ok(appended) => return Ok(appended),
                Err(StoreError::Transition(TransitionError::Ended(_))) if again => {
                    return Ok(self.stored_before().await);
                }
                Err(StoreError::Transition(error)) => return Err(refused(&error)),
                Err(error @ StoreError::Gone(_)) => return Err(Error::Internal(error.to_string())),
                Err(error) => tracing::warn!("run {}: {error}; trying again", self.run.id),
            }
            again = true;
            if !patience.pause().await {
                return Err(Error::Unavailable("stopped while the database was away".into()));
            }
        }
    }
}

/// Waits until the run is asked to end, and until `at`; for ever where that was passed on.
async fn wished(cancel: &CancellationToken, at: Option<Instant>) {
    match at {
        Some(at) => {
            cancel.cancelled().await;
            tokio::time::sleep_until(at).await;
        }
        None => std::future::pending().await,
    }
}

fn refused(error: &TransitionError) -> Error {
    Error::Conflict(format!("another attempt has taken over or ended the run: {error}"))
}

fn damaged(error: annals_logs::BlockError) -> Error {
    Error::Internal(format!("lines could not be made into a block: {error}"))
}
