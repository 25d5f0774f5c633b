//! Carrying a run out: from a free slot to the end of its attempt.

use std::sync::Arc;

use annals_domain::{ErrorType, Plan, RunFailure, RunId, RunStatus, TaskId, TransitionError};
use annals_executor::{AttemptRef, Executor, Launch};
use annals_redact::Redactor;
use annals_store::{Append, Change, RunBase, StoreError};
use tokio_util::sync::CancellationToken;

use crate::engine::Inner;
use crate::recorder::{self, Assignment, Recorded};
use crate::{Error, bodies};

/// Starts waiting runs while there are free slots.
pub(crate) fn dispatch(inner: &Arc<Inner>) {
    if inner.stopping.is_cancelled() {
        return;
    }
    while let Some(run) = inner.queue.take() {
        let cancel = CancellationToken::new();
        inner.active().insert(run.clone(), cancel.clone());
        let task = Arc::clone(inner);
        inner.tasks.spawn(async move {
            let begun = begin(&task, &run, &cancel).await;
            settle(&task, &run, begun).await;
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
        Err(error) => tracing::warn!("run {run}: {error}"),
        Ok(Recorded::NeverBegan) => again = inner.store.run(run).await.ok().flatten(),
        Ok(Recorded::Ended | Recorded::Stopped) => {}
    }
    leave(inner, run);
    if let Some(run) = again {
        wait(inner, &run.task_id, run.id).await;
    }
}

/// Lets a run that has not begun wait for a free slot.
async fn wait(inner: &Arc<Inner>, task: &TaskId, run: RunId) {
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

/// Begins an attempt, launches it and records it to its end.
async fn begin(
    inner: &Arc<Inner>,
    run: &RunId,
    cancel: &CancellationToken,
) -> Result<Recorded, Error> {
    let now = inner.clock.now();
    let epoch = match inner.store.begin_attempt(run, &inner.settings.host, now).await {
        Ok(epoch) => epoch,
        // Cancelled or deleted while it waited.
        Err(StoreError::Transition(TransitionError::Ended(_)) | StoreError::Gone(_)) => {
            return Ok(Recorded::Ended);
        }
        Err(error) => return Err(error.into()),
    };
    let attempt = AttemptRef { run_id: run.clone(), epoch };
    if cancel.is_cancelled() {
        end(inner, &attempt, RunStatus::Cancelled, None).await?;
        return Ok(Recorded::Ended);
    }
    let (launch, executor, redactor) = match prepare(inner, &attempt).await {
        Ok(prepared) => prepared,
        Err(error) => return failed(inner, &attempt, &error.to_string()).await,
    };
    if let Err(error) = executor.launch(&launch).await {
        return failed(inner, &attempt, &format!("the run could not be started: {error}")).await;
    }
    let cancel = cancel.clone();
    let (position, found_again) = (0, false);
    let assignment = Assignment { attempt, executor, position, cancel, redactor, found_again };
    recorder::record(inner, assignment).await
}

async fn failed(inner: &Inner, attempt: &AttemptRef, message: &str) -> Result<Recorded, Error> {
    fail(inner, attempt, message).await.map(|()| Recorded::Ended)
}

/// What the executor is told.
async fn prepare(
    inner: &Inner,
    attempt: &AttemptRef,
) -> Result<(Launch, Arc<dyn Executor>, Option<Redactor>), Error> {
    let id = &attempt.run_id;
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
    let secrets = inner.secrets_of(&snapshot.spec).await?;
    let redactor = Redactor::new(secrets.values());
    let launch = Launch {
        attempt: attempt.clone(),
        task_id: run.task_id,
        number: run.number,
        plan: Plan::of(&snapshot.spec),
        inputs: inputs.unwrap_or_else(|| serde_json::json!({})),
        timeout_ms,
        exact,
        api_token: inner.settings.api_url.as_ref().map(|_| inner.run_key.token(id)).transpose()?,
        api_url: inner.settings.api_url.clone(),
        secrets,
    };
    Ok((launch, executor, redactor))
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
    let Some(run) = inner.store.run(id).await? else { return Ok(()) };
    let append = Append {
        epoch: attempt.epoch,
        entries: vec![bodies::status(id, status, failure.as_ref(), at)],
        changes: vec![Change::End { status, at, failure }],
        ..Append::default()
    };
    let appended = inner.store.append(id, run.day(), append).await?;
    inner.publish(id, appended, true);
    inner.timelines.moved(&run.task_id);
    Ok(())
}
