//! What is told of a run's tasks before and after it was submitted.

use annals_domain::{ConfigStep, FileGroup, Mode, Snapshot, Spec};
use annals_store::JobRun;

use super::groups;
use crate::Error;
use crate::engine::{Engine, Inner};

/// A task of a run, or one that it would have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobGroup {
    /// The path of its file or folder.
    pub path: String,
    /// How it came about.
    pub mode: Mode,
    /// How many files it has.
    pub files: usize,
}

impl From<&FileGroup> for JobGroup {
    fn from(group: &FileGroup) -> Self {
        Self { path: group.path.clone(), mode: group.mode, files: group.files.len() }
    }
}

impl Engine {
    /// The tasks of a run, or those that it would have if it were submitted now.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn job_groups(&self, found: &JobRun) -> Result<Vec<JobGroup>, Error> {
        Ok(self.file_groups(found).await?.iter().map(JobGroup::from).collect())
    }

    pub(crate) async fn file_groups(&self, found: &JobRun) -> Result<Vec<FileGroup>, Error> {
        self.inner.groups_of(found).await
    }
}

impl Inner {
    pub(crate) async fn groups_of(&self, found: &JobRun) -> Result<Vec<FileGroup>, Error> {
        let run = &found.row.run;
        if found.row.step != ConfigStep::Submitted {
            let files = self.store.job_files(&run.id, true).await?;
            return Ok(groups::of(&files, &found.modes));
        }
        let snapshot = self.store.snapshot(&run.snapshot_id).await?;
        Ok(match snapshot {
            Some(Snapshot { spec: Spec::Extraction(spec), .. }) => spec.groups,
            _ => Vec::new(),
        })
    }
}
