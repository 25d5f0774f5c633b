//! Recording a run for the first time, with its flow where that is not there yet.

use annals_domain::{
    FlowSpec, NewRun, Run, RunChange, RunId, RunStatus, Snapshot, Spec, TaskId, Timestamp, Trigger,
};
use annals_store::{
    Created, Creation, Idempotency, NewFlow, Recorded, Recording, RunSource, StoreError, StoredFlow,
};

use super::steps::{self, Steps};
use super::{RecordedFlow, Report, kept, mask};
use crate::engine::{Engine, Inner};
use crate::patience::Passing as _;
use crate::{Caller, Error, IdempotencyKey, bodies};

/// How often a flow is looked for that others make or delete meanwhile.
const TRIES: usize = 10;

impl Engine {
    /// Records a run of a flow that is carried out elsewhere; answers its id.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown flow's id, [`Error::Invalid`] for a report that makes no
    /// sense, [`Error::Conflict`] if the key was used with another request.
    pub async fn record_flow_run(
        &self,
        caller: &Caller,
        flow: RecordedFlow,
        report: Report,
        key: Option<IdempotencyKey>,
    ) -> Result<RunId, Error> {
        let now = self.inner.clock.now();
        let steps = steps::of_new(&report, now)?;
        let key = key.map(|k| Idempotency { scope: k.scope, key: k.key, body_hash: k.body_hash });
        for _ in 0..TRIES {
            let to = self.recorded_to(&flow, now).await?;
            let recording = self.recording(caller, to, &report, &steps, key.clone()).await?;
            let id = recording.creation.run.id.clone();
            match self.inner.store.record_run(recording).await {
                Ok(Recorded::Run(Created::New(_))) => {
                    self.inner.told_of_new(&id, &steps);
                    return Ok(id);
                }
                Ok(Recorded::Run(Created::Before(run))) => return Ok(run),
                Ok(Recorded::Run(Created::OtherRequest)) => return Err(other_request()),
                // Another made the flow meanwhile, or deleted it.
                Ok(Recorded::FlowIsThere) | Err(StoreError::Gone("task")) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::Conflict("the flow is being made and deleted by others; try again".into()))
    }

    async fn recorded_to(&self, flow: &RecordedFlow, now: Timestamp) -> Result<To, Error> {
        let name = match flow {
            RecordedFlow::Id(id) => return self.flow(id).await.map(To::from),
            RecordedFlow::Name(name) => name,
        };
        if let Some(flow) = self.inner.store.flow_named(name).await? {
            return Ok(flow.into());
        }
        let spec = FlowSpec { components: Vec::new(), edges: Vec::new() };
        let new = NewFlow {
            id: TaskId::from(self.inner.ids.uuid()),
            name: name.clone(),
            description: None,
            spec: spec.clone(),
            at: now,
        };
        Ok(To { task: new.id.clone(), spec: Spec::Flow(spec), new: Some(new) })
    }

    async fn recording(
        &self,
        caller: &Caller,
        to: To,
        report: &Report,
        steps: &Steps,
        key: Option<Idempotency>,
    ) -> Result<Recording, Error> {
        let To { task, spec, new } = to;
        let mut report = report.clone();
        match self.inner.redactor_of(&spec).await {
            Ok(Some(redactor)) => mask(&mut report, &redactor),
            Err(error) if error.is_passing() => return Err(error),
            // Where a secret is gone there is nothing to compare with.
            Ok(None) | Err(_) => {}
        }
        let steps = steps.with_message(report.error_message.as_deref());
        let run = self.inner.recorded_run(caller, &mut report, &steps);
        let (id, now) = (run.id.clone(), steps.now());
        let mut changes: Vec<_> = kept(report.clone()).collect();
        changes.extend(steps.changes());
        Ok(Recording {
            creation: Creation {
                source: RunSource::Of(task, None),
                workflow_id: format!("{}-{id}", Run::EXTERNAL),
                snapshot: Snapshot::freeze(spec),
                // What it consists of is known to nobody here.
                nodes: Vec::new(),
                reused: Vec::new(),
                owner: String::new(),
                entry: bodies::status(&id, RunStatus::Pending, None, now),
                key,
                run,
            },
            flow: new,
            limit_ms: report.limit_ms.unwrap_or_else(|| self.inner.silence_ms()),
            entries: steps.entries(&id),
            changes,
        })
    }
}

/// The flow that a run is recorded to.
struct To {
    task: TaskId,
    spec: Spec,
    /// The flow, where it is to be made.
    new: Option<NewFlow>,
}

impl From<StoredFlow> for To {
    fn from(flow: StoredFlow) -> Self {
        Self { task: flow.row.task.id, spec: Spec::Flow(flow.spec), new: None }
    }
}

impl Inner {
    fn recorded_run(&self, caller: &Caller, report: &mut Report, steps: &Steps) -> NewRun {
        let mut tags = report.tags.take().unwrap_or_default();
        tags.sort();
        tags.dedup();
        NewRun {
            id: RunId::from(self.ids.uuid()),
            trigger: report.trigger.take().unwrap_or_else(Trigger::api),
            executor: Run::EXTERNAL.to_owned(),
            tags,
            user_id: report.user_id.take().or_else(|| caller.user_id.clone()),
            session_id: report.session_id.take(),
            workspace_id: None,
            parent: None,
            inputs: report.inputs.take(),
            timeout_ms: None,
            exact_environment: None,
            created_at: steps.accepted_at(),
        }
    }

    /// For how many milliseconds a run may be silent that has no limit of its own.
    fn silence_ms(&self) -> i64 {
        i64::try_from(self.settings.silence.as_millis()).unwrap_or(i64::MAX)
    }

    fn told_of_new(&self, id: &RunId, steps: &Steps) {
        self.feed.tell(RunChange::Created, id);
        if steps.end().is_some() {
            self.feed.tell(RunChange::Ended, id);
        }
    }
}

fn other_request() -> Error {
    Error::Conflict(
        "this Idempotency-Key was used before with another request; use a new key".into(),
    )
}
