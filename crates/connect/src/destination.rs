//! What every destination of results can do.

use std::path::{Path, PathBuf};

use futures::future::BoxFuture;

use crate::Error;

/// A finished file that is to go somewhere.
#[derive(Debug, Clone, Copy)]
pub struct Delivery<'a> {
    /// What tells this delivery from all others. The same key twice leaves one file, or one that
    /// can be known for a repetition.
    pub key: &'a str,
    /// What tells this try from others of the same delivery, and of all others.
    pub attempt: &'a str,
    /// The file's name at its destination, without a folder.
    pub name: &'a str,
    /// Its type.
    pub media_type: &'a str,
    /// Where its bytes lie on this machine.
    pub file: &'a Path,
}

/// Where a file went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Where it is, for people.
    pub place: String,
    /// A link to it, where it has one.
    pub link: Option<String>,
}

/// A place that results go to.
pub trait Destination: Send + Sync {
    /// Brings a file there.
    ///
    /// # Errors
    /// [`Error`] if it did not arrive, or if that is not known.
    fn deliver<'a>(&'a self, delivery: Delivery<'a>) -> BoxFuture<'a, Result<Delivered, Error>>;

    /// The file on this machine, outside of Annals' own folders, that a try writes into first: what is
    /// left of it where its process is killed.
    fn draft(&self, _attempt: &str) -> Option<PathBuf> {
        None
    }
}

/// Refuses names that lead out of a folder.
pub(crate) fn check_name(name: &str) -> Result<(), Error> {
    let bad = name.is_empty() || name == "." || name == ".." || name.contains(['/', '\\', '\0']);
    if bad { Err(Error::Setting(format!("`{name}` is not the name of a file"))) } else { Ok(()) }
}
