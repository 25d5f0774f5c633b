//! Flows: what they are, and running them. Their runs are runs like any others.

use annals_domain::{
    Component, Edge, FlowSpec, NodeName, Page, Run, Spec, TaskId, TaskKind, Trigger,
};
use annals_store::{FlowCreated, FlowRow, Idempotency, NewFlow, RunSource, Store, StoredFlow};

use crate::engine::Engine;
use crate::resume::{PlannedComponent, Resume};
use crate::submit::{Draft, check};
use crate::{Caller, Change, Error, FieldError, IdempotencyKey, PageRequest, Submitted, reads};

/// How often a change is tried that others come before.
const TRIES: usize = 10;

/// What a flow is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowDraft {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its components and edges.
    pub spec: FlowSpec,
}

/// What of a flow is to change; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FlowChange {
    /// Its name.
    pub name: Option<String>,
    /// What it is for; an empty text clears it.
    pub description: Option<String>,
    /// All of its components.
    pub components: Option<Vec<Component>>,
    /// All of its edges.
    pub edges: Option<Vec<Edge>>,
}

/// How a flow is to be run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FlowRun {
    /// Inputs, a JSON object.
    pub inputs: Option<serde_json::Value>,
    /// The caller's session.
    pub session_id: Option<String>,
    /// What sets it off; `api` unless given.
    pub trigger: Option<Trigger>,
    /// Labels.
    pub tags: Vec<String>,
    /// What to go on from.
    pub resume: Resume,
}

impl Engine {
    /// Makes a flow; answers its id.
    ///
    /// # Errors
    /// [`Error::Invalid`] where the graph is none, [`Error::Refused`] for a line that is no
    /// requirement, [`Error::Conflict`] if the key was used with another request.
    pub async fn create_flow(
        &self,
        draft: FlowDraft,
        key: Option<IdempotencyKey>,
    ) -> Result<TaskId, Error> {
        let id = TaskId::from(self.inner.ids.uuid());
        let flow = self.checked(id.clone(), draft, None)?;
        let key = key.map(|k| Idempotency { scope: k.scope, key: k.key, body_hash: k.body_hash });
        match self.inner.store.create_flow(flow, key).await? {
            FlowCreated::New => Ok(id),
            FlowCreated::Before(id) => Ok(id),
            FlowCreated::OtherRequest => Err(Error::Conflict(
                "this Idempotency-Key was used before with another request; use a new key".into(),
            )),
        }
    }

    /// A flow.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none with this id.
    pub async fn flow(&self, id: &TaskId) -> Result<StoredFlow, Error> {
        self.inner.store.flow(id).await?.ok_or_else(|| Error::not_found("flow", id))
    }

    /// A page of flows, newest first; those whose name contains `q`, if it is given.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that this list has not given.
    pub async fn flows(&self, q: Option<&str>, page: PageRequest) -> Result<Page<FlowRow>, Error> {
        let after = reads::cursor(page.cursor.as_deref(), Store::flows_cursor)?;
        Ok(self.inner.store.flows(q, page.size, after.as_ref()).await?)
    }

    /// Makes a flow what `draft` says; its runs stay as they are.
    ///
    /// # Errors
    /// As [`Engine::create_flow`]; [`Error::NotFound`] if there is none with this id.
    pub async fn replace_flow(&self, id: &TaskId, draft: FlowDraft) -> Result<StoredFlow, Error> {
        self.change(id, |_| draft.clone()).await
    }

    /// Changes parts of a flow.
    ///
    /// # Errors
    /// As [`Engine::replace_flow`].
    pub async fn change_flow(&self, id: &TaskId, change: FlowChange) -> Result<StoredFlow, Error> {
        self.change(id, |flow| {
            let FlowChange { name, description, components, edges } = change.clone();
            let StoredFlow { row, spec, .. } = flow;
            FlowDraft {
                name: name.unwrap_or(row.task.name),
                description: description.or(row.description).filter(|text| !text.is_empty()),
                spec: FlowSpec {
                    components: components.unwrap_or(spec.components),
                    edges: edges.unwrap_or(spec.edges),
                },
            }
        })
        .await
    }

    /// Deletes a flow with its runs, as [`Engine::delete_task`] does.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none with this id, [`Error::Conflict`] if a run does not end.
    pub async fn delete_flow(&self, id: &TaskId) -> Result<crate::Deleted, Error> {
        self.flow(id).await?;
        self.delete_task(id).await
    }

    /// Runs a flow as it is now, or goes on from an earlier run.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none with this id, [`Error::Conflict`] while the earlier run
    /// goes on; else as [`Engine::submit`].
    pub async fn run_flow(
        &self,
        caller: &Caller,
        id: &TaskId,
        run: FlowRun,
        key: Option<IdempotencyKey>,
    ) -> Result<Submitted, Error> {
        let FlowRun { inputs, session_id, trigger, tags, resume } = run;
        let resumed = self.resumed(id, &resume, inputs.as_ref()).await?;
        let change = Change { inputs, session_id, tags, ..Change::default() };
        let usual = if resumed.base.is_some() { Trigger::rerun() } else { Trigger::api() };
        let draft = Draft {
            source: RunSource::Of(id.clone(), None),
            trigger: trigger.unwrap_or(usual),
            spec: Spec::Flow(resumed.spec),
            change,
            base: resumed.base,
            reused: resumed.reused,
        };
        self.inner.create(caller, draft, key).await
    }

    /// What a run would do with each component, in the order in which they may run.
    ///
    /// # Errors
    /// As [`Engine::run_flow`].
    pub async fn plan_flow_run(
        &self,
        id: &TaskId,
        run: &FlowRun,
    ) -> Result<Vec<PlannedComponent>, Error> {
        Ok(self.resumed(id, &run.resume, run.inputs.as_ref()).await?.steps)
    }

    /// A new run that goes on from `run` with a component.
    pub(crate) async fn rerun_from(
        &self,
        caller: &Caller,
        run: &Run,
        component: NodeName,
        change: Change,
        key: Option<IdempotencyKey>,
    ) -> Result<Submitted, Error> {
        if run.kind != TaskKind::Flow {
            let text = "is for flows; a script has no components";
            return Err(Error::invalid("from_component", text));
        }
        only_runs(&change)?;
        let resume = Resume {
            from_run: Some(run.id.clone()),
            from_component: Some(component),
            components: Vec::new(),
        };
        let resumed = self.resumed(&run.task_id, &resume, change.inputs.as_ref()).await?;
        let draft = Draft {
            source: RunSource::Of(run.task_id.clone(), None),
            trigger: Trigger::rerun(),
            spec: Spec::Flow(resumed.spec),
            change,
            base: resumed.base,
            reused: resumed.reused,
        };
        self.inner.create(caller, draft, key).await
    }

    /// The draft of a run of a flow as it is now.
    pub(crate) async fn flow_draft(
        &self,
        id: TaskId,
        name: Option<String>,
        change: Change,
    ) -> Result<Draft, Error> {
        only_runs(&change)?;
        let spec = Spec::Flow(self.flow(&id).await?.spec);
        let (source, trigger) = (RunSource::Of(id, name), Trigger::api());
        Ok(Draft { source, trigger, spec, change, base: None, reused: Vec::new() })
    }

    /// Makes a flow what `run` ran; nothing for a run of another kind.
    pub(crate) async fn restore_flow(&self, run: &Run) -> Result<(), Error> {
        if run.kind != TaskKind::Flow {
            return Ok(());
        }
        let snapshot = self.inner.store.snapshot(&run.snapshot_id).await?;
        let Some(Spec::Flow(spec)) = snapshot.map(|snapshot| snapshot.spec) else {
            return Err(Error::not_found("run", &run.id));
        };
        let restored = |flow: StoredFlow| FlowDraft {
            name: flow.row.task.name,
            description: flow.row.description,
            spec: spec.clone(),
        };
        self.change(&run.task_id, restored).await.map(drop)
    }

    /// Changes a flow as `to` says of what it is, until nobody came between.
    async fn change(
        &self,
        id: &TaskId,
        to: impl Fn(StoredFlow) -> FlowDraft,
    ) -> Result<StoredFlow, Error> {
        for _ in 0..TRIES {
            let flow = self.flow(id).await?;
            let (revision, before) = (flow.revision, flow.spec.clone());
            let new = self.checked(id.clone(), to(flow), Some(&before))?;
            if self.inner.store.change_flow(new, revision).await? {
                return self.flow(id).await;
            }
        }
        Err(Error::Conflict("the flow is being changed by others; try again".into()))
    }

    /// The flow that `draft` is. A graph that stays as it was `before` is fine as it is: one without
    /// components, to which runs are only recorded, can get another name.
    fn checked(
        &self,
        id: TaskId,
        draft: FlowDraft,
        before: Option<&FlowSpec>,
    ) -> Result<NewFlow, Error> {
        let FlowDraft { name, description, spec } = draft;
        let faults = if before == Some(&spec) { Vec::new() } else { spec.faults() }.into_iter();
        let faults: Vec<_> =
            faults.map(|fault| FieldError { field: fault.place, message: fault.message }).collect();
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        check(&Spec::Flow(spec.clone()))?;
        Ok(NewFlow { id, name, description, spec, at: self.inner.clock.now() })
    }
}

/// Refuses what only a script's run can have otherwise than its task.
pub(crate) fn only_runs(change: &Change) -> Result<(), Error> {
    let given = [
        ("python_code", change.code.is_some()),
        ("dependencies", change.dependencies.is_some()),
        ("requirements_file", change.requirements_file.is_some()),
        ("env", change.env.is_some()),
        ("pod", change.pod.is_some()),
        ("exact", change.exact),
    ];
    match given.into_iter().find(|(_, given)| *given) {
        Some((field, _)) => {
            Err(Error::invalid(field, "is for scripts; the components of a flow have their own"))
        }
        None => Ok(()),
    }
}
