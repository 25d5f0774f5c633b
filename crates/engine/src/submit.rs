//! Submitting, running again and rolling back: every run is created here.

use annals_domain::requirements::{Requested, RequirementError};
use annals_domain::{
    NewRun, NodeName, Plan, PodSettings, Program, RunChange, RunId, RunNumber, RunStatus,
    ScriptSpec, Snapshot, Spec, TaskId, TaskKind, Trigger,
};
use annals_redact::Redactor;
use annals_store::{Created, Creation, Idempotency, NewTask, ReusedNode, RunBase, RunSource};

use crate::engine::{Engine, Inner};
use crate::{Caller, Change, Error, IdempotencyKey, Submit, Submitted, bodies, drive, flows};

/// A run about to be created.
pub(crate) struct Draft {
    pub(crate) source: RunSource,
    pub(crate) trigger: Trigger,
    pub(crate) spec: Spec,
    pub(crate) change: Change,
    pub(crate) base: Option<RunBase>,
    /// The nodes whose outcome in an earlier run stands.
    pub(crate) reused: Vec<ReusedNode>,
}

impl Engine {
    /// Runs a script: as a new task, or as a new run of the task named.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown task, [`Error::Refused`] for a line that is no
    /// requirement, [`Error::Invalid`] for values that do not validate, [`Error::Conflict`] if
    /// the key was used with another request.
    pub async fn submit(
        &self,
        caller: &Caller,
        request: Submit,
        key: Option<IdempotencyKey>,
    ) -> Result<Submitted, Error> {
        let Submit { task_id, name, change } = request;
        let draft = match task_id {
            Some(task) => match self.inner.store.latest_base(&task).await? {
                Some(base) if base.run.kind == TaskKind::Flow => {
                    self.flow_draft(task, name, change).await?
                }
                Some(base) => Draft {
                    source: RunSource::Of(task, name),
                    trigger: Trigger::api(),
                    spec: changed(&base.snapshot.spec, &change)?,
                    change,
                    base: Some(base),
                    reused: Vec::new(),
                },
                None if self.task(&task).await?.kind == TaskKind::Flow => {
                    self.flow_draft(task, name, change).await?
                }
                None => {
                    // Every run of it was deleted, so that there is nothing to inherit.
                    let spec = given(&change, "is required: no earlier run of the task is left")?;
                    let (source, trigger) = (RunSource::Of(task, name), Trigger::api());
                    Draft { source, trigger, spec, change, base: None, reused: Vec::new() }
                }
            },
            None => self.inner.first(name, change)?,
        };
        self.inner.create(caller, draft, key).await
    }

    /// A new run made from `run`, changed as asked.
    ///
    /// # Errors
    /// As [`Engine::submit`]; [`Error::Conflict`] if an exact rerun is asked for and no lock was
    /// recorded.
    pub async fn rerun(
        &self,
        caller: &Caller,
        run: &RunId,
        change: Change,
        key: Option<IdempotencyKey>,
    ) -> Result<Submitted, Error> {
        let base = self.inner.store.base(run).await?;
        let base = base.ok_or_else(|| Error::not_found("run", run))?;
        if let Some(from) = change.from_component.clone() {
            return self.rerun_from(caller, &base.run, from, change, key).await;
        }
        let draft = Draft {
            source: RunSource::Of(base.run.task_id.clone(), None),
            trigger: Trigger::rerun(),
            spec: changed(&base.snapshot.spec, &change)?,
            change,
            base: Some(base),
            reused: Vec::new(),
        };
        self.inner.create(caller, draft, key).await
    }

    /// Makes the code and dependencies (or components) of run `number` the task's again, and runs
    /// them.
    ///
    /// # Errors
    /// As [`Engine::submit`].
    pub async fn rollback(
        &self,
        caller: &Caller,
        task: &TaskId,
        number: RunNumber,
        key: Option<IdempotencyKey>,
    ) -> Result<Submitted, Error> {
        let run = self.run_by_number(task, number).await?;
        self.restore_flow(&run).await?;
        self.rerun(caller, &run.id, Change::default(), key).await
    }
}

impl Inner {
    /// The draft of a new task's first run.
    fn first(&self, name: Option<String>, change: Change) -> Result<Draft, Error> {
        let id = TaskId::from(self.ids.uuid());
        let spec = given(&change, "is required for a new task")?;
        let tail = id.as_str().get(28..).unwrap_or_default();
        let name = name.unwrap_or_else(|| format!("task-{tail}"));
        let source = RunSource::New(NewTask { id, kind: TaskKind::Script, name });
        let trigger = Trigger::api();
        Ok(Draft { source, trigger, spec, change, base: None, reused: Vec::new() })
    }

    pub(crate) async fn create(
        self: &std::sync::Arc<Self>,
        caller: &Caller,
        mut draft: Draft,
        key: Option<IdempotencyKey>,
    ) -> Result<Submitted, Error> {
        check(&draft.spec)?;
        has_program(&draft.spec)?;
        if let Some(redactor) = self.redactor_of(&draft.spec).await? {
            mask(&mut draft, &redactor);
        }
        let executor = self.executor_of(&draft).await?;
        let run = self.new_run(caller, &draft, executor)?;
        let task_id = match &draft.source {
            RunSource::New(task) => task.id.clone(),
            RunSource::Of(id, _) => id.clone(),
        };
        let id = run.id.clone();
        let workflow_id = self.workflow_id(&run.executor, &id);
        let creation = Creation {
            source: draft.source,
            workflow_id: workflow_id.clone(),
            nodes: nodes(&draft.spec),
            reused: draft.reused,
            snapshot: Snapshot::freeze(draft.spec),
            owner: self.settings.owner.clone(),
            entry: bodies::status(&id, RunStatus::Pending, None, run.created_at),
            key: key.map(|k| Idempotency { scope: k.scope, key: k.key, body_hash: k.body_hash }),
            run,
        };
        match self.stored(creation, &task_id).await? {
            Created::New(number) => Ok(Submitted { task_id, run_id: id, number, workflow_id }),
            Created::Before(run) => self.submitted(&run).await,
            Created::OtherRequest => Err(Error::Conflict(
                "this Idempotency-Key was used before with another request; use a new key".into(),
            )),
        }
    }

    /// Stores a run and lets it wait for a slot. The two are done even if the caller goes away in
    /// between, which drops the future that waits here.
    async fn stored(
        self: &std::sync::Arc<Self>,
        creation: Creation,
        task: &TaskId,
    ) -> Result<Created, Error> {
        let (this, run, task) = (self.clone(), creation.run.id.clone(), task.clone());
        let storing = self.tasks.spawn(async move {
            let created = this.store.create_run(creation).await;
            match &created {
                Ok(Created::New(_)) => {
                    this.hub.open(&run, 1);
                    this.feed.tell(RunChange::Created, &run);
                    this.queue.push(&task, run);
                    drive::dispatch(&this);
                }
                Ok(Created::Before(_) | Created::OtherRequest) => {}
                // It may be stored all the same, the answer lost.
                Err(_) => this.strays.notify_one(),
            }
            created
        });
        let stored = storing.await;
        Ok(stored.map_err(|error| Error::Internal(format!("storing a run: {error}")))??)
    }

    async fn submitted(&self, run: &RunId) -> Result<Submitted, Error> {
        let run = self.store.run(run).await?.ok_or_else(|| Error::not_found("run", run))?;
        Ok(Submitted {
            task_id: run.task_id,
            run_id: run.id,
            number: run.number,
            workflow_id: run.workflow_id,
        })
    }

    async fn executor_of(&self, draft: &Draft) -> Result<String, Error> {
        let before = draft.base.as_ref().filter(|base| !base.run.is_external());
        let before = before.map(|base| &base.run.executor);
        let name = draft.change.executor.as_ref().or(before).unwrap_or(&self.settings.executor);
        let Some(executor) = self.executor(name) else {
            let mut known: Vec<_> = self.executors.keys().copied().collect();
            known.sort_unstable();
            return Err(Error::invalid("executor", format!("must be one of {}", known.join(", "))));
        };
        executor.accepts(&draft.spec).map_err(Error::Conflict)?;
        match executor.check().await {
            // The run waits until it is there again.
            Err(error) if error.is_passing() => tracing::warn!("executor {name}: {error}"),
            checked => checked.map_err(|error| Error::Conflict(error.to_string()))?,
        }
        Ok(name.clone())
    }

    /// The run itself; what was left out is as in the run it is made from.
    fn new_run(&self, caller: &Caller, draft: &Draft, executor: String) -> Result<NewRun, Error> {
        let (change, base) = (&draft.change, draft.base.as_ref());
        let mut tags = change.tags.clone();
        tags.sort();
        tags.dedup();
        Ok(NewRun {
            id: RunId::from(self.ids.uuid()),
            trigger: draft.trigger.clone(),
            executor,
            tags,
            user_id: caller.user_id.clone(),
            session_id: change.session_id.clone(),
            workspace_id: change.workspace_id.clone(),
            parent: base.map(|base| base.run.id.clone()),
            inputs: change.inputs.clone().or_else(|| base?.inputs.clone()),
            timeout_ms: change.timeout_ms.or_else(|| base?.timeout_ms),
            exact_environment: exact(change, base)?,
            created_at: self.clock.now(),
        })
    }
}

/// The recorded environment that an exact rerun uses again.
fn exact(
    change: &Change,
    base: Option<&RunBase>,
) -> Result<Option<annals_domain::EnvironmentId>, Error> {
    let Some(base) = base.filter(|_| change.exact) else { return Ok(None) };
    if change.dependencies.is_some() || change.requirements_file.is_some() {
        return Err(Error::invalid("exact", "cannot be combined with other dependencies"));
    }
    match &base.environment_id {
        Some(id) => Ok(Some(id.clone())),
        None => Err(Error::Conflict(format!(
            "run #{} recorded no packages, so it cannot be run again exactly; rerun it without `exact`",
            base.run.number
        ))),
    }
}

/// The packages a change names; naming one of the two inherits neither.
fn requested(change: &Change) -> Option<Requested> {
    if change.dependencies.is_none() && change.requirements_file.is_none() {
        return None;
    }
    Some(Requested {
        dependencies: change.dependencies.clone(),
        requirements_file: change.requirements_file.clone(),
    })
}

/// What is to be run where there is no earlier run to inherit from.
fn given(change: &Change, missing: &str) -> Result<Spec, Error> {
    let Some(code) = change.code.clone().filter(|code| !code.trim().is_empty()) else {
        return Err(Error::invalid("pythonCode", missing));
    };
    Ok(Spec::Script(ScriptSpec {
        code,
        requested: requested(change).unwrap_or_default(),
        env: change.env.clone().unwrap_or_default(),
        pod: pod(change, None),
    }))
}

/// What the program asks of its pod: as the change says, else as `before`.
fn pod(change: &Change, before: Option<&PodSettings>) -> Option<Box<PodSettings>> {
    let asked = change.pod.as_ref().or(before).filter(|asked| !asked.is_empty());
    asked.cloned().map(Box::new)
}

fn changed(spec: &Spec, change: &Change) -> Result<Spec, Error> {
    match spec {
        Spec::Script(before) => Ok(Spec::Script(ScriptSpec {
            code: change.code.clone().unwrap_or_else(|| before.code.clone()),
            requested: requested(change).unwrap_or_else(|| before.requested.clone()),
            env: change.env.clone().unwrap_or_else(|| before.env.clone()),
            pod: pod(change, before.pod.as_deref()),
        })),
        Spec::Flow(_) => {
            flows::only_runs(change)?;
            Ok(spec.clone())
        }
        Spec::Extraction(_) => Err(Error::Conflict(
            "a run of a job has files of its own, so a job is run again through /api/v1/jobs"
                .into(),
        )),
    }
}

/// Refuses what could never run.
pub(crate) fn check(spec: &Spec) -> Result<(), Error> {
    for step in Plan::of(spec).steps {
        let refused = |error: RequirementError| match spec {
            Spec::Script(_) => Error::Refused(error.to_string()),
            Spec::Flow(_) | Spec::Extraction(_) => {
                Error::Refused(format!("component {}: {error}", step.name))
            }
        };
        step.program().map(Program::effective).transpose().map_err(refused)?;
    }
    Ok(())
}

/// Refuses a flow that runs are only recorded to.
fn has_program(spec: &Spec) -> Result<(), Error> {
    match spec {
        Spec::Flow(flow) if flow.components.is_empty() => Err(Error::Conflict(
            "the flow has no components, so there is nothing to run; its runs are carried out \
             elsewhere and recorded here"
                .into(),
        )),
        Spec::Flow(_) | Spec::Script(_) | Spec::Extraction(_) => Ok(()),
    }
}

/// Masks the values of the run's secrets in what is kept of it, should the caller have given them
/// there as well. Code and packages stay: they would be others.
fn mask(draft: &mut Draft, redactor: &Redactor) {
    let inherited = draft.base.as_ref().and_then(|base| base.inputs.clone());
    draft.change.inputs = draft.change.inputs.take().or(inherited);
    draft.change.inputs.iter_mut().for_each(|inputs| redactor.value(inputs));
    draft.change.tags.iter_mut().for_each(|tag| redactor.mask(tag));
    match &mut draft.source {
        RunSource::New(task) => redactor.mask(&mut task.name),
        RunSource::Of(_, name) => name.iter_mut().for_each(|name| redactor.mask(name)),
    }
}

fn nodes(spec: &Spec) -> Vec<NodeName> {
    let steps = Plan::of(spec).steps.into_iter().map(|step| step.name);
    std::iter::once(NodeName::setup()).chain(steps).collect()
}
