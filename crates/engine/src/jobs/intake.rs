//! Files that come into a run: told of beforehand, or sent at once.

use annals_domain::{FileId, FileSource, FileStatus, RunId, TaskId};
use annals_store::{JobFile, JobRun, NewJobFile};
use bytes::Bytes;
use futures::Stream;

use super::form::Sending;
use super::{object_of, setup, submit};
use crate::Error;
use crate::engine::{Engine, Inner};

/// A file that is told of before its bytes come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// Its name.
    pub name: String,
    /// Its path, with `/` between the parts.
    pub path: String,
    /// Its size in bytes, as far as it is known.
    pub size: i64,
    /// What it is said to be.
    pub media_type: Option<String>,
}

impl Declared {
    /// Whether it is an archive that is to be unpacked.
    pub(super) fn is_archive(name: &str) -> bool {
        name.to_ascii_lowercase().ends_with(".zip")
    }
}

impl Inner {
    /// Files that wait for their bytes.
    pub(crate) fn declared(
        &self,
        job: &TaskId,
        run: &RunId,
        files: Vec<Declared>,
    ) -> Vec<NewJobFile> {
        let one = |file| self.coming(job, run, file, FileSource::Upload, FileStatus::Uploading);
        files.into_iter().map(one).collect()
    }

    /// A file that is on its way.
    pub(crate) fn coming(
        &self,
        job: &TaskId,
        run: &RunId,
        file: Declared,
        source: FileSource,
        status: FileStatus,
    ) -> NewJobFile {
        let id = FileId::from(self.ids.uuid());
        NewJobFile {
            object: object_of(job, run, source, &id),
            id,
            name: file.name,
            path: file.path,
            size: file.size,
            media_type: file.media_type,
            source,
            status,
            parent: None,
            sha256: None,
            at: self.clock.now(),
        }
    }
}

impl Engine {
    /// A file that a run waits for and nobody is sending, by its path; a new one where it waits for
    /// none.
    ///
    /// # Errors
    /// [`Error::Conflict`] once the run was submitted, or where it has too many files.
    pub(super) async fn expect_file(
        &self,
        found: &JobRun,
        file: Declared,
    ) -> Result<Expected, Error> {
        setup::open(found)?;
        let run = &found.row.run;
        let files = self.inner.store.job_files(&run.id, false).await?;
        let waits = |known: &&JobFile| {
            known.file.status == FileStatus::Uploading && known.file.path == file.path
        };
        for known in files.iter().filter(waits) {
            if let Some(sending) = Sending::of(&self.inner, &known.file.id) {
                return Ok(Expected { file: known.clone(), sending, is_new: false });
            }
        }
        if files.len() >= submit::MOST_FILES {
            let most = submit::MOST_FILES;
            return Err(Error::Conflict(format!("a run has at most {most} files")));
        }
        let new = self.inner.declared(&run.task_id, &run.id, vec![file]);
        // Before others can see it.
        let sending = new.first().and_then(|file| Sending::of(&self.inner, &file.id));
        let sending = sending.ok_or_else(|| Error::Internal("a file without an id".into()))?;
        let now = self.inner.clock.now();
        let kept = self.inner.store.add_job_files(&run.id, new, None, now).await?;
        setup::accept_files(kept, found)?;
        let file = self.job_file(found, sending.id()).await?;
        Ok(Expected { file, sending, is_new: true })
    }

    /// Takes the bytes of a file that the run waits for, and unpacks it where it is an archive.
    ///
    /// # Errors
    /// [`Error::TooLarge`] for more bytes than a file may have, [`Error::Refused`] where they do not
    /// come to their end, [`Error::Conflict`] if the file is there already or the run was submitted.
    pub async fn receive<E: std::fmt::Display>(
        &self,
        found: &JobRun,
        file: &JobFile,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<JobFile, Error> {
        setup::open(found)?;
        if file.file.status != FileStatus::Uploading {
            let (path, status) = (&file.file.path, file.file.status);
            return Err(Error::Conflict(format!(
                "{path} is {status}; delete it and upload it again to have it replaced"
            )));
        }
        let came = self.bytes_of(file, bytes).await?;
        match self.keep_files(found, vec![came], None).await? {
            Some(_) => Err(Error::Internal("a key that was not given".into())),
            None => self.job_file(found, &file.file.id).await,
        }
    }
}

/// A file whose bytes are to come from a form.
pub(super) struct Expected {
    /// The file, as it waits.
    pub(super) file: JobFile,
    /// Keeps other forms from bringing it.
    pub(super) sending: Sending,
    /// Whether it was not waited for.
    pub(super) is_new: bool,
}

/// The server's own disk failed.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub(super) fn scratch(error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::StorageFull => Error::NoRoom(error.to_string()),
        _ => Error::Internal(format!("a temporary file: {error}")),
    }
}
