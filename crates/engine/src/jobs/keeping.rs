//! Files whose bytes have come: noted all or none, then unpacked where they are archives.

use annals_domain::{FileStatus, Run};
use annals_store::{FileChange, Idempotency, JobChanged, JobFile, JobRun, KeptFiles, KeyedFiles};
use bytes::Bytes;
use futures::Stream;
use serde_json::{Value, json};

use super::intake::{Declared, scratch};
use super::objects::{Unwritten, Written};
use super::{AtFiles, setup, unpack};
use crate::Error;
use crate::engine::Engine;

/// A file whose bytes are there, though nobody has been told.
pub(super) struct Came {
    /// The file, as it waited.
    pub(super) file: JobFile,
    /// What was written of it.
    pub(super) written: Written,
    /// The same bytes beside, where it is an archive.
    archive: Option<tempfile::TempPath>,
}

impl Came {
    const fn status(&self) -> FileStatus {
        match self.archive {
            Some(_) => FileStatus::Unpacking,
            None => FileStatus::Uploaded,
        }
    }

    fn event(&self) -> Value {
        let id = &self.file.file.id;
        json!({"type": "file_status_changed", "file_id": id, "status": self.status()})
    }

    fn change(&self) -> FileChange {
        FileChange {
            status: Some(self.status()),
            content: Some((self.written.size, self.written.sha256.clone())),
            ..FileChange::default()
        }
    }
}

impl Engine {
    /// Takes the bytes of a file, of which nothing is said yet.
    pub(super) async fn bytes_of<E: std::fmt::Display>(
        &self,
        file: &JobFile,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<Came, Error> {
        let mut archive = match Declared::is_archive(&file.file.name) {
            true => Some(tempfile::NamedTempFile::new().map_err(scratch)?),
            false => None,
        };
        let beside = |piece: &[u8]| match &mut archive {
            Some(held) => std::io::Write::write_all(held, piece),
            None => Ok(()),
        };
        let limit = self.inner.settings.jobs.file_limit;
        let written = self.inner.files.write_object(&file.file.object, limit, bytes, beside).await;
        let written = written.map_err(|error| too_large(error, limit))?;
        // Only its path, so that many archives do not take as many open files.
        let archive = archive.map(tempfile::NamedTempFile::into_temp_path);
        Ok(Came { file: file.clone(), written, archive })
    }

    /// Takes note that files are there, of all or none, and goes on with them even if the caller
    /// goes away. What the key was used for, where it was used before.
    pub(super) async fn keep_files(
        &self,
        found: &JobRun,
        came: Vec<Came>,
        key: Option<Idempotency>,
    ) -> Result<Option<KeyedFiles>, Error> {
        let (engine, found) = (self.clone(), found.clone());
        let at = AtFiles::of(&self.inner, &found.row.run.id);
        let keeping = self.inner.tasks.spawn(async move {
            let before = engine.note_files(&found, &came, key).await?;
            if before.is_none() {
                at.during(engine.unpack_all(&found, came)).await?;
            }
            Ok(before)
        });
        keeping.await.map_err(|error| Error::Internal(format!("taking files: {error}")))?
    }

    async fn note_files(
        &self,
        found: &JobRun,
        came: &[Came],
        key: Option<Idempotency>,
    ) -> Result<Option<KeyedFiles>, Error> {
        let (run, inner) = (&found.row.run, &self.inner);
        let changes = came.iter().map(|one| (one.file.file.id.clone(), one.change())).collect();
        let kept = inner.store.keep_job_files(&run.id, changes, key, inner.clock.now()).await?;
        if let KeptFiles::Changed(JobChanged::Fixed | JobChanged::Gone) = kept {
            self.forsake(run, came, &kept).await?;
        }
        if let (KeptFiles::Changed(JobChanged::Gone), [one]) = (&kept, came) {
            return Err(Error::not_found("file", &one.file.file.id));
        }
        let before = setup::accept_files(kept, found)?;
        if before.is_none() {
            inner.tell_job(run, came.iter().map(Came::event).collect()).await;
        }
        Ok(before)
    }

    /// Lets go of the bytes of files that went, or whose run was closed, while they came.
    async fn forsake(&self, run: &Run, came: &[Came], kept: &KeptFiles) -> Result<(), Error> {
        let store = &self.inner.store;
        let closed = *kept == KeptFiles::Changed(JobChanged::Fixed);
        for Came { file: JobFile { file, .. }, .. } in came {
            let now = store.job_file(&run.id, &file.id).await?;
            // Others may have brought it meanwhile, or may bring it yet.
            if now.is_none_or(|now| closed && now.file.status == FileStatus::Uploading) {
                store.doom_prefix(&file.object).await?;
            }
        }
        Ok(())
    }

    async fn unpack_all(&self, found: &JobRun, came: Vec<Came>) -> Result<(), Error> {
        for Came { file, archive, .. } in came {
            let Some(path) = archive else { continue };
            let archive = std::fs::File::open(&path).map_err(scratch)?;
            unpack::unpack(&self.inner, found, &file, archive).await?;
        }
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
