//! What this process does with the files of runs: fetching, unpacking, exporting. It is lost where
//! the process ends, so what somebody who is gone was at is found and given up, with the reason.
//!
//! Who is at it is known in memory. Where servers share the database, each says by the run's last
//! activity that it is still at it; what has been silent for longer than two leases is nobody's.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use annals_domain::{ExportStatus, FileStatus, RunId, Timestamp};
use annals_store::{JobExport, JobFile, JobRun};
use serde_json::json;

use super::form::BeingSent;
use super::{ExportFormat, unpack};
use crate::Error;
use crate::engine::Inner;

/// What this process is at.
#[derive(Debug, Default)]
pub(crate) struct Underway {
    /// The runs whose files it is at, and with how many things.
    runs: Mutex<HashMap<RunId, usize>>,
    /// The files that forms bring it.
    pub(super) sent: BeingSent,
}

impl Underway {
    fn held(&self) -> MutexGuard<'_, HashMap<RunId, usize>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has(&self, run: &RunId) -> bool {
        self.held().contains_key(run)
    }
}

/// As long as this is there, nobody takes what is done with the run's files for left behind.
pub(crate) struct AtFiles {
    inner: Arc<Inner>,
    run: RunId,
}

impl AtFiles {
    /// From now on. To be had before anything says in the database that it is being done.
    pub(crate) fn of(inner: &Arc<Inner>, run: &RunId) -> Self {
        *inner.underway.held().entry(run.clone()).or_insert(0) += 1;
        Self { inner: Arc::clone(inner), run: run.clone() }
    }

    /// Does the work, and lets other servers know that it goes on.
    pub(crate) async fn during<T>(&self, work: impl Future<Output = T>) -> T {
        let (inner, mut work) = (&self.inner, std::pin::pin!(work));
        if !inner.store.is_shared() {
            return work.await;
        }
        loop {
            tokio::select! {
                done = &mut work => return done,
                () = tokio::time::sleep(inner.settings.leases.lease / 3) => {}
            }
            if let Err(error) = inner.store.job_run_active(&self.run, inner.clock.now()).await {
                tracing::warn!("run {} is not said to be worked at: {error}", self.run);
            }
        }
    }
}

impl Drop for AtFiles {
    fn drop(&mut self) {
        let mut held = self.inner.underway.held();
        if let Some(count) = held.get_mut(&self.run) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.run);
            }
        }
    }
}

/// Gives up what was being done with files of runs by somebody who is gone.
pub(super) async fn give_up_what_was_left(inner: &Inner) -> Result<(), Error> {
    let before = silent_since(inner);
    for file in inner.store.stranded_job_files(before).await? {
        if let Some(found) = left(inner, &file.run).await? {
            give_file_up(inner, &found, &file).await?;
        }
    }
    for (run, export) in inner.store.stranded_exports(before).await? {
        if let Some(found) = left(inner, &run).await? {
            give_export_up(inner, &found, &export).await?;
        }
    }
    Ok(())
}

/// What was active after this may be another server's work.
fn silent_since(inner: &Inner) -> Timestamp {
    let now = inner.clock.now();
    match inner.store.is_shared() {
        // One process owns a folder with SQLite: all that it does not know of is lost.
        false => now,
        true => {
            let lease = inner.settings.leases.lease.as_millis();
            now.plus_millis(-i64::try_from(lease.saturating_mul(2)).unwrap_or(i64::MAX))
        }
    }
}

/// The run, unless this process is at it or it is gone.
async fn left(inner: &Inner, run: &RunId) -> Result<Option<JobRun>, Error> {
    if inner.underway.has(run) {
        return Ok(None);
    }
    let Some(run) = inner.store.run(run).await? else { return Ok(None) };
    Ok(inner.store.job_run(&run.task_id, Some(&run.id)).await?)
}

async fn give_file_up(inner: &Inner, found: &JobRun, file: &JobFile) -> Result<(), Error> {
    // Whoever was at it may have done it since the file was read.
    let now = inner.store.job_file(&found.row.run.id, &file.file.id).await?;
    if now.is_none_or(|now| now.file.status != file.file.status) {
        return Ok(());
    }
    if file.file.status == FileStatus::Unpacking {
        let reason = "The server was stopped while this was unpacked; upload it again.";
        return unpack::refuse(inner, found, file, reason).await;
    }
    let reason = "It was not fetched to its end: the server was stopped, or its automation gave \
                  up. Import it again.";
    inner.give_file_up(found, file, reason).await?;
    let event = json!({"type": "import_failed", "source": file.file.source, "error": reason});
    inner.tell_job(&found.row.run, vec![event]).await;
    Ok(())
}

async fn give_export_up(inner: &Inner, found: &JobRun, export: &JobExport) -> Result<(), Error> {
    let now = inner.store.export(&found.row.run.id, &export.id).await?;
    if now.is_none_or(|now| now.status != ExportStatus::Running) {
        return Ok(());
    }
    if let Some(draft) = &export.draft {
        remove_draft(Path::new(draft)).await;
    }
    let format = ExportFormat::of(&export.file_type);
    let reason = Error::Unavailable("the server was stopped meanwhile; export again".into());
    let (id, to) = (&export.id, export.destination.as_str());
    inner.end_export(found, id, (to, format), Err(&reason)).await
}

/// Removes what an export had written so far. It was made for this export alone, by its id.
async fn remove_draft(draft: &Path) {
    match tokio::fs::remove_file(draft).await {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => tracing::warn!("{} is left over: {error}", draft.display()),
    }
}
