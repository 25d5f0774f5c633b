//! A folder of this machine that results go to.

use std::path::{Component, Path, PathBuf};

use futures::FutureExt as _;
use futures::future::BoxFuture;

use crate::destination::check_name;
use crate::{Delivered, Delivery, Destination, Error};

/// A folder as a destination. A file of the same name is replaced, whole or not at all.
#[derive(Debug, Clone)]
pub struct FolderOut {
    folder: PathBuf,
}

impl FolderOut {
    /// A folder, which is made where it is not there.
    ///
    /// # Errors
    /// [`Error::Setting`] for a path that is not absolute.
    pub fn new(folder: PathBuf) -> Result<Self, Error> {
        let plain = folder.components().all(|part| part != Component::ParentDir);
        if folder.is_absolute() && plain {
            return Ok(Self { folder });
        }
        let path = folder.display();
        Err(Error::Setting(format!("`{path}` is not an absolute path without `..`")))
    }
}

impl Destination for FolderOut {
    fn deliver<'a>(&'a self, delivery: Delivery<'a>) -> BoxFuture<'a, Result<Delivered, Error>> {
        let (folder, name) = (self.folder.clone(), delivery.name.to_owned());
        let (from, draft) = (delivery.file.to_owned(), draft_of(delivery.attempt));
        async move {
            check_name(&name)?;
            check_name(&draft)?;
            let place = folder.join(&name);
            let shown = place.display().to_string();
            let put = move || put(&folder, &draft, &from, &place);
            let put = tokio::task::spawn_blocking(put).await;
            put.map_err(|error| Error::passing(format!("{shown}: {error}")))?
                .map_err(|error| Error::io(&shown, &error))?;
            Ok(Delivered { place: shown, link: None })
        }
        .boxed()
    }

    fn draft(&self, attempt: &str) -> Option<PathBuf> {
        Some(self.folder.join(draft_of(attempt)))
    }
}

/// What a try's file is called until it is whole.
fn draft_of(attempt: &str) -> String {
    format!(".annals-{attempt}.part")
}

/// Copies the file beside its place and moves it there once it is safe.
fn put(folder: &Path, draft: &str, from: &Path, place: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut draft = tempfile::Builder::new().prefix(draft).rand_bytes(0).tempfile_in(folder)?;
    std::io::copy(&mut std::fs::File::open(from)?, draft.as_file_mut())?;
    draft.as_file().sync_all()?;
    // Others are meant to read it; the draft was its owner's only.
    let readable = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    draft.as_file().set_permissions(readable)?;
    draft.persist(place).map_err(|error| error.error)?;
    std::fs::File::open(folder)?.sync_all()
}
