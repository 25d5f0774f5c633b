//! Setting a run up: fields, modes and the steps of the wizard.

use std::collections::BTreeMap;

use annals_domain::{ConfigStep, RunId, RunStatus, TaskId};
use annals_store::{JobChange, JobChanged, JobRun, KeptFiles, KeyedFiles, Modes, StoreError};

use super::new::in_order;
use super::{FieldsChange, groups};
use crate::engine::Engine;
use crate::{Caller, Error};

impl Engine {
    /// Replaces a run's fields, and its modes where they are given.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown run or template, [`Error::Conflict`] once it was submitted.
    pub async fn set_job_fields(
        &self,
        caller: &Caller,
        job: &TaskId,
        run: Option<&RunId>,
        change: FieldsChange,
    ) -> Result<JobRun, Error> {
        let found = self.job_run(job, run).await?;
        open(&found)?;
        let template = match &change.template {
            Some(id) => Some(self.template(caller, id).await?),
            None => None,
        };
        let named = template.as_ref().map(|template| template.id.clone());
        let fields = change.fields.or_else(|| Some(in_order(template?.fields)));
        let modes = change.modes.map(|modes| -> Modes {
            let keyed = modes.iter().map(|(folder, mode)| (groups::key(folder), *mode));
            keyed.collect::<BTreeMap<_, _>>()
        });
        let change = JobChange { fields, modes, template: Some(named), persist_data: None };
        let (id, now) = (&found.row.run.id, self.inner.clock.now());
        match self.inner.store.change_job_run(id, change, now).await {
            Err(StoreError::Gone("template")) => Err(Error::not_found("template", "any more")),
            changed => {
                accept(changed?, &found)?;
                self.job_run(job, Some(id)).await
            }
        }
    }

    /// Takes a step of a run's wizard.
    ///
    /// # Errors
    /// [`Error::Conflict`] once it was submitted, for a step that does not follow, and where it is
    /// not at `version` any more.
    pub async fn take_job_step(
        &self,
        job: &TaskId,
        run: Option<&RunId>,
        step: ConfigStep,
        version: Option<i64>,
    ) -> Result<JobRun, Error> {
        let found = self.job_run(job, run).await?;
        open(&found)?;
        let (at, now_at) = (found.row.step, found.row.version);
        if version.is_some_and(|version| version != now_at) {
            return Err(stale(now_at));
        }
        if !at.may_become(step) {
            return Err(Error::Conflict(match step {
                ConfigStep::Submitted => "a run is submitted by POST …/submit".to_owned(),
                _ => format!("from `{at}` the wizard goes one step on or back, not to `{step}`"),
            }));
        }
        let (id, now) = (&found.row.run.id, self.inner.clock.now());
        match self.inner.store.step_job_run(id, now_at, step, now).await? {
            JobChanged::Done => self.job_run(job, Some(id)).await,
            _ => Err(stale(self.job_run(job, Some(id)).await?.row.version)),
        }
    }

    /// Renames a job, and says whether the run's files and results stay; what is none stays.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown job or run.
    pub async fn change_job(
        &self,
        job: &TaskId,
        run: Option<&RunId>,
        name: Option<&str>,
        persist_data: Option<bool>,
    ) -> Result<JobRun, Error> {
        let found = self.job_run(job, run).await?;
        let (id, now) = (&found.row.run.id, self.inner.clock.now());
        if let Some(name) = name {
            if !self.inner.store.rename_job(job, name, now).await? {
                return Err(Error::not_found("job", job));
            }
            self.inner.store.job_run_active(id, now).await?;
        }
        if let Some(persist) = persist_data {
            self.inner.store.persist_job_run(id, persist, now).await?;
        }
        self.job_run(job, Some(id)).await
    }
}

/// Refuses where nothing of the run changes any more.
pub(super) fn open(found: &JobRun) -> Result<(), Error> {
    let run = &found.row.run;
    if found.row.step == ConfigStep::Submitted {
        return Err(submitted(found));
    }
    if run.state.status != RunStatus::Pending {
        let text = format!("run #{} has ended ({}); make a new run", run.number, run.state.status);
        return Err(Error::Conflict(text));
    }
    Ok(())
}

/// Refuses what was not done.
pub(super) fn accept(changed: JobChanged, found: &JobRun) -> Result<(), Error> {
    match changed {
        JobChanged::Done => Ok(()),
        JobChanged::Fixed => Err(submitted(found)),
        JobChanged::Stale => Err(Error::Conflict(
            "the run was changed by somebody else meanwhile; look at it and try again".into(),
        )),
        JobChanged::Gone => Err(Error::not_found("run", &found.row.run.id)),
    }
}

/// The same of files: answers what their key was used for, where it was used before.
pub(super) fn accept_files(kept: KeptFiles, found: &JobRun) -> Result<Option<KeyedFiles>, Error> {
    match kept {
        KeptFiles::Before(before) => Ok(Some(before)),
        KeptFiles::Changed(changed) => accept(changed, found).map(|()| None),
    }
}

fn submitted(found: &JobRun) -> Error {
    let number = found.row.run.number;
    Error::Conflict(format!(
        "run #{number} was submitted already and changes no more; make a new run"
    ))
}

fn stale(version: i64) -> Error {
    Error::Conflict(format!(
        "the wizard is at version {version} by now; look at it and try again with that version"
    ))
}
