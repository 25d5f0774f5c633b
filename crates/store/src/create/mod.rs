//! Creating runs: their numbers, their rows and their first ledger entries in one transaction.
//!
//! A commit waits for the disk and every statement is a trip to the database. So what is asked for
//! while a transaction is under way goes into the next one together ([`crate::gather`]), with as many
//! statements as for one run ([`group`]).

mod group;
mod keys;
mod numbers;
mod rows;

use annals_domain::ledger::NewEntry;
use annals_domain::{NewRun, NodeName, RunId, RunNumber, Snapshot, TaskId, TaskKind};

use crate::{Store, StoreError};

pub(crate) use group::{create as group, within};

/// A task that comes with its first run.
#[derive(Debug, Clone)]
pub struct NewTask {
    /// Its id.
    pub id: TaskId,
    /// What it is made of.
    pub kind: TaskKind,
    /// Its name.
    pub name: String,
}

/// Which task the run belongs to.
#[derive(Debug, Clone)]
pub enum RunSource {
    /// A new one.
    New(NewTask),
    /// One that is there, renamed if a name is given.
    Of(TaskId, Option<String>),
}

/// The key under which a creation is answered again instead of done again.
#[derive(Debug, Clone)]
pub struct Idempotency {
    /// Who and which operation.
    pub scope: String,
    /// The caller's key.
    pub key: String,
    /// The hash of the request.
    pub body_hash: String,
}

/// Everything that a run is created from.
#[derive(Debug, Clone)]
pub struct Creation {
    /// The task.
    pub source: RunSource,
    /// The run.
    pub run: NewRun,
    /// Its name on its executor.
    pub workflow_id: String,
    /// What it executes.
    pub snapshot: Snapshot,
    /// Its nodes, `setup` first; none where it is carried out elsewhere.
    pub nodes: Vec<NodeName>,
    /// Those of them whose outcome in an earlier run stands.
    pub reused: Vec<ReusedNode>,
    /// The server that is to carry it out.
    pub owner: String,
    /// Its first ledger entry.
    pub entry: NewEntry,
    /// The caller's idempotency key.
    pub key: Option<Idempotency>,
}

/// A node that is not carried out, since its outcome in an earlier run stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReusedNode {
    /// Its name.
    pub name: NodeName,
    /// The run that carried it out.
    pub run: RunId,
    /// What it wrote there, as [`Store::output_ids`] names it.
    pub outputs: Option<String>,
}

/// What came of creating a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Created {
    /// It is there, with this number.
    New(RunNumber),
    /// The same request was answered before, with this run.
    Before(RunId),
    /// The key was used before with another request.
    OtherRequest,
}

impl Creation {
    /// The task that the run belongs to.
    pub(crate) const fn task_id(&self) -> &TaskId {
        match &self.source {
            RunSource::New(task) => &task.id,
            RunSource::Of(id, _) => id,
        }
    }
}

impl Store {
    /// Creates a run. Its number is the task's next one, given in the same transaction.
    ///
    /// # Errors
    /// [`StoreError::Gone`] if the task has been deleted; else if the database does not answer.
    pub async fn create_run(&self, creation: Creation) -> Result<Created, StoreError> {
        let id = creation.run.id.clone();
        let created = self.creations.ask(creation).await?;
        if matches!(created, Created::New(_)) {
            self.heads.begin(&id);
        }
        Ok(created)
    }
}
