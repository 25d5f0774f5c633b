//! Reading tasks and runs.

use std::collections::HashMap;

use annals_domain::{
    Cursor, CursorError, NodeName, Page, Run, RunId, RunNumber, Snapshot, Task, TaskId, TaskKind,
};
use annals_store::{LogState, Store, StoredArtifact};

use crate::engine::{Engine, Inner};
use crate::events::Names;
use crate::{Artifact, Error, PageRequest, RunFilter, TaskFilter, WholeRun};

impl Engine {
    /// A page of tasks, newest first.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that this list has not given.
    pub async fn tasks(&self, filter: TaskFilter, page: PageRequest) -> Result<Page<Task>, Error> {
        let after = cursor(page.cursor.as_deref(), Store::tasks_cursor)?;
        Ok(self.inner.store.tasks(&filter, page.size, after.as_ref()).await?)
    }

    /// A task.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none with this id.
    pub async fn task(&self, id: &TaskId) -> Result<Task, Error> {
        self.inner.store.task(id).await?.ok_or_else(|| Error::not_found("task", id))
    }

    /// A page of a task's runs, newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown task, [`Error::Invalid`] for a foreign cursor.
    pub async fn task_runs(&self, id: &TaskId, page: PageRequest) -> Result<Page<Run>, Error> {
        self.task(id).await?;
        self.runs(RunFilter { task_id: Some(id.clone()), ..RunFilter::default() }, page).await
    }

    /// Run `number` of a task.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown task or run.
    pub async fn run_by_number(&self, id: &TaskId, number: RunNumber) -> Result<Run, Error> {
        match self.inner.store.run_of(id, Some(number)).await? {
            Some(run) => Ok(run),
            None => {
                self.task(id).await?;
                Err(Error::not_found("run", format!("#{number} of task {id}")))
            }
        }
    }

    /// The latest run of a task.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown task, or one whose runs have all been deleted.
    pub async fn latest_run(&self, id: &TaskId) -> Result<Run, Error> {
        match self.inner.store.run_of(id, None).await? {
            Some(run) => Ok(run),
            None => {
                self.task(id).await?;
                Err(Error::not_found("run", format!("of task {id}")))
            }
        }
    }

    /// A run.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none with this id.
    pub async fn run(&self, id: &RunId) -> Result<Run, Error> {
        self.inner.store.run(id).await?.ok_or_else(|| Error::not_found("run", id))
    }

    /// Everything about a run that is not a log line.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none with this id.
    pub async fn whole_run(&self, id: &RunId) -> Result<WholeRun, Error> {
        let run = self.run(id).await?;
        let store = &self.inner.store;
        let details = store.run_details(id).await?.unwrap_or_default();
        let environment = match &details.environment_id {
            Some(environment) => store.environment(environment).await?,
            None => None,
        };
        let snapshot = store.snapshot(&run.snapshot_id).await?;
        let nodes = store.nodes(id, run.day()).await?;
        Ok(WholeRun {
            snapshot: snapshot.ok_or_else(|| Error::not_found("run", id))?,
            environment,
            tries: self.tries(id, &nodes).await?,
            nodes,
            node_outputs: match run.kind {
                TaskKind::Flow => store.node_outputs(id).await?,
                TaskKind::Script | TaskKind::Extraction => HashMap::new(),
            },
            attempts: store.attempts(id).await?,
            artifacts: store.artifacts(id).await?.into_iter().map(Artifact::from).collect(),
            children: store.children(id).await?,
            last_success: store.last_success(&run).await?,
            kept: store.log_state(id).await?,
            details,
            run,
        })
    }

    /// What retention has done with a run's log and files.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn log_state(&self, id: &RunId) -> Result<LogState, Error> {
        Ok(self.inner.store.log_state(id).await?)
    }

    /// The snapshots of these runs, in their order.
    ///
    /// # Errors
    /// [`Error::NotFound`] if one was deleted meanwhile.
    pub async fn snapshots(&self, runs: &[Run]) -> Result<Vec<Snapshot>, Error> {
        let ids: Vec<_> = runs.iter().map(|run| run.snapshot_id.clone()).collect();
        let found = self.inner.store.snapshots(&ids).await?;
        let of = |run: &Run| {
            let snapshot = found.get(&run.snapshot_id).cloned();
            snapshot.ok_or_else(|| Error::not_found("run", &run.id))
        };
        runs.iter().map(of).collect()
    }

    /// A page of runs, newest first.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that this list has not given.
    pub async fn runs(&self, filter: RunFilter, page: PageRequest) -> Result<Page<Run>, Error> {
        let after = cursor(page.cursor.as_deref(), |text| Store::runs_cursor(text, &filter))?;
        Ok(self.inner.store.runs(&filter, page.size, after.as_ref()).await?)
    }

    /// The files kept with a run, by path.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none with this id.
    pub async fn artifacts(&self, id: &RunId) -> Result<Vec<Artifact>, Error> {
        self.run(id).await?;
        Ok(self.inner.store.artifacts(id).await?.into_iter().map(Artifact::from).collect())
    }
}

impl Inner {
    /// The names of a run's nodes, by index.
    pub(crate) async fn names(&self, run: &Run) -> Result<Names, Error> {
        let nodes = self.store.nodes(&run.id, run.day()).await?;
        Ok(nodes.into_iter().map(|node| node.name).collect::<Vec<NodeName>>().into())
    }
}

impl From<StoredArtifact> for Artifact {
    fn from(stored: StoredArtifact) -> Self {
        let StoredArtifact { path, size, sha256, created_at } = stored;
        Self { path, size, sha256, created_at }
    }
}

pub(crate) fn cursor(
    text: Option<&str>,
    read: impl FnOnce(&str) -> Result<Cursor, CursorError>,
) -> Result<Option<Cursor>, Error> {
    text.map(read).transpose().map_err(|error| Error::invalid("cursor", error))
}
