//! The files of a job's run, laid where its tasks find them.
//!
//! They lie in the object store as they were uploaded. Where that is a folder of this machine, a
//! file is not copied but gets a second name; else its bytes are fetched. That they are the bytes
//! that were uploaded is looked at by the task which reads them. A file that is not in the store
//! is left out, so that its task alone fails.

use std::path::Path as FilePath;

use annals_domain::{FileRef, Plan, Work};
use annals_executor::{AttemptRef, Executor};
use futures::{StreamExt as _, TryStreamExt as _};
use object_store::ObjectStoreExt as _;
use object_store::path::Path;
use tokio::io::AsyncWriteExt as _;

use crate::Error;
use crate::engine::Inner;
use crate::files::Files;

/// How many files are fetched at once.
const AT_ONCE: usize = 8;

/// The files that the steps of `plan` read.
fn wanted(plan: &Plan) -> impl Iterator<Item = &FileRef> {
    plan.steps.iter().flat_map(|step| match &step.work {
        Work::Extract(work) => work.group.files.as_slice(),
        Work::Python(_) => &[],
    })
}

/// Lays the files of `plan` where the steps of the attempt find them.
pub(crate) async fn stage(
    inner: &Inner,
    plan: &Plan,
    attempt: &AttemptRef,
    executor: &dyn Executor,
) -> Result<(), Error> {
    if wanted(plan).next().is_none() || executor.steps_fetch() {
        return Ok(());
    }
    let Some(folder) = executor.files_folder(attempt).await? else {
        let name = executor.name();
        return Err(Error::Conflict(format!("the executor {name} carries out no jobs")));
    };
    let files: Vec<FileRef> = wanted(plan).cloned().collect();
    let laid = files.into_iter().map(|file| lay(inner, file, &folder));
    futures::stream::iter(laid).buffer_unordered(AT_ONCE).try_collect().await
}

async fn lay(inner: &Inner, file: FileRef, folder: &FilePath) -> Result<(), Error> {
    let to = folder.join(file.id.as_str());
    if tokio::fs::try_exists(&to).await.unwrap_or(false) {
        tokio::fs::remove_file(&to).await.map_err(written)?;
    }
    if let Some(root) = inner.settings.files.folder() {
        let from = root.join(&file.object);
        if tokio::fs::hard_link(&from, &to).await.is_ok() {
            return Ok(());
        }
    }
    match inner.files.fetch(&file.object, &to).await {
        Err(Error::Lost(reason)) => {
            tracing::warn!("{}: {reason}", file.path);
            Ok(())
        }
        fetched => fetched,
    }
}

impl Files {
    /// Writes an object's bytes to a local file.
    ///
    /// # Errors
    /// [`Error::Lost`] if it is not there, [`Error::NoRoom`] if the disk is full.
    pub(crate) async fn fetch(&self, object: &str, to: &FilePath) -> Result<(), Error> {
        let key = Path::parse(object).map_err(|error| Error::Lost(error.to_string()))?;
        let mut bytes = self.store().get(&key).await?.into_stream();
        let mut file = tokio::fs::File::create(to).await.map_err(written)?;
        while let Some(piece) = bytes.try_next().await? {
            file.write_all(&piece).await.map_err(written)?;
        }
        file.flush().await.map_err(written)
    }
}

fn written(error: std::io::Error) -> Error {
    let text = format!("a file for a job cannot be written: {error}");
    match error.kind() {
        std::io::ErrorKind::StorageFull => Error::NoRoom(text),
        _ => Error::Internal(text),
    }
}
