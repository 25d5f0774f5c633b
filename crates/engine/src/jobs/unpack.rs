//! Archives: unpacked whole into files of the run, or refused whole.

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use annals_domain::{FileId, FileSource, FileStatus};
use annals_extract::archive::{self, Entry, Limits, Sink};
use annals_store::{FileChange, JobFile, JobRun, NewJobFile};
use serde_json::{Value, json};

use super::intake::{Declared, scratch};
use super::setup;
use crate::Error;
use crate::engine::Inner;

/// Unpacks an archive that has come.
pub(super) async fn unpack(
    inner: &Inner,
    found: &JobRun,
    file: &JobFile,
    archive: File,
) -> Result<(), Error> {
    let folder = tempfile::tempdir().map_err(scratch)?;
    let (limits, path) = (inner.settings.jobs.archives, folder.path().to_owned());
    let taken = tokio::task::spawn_blocking(move || take_out(archive, &limits, &path)).await;
    let taken = taken.map_err(|error| Error::Internal(format!("unpacking: {error}")))?;
    let outcome = match taken {
        Ok(entries) => keep(inner, found, file, folder.path(), entries).await,
        Err(reason) => refuse(inner, found, file, &reason).await,
    };
    match outcome {
        Err(error) => {
            // So that it does not stay half unpacked for ever.
            let text = format!("The archive's files could not be kept: {error}.");
            refuse(inner, found, file, &text).await?;
            Err(error)
        }
        done => done,
    }
}

/// Everything that an archive holds, in files of `folder` by their numbers; or why it is refused.
fn take_out(mut archive: File, limits: &Limits, folder: &Path) -> Result<Vec<Entry>, String> {
    archive.seek(SeekFrom::Start(0)).map_err(|error| error.to_string())?;
    let mut sink = Folder { folder: folder.to_owned(), entries: Vec::new(), file: None };
    let unpacked = archive::unpack(archive, limits, folder, &mut sink);
    unpacked.map_err(|refused| refused.to_string())?;
    Ok(sink.entries)
}

/// Takes the files into a folder.
struct Folder {
    folder: PathBuf,
    entries: Vec<Entry>,
    file: Option<File>,
}

impl Sink for Folder {
    fn begin(&mut self, entry: &Entry) -> std::io::Result<()> {
        self.file = Some(File::create_new(self.folder.join(self.entries.len().to_string()))?);
        self.entries.push(entry.clone());
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.file.iter_mut().try_for_each(|file| file.write_all(bytes))
    }
}

/// Copies what came out into the object store, then makes all of it files of the run at once.
async fn keep(
    inner: &Inner,
    found: &JobRun,
    archive: &JobFile,
    folder: &Path,
    entries: Vec<Entry>,
) -> Result<(), Error> {
    let run = &found.row.run;
    let mut kept: Vec<NewJobFile> = Vec::with_capacity(entries.len());
    // The archives within, by their numbers.
    let mut archives: Vec<FileId> = Vec::new();
    for (n, entry) in entries.iter().enumerate() {
        let status = match entry.archive {
            Some(_) => FileStatus::Unpacked,
            None => FileStatus::Uploaded,
        };
        let name = entry.path.rsplit('/').next().unwrap_or(&entry.path).to_owned();
        let declared = Declared { name, path: entry.path.clone(), ..Declared::default() };
        let mut file = inner.coming(&run.task_id, &run.id, declared, FileSource::Zip, status);
        let written = inner.files.write_file(&file.object, &folder.join(n.to_string())).await?;
        (file.size, file.sha256) = (written.size, Some(written.sha256));
        let parent = entry.within.and_then(|number| archives.get(number));
        file.parent = Some(parent.unwrap_or(&archive.file.id).clone());
        if entry.archive.is_some() {
            archives.push(file.id.clone());
        }
        kept.push(file);
    }
    let told: Vec<_> = kept.iter().map(shown).collect();
    let objects: Vec<_> = kept.iter().map(|file| file.object.clone()).collect();
    let change = FileChange { status: Some(FileStatus::Unpacked), ..FileChange::default() };
    let (id, now) = (&archive.file.id, inner.clock.now());
    let changed = inner.store.change_job_file(&run.id, id, change, kept, now).await?;
    if changed != annals_store::JobChanged::Done {
        for object in &objects {
            inner.store.doom_prefix(object).await?;
        }
        return setup::accept(changed, found);
    }
    let events = vec![
        json!({"type": "file_status_changed", "file_id": id, "status": FileStatus::Unpacked}),
        json!({"type": "files_extracted", "file_id": id, "files": told}),
    ];
    inner.tell_job(run, events).await;
    Ok(())
}

fn shown(file: &NewJobFile) -> Value {
    json!({
        "id": file.id,
        "original_filename": file.name,
        "original_path": file.path,
        "file_size_bytes": file.size,
        "status": file.status,
    })
}

/// The archive is refused, and nothing of it is a file of the run.
pub(super) async fn refuse(
    inner: &Inner,
    found: &JobRun,
    archive: &JobFile,
    reason: &str,
) -> Result<(), Error> {
    let (run, id) = (&found.row.run, &archive.file.id);
    let change = FileChange {
        status: Some(FileStatus::Failed),
        error: Some(reason.to_owned()),
        ..FileChange::default()
    };
    let now = inner.clock.now();
    inner.store.change_job_file(&run.id, id, change, Vec::new(), now).await?;
    let events = vec![
        json!({"type": "file_status_changed", "file_id": id, "status": FileStatus::Failed}),
        json!({"type": "extraction_failed", "file_id": id, "error": reason}),
    ];
    inner.tell_job(run, events).await;
    Ok(())
}
