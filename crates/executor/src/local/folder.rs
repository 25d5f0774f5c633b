//! An attempt's folder: where everything lies that server and supervisor share.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use crate::local::{LocalConfig, boot};
use crate::{AttemptRef, ExecutorError, Launch};

/// The folder of one attempt, by its path.
#[derive(Debug, Clone)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// The folder that all attempts' folders lie in.
    pub(crate) fn root(data_dir: &Path) -> PathBuf {
        data_dir.join("attempts")
    }

    /// The folder of `attempt`.
    pub(crate) fn of(data_dir: &Path, attempt: &AttemptRef) -> Self {
        Self(Self::root(data_dir).join(format!("{}.{}", attempt.run_id, attempt.epoch)))
    }

    /// The folder at `path`.
    pub(crate) fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// The attempt that a folder of this name belongs to.
    pub(crate) fn attempt(name: &str) -> Option<AttemptRef> {
        let (run_id, epoch) = name.rsplit_once('.')?;
        Some(AttemptRef { run_id: run_id.parse().ok()?, epoch: epoch.parse().ok()? })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// A path within the folder.
    pub(crate) fn join(&self, path: impl AsRef<Path>) -> PathBuf {
        self.0.join(path)
    }

    pub(crate) fn spool(&self) -> PathBuf {
        self.join("spool")
    }

    pub(crate) fn supervisor_log(&self) -> PathBuf {
        self.join("supervisor.log")
    }

    /// The file that says which start of the machine the attempt belongs to.
    pub(crate) fn boot(&self) -> PathBuf {
        self.join("boot")
    }

    /// Where the folder is kept once a restart of the machine has ended the attempt: `lost`,
    /// beside the folder of all attempts.
    pub(crate) fn aside(&self) -> PathBuf {
        let data_dir = self.0.ancestors().nth(2).unwrap_or(&self.0);
        data_dir.join("lost").join(self.0.file_name().unwrap_or_default())
    }

    pub(crate) fn wake(&self) -> PathBuf {
        self.join("wake")
    }

    pub(crate) fn control(&self) -> PathBuf {
        self.join("control")
    }

    /// The file whose being there says that the attempt is to end.
    pub(crate) fn cancel_mark(&self) -> PathBuf {
        self.join("cancel")
    }

    /// Where a produced file lies; a path cannot lead out of the artifacts folder.
    pub(crate) fn artifact(&self, path: &str) -> PathBuf {
        let inside = Path::new(path).components().filter(|c| matches!(c, Component::Normal(_)));
        self.join("artifacts").join(inside.collect::<PathBuf>())
    }

    /// The folder of the files that every step may read.
    pub(crate) fn files(&self) -> PathBuf {
        self.join("files")
    }

    /// Makes that folder, and all above it.
    pub(crate) fn make_files(&self) -> io::Result<PathBuf> {
        let files = self.files();
        DirBuilder::new().recursive(true).mode(0o700).create(&files)?;
        Ok(files)
    }

    /// Makes the folder with what the supervisor is to do. The caller syncs the file returned.
    pub(crate) fn create(&self, launch: &Launch, config: &LocalConfig) -> io::Result<File> {
        // That it is there already, with the files of its steps, is as well.
        DirBuilder::new().recursive(true).mode(0o700).create(&self.0)?;
        let mut options = OpenOptions::new();
        let mut file =
            options.write(true).create_new(true).mode(0o600).open(self.join("launch.json"))?;
        file.write_all(&serde_json::to_vec(&(launch, config))?)?;
        boot::record(self)?;
        for fifo in [self.wake(), self.control()] {
            mkfifo(&fifo, Mode::S_IRUSR | Mode::S_IWUSR)?;
        }
        Ok(file)
    }

    /// What [`Self::create`] wrote.
    pub(crate) fn read_launch(&self) -> io::Result<(Launch, LocalConfig)> {
        Ok(serde_json::from_slice(&fs::read(self.join("launch.json"))?)?)
    }
}

/// Opens a FIFO for reading and writing, so that neither ever waits for another end.
pub(crate) fn open_fifo(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(nix::fcntl::OFlag::O_NONBLOCK.bits())
        .open(path)
}

/// Turns what the system said into an error that tells what was being done.
pub(crate) fn io_error(context: impl std::fmt::Display) -> impl FnOnce(io::Error) -> ExecutorError {
    move |source| ExecutorError::Io { context: context.to_string(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_as_attempts() {
        let attempt = AttemptRef { run_id: "a.b-1".parse().expect("an id"), epoch: 12 };
        let folder = Folder::of(Path::new("/d"), &attempt);
        assert_eq!(folder.path(), Path::new("/d/attempts/a.b-1.12"));
        assert_eq!(Folder::attempt("a.b-1.12"), Some(attempt));
        assert_eq!(Folder::attempt("lost+found"), None);
        assert_eq!(Folder::attempt("a.b"), None);
    }

    #[test]
    fn artifacts_stay_in_their_folder() {
        let folder = Folder::at(Path::new("/d/x.1"));
        assert_eq!(folder.artifact("a/b.txt"), Path::new("/d/x.1/artifacts/a/b.txt"));
        assert_eq!(folder.artifact("/../../etc/x"), Path::new("/d/x.1/artifacts/etc/x"));
    }
}
