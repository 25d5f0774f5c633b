//! Submitting a run: what was set up is frozen, and the run waits for its turn.

use std::sync::Arc;

use annals_domain::{
    ExtractionSpec, FileStatus, NodeName, RunChange, RunId, Snapshot, Spec, TaskId,
};
use annals_store::{JobChanged, JobFile, JobRun, JobSubmission};

use super::{groups, setup};
use crate::engine::{Engine, Inner};
use crate::{Caller, Error, drive};

/// How often it is tried again where others change the run meanwhile.
const TRIES: usize = 5;
/// The most files of a run.
pub(super) const MOST_FILES: usize = 10_000;

impl Engine {
    /// Submits a run.
    ///
    /// # Errors
    /// [`Error::Conflict`] if it was submitted already, while files are on their way, and where the
    /// caller's quota is used up; [`Error::Refused`] without files or fields.
    pub async fn submit_job(
        &self,
        caller: &Caller,
        job: &TaskId,
        run: Option<&RunId>,
        persist_data: Option<bool>,
    ) -> Result<JobRun, Error> {
        let mut found = self.job_run(job, run).await?;
        let id = found.row.run.id.clone();
        for _ in 0..TRIES {
            setup::open(&found)?;
            let files = self.inner.store.job_files(&id, false).await?;
            let spec = self.inner.frozen(&found, &files)?;
            self.inner.accepted(&found, &spec)?;
            self.check_quota(caller).await?;
            let mut sub = self.inner.submission(caller, &found, spec);
            sub.persist_data = persist_data;
            match self.inner.submit_now(job, sub).await? {
                JobChanged::Stale => {}
                changed => {
                    setup::accept(changed, &found)?;
                    return self.job_run(job, Some(&id)).await;
                }
            }
            found = self.job_run(job, Some(&id)).await?;
        }
        setup::accept(JobChanged::Stale, &found)?;
        Ok(found)
    }
}

impl Inner {
    /// What a run is right now.
    fn frozen(&self, found: &JobRun, files: &[JobFile]) -> Result<ExtractionSpec, Error> {
        let there = files.iter().filter(|file| file.file.status == FileStatus::Uploaded);
        let there: Vec<_> = there.cloned().collect();
        if there.is_empty() {
            return Err(Error::Refused("the run has no files; upload some first".into()));
        }
        if found.fields.is_empty() {
            return Err(Error::Refused("the run has no fields; set some first".into()));
        }
        on_their_way(files)?;
        let fields = found.fields.iter().map(|field| field.spec.clone()).collect();
        let groups = groups::of(&there, &found.modes);
        Ok(ExtractionSpec { fields, groups, engine: self.settings.extraction.engine() })
    }

    /// Refuses what the run's executor would not carry out.
    fn accepted(&self, found: &JobRun, job: &ExtractionSpec) -> Result<(), Error> {
        match self.executor(&found.row.run.executor) {
            Some(executor) => {
                executor.accepts(&Spec::Extraction(job.clone())).map_err(Error::Conflict)
            }
            None => Ok(()),
        }
    }

    fn submission(&self, caller: &Caller, found: &JobRun, spec: ExtractionSpec) -> JobSubmission {
        let tasks = spec.groups.iter().map(|group| group.task.clone());
        JobSubmission {
            run: found.row.run.id.clone(),
            revision: found.row.revision,
            nodes: std::iter::once(NodeName::setup()).chain(tasks).collect(),
            snapshot: Snapshot::freeze(Spec::Extraction(spec)),
            owner: self.settings.owner.clone(),
            user_id: caller.user_id.clone(),
            persist_data: None,
            at: self.clock.now(),
        }
    }

    /// Submits and lets the run wait. The two are done even if the caller goes away in between.
    async fn submit_now(
        self: &Arc<Self>,
        job: &TaskId,
        sub: JobSubmission,
    ) -> Result<JobChanged, Error> {
        let (this, job) = (Arc::clone(self), job.clone());
        let submitting = self.tasks.spawn(async move {
            let run = sub.run.clone();
            let submitted = this.store.submit_job_run(sub).await;
            match &submitted {
                Ok(JobChanged::Done) => {
                    this.feed.tell(RunChange::Status, &run);
                    drive::wait(&this, &job, run).await;
                }
                Ok(_) => {}
                // It may be stored all the same, the answer lost.
                Err(_) => this.strays.notify_one(),
            }
            submitted
        });
        let submitted = submitting.await;
        Ok(submitted.map_err(|error| Error::Internal(format!("submitting a run: {error}")))??)
    }
}

/// Refuses while files are not there yet, so that none is left out unseen.
fn on_their_way(files: &[JobFile]) -> Result<(), Error> {
    let coming = |file: &&JobFile| {
        use FileStatus::{Importing, Unpacking, Uploading};
        matches!(file.file.status, Uploading | Importing | Unpacking)
    };
    let coming: Vec<_> = files.iter().filter(coming).map(|file| file.file.path.as_str()).collect();
    match coming.as_slice() {
        [] => Ok(()),
        [first, rest @ ..] => Err(Error::Conflict(format!(
            "{first}{} not there yet; upload what is missing, or delete it from the run",
            if rest.is_empty() {
                " is".to_owned()
            } else {
                format!(" and {} more are", rest.len())
            }
        ))),
    }
}
