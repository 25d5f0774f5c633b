//! New jobs and new runs of jobs.

use std::sync::Arc;

use annals_domain::{
    EngineName, EngineRef, ExtractionSpec, JobField, NewRun, RunChange, RunId, RunStatus, Snapshot,
    Spec, TaskId, TaskKind, Trigger,
};
use annals_store::{
    Created, Creation, Idempotency, JobRun, Modes, NewJobRun, NewTask, RunSource, StoreError,
};

use super::NewRunOf;
use super::intake::Declared;
use crate::engine::{Engine, Inner};
use crate::{Caller, Error, IdempotencyKey, bodies};

impl Engine {
    /// Makes a job with its first run, which waits for these files.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the key was used with another request.
    pub async fn initiate_job(
        &self,
        caller: &Caller,
        name: Option<String>,
        files: Vec<Declared>,
        key: Option<IdempotencyKey>,
    ) -> Result<JobRun, Error> {
        let id = TaskId::from(self.inner.ids.uuid());
        let tail = id.as_str().get(28..).unwrap_or_default();
        let name = name.unwrap_or_else(|| format!("job-{tail}"));
        let source = RunSource::New(NewTask { id, kind: TaskKind::Extraction, name });
        let mut new = self.inner.draft(caller, source, Trigger::api(), key);
        let run = new.creation.run.id.clone();
        let task = new.creation_task();
        new.files = self.inner.declared(&task, &run, files);
        self.inner.begin_job(new).await
    }

    /// Makes a further run of a job, with fields from a template, the named run or the latest one.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown job or template, or a run that is not the job's;
    /// [`Error::Conflict`] if the key was used with another request.
    pub async fn new_job_run(
        &self,
        caller: &Caller,
        job: &TaskId,
        from: NewRunOf,
        key: Option<IdempotencyKey>,
    ) -> Result<JobRun, Error> {
        self.job(job).await?;
        let before = match &from.clone_from {
            Some(run) => Some(self.job_run(job, Some(run)).await?),
            None => self.inner.store.job_run(job, None).await?,
        };
        let source = RunSource::Of(job.clone(), None);
        let mut new = self.inner.draft(caller, source, Trigger::api(), key);
        if let Some(before) = before {
            new.creation.run.parent = Some(before.row.run.id.clone());
            new.fields = before.fields;
            new.modes = before.modes;
            new.template = before.row.template;
        }
        if let Some(id) = &from.template {
            let template = self.template(caller, id).await?;
            new.fields = in_order(template.fields);
            new.template = Some(template.id);
        }
        new.persist_data = from.persist_data.unwrap_or(new.persist_data);
        self.inner.begin_job(new).await
    }
}

/// Fields in the order in which they stand.
pub(super) fn in_order(fields: Vec<annals_domain::FieldSpec>) -> Vec<JobField> {
    let place = (0_i64..).zip(fields);
    place.map(|(display_order, spec)| JobField { spec, display_order }).collect()
}

/// The task that a new run belongs to.
trait OfTask {
    fn creation_task(&self) -> TaskId;
}

impl OfTask for NewJobRun {
    fn creation_task(&self) -> TaskId {
        match &self.creation.source {
            RunSource::New(task) => task.id.clone(),
            RunSource::Of(id, _) => id.clone(),
        }
    }
}

impl Inner {
    /// What carries jobs out: the server's own executor, or the local one where that does not.
    fn executor_of_jobs(&self) -> &str {
        let (own, local) = (self.settings.executor.as_str(), "local");
        let does = self.executor(own).is_some_and(|executor| executor.carries_out_jobs());
        if does || self.executor(local).is_none() { own } else { local }
    }

    /// A run that nothing is set up of.
    pub(crate) fn draft(
        &self,
        caller: &Caller,
        source: RunSource,
        trigger: Trigger,
        key: Option<IdempotencyKey>,
    ) -> NewJobRun {
        let (id, now) = (RunId::from(self.ids.uuid()), self.clock.now());
        let executor = self.executor_of_jobs();
        let creation = Creation {
            source,
            workflow_id: self.workflow_id(executor, &id),
            snapshot: Snapshot::freeze(Spec::Extraction(nothing())),
            nodes: Vec::new(),
            reused: Vec::new(),
            owner: String::new(),
            entry: bodies::status(&id, RunStatus::Pending, None, now),
            key: key.map(|k| Idempotency { scope: k.scope, key: k.key, body_hash: k.body_hash }),
            run: NewRun {
                id,
                trigger,
                executor: executor.to_owned(),
                tags: Vec::new(),
                user_id: caller.user_id.clone(),
                session_id: None,
                workspace_id: None,
                parent: None,
                inputs: None,
                timeout_ms: None,
                exact_environment: None,
                created_at: now,
            },
        };
        NewJobRun {
            creation,
            fields: Vec::new(),
            modes: Modes::new(),
            template: None,
            persist_data: true,
            files: Vec::new(),
        }
    }

    /// Stores a run that is to be set up; answers it, or the one that its key was used for.
    pub(crate) async fn begin_job(self: &Arc<Self>, new: NewJobRun) -> Result<JobRun, Error> {
        let (task, run) = (new.creation_task(), new.creation.run.id.clone());
        let (task, run) = match self.store.begin_job_run(new).await {
            Ok(Created::New(_)) => {
                self.feed.tell(RunChange::Created, &run);
                (task, run)
            }
            Ok(Created::Before(before)) => {
                let found = self.store.run(&before).await?;
                let found = found.ok_or_else(|| Error::not_found("run", &before))?;
                (found.task_id, before)
            }
            Ok(Created::OtherRequest) => return Err(other_request()),
            Err(StoreError::Gone("task")) => return Err(Error::not_found("job", &task)),
            Err(error) => return Err(error.into()),
        };
        let found = self.store.job_run(&task, Some(&run)).await?;
        found.ok_or_else(|| Error::not_found("run", &run))
    }
}

/// What a run is before anything is set up.
fn nothing() -> ExtractionSpec {
    let engine = EngineRef {
        name: EngineName::Builtin,
        version: String::new(),
        model: None,
        endpoint: None,
    };
    ExtractionSpec { fields: Vec::new(), groups: Vec::new(), engine }
}

/// A key that was used before is used for something else.
pub(crate) fn other_request() -> Error {
    Error::Conflict(
        "this Idempotency-Key was used before with another request; use a new key".into(),
    )
}
