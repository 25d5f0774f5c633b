//! Files that come into a run: told of beforehand, or sent at once.

use annals_domain::{FileId, FileSource, FileStatus, RunId, TaskId};
use annals_store::{FileChange, JobChanged, JobFile, JobRun, NewJobFile};
use bytes::Bytes;
use futures::Stream;
use serde_json::json;

use super::objects::{Unwritten, Written};
use super::{AtFiles, object_of, setup, submit, unpack};
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
    fn is_archive(name: &str) -> bool {
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
    /// A file that a run waits for, by its path; a new one where it waits for none.
    ///
    /// # Errors
    /// [`Error::Conflict`] once the run was submitted, or where it has too many files.
    pub async fn expect_file(&self, found: &JobRun, file: Declared) -> Result<JobFile, Error> {
        setup::open(found)?;
        let run = &found.row.run;
        let files = self.inner.store.job_files(&run.id, false).await?;
        let waits = |known: &&JobFile| {
            known.file.status == FileStatus::Uploading && known.file.path == file.path
        };
        if let Some(known) = files.iter().find(waits) {
            return Ok(known.clone());
        }
        if files.len() >= submit::MOST_FILES {
            let most = submit::MOST_FILES;
            return Err(Error::Conflict(format!("a run has at most {most} files")));
        }
        let new = self.inner.declared(&run.task_id, &run.id, vec![file]);
        let (id, now) = (new.first().map(|file| file.id.clone()), self.inner.clock.now());
        let changed = self.inner.store.add_job_files(&run.id, new, now).await?;
        setup::accept(changed, found)?;
        match id {
            Some(id) => self.job_file(found, &id).await,
            None => Err(Error::Internal("a file without an id".into())),
        }
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
        let mut archive = match Declared::is_archive(&file.file.name) {
            true => Some(tempfile::tempfile().map_err(scratch)?),
            false => None,
        };
        let beside = |piece: &[u8]| match &mut archive {
            Some(held) => std::io::Write::write_all(held, piece),
            None => Ok(()),
        };
        let limit = self.inner.settings.jobs.file_limit;
        let written = self.inner.files.write_object(&file.file.object, limit, bytes, beside).await;
        let written = written.map_err(|error| too_large(error, limit))?;
        self.came(found, file, written, archive).await?;
        self.job_file(found, &file.file.id).await
    }

    /// Takes note that a file is there, and goes on with it even if the caller goes away.
    async fn came(
        &self,
        found: &JobRun,
        file: &JobFile,
        written: Written,
        archive: Option<std::fs::File>,
    ) -> Result<(), Error> {
        let (engine, found, file) = (self.clone(), found.clone(), file.clone());
        let at = AtFiles::of(&self.inner, &found.row.run.id);
        let coming = self.inner.tasks.spawn(async move {
            let status = match archive {
                Some(_) => FileStatus::Unpacking,
                None => FileStatus::Uploaded,
            };
            engine.note_file(&found, &file, status, written).await?;
            match archive {
                Some(archive) => {
                    at.during(unpack::unpack(&engine.inner, &found, &file, archive)).await
                }
                None => Ok(()),
            }
        });
        coming.await.map_err(|error| Error::Internal(format!("taking a file: {error}")))?
    }

    async fn note_file(
        &self,
        found: &JobRun,
        file: &JobFile,
        status: FileStatus,
        written: Written,
    ) -> Result<(), Error> {
        let (run, id, inner) = (&found.row.run, &file.file.id, &self.inner);
        let change = FileChange {
            status: Some(status),
            content: Some((written.size, written.sha256)),
            ..FileChange::default()
        };
        let changed =
            inner.store.change_job_file(&run.id, id, change, Vec::new(), inner.clock.now()).await?;
        if changed != JobChanged::Done {
            // The file or its run went while its bytes came.
            inner.store.doom_prefix(&file.file.object).await?;
            if changed == JobChanged::Gone {
                return Err(Error::not_found("file", id));
            }
            return setup::accept(changed, found);
        }
        let event = json!({"type": "file_status_changed", "file_id": id, "status": status});
        inner.tell_job(run, vec![event]).await;
        Ok(())
    }
}

fn too_large(error: Unwritten, limit: u64) -> Error {
    match error {
        Unwritten::TooLarge => {
            Error::TooLarge(format!("The file is over the limit of {limit} bytes."))
        }
        other => other.into(),
    }
}

/// The server's own disk failed.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub(super) fn scratch(error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::StorageFull => Error::NoRoom(error.to_string()),
        _ => Error::Internal(format!("a temporary file: {error}")),
    }
}
