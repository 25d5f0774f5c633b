//! Forms with files: each is taken whole or not at all, and under a key only once.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use annals_domain::FileId;
use annals_store::{JobFile, JobRun, KeyedFiles};
use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::intake::{Declared, Expected};
use super::keeping::Came;
use super::objects::Unwritten;
use super::other_request;
use crate::engine::{Engine, Inner};
use crate::tokens::hex;
use crate::{Error, IdempotencyKey};

/// The files whose bytes this process takes from forms now.
#[derive(Debug, Default)]
pub(super) struct BeingSent(Mutex<HashSet<FileId>>);

impl BeingSent {
    fn held(&self) -> MutexGuard<'_, HashSet<FileId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file whose bytes a form brings. No other form brings them meanwhile, so that one that breaks
/// off takes nothing from another that brings the same path.
pub(super) struct Sending {
    inner: Arc<Inner>,
    id: FileId,
}

impl Sending {
    /// From now on, unless another form brings it.
    pub(super) fn of(inner: &Arc<Inner>, id: &FileId) -> Option<Self> {
        let is_free = inner.underway.sent.held().insert(id.clone());
        is_free.then(|| Self { inner: Arc::clone(inner), id: id.clone() })
    }

    /// Which file.
    pub(super) const fn id(&self) -> &FileId {
        &self.id
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        self.inner.underway.sent.held().remove(&self.id);
    }
}

/// A form whose files are coming. It ends with [`Form::close`] or [`Form::break_off`].
pub struct Form {
    engine: Engine,
    found: JobRun,
    key: Option<IdempotencyKey>,
    /// What the key was used for; then nothing is kept of this form.
    before: Option<KeyedFiles>,
    /// The hash of what came.
    came: Sha256,
    files: Vec<Came>,
    /// The files that were kept.
    ids: Vec<FileId>,
    /// Those of the files that were not waited for.
    new: Vec<FileId>,
    sending: Vec<Sending>,
}

impl Engine {
    /// Begins to take a form. Sent again under a key that was used before, it is compared with what
    /// came then, and answers the same files.
    ///
    /// # Errors
    /// [`Error`] if the database does not answer.
    pub async fn form(&self, found: JobRun, key: Option<IdempotencyKey>) -> Result<Form, Error> {
        let before = match &key {
            Some(key) => self.inner.store.keyed_files(&key.clone().into()).await?,
            None => None,
        };
        Ok(Form {
            engine: self.clone(),
            found,
            key,
            before,
            came: Sha256::new(),
            files: Vec::new(),
            ids: Vec::new(),
            new: Vec::new(),
            sending: Vec::new(),
        })
    }

    /// The files that a key was used for, and their run, if the request is the same.
    pub(super) async fn same_files(
        &self,
        found: &JobRun,
        key: &IdempotencyKey,
        before: &KeyedFiles,
    ) -> Result<(JobRun, Vec<JobFile>), Error> {
        if before.body_hash != key.body_hash {
            return Err(other_request());
        }
        let run = self.job_run(&found.row.run.task_id, Some(&before.run)).await?;
        let mut files = self.job_files(&run, false).await?;
        files.retain(|file| before.files.contains(&file.file.id));
        Ok((run, files))
    }

    /// Files of a run with those that came out of them.
    async fn with_contents(
        &self,
        found: JobRun,
        ids: &[FileId],
    ) -> Result<(JobRun, Vec<JobFile>), Error> {
        let all = self.job_files(&found, false).await?;
        let own = |file: &&JobFile| within(&all, ids, &file.file.id);
        let files = all.iter().filter(own).cloned().collect();
        Ok((found, files))
    }
}

impl Form {
    /// Takes one file.
    ///
    /// # Errors
    /// [`Error::TooLarge`] for more bytes than a file may have, [`Error::Refused`] where they do not
    /// come to their end, [`Error::Conflict`] once the run was submitted or where it has too many
    /// files.
    pub async fn take<E: std::fmt::Display>(
        &mut self,
        file: Declared,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<(), Error> {
        let said = json!([file.path, file.media_type]).to_string();
        let sha256 = match self.before {
            Some(_) => read_through(bytes).await?,
            None => self.keep(file, bytes).await?,
        };
        self.came.update(format!("{said} {sha256}\n"));
        Ok(())
    }

    async fn keep<E: std::fmt::Display>(
        &mut self,
        file: Declared,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<String, Error> {
        let expected = self.engine.expect_file(&self.found, file).await?;
        let Expected { file, sending, is_new } = expected;
        self.sending.push(sending);
        if is_new {
            self.new.push(file.file.id.clone());
        }
        let came = self.engine.bytes_of(&file, bytes).await?;
        let sha256 = came.written.sha256.clone();
        self.files.push(came);
        Ok(sha256)
    }

    /// Ends the form: all of its files are there, and archives among them are unpacked. Answers the
    /// run and the files, with those that came out of archives.
    ///
    /// # Errors
    /// [`Error::Conflict`] if the key was used with another form, or once the run was submitted;
    /// [`Error::NotFound`] if the run or one of the files went meanwhile.
    pub async fn close(mut self) -> Result<(JobRun, Vec<JobFile>), Error> {
        let came = hex(&std::mem::take(&mut self.came).finalize());
        let key = self.key.take().map(|key| IdempotencyKey { body_hash: came, ..key });
        let before = match self.before.take() {
            None => self.keep_all(key.clone()).await?,
            before => before,
        };
        let (Some(before), Some(key)) = (before, key) else {
            let found = self.found.clone();
            return self.engine.with_contents(found, &self.ids).await;
        };
        let (engine, found) = (self.engine.clone(), self.found.clone());
        self.new.retain(|id| !before.files.contains(id));
        self.break_off().await;
        let (run, files) = engine.same_files(&found, &key, &before).await?;
        let ids: Vec<_> = files.into_iter().map(|file| file.file.id).collect();
        engine.with_contents(run, &ids).await
    }

    async fn keep_all(&mut self, key: Option<IdempotencyKey>) -> Result<Option<KeyedFiles>, Error> {
        let files = std::mem::take(&mut self.files);
        self.ids = files.iter().map(|one| one.file.file.id.clone()).collect();
        let kept = self.engine.keep_files(&self.found, files, key.map(Into::into)).await;
        if kept.is_err() {
            self.remove_new().await;
        }
        kept
    }

    /// Ends the form without it: what was there for it alone goes.
    pub async fn break_off(self) {
        self.remove_new().await;
    }

    async fn remove_new(&self) {
        for id in &self.new {
            // Where the run was closed meanwhile it stays, and waits.
            let _ = self.engine.delete_job_file(&self.found, id).await;
        }
    }
}

/// The hash of bytes that are not kept.
async fn read_through<E: std::fmt::Display>(
    bytes: impl Stream<Item = Result<Bytes, E>> + Send,
) -> Result<String, Error> {
    let (mut hash, mut bytes) = (Sha256::new(), std::pin::pin!(bytes));
    while let Some(piece) = bytes.next().await {
        let piece = piece.map_err(|error| Error::from(Unwritten::Broken(error.to_string())))?;
        hash.update(&piece);
    }
    Ok(hex(&hash.finalize()))
}

/// Whether the archive `id` is one of `ids`, or came out of one.
fn within(all: &[JobFile], ids: &[FileId], id: &FileId) -> bool {
    if ids.contains(id) {
        return true;
    }
    let above = all.iter().find(|file| file.file.id == *id);
    above.and_then(|file| file.file.parent.as_ref()).is_some_and(|id| within(all, ids, id))
}
