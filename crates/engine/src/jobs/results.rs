//! The results of a run: a page of them, and a person's corrections.

use std::collections::{HashMap, HashSet};

use annals_domain::{FileGroup, NodeName, NodeState, RunId, TaskId};
use annals_store::{Correction, JobRun, TaskState};
use serde_json::Value;

use super::cells;
use crate::engine::Engine;
use crate::{Caller, Error};

/// What a task gave.
#[derive(Debug, Clone)]
pub struct JobResult {
    /// The task's files.
    pub group: FileGroup,
    /// What it gave, with corrections in the place of what was found.
    pub outputs: Value,
    /// The corrections, each with the value that was found.
    pub corrections: Vec<(Correction, Value)>,
}

/// A task of a run with its files.
pub type JobTask = (TaskState, FileGroup);

/// A page of results.
#[derive(Debug, Clone)]
pub struct JobResults {
    /// How many tasks gave something.
    pub total: i64,
    /// How many files those tasks had.
    pub files: usize,
    /// The page.
    pub results: Vec<JobResult>,
}

impl Engine {
    /// A page of a run's results, in the order of its tasks.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn job_results(
        &self,
        found: &JobRun,
        offset: i64,
        limit: i64,
    ) -> Result<JobResults, Error> {
        let (run, store) = (&found.row.run.id, &self.inner.store);
        let groups = self.file_groups(found).await?;
        let states = match found.row.data_removed_at {
            None => store.task_states(run).await?,
            Some(_) => Vec::new(),
        };
        let done = states.iter().filter(|task| task.state == NodeState::Success);
        let done: HashSet<_> = done.map(|task| &task.node).collect();
        let files = groups.iter().filter(|group| done.contains(&group.task));
        let files = files.map(|group| group.files.len()).sum();
        let total = i64::try_from(done.len()).unwrap_or(i64::MAX);
        let page = store.task_results(run, offset, limit).await?;
        let nodes: Vec<_> = page.iter().map(|result| result.node.clone()).collect();
        let mut corrections = cells::by_task(store.corrections(run, &nodes).await?);
        let mut groups: HashMap<_, _> =
            groups.into_iter().map(|group| (group.task.clone(), group)).collect();
        let results = page.into_iter().filter_map(|result| {
            let group = groups.remove(&result.node)?;
            let mut outputs = result.outputs;
            let own = corrections.remove(&result.node).unwrap_or_default();
            let corrections = cells::correct(&mut outputs, own);
            Some(JobResult { group, outputs, corrections })
        });
        Ok(JobResults { total, files, results: results.collect() })
    }

    /// Where the tasks of a run stand, with their files, in their order.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn job_tasks(&self, found: &JobRun) -> Result<Vec<JobTask>, Error> {
        let states = self.inner.store.task_states(&found.row.run.id).await?;
        if states.is_empty() {
            return Ok(Vec::new());
        }
        let groups = self.file_groups(found).await?.into_iter();
        let mut groups: HashMap<_, _> = groups.map(|group| (group.task.clone(), group)).collect();
        let with_files = states.into_iter().filter_map(|state| {
            let group = groups.remove(&state.node)?;
            Some((state, group))
        });
        Ok(with_files.collect())
    }

    /// What one task of a run gave, with corrections in the place of what was found.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn job_task_result(
        &self,
        run: &RunId,
        node: &NodeName,
    ) -> Result<Option<Value>, Error> {
        let Some(mut outputs) = self.inner.store.task_result(run, node).await? else {
            return Ok(None);
        };
        let corrections = self.inner.store.corrections(run, std::slice::from_ref(node)).await?;
        cells::correct(&mut outputs, corrections);
        Ok(Some(outputs))
    }

    /// Puts a person's value beside the one that was found.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a task that gave nothing, [`Error::Invalid`] for a row or column that
    /// it does not have.
    pub async fn correct_result(
        &self,
        caller: &Caller,
        job: &TaskId,
        run: Option<&RunId>,
        correction: Correction,
    ) -> Result<JobRun, Error> {
        let found = self.job_run(job, run).await?;
        let id = &found.row.run.id;
        let outputs = self.inner.store.task_result(id, &correction.node).await?;
        let outputs = outputs.ok_or_else(|| Error::not_found("result", &correction.node))?;
        let rows = cells::rows(&outputs).len();
        if !usize::try_from(correction.row).is_ok_and(|row| row < rows) {
            return Err(Error::invalid("row", format!("must be one of the {rows} rows, from 0")));
        }
        let columns = cells::columns(&outputs);
        if !columns.contains(&correction.column.as_str()) {
            let known = columns.join(", ");
            return Err(Error::invalid("column", format!("must be one of {known}")));
        }
        let (user_id, at) = (caller.user_id.clone(), self.inner.clock.now());
        self.inner.store.correct(id, Correction { user_id, at, ..correction }).await?;
        self.job_run(job, Some(id)).await
    }
}
