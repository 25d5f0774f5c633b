//! Following a job over its runs: what its tasks, files and exports do, in the words of jobs.

use std::time::Duration;

use annals_domain::ledger::{Entry, EntryKind};
use annals_domain::{JobTaskStatus, NodeName, NodeState, RunChange, RunId, Seq, TaskId};
use annals_store::JobRun;
use serde_json::{Value, json};

use super::events::JOB_EVENT;
use crate::engine::Engine;
use crate::{Error, Event, FeedFilter, RunsWatch, Told, Watch};

/// How often the ledger of a run that has ended is looked at: exports and corrections may follow.
const AFTER_END: Duration = Duration::from_secs(2);
/// How often the state is read again where the run goes on while it is read.
const TRIES: usize = 3;

/// What a reader of a job is told.
#[derive(Debug, Clone, PartialEq)]
pub struct JobTold {
    /// The run that it is of.
    pub run: RunId,
    /// The place in the run's ledger.
    pub seq: Seq,
    /// What happened: `{"type": …}`.
    pub event: Value,
}

/// A reader of a job.
pub struct JobWatch {
    engine: Engine,
    job: TaskId,
    /// Whether it goes on to later runs.
    follows: bool,
    run: RunId,
    after: Seq,
    /// What reads the run; none before its state was told, and after its end.
    watch: Option<Watch>,
    /// Whether the run has ended and was told to its end.
    over: bool,
    /// Whether the run's state is to be told first.
    fresh: bool,
    runs: RunsWatch,
}

impl std::fmt::Debug for JobWatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "JobWatch({} at {} of {})", self.job, self.after, self.run)
    }
}

impl Engine {
    /// A reader of a job: of the named run, or of the latest and those that follow. With `after`, the
    /// place of an earlier reader, it goes on from there.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such job or run.
    pub async fn watch_job(
        &self,
        job: &TaskId,
        run: Option<&RunId>,
        after: Option<(RunId, Seq)>,
    ) -> Result<JobWatch, Error> {
        let filter = FeedFilter { task_id: Some(job.clone()), kind: None };
        // Subscribed before anything is read, so that no run falls between the two.
        let runs = self.watch_runs(filter, None);
        let found = self.job_run(job, run).await?;
        let follows = run.is_none();
        let place = match after {
            // A run that is gone, or not the one asked for, is begun anew.
            Some((of, seq)) if follows || of == found.row.run.id => {
                self.job_run(job, Some(&of)).await.ok().map(|_| (of, seq))
            }
            _ => None,
        };
        let fresh = place.is_none();
        let (run, after) = place.unwrap_or((found.row.run.id, 0));
        let (engine, job) = (self.clone(), job.clone());
        Ok(JobWatch { engine, job, follows, run, after, watch: None, over: false, fresh, runs })
    }
}

impl JobWatch {
    /// The run that it is at.
    #[must_use]
    pub const fn run(&self) -> &RunId {
        &self.run
    }

    /// What comes next, once there is something; none once the job or the run is gone.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer; the reader's place stays.
    pub async fn next(&mut self) -> Result<Option<Vec<JobTold>>, Error> {
        loop {
            if self.fresh {
                let Some(state) = self.full_state().await? else { return Ok(None) };
                self.fresh = false;
                return Ok(Some(vec![state]));
            }
            let told = match self.over {
                false => self.live().await?,
                true => self.later().await?,
            };
            match told {
                None => return Ok(None),
                Some(told) if told.is_empty() => {}
                Some(told) => return Ok(Some(told)),
            }
        }
    }

    /// What the run's ledger holds next; the stream of a run ends with it.
    async fn live(&mut self) -> Result<Option<Vec<JobTold>>, Error> {
        if self.watch.is_none() {
            match self.engine.watch(&self.run, self.after).await {
                Ok(watch) => self.watch = Some(watch),
                Err(Error::NotFound { .. }) => return self.gone().await,
                Err(error) => return Err(error),
            }
        }
        let Some(watch) = &mut self.watch else { return Ok(None) };
        let events = tokio::select! {
            events = watch.next() => events?,
            told = self.runs.next() => {
                let told = told?;
                self.watch = None;
                return self.moved(&told).await;
            }
        };
        match events {
            Some(events) => self.told(&events).await.map(Some),
            None => {
                (self.watch, self.over) = (None, true);
                Ok(Some(Vec::new()))
            }
        }
    }

    /// After the run's end: what is still added to it, or a new run.
    async fn later(&mut self) -> Result<Option<Vec<JobTold>>, Error> {
        let entries = self.engine.inner.store.entries(&self.run, self.after, 500).await?;
        if !entries.is_empty() {
            let events: Vec<_> = entries.into_iter().map(Event::Entry).collect();
            return self.told(&events).await.map(Some);
        }
        tokio::select! {
            told = self.runs.next() => {
                let told = told?;
                self.moved(&told).await
            }
            () = tokio::time::sleep(AFTER_END) => Ok(Some(Vec::new())),
        }
    }

    /// Runs of the job changed: goes on to the latest where the reader follows them.
    async fn moved(&mut self, told: &[(String, Told)]) -> Result<Option<Vec<JobTold>>, Error> {
        let is_gone =
            |(_, told): &(String, Told)| matches!(told, Told::Deleted(run) if *run == self.run);
        if told.iter().any(is_gone) {
            return self.gone().await;
        }
        let concerns = |(_, told): &(String, Told)| {
            matches!(told, Told::Ready | Told::Reset | Told::Run(RunChange::Created, _))
        };
        if self.follows && told.iter().any(concerns) {
            let found = self.engine.job_run(&self.job, None).await?;
            self.turn_to(found);
        }
        Ok(Some(Vec::new()))
    }

    /// The run is gone: goes on to the latest one that is left.
    async fn gone(&mut self) -> Result<Option<Vec<JobTold>>, Error> {
        if !self.follows {
            return Ok(None);
        }
        match self.engine.job_run(&self.job, None).await {
            Ok(found) => {
                self.turn_to(found);
                Ok(Some(Vec::new()))
            }
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn turn_to(&mut self, found: JobRun) {
        if found.row.run.id != self.run {
            self.run = found.row.run.id;
            (self.after, self.watch, self.over, self.fresh) = (0, None, false, true);
        }
    }

    /// The state of the run as it is at one place of its ledger.
    async fn full_state(&mut self) -> Result<Option<JobTold>, Error> {
        let store = self.engine.inner.store.clone();
        let mut event = Value::Null;
        for _ in 0..TRIES {
            let seq = store.last_seq(&self.run).await?;
            let found = match self.engine.job_run(&self.job, Some(&self.run)).await {
                Ok(found) => found,
                Err(Error::NotFound { .. }) => return Ok(None),
                Err(error) => return Err(error),
            };
            event = self.engine.full_state(&found).await?;
            self.after = seq;
            if store.last_seq(&self.run).await? == seq {
                break;
            }
        }
        Ok(Some(JobTold { run: self.run.clone(), seq: self.after, event }))
    }

    /// Events of the ledger in the words of jobs; what says nothing of the job is passed over.
    async fn told(&mut self, events: &[Event]) -> Result<Vec<JobTold>, Error> {
        let mut all = Vec::new();
        for event in events {
            self.after = event.last_seq();
            let Event::Entry(entry) = event else { continue };
            if let Some(event) = self.engine.in_job_words(&self.run, entry).await? {
                all.push(JobTold { run: self.run.clone(), seq: entry.seq, event });
            }
        }
        Ok(all)
    }
}

impl Engine {
    /// Everything about a run that a page needs to begin with.
    async fn full_state(&self, found: &JobRun) -> Result<Value, Error> {
        let (row, run) = (&found.row, &found.row.run);
        let tasks: Vec<_> = self.job_tasks(found).await?;
        let tasks = tasks.iter().map(|(task, group)| {
            json!({
                "id": task.node,
                "status": JobTaskStatus::from(task.state),
                "display_name": group.path,
                "file_count": group.files.len(),
            })
        });
        let tasks: Vec<_> = tasks.collect();
        Ok(json!({
            "type": "full_state",
            "version": row.version,
            "status": annals_domain::JobStatus::of(run.state.status, run.error_type),
            "config_step": row.step,
            "progress": {
                "total_tasks": row.tasks.total,
                "completed": row.tasks.completed,
                "failed": row.tasks.failed,
                "tasks": tasks,
            },
            "timestamp": self.inner.clock.now(),
        }))
    }

    async fn in_job_words(&self, run: &RunId, entry: &Entry) -> Result<Option<Value>, Error> {
        match entry.kind {
            EntryKind::Artifact => Ok(entry.body.get(JOB_EVENT).cloned()),
            EntryKind::Status => Ok(ended(&entry.body)),
            EntryKind::Node => self.task_told(run, &entry.body).await,
            EntryKind::History => Ok(None),
        }
    }

    async fn task_told(&self, run: &RunId, body: &Value) -> Result<Option<Value>, Error> {
        let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
        let (Ok(node), Ok(state)) = (text("node").parse::<NodeName>(), text("state").parse())
        else {
            return Ok(None);
        };
        // A try that failed and is followed by another is not told.
        if node == NodeName::setup() || body.get("retry").is_some() {
            return Ok(None);
        }
        Ok(match state {
            NodeState::Running => Some(json!({"type": "task_started", "task_id": node})),
            NodeState::Success => {
                let result = self.job_task_result(run, &node).await?;
                Some(json!({"type": "task_completed", "task_id": node, "result": result}))
            }
            NodeState::Failure => {
                let error = body.get("message").cloned().unwrap_or_default();
                Some(json!({"type": "task_failed", "task_id": node, "error": error}))
            }
            NodeState::Pending | NodeState::Cancelled | NodeState::Skipped => None,
        })
    }
}

/// The end of a run.
fn ended(body: &Value) -> Option<Value> {
    let status = body.get("status")?.as_str()?.parse::<annals_domain::RunStatus>().ok()?;
    if !status.is_terminal() {
        return None;
    }
    let error = body.get("error_type").and_then(Value::as_str).and_then(|word| word.parse().ok());
    Some(json!({
        "type": "job_completed",
        "status": annals_domain::JobStatus::of(status, error),
        "error": body.get("message"),
    }))
}
