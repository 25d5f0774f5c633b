//! What comes of an event: a run is made, its files are fetched, it is submitted, it ends, and its
//! results go where they are to go.

use std::sync::Arc;

use annals_connect::RemoteFile;
use annals_domain::{
    AutomationStatus as Status, ConfigStep, ErrorType, FileStatus, Mode, RunId, RunStatus,
    Timestamp,
};
use annals_store::{
    Automation, AutomationRun, AutomationStep, EventRun, JobFile, JobRun, Modes, RunSource,
    StoreError,
};

use super::{Trouble, hook};
use crate::engine::{Engine, Inner};
use crate::{Caller, Error, bodies};

/// How long after it was submitted a run is looked at again, in milliseconds.
const LOOK_AGAIN_MS: i64 = 1_000;

/// Why another run is made.
const LOST: &str = "its run was lost with the server or the machine that it ran on";
/// How soon after a run was lost another one is made, in milliseconds: as long again as the event is
/// old, so that it is done less and less often.
const SOONEST_MS: i64 = 2_000;
/// The longest that is waited.
const LATEST_MS: i64 = 3_600_000;
/// How old an event may be when it gets another run.
const GIVEN_UP_MS: i64 = 24 * 3_600_000;

/// What a step came to.
pub(super) enum Next {
    /// The next step.
    To(Status),
    /// The run goes on by itself.
    Later,
    /// There is nothing to do, and why.
    Nothing(&'static str),
    /// The results went there.
    Exported(String, Option<String>),
    /// The run was lost through no fault of its own: another one is made, after so many
    /// milliseconds.
    Anew(i64),
}

/// Goes on with what came of an event until it has to wait.
pub(super) async fn advance(inner: &Arc<Inner>, mut of: AutomationRun) -> Result<(), Error> {
    loop {
        let Some(automation) = inner.store.automation(&of.automation).await? else { return Ok(()) };
        let (event, now) = (of.event.clone(), inner.clock.now());
        let came = take(inner, &automation, &of).await;
        let taken = inner.store.step_automation_run(&event, step(&of, came, now)).await?;
        let Some(then) = inner.store.automation_run(&event).await? else { return Ok(()) };
        let goes_on = taken && then.next_at.is_some_and(|at| at <= now);
        if then.status == Status::Completed {
            // What a request brought lies in the run by now; of what failed it is kept.
            inner.files.delete_prefix(&hook::event_folder(&of.automation, &event)).await?;
        }
        if !goes_on {
            return Ok(());
        }
        of = then;
    }
}

/// What is noted of a step.
fn step(of: &AutomationRun, came: Result<Next, Trouble>, now: Timestamp) -> AutomationStep {
    let mut step = AutomationStep {
        from: of.status,
        to: of.status,
        run: EventRun::Same,
        exported: None,
        failures: 0,
        error: None,
        next_at: Some(now),
        at: now,
    };
    match came {
        Ok(Next::To(status)) => step.to = status,
        Ok(Next::Later) => step.next_at = Some(now.plus_millis(LOOK_AGAIN_MS)),
        Ok(Next::Nothing(note)) => {
            (step.to, step.error) = (Status::Completed, Some(note.to_owned()));
        }
        Ok(Next::Exported(place, link)) => {
            (step.to, step.exported) = (Status::Completed, Some((place, link)));
        }
        Ok(Next::Anew(wait)) => {
            (step.to, step.run) = (Status::Waiting, EventRun::Another);
            step.failures = of.failures + 1;
            step.error = Some(LOST.to_owned());
            step.next_at = Some(now.plus_millis(wait));
        }
        Err(trouble) => {
            step.failures = of.failures + 1;
            step.error = Some(trouble.why().to_owned());
            match trouble.again_ms(step.failures) {
                Some(wait) => step.next_at = Some(now.plus_millis(wait)),
                None => step.to = Status::Failed,
            }
        }
    }
    if step.to.is_terminal() {
        step.next_at = None;
    }
    step
}

async fn take(
    inner: &Arc<Inner>,
    automation: &Automation,
    of: &AutomationRun,
) -> Result<Next, Trouble> {
    match of.status {
        Status::Waiting => begin(inner, automation, of).await,
        Status::Importing => import(inner, automation, of).await,
        Status::Processing => wait(inner, automation, of).await,
        Status::Exporting => {
            super::export::export(inner, automation, &found(inner, of).await?, of).await
        }
        Status::Completed | Status::Failed => Ok(Next::To(of.status)),
    }
}

/// Makes the run. Its id is noted first, so that there is one however often this is done.
async fn begin(
    inner: &Arc<Inner>,
    automation: &Automation,
    of: &AutomationRun,
) -> Result<Next, Trouble> {
    if files(of)?.is_empty() {
        return Ok(Next::Nothing("nothing new has come since the time before"));
    }
    let id = match &of.run {
        Some(id) => id.clone(),
        None => name_run(inner, of).await?,
    };
    let engine = Engine { inner: Arc::clone(inner) };
    match engine.job_run(&automation.job, Some(&id)).await {
        Ok(_) => return Ok(Next::To(Status::Importing)),
        Err(Error::NotFound { what: "run", .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let before = inner.store.job_run(&automation.job, None).await?;
    let caller = caller(automation);
    let source = RunSource::Of(automation.job.clone(), None);
    let mut new = inner.draft(&caller, source, automation.trigger.trigger(), None);
    let run = &mut new.creation.run;
    new.creation.workflow_id = inner.workflow_id(&run.executor, &id);
    new.creation.entry = bodies::status(&id, RunStatus::Pending, None, run.created_at);
    run.id = id;
    if let Some(before) = before {
        run.parent = Some(before.row.run.id.clone());
        new.fields = before.fields;
        new.template = before.row.template;
        new.persist_data = before.row.persist_data;
    }
    new.modes = modes(automation.mode);
    inner.begin_job(new).await?;
    Ok(Next::To(Status::Importing))
}

/// Notes which run is to be made of the event.
async fn name_run(inner: &Inner, of: &AutomationRun) -> Result<RunId, Trouble> {
    let id = RunId::from(inner.ids.uuid());
    let named = AutomationStep {
        from: of.status,
        to: of.status,
        run: EventRun::Named(id.clone()),
        exported: None,
        failures: of.failures,
        error: None,
        next_at: of.next_at,
        at: inner.clock.now(),
    };
    match inner.store.step_automation_run(&of.event, named).await? {
        true => Ok(id),
        false => Err(Trouble::from(StoreError::Unavailable("another server is at it".into()))),
    }
}

fn modes(mode: Mode) -> Modes {
    Modes::from([(String::new(), mode)])
}

/// Who an automation acts for.
fn caller(automation: &Automation) -> Caller {
    Caller { user_id: automation.user_id.clone(), run_id: None }
}

fn files(of: &AutomationRun) -> Result<Vec<RemoteFile>, Trouble> {
    serde_json::from_value(of.files.clone())
        .map_err(|error| Trouble::Lasting(format!("the event's files are damaged: {error}")))
}

/// The run of an event.
async fn found(inner: &Arc<Inner>, of: &AutomationRun) -> Result<JobRun, Trouble> {
    let gone = || Trouble::Lasting("its run was deleted".to_owned());
    let id = of.run.as_ref().ok_or_else(gone)?;
    let run = inner.store.run(id).await?.ok_or_else(gone)?;
    inner.store.job_run(&run.task_id, Some(id)).await?.ok_or_else(gone)
}

/// Fetches the files and submits the run.
async fn import(
    inner: &Arc<Inner>,
    automation: &Automation,
    of: &AutomationRun,
) -> Result<Next, Trouble> {
    let found = found(inner, of).await?;
    let run = &found.row.run;
    if found.row.step == ConfigStep::Submitted || run.state.status != RunStatus::Pending {
        return Ok(Next::To(Status::Processing));
    }
    let remote = files(of)?;
    let (source, kind) = inner.source_of(automation).await?;
    // They were noted all at once, or none of them was.
    let mut there = top(inner, &run.id).await?;
    if there.is_empty() {
        there = inner.expect_remote(&found, kind, &remote, None).await?.0;
    }
    let pairs: Vec<_> = there.iter().zip(&remote).collect();
    let is_last_try = of.failures + 1 >= super::trouble::TRIES;
    inner.fetch_all(&found, kind, &*source, (&pairs, is_last_try)).await?;
    none_is_there(&top(inner, &run.id).await?)?;
    let engine = Engine { inner: Arc::clone(inner) };
    engine.submit_job(&caller(automation), &run.task_id, Some(&run.id), None).await?;
    Ok(Next::To(Status::Processing))
}

/// The files of a run that did not come out of another.
async fn top(inner: &Inner, run: &RunId) -> Result<Vec<JobFile>, Error> {
    let mut files = inner.store.job_files(run, false).await?;
    files.retain(|file| file.file.parent.is_none());
    files.sort_by_key(|file| file.number);
    Ok(files)
}

/// Gives up where no file could be had.
fn none_is_there(files: &[JobFile]) -> Result<(), Trouble> {
    if files.iter().any(|file| file.file.status != FileStatus::Failed) {
        return Ok(());
    }
    let why: Vec<_> = files.iter().filter_map(|file| file.error.as_deref()).collect();
    Err(Trouble::Lasting(format!("none of its files could be had: {}", why.join("; "))))
}

/// Waits for the run's end.
async fn wait(
    inner: &Arc<Inner>,
    automation: &Automation,
    of: &AutomationRun,
) -> Result<Next, Trouble> {
    let found = found(inner, of).await?;
    let (state, error) = (&found.row.run.state, found.row.run.error_type);
    let partial = error == Some(ErrorType::Partial);
    match state.status {
        RunStatus::Pending | RunStatus::Running => Ok(Next::Later),
        RunStatus::Success | RunStatus::Failure
            if state.status == RunStatus::Success || partial =>
        {
            let exports = automation.destination.is_some();
            Ok(Next::To(if exports { Status::Exporting } else { Status::Completed }))
        }
        RunStatus::Cancelled => Err(Trouble::Lasting("its run was cancelled".into())),
        RunStatus::Failure if error == Some(ErrorType::Platform) => {
            let age = inner.clock.now().millis_since(of.created_at);
            if age > GIVEN_UP_MS {
                return Err(Trouble::Lasting(format!("{LOST}, again and again; see the run")));
            }
            Ok(Next::Anew(age.clamp(SOONEST_MS, LATEST_MS)))
        }
        _ => Err(Trouble::Lasting("its run failed; see the run".into())),
    }
}
