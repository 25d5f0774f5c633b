//! Reading and deleting the files of a run, and the key that an upload needs instead of a token.

use annals_domain::{FileId, RunId};
use annals_store::{JobChanged, JobFile, JobRun};
use bytes::Bytes;
use futures::stream::BoxStream;

use super::setup;
use crate::Error;
use crate::engine::Engine;

impl Engine {
    /// The files of a run; with `processable`, those that values can be looked for in.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn job_files(
        &self,
        found: &JobRun,
        processable: bool,
    ) -> Result<Vec<JobFile>, Error> {
        Ok(self.inner.store.job_files(&found.row.run.id, processable).await?)
    }

    /// A file of a run.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the run has none with this id.
    pub async fn job_file(&self, found: &JobRun, file: &FileId) -> Result<JobFile, Error> {
        let found = self.inner.store.job_file(&found.row.run.id, file).await?;
        found.ok_or_else(|| Error::not_found("file", file))
    }

    /// The bytes of a file, and how many they are.
    ///
    /// # Errors
    /// [`Error::NotFound`] if they are not there, or not any more.
    pub async fn job_file_bytes(
        &self,
        found: &JobRun,
        file: &JobFile,
    ) -> Result<(BoxStream<'static, Result<Bytes, Error>>, u64), Error> {
        let removed = self.inner.store.log_state(&found.row.run.id).await?.files_removed_at;
        let gone = found.row.data_removed_at.or(removed).is_some();
        if file.file.sha256.is_none() || gone {
            return Err(Error::not_found("content of file", &file.file.id));
        }
        self.inner.files.read_object(&file.file.object).await
    }

    /// The bytes of a file of a run, and how many they are, by the run alone.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such file, or its bytes are not there any more.
    pub async fn run_file(
        &self,
        run: &RunId,
        file: &FileId,
    ) -> Result<(BoxStream<'static, Result<Bytes, Error>>, u64), Error> {
        let task = self.run(run).await?.task_id;
        let found = self.job_run(&task, Some(run)).await?;
        let known = self.job_file(&found, file).await?;
        match self.job_file_bytes(&found, &known).await {
            Err(Error::Lost(_)) => Err(Error::not_found("content of file", file)),
            found => found,
        }
    }

    /// Deletes a file of a run, with those that came out of it.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the run has none with this id, [`Error::Conflict`] once it was
    /// submitted.
    pub async fn delete_job_file(&self, found: &JobRun, file: &FileId) -> Result<(), Error> {
        setup::open(found)?;
        let (run, now) = (&found.row.run.id, self.inner.clock.now());
        match self.inner.store.delete_job_file(run, file, now).await? {
            JobChanged::Gone => return Err(Error::not_found("file", file)),
            changed => setup::accept(changed, found)?,
        }
        // They are noted: where the object store is away, the next pass deletes them.
        if let Err(error) = self.inner.collector.delete_objects(false).await {
            tracing::warn!("objects of run {run}: {error}");
        }
        Ok(())
    }

    /// What stands in the URL that takes a file's bytes, so that nothing else needs to be known.
    ///
    /// # Errors
    /// [`Error::Internal`] if nothing can be signed.
    pub fn upload_key(&self, run: &RunId, file: &FileId) -> Result<String, Error> {
        self.inner.run_key.sign(&format!("upload\0{run}\0{file}"))
    }
}
