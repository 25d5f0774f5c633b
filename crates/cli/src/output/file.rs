//! Files that are either there as a whole or not at all.

use std::fs::{File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::CliError;

/// A file being written. It appears under its name only once it is whole.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    file: NamedTempFile,
}

impl NewFile {
    /// Begins a file that will be called `path`.
    ///
    /// # Errors
    /// [`CliError::Io`] if nothing can be written where it is to be.
    pub fn begin(path: &Path) -> Result<Self, CliError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let file = tempfile::Builder::new()
            .prefix(".annals-")
            // Like any new file: the umask decides.
            .permissions(Permissions::from_mode(0o666))
            .tempfile_in(folder.unwrap_or(Path::new(".")))
            .map_err(CliError::io(format!("cannot write {}", path.display())))?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Where to write.
    pub fn file(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Makes an error of a failure to write.
    #[must_use]
    pub fn unwritable(&self, error: std::io::Error) -> CliError {
        CliError::io(format!("cannot write {}", self.path.display()))(error)
    }

    /// Gives the whole file its name, in the place of one that has it already.
    ///
    /// # Errors
    /// [`CliError::Io`] if that fails; then nothing has changed.
    pub fn finish(self) -> Result<(), CliError> {
        let unwritable = CliError::io(format!("cannot write {}", self.path.display()));
        let renamed =
            self.file.as_file().sync_all().and_then(|()| {
                self.file.persist(&self.path).map(drop).map_err(|error| error.error)
            });
        renamed.map_err(unwritable)
    }
}
