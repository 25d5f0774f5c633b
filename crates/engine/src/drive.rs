//! Carrying a run out: from a free slot to the end of its attempt.

use std::collections::HashMap;
use std::sync::Arc;

use annals_domain::{
    ErrorType, NodeName, Place, Plan, Run, RunChange, RunFailure, RunId, RunStatus, TaskId,
    TaskKind, TransitionError,
};
use annals_executor::{AttemptRef, Executor, Launch};
use annals_redact::Redactor;
use annals_store::{Append, Change, RunBase, StoreError};
use serde_json::Value;

use crate::engine::Inner;
use crate::followed::Ask;
use crate::patience::Passing as _;
use crate::recorder::{self, Assignment, Recorded};
use crate::{Error, bodies, staging};

/// Starts waiting runs while there are free slots.
pub(crate) fn dispatch(inner: &Arc<Inner>) {
    if inner.stopping.is_cancelled() {
        return;
    }
    while let Some(run) = inner.queue.take() {
        let ask = Ask::default();
        if !inner.activate(&run, &ask) {
            inner.queue.release();
            continue;
        }
        let task = Arc::clone(inner);
        inner.tasks.spawn(async move {
            let recorded = carry_out(&task, &run, &ask).await;
            settle(&task, &run, recorded).await;
        });
    }
}

/// Lets go of a run whose recording returned. One that failed here ends as the platform's
/// failure, so that no run stays open with nobody to carry it out; one that another attempt took
/// over, or that waits for the next start of this server, is let be.
pub(crate) async fn settle(inner: &Arc<Inner>, run: &RunId, outcome: Result<Recorded, Error>) {
    let mut again = None;
    match outcome {
        Err(Error::Internal(message)) => {
            tracing::error!("run {run}: {message}");
            if let Err(error) = fail_latest(inner, run, &message).await {
                tracing::error!("run {run} stays open: {error}");
            }
        }
        Err(error) => {
            tracing::warn!("run {run}: {error}");
            if error.is_passing() {
                inner.strays.notify_one();
            }
        }
        Ok(Recorded::NeverBegan) => again = inner.store.run(run).await.ok().flatten(),
        Ok(Recorded::Ended | Recorded::Stopped) => {}
    }
    leave(inner, run);
    if let Some(run) = again {
        wait(inner, &run.task_id, run.id).await;
    }
}

/// Lets a run that has not begun wait for a free slot.
pub(crate) async fn wait(inner: &Arc<Inner>, task: &TaskId, run: RunId) {
    let last_seq = inner.store.last_seq(&run).await.unwrap_or(0);
    inner.hub.open(&run, last_seq);
    inner.queue.push(task, run);
    dispatch(inner);
}

async fn fail_latest(inner: &Inner, run: &RunId, message: &str) -> Result<(), Error> {
    match inner.store.run(run).await? {
        Some(found) if !found.state.status.is_terminal() => {
            let attempt = AttemptRef { run_id: run.clone(), epoch: found.state.epoch };
            fail(inner, &attempt, message).await
        }
        _ => Ok(()),
    }
}

/// The run is no longer this process's: its slot is free for the next.
fn leave(inner: &Arc<Inner>, run: &RunId) {
    inner.active().remove(run);
    inner.hub.close(run);
    inner.store.release(run);
    inner.queue.release();
    dispatch(inner);
}

/// Begins an attempt, launches it and records it to its end. What it takes to launch it is let go of
/// then: a run may go on for long, and there may be thousands.
async fn carry_out(inner: &Arc<Inner>, run: &RunId, ask: &Ask) -> Result<Recorded, Error> {
    match Box::pin(begin(inner, run, ask)).await? {
        Some(assignment) => recorder::record(inner, assignment).await,
        None => Ok(Recorded::Ended),
    }
}

/// Begins an attempt and launches it; none where the run is over already.
async fn begin(inner: &Arc<Inner>, run: &RunId, ask: &Ask) -> Result<Option<Assignment>, Error> {
    let (now, host) = (inner.clock.now(), &inner.settings.host);
    let begun = || inner.store.begin_own_attempt(run, &inner.settings.owner, host, now);
    // What the attempt is given is read while its beginning is made durable.
    let begun = inner.patience().until_done(begun);
    let prepared = inner.patience().until_done(|| prepare(inner, run));
    let (begun, prepared) = tokio::join!(begun, prepared);
    let epoch = match begun {
        Ok(epoch) => epoch,
        // Cancelled, deleted or taken over by another server while it waited.
        Err(
            StoreError::Transition(TransitionError::Ended(_))
            | StoreError::Gone(_)
            | StoreError::Taken,
        ) => {
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    };
    launch(inner, AttemptRef { run_id: run.clone(), epoch }, prepared, ask).await
}

/// Launches an attempt that has begun; none where the run is over then.
async fn launch(
    inner: &Arc<Inner>,
    attempt: AttemptRef,
    prepared: Result<Prepared, Error>,
    ask: &Ask,
) -> Result<Option<Assignment>, Error> {
    if ask.end.is_cancelled() {
        end(inner, &attempt, RunStatus::Cancelled, None).await?;
        return Ok(None);
    }
    let Prepared { launch, executor, redactor } = match prepared {
        Ok(prepared) => prepared,
        Err(error) if error.is_passing() => return Err(error),
        Err(error) => return failed(inner, &attempt, &error.to_string()).await,
    };
    let launch = Launch { attempt: attempt.clone(), ..launch };
    if let Err(error) = launched(inner, &launch, &*executor).await {
        if error.is_passing() {
            return Err(error);
        }
        return failed(inner, &attempt, &format!("the run could not be started: {error}")).await;
    }
    let (epoch, place, ask, found_again) = (attempt.epoch, Place::default(), ask.clone(), false);
    let assignment = Assignment { attempt, epoch, executor, place, ask, redactor, found_again };
    Ok(Some(assignment))
}

/// Launches an attempt with the files that its steps read, once there is room on the disk for it
/// and the files can be had.
async fn launched(inner: &Inner, launch: &Launch, executor: &dyn Executor) -> Result<(), Error> {
    let mut patience = inner.patience();
    loop {
        let staged = staging::stage(inner, &launch.plan, &launch.attempt, executor).await;
        let kept = match staged {
            Ok(()) => inner.keep_parcels(launch, executor).await,
            Err(error) => Err(error),
        };
        let launched = match kept {
            Ok(()) => {
                executor.launch(launch).await.map_err(|error| (error.is_passing(), error.into()))
            }
            Err(error) => Err((false, error)),
        };
        match launched {
            Err((away, error)) if error.is_passing() => {
                tracing::warn!("{error}; trying again");
                // What was written of it goes, so that the next try finds the place free. Of what is
                // away nobody knows what it took; it takes nothing twice.
                if !away {
                    executor.forget(&launch.attempt).await?;
                }
                if !patience.pause().await {
                    return Err(error);
                }
            }
            launched => return launched.map_err(|(_, error)| error),
        }
    }
}

async fn failed(
    inner: &Inner,
    attempt: &AttemptRef,
    message: &str,
) -> Result<Option<Assignment>, Error> {
    fail(inner, attempt, message).await.map(|()| None)
}

/// Which executor is told what, and what masks the run's secrets.
struct Prepared {
    /// The attempt in it has no epoch yet.
    launch: Launch,
    executor: Arc<dyn Executor>,
    redactor: Option<Redactor>,
}

/// What the executor is told of the run's next attempt.
async fn prepare(inner: &Inner, id: &RunId) -> Result<Prepared, Error> {
    let gone = || Error::not_found("run", id);
    let base = inner.store.base(id).await?.ok_or_else(gone)?;
    let RunBase { run, inputs, timeout_ms, exact_environment, snapshot, .. } = base;
    let exact = match &exact_environment {
        Some(environment) => inner.store.environment(environment).await?,
        None => None,
    };
    let executor = inner.executor(&run.executor).cloned();
    let executor = executor.ok_or_else(|| {
        Error::Internal(format!("this server has no executor called {}", run.executor))
    })?;
    // Their values as of now, which every step of the attempt gets.
    let mut secrets = inner.secrets_of(&snapshot.spec).await?;
    let endpoint = inner.endpoint_of(&snapshot.spec, &mut secrets).await?;
    let redactor = Redactor::new(secrets.values());
    let mut plan = Plan::of(&snapshot.spec);
    let launch = Launch {
        attempt: AttemptRef { run_id: id.clone(), epoch: 0 },
        task_id: run.task_id.clone(),
        number: run.number,
        given: given(inner, &run, &mut plan).await?,
        plan,
        inputs: inputs.unwrap_or_else(|| serde_json::json!({})),
        timeout_ms,
        exact,
        endpoint,
        api_token: inner.settings.api_url.as_ref().map(|_| inner.run_key.token(id)).transpose()?,
        api_url: inner.settings.api_url.clone(),
        secrets,
    };
    Ok(Prepared { launch, executor, redactor })
}

/// Takes the steps whose outcome in an earlier run stands out of the plan; answers what they gave.
async fn given(
    inner: &Inner,
    run: &Run,
    plan: &mut Plan,
) -> Result<HashMap<NodeName, Value>, Error> {
    if run.kind != TaskKind::Flow {
        return Ok(HashMap::new());
    }
    let nodes = inner.store.nodes(&run.id, run.day()).await?;
    let reused: Vec<_> = nodes.iter().filter(|node| node.reused_from.is_some()).collect();
    if reused.is_empty() {
        return Ok(HashMap::new());
    }
    let mut outputs = inner.store.node_outputs(&run.id).await?;
    let given = reused
        .into_iter()
        .map(|node| (node.name.clone(), outputs.remove(&node.index).unwrap_or_default()));
    let given: HashMap<_, _> = given.collect();
    plan.steps.retain(|step| !given.contains_key(&step.name));
    Ok(given)
}

/// Ends a run whose attempt never began, for a fault of the platform.
pub(crate) async fn fail(inner: &Inner, attempt: &AttemptRef, message: &str) -> Result<(), Error> {
    let failure = RunFailure { error_type: ErrorType::Platform, message: message.to_owned() };
    end(inner, attempt, RunStatus::Failure, Some(failure)).await
}

/// Ends a run that no executor carries out.
pub(crate) async fn end(
    inner: &Inner,
    attempt: &AttemptRef,
    status: RunStatus,
    failure: Option<RunFailure>,
) -> Result<(), Error> {
    let (id, at) = (&attempt.run_id, inner.clock.now());
    let found = inner.patience().until_done(|| inner.store.run(id)).await?;
    let Some(run) = found else { return Ok(()) };
    let append = Append {
        epoch: attempt.epoch,
        entries: vec![bodies::status(id, status, failure.as_ref(), at)],
        changes: vec![Change::End { status, at, failure }],
        ..Append::default()
    };
    let append = || inner.store.append(id, run.day(), append.clone());
    match inner.patience().until_done(append).await {
        Ok(appended) => inner.publish(id, appended, true),
        // By an earlier try whose answer was lost.
        Err(StoreError::Transition(TransitionError::Ended(_))) => {
            inner.feed.tell(RunChange::Ended, id);
        }
        Err(error) => return Err(error.into()),
    }
    inner.timelines.moved(&run.task_id);
    Ok(())
}
