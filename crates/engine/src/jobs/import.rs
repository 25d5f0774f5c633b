//! Files that a run fetches from elsewhere: from a source that tells where they lie.

use std::sync::Arc;

use annals_connect::google::{Drive, DriveSettings, Gmail, GmailSettings};
use annals_connect::{RemoteFile, Source};
use annals_domain::{FileSource, FileStatus, Run};
use annals_store::{FileChange, Idempotency, JobChanged, JobFile, JobRun, KeyedFiles};
use serde_json::{Value, json};

use super::intake::{Declared, scratch};
use super::{AtFiles, setup, submit, unpack};
use crate::automations::Trouble;
use crate::engine::{Engine, Inner};
use crate::{Caller, Error, IdempotencyKey};

/// An attachment of a mail in Gmail, as a caller names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAttachment {
    /// The mail.
    pub message_id: String,
    /// Which of its attachments.
    pub attachment_id: String,
    /// What the file is called.
    pub filename: String,
}

impl Engine {
    /// Fetches files of Google Drive into a run, in the background; answers them as they wait, with
    /// their run. Under a key that was used before, the files that were asked for then.
    ///
    /// # Errors
    /// [`Error::Conflict`] without a connected account, once the run was submitted or if the key was
    /// used with another request; [`Error::Refused`] for ids that Drive does not know.
    pub async fn import_from_drive(
        &self,
        caller: &Caller,
        found: &JobRun,
        ids: &[String],
        key: Option<IdempotencyKey>,
    ) -> Result<(JobRun, Vec<JobFile>), Error> {
        if let Some(before) = self.imported_before(found, key.as_ref()).await? {
            return Ok(before);
        }
        setup::open(found)?;
        let google = self.inner.google(caller.user_id.as_deref()).await.map_err(refused)?;
        let drive = Drive::new(google, DriveSettings::default());
        let drive = drive.map_err(|error| refused(error.into()))?;
        let mut files = Vec::with_capacity(ids.len());
        for id in ids {
            files.push(drive.file(id).await.map_err(|error| refused(error.into()))?);
        }
        self.fetch_later(found, (Arc::new(drive), FileSource::Drive), files, key).await
    }

    /// Fetches attachments of mails in Gmail into a run, in the background; answers them as they
    /// wait, with their run. Under a key that was used before, the files that were asked for then.
    ///
    /// # Errors
    /// [`Error::Conflict`] without a connected account, once the run was submitted or if the key was
    /// used with another request.
    pub async fn import_from_gmail(
        &self,
        caller: &Caller,
        found: &JobRun,
        attachments: &[MailAttachment],
        key: Option<IdempotencyKey>,
    ) -> Result<(JobRun, Vec<JobFile>), Error> {
        if let Some(before) = self.imported_before(found, key.as_ref()).await? {
            return Ok(before);
        }
        setup::open(found)?;
        let google = self.inner.google(caller.user_id.as_deref()).await.map_err(refused)?;
        let gmail = Gmail::new(google, GmailSettings::default(), Arc::clone(&self.inner.clock));
        let gmail = gmail.map_err(|error| refused(error.into()))?;
        let file = |one: &MailAttachment| {
            Gmail::attachment(&one.message_id, &one.attachment_id, &one.filename)
        };
        let files = attachments.iter().map(file).collect();
        self.fetch_later(found, (Arc::new(gmail), FileSource::Gmail), files, key).await
    }

    async fn imported_before(
        &self,
        found: &JobRun,
        key: Option<&IdempotencyKey>,
    ) -> Result<Option<(JobRun, Vec<JobFile>)>, Error> {
        let Some(key) = key else { return Ok(None) };
        match self.inner.store.keyed_files(&key.clone().into()).await? {
            Some(before) => self.same_files(found, key, &before).await.map(Some),
            None => Ok(None),
        }
    }

    async fn fetch_later(
        &self,
        found: &JobRun,
        (source, kind): (Arc<dyn Source>, FileSource),
        files: Vec<RemoteFile>,
        key: Option<IdempotencyKey>,
    ) -> Result<(JobRun, Vec<JobFile>), Error> {
        let at = AtFiles::of(&self.inner, &found.row.run.id);
        let stored = key.clone().map(Into::into);
        let (waiting, before) = self.inner.expect_remote(found, kind, &files, stored).await?;
        if let (Some(before), Some(key)) = (before, key) {
            return self.same_files(found, &key, &before).await;
        }
        let (inner, run, files_there) = (Arc::clone(&self.inner), found.clone(), waiting.clone());
        self.inner.tasks.spawn(async move {
            let pairs: Vec<_> = files_there.iter().zip(&files).collect();
            // Nobody tries again by itself what a person asked for.
            let fetching = at.during(inner.fetch_all(&run, kind, &*source, (&pairs, true)));
            let ended = tokio::select! {
                () = inner.stopping.cancelled() => return,
                ended = fetching => ended,
            };
            if let Err(trouble) = ended {
                tracing::warn!("files for run {}: {}", run.row.run.id, trouble.why());
            }
        });
        Ok((found.clone(), waiting))
    }
}

impl Inner {
    /// Notes files that are to be fetched, all at once, and tells of them; or nothing, and answers
    /// what the key was used for before.
    pub(crate) async fn expect_remote(
        &self,
        found: &JobRun,
        kind: FileSource,
        files: &[RemoteFile],
        key: Option<Idempotency>,
    ) -> Result<(Vec<JobFile>, Option<KeyedFiles>), Error> {
        let run = &found.row.run;
        let there = self.store.job_files(&run.id, false).await?;
        if there.len() + files.len() > submit::MOST_FILES {
            let most = submit::MOST_FILES;
            return Err(Error::Conflict(format!("a run has at most {most} files")));
        }
        let one = |file: &RemoteFile| {
            let declared = Declared {
                name: file.name.clone(),
                path: file.name.clone(),
                size: file.bytes.and_then(|bytes| i64::try_from(bytes).ok()).unwrap_or(0),
                media_type: file.media_type.clone(),
            };
            self.coming(&run.task_id, &run.id, declared, kind, FileStatus::Importing)
        };
        let new: Vec<_> = files.iter().map(one).collect();
        let ids: Vec<_> = new.iter().map(|file| file.id.clone()).collect();
        let kept = self.store.add_job_files(&run.id, new, key, self.clock.now()).await?;
        if let Some(before) = setup::accept_files(kept, found)? {
            return Ok((Vec::new(), Some(before)));
        }
        let count = files.len();
        self.tell_job(
            run,
            vec![json!({"type": "import_started", "source": kind, "file_count": count})],
        )
        .await;
        let mut files = self.store.job_files(&run.id, false).await?;
        files.retain(|file| ids.contains(&file.file.id));
        Ok((files, None))
    }

    /// Fetches files that wait; one that cannot be had fails alone, and on the last try so does
    /// one that might be had later.
    ///
    /// # Errors
    /// What may pass: those that are not there yet still wait.
    pub(crate) async fn fetch_all(
        &self,
        found: &JobRun,
        kind: FileSource,
        source: &dyn Source,
        (files, is_last_try): (&[(&JobFile, &RemoteFile)], bool),
    ) -> Result<(), Trouble> {
        let run = &found.row.run;
        let (mut done, mut failed) = (0, 0);
        for (file, remote) in files {
            match self.fetch_file(found, file, source, remote).await {
                Ok(()) => done += 1,
                Err(trouble) if is_last_try || matches!(trouble, Trouble::Lasting(_)) => {
                    self.give_file_up(found, file, trouble.why()).await?;
                    failed += 1;
                }
                Err(passing) => {
                    let error = passing.why();
                    let event = json!({"type": "import_failed", "source": kind, "error": error});
                    self.tell_job(run, vec![event]).await;
                    return Err(passing);
                }
            }
            let count = files.len();
            self.tell_import(run, "import_progress", kind, (done, failed, count)).await;
        }
        let word = if done == 0 && failed > 0 { "import_failed" } else { "import_completed" };
        self.tell_import(run, word, kind, (done, failed, files.len())).await;
        Ok(())
    }

    async fn tell_import(
        &self,
        run: &Run,
        word: &str,
        kind: FileSource,
        (done, failed, count): (usize, usize, usize),
    ) {
        let event: Value = json!({
            "type": word, "source": kind, "file_count": count, "imported": done, "failed": failed,
        });
        self.tell_job(run, vec![event]).await;
    }

    /// Fetches one file, and unpacks it where it is an archive.
    async fn fetch_file(
        &self,
        found: &JobRun,
        file: &JobFile,
        source: &dyn Source,
        remote: &RemoteFile,
    ) -> Result<(), Trouble> {
        // One whose unpacking was broken off is fetched again: nothing of it was kept.
        if !matches!(file.file.status, FileStatus::Importing | FileStatus::Unpacking) {
            return Ok(());
        }
        let folder = tempfile::tempdir().map_err(scratch)?;
        let path = folder.path().join("file");
        source.fetch(remote, &path, self.settings.jobs.file_limit).await?;
        let written = self.files.write_file(&file.file.object, &path).await;
        let written = written.map_err(Error::from)?;
        let is_archive = file.file.name.to_ascii_lowercase().ends_with(".zip");
        let status = if is_archive { FileStatus::Unpacking } else { FileStatus::Uploaded };
        let content = Some((written.size, written.sha256));
        let change = FileChange { status: Some(status), content, ..FileChange::default() };
        self.change_file(found, file, change).await?;
        if is_archive {
            let archive = std::fs::File::open(&path).map_err(scratch)?;
            unpack::unpack(self, found, file, archive).await?;
        }
        Ok(())
    }

    /// Notes that a file cannot be had.
    pub(crate) async fn give_file_up(
        &self,
        found: &JobRun,
        file: &JobFile,
        why: &str,
    ) -> Result<(), Error> {
        let change = FileChange {
            status: Some(FileStatus::Failed),
            error: Some(why.to_owned()),
            ..FileChange::default()
        };
        self.change_file(found, file, change).await
    }

    async fn change_file(
        &self,
        found: &JobRun,
        file: &JobFile,
        change: FileChange,
    ) -> Result<(), Error> {
        let (run, id, status) = (&found.row.run, &file.file.id, change.status);
        let now = self.clock.now();
        let changed = self.store.change_job_file(&run.id, id, change, Vec::new(), now).await?;
        if changed != JobChanged::Done {
            // The file or its run went while it was fetched.
            self.store.doom_prefix(&file.file.object).await?;
            return setup::accept(changed, found);
        }
        let event = json!({"type": "file_status_changed", "file_id": id, "status": status});
        self.tell_job(run, vec![event]).await;
        Ok(())
    }
}

/// What is wrong, said to whoever asked.
fn refused(trouble: Trouble) -> Error {
    match trouble {
        Trouble::Passing { why, .. } => Error::Unavailable(why),
        Trouble::Lasting(why) => Error::Conflict(why),
    }
}
