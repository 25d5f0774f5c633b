//! What every source of documents can do.

use std::path::Path;

use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

use crate::Error;

/// A file that lies with a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteFile {
    /// Its name, without a folder.
    pub name: String,
    /// Its type, where the source tells it.
    #[serde(default)]
    pub media_type: Option<String>,
    /// Its size, where the source tells it.
    #[serde(default)]
    pub bytes: Option<u64>,
    /// Where the source finds it again; only the source reads it.
    pub place: serde_json::Value,
}

/// Something that happened at a source: a file came, a mail came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What tells it from all other events of this source, for ever.
    pub key: String,
    /// What it was, for people: a file's path, a mail's subject.
    pub about: String,
    /// The files it brought, at least one.
    pub files: Vec<RemoteFile>,
}

/// What a source has to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// What happened, the oldest first.
    pub events: Vec<Event>,
    /// The place to go on from, to be stored together with the events.
    pub cursor: String,
    /// Whether there is more already.
    pub more: bool,
}

/// A place that documents come from.
pub trait Source: Send + Sync {
    /// What happened since `cursor`. Without a cursor the source is looked at for the first time:
    /// what lies there already is news only where the settings say so.
    ///
    /// # Errors
    /// [`Error`] if the source cannot be asked; the cursor then holds on.
    fn news<'a>(&'a self, cursor: Option<&'a str>) -> BoxFuture<'a, Result<News, Error>>;

    /// Writes the bytes of `file` to the path `to`, at most `limit` of them, and answers how many
    /// they are.
    ///
    /// # Errors
    /// [`Error::Missing`] if it is gone, [`Error::Setting`] if it is larger than `limit`; else
    /// [`Error`] if the source cannot be asked.
    fn fetch<'a>(
        &'a self,
        file: &'a RemoteFile,
        to: &'a Path,
        limit: u64,
    ) -> BoxFuture<'a, Result<u64, Error>>;
}

/// Refuses what is larger than `limit`.
pub(crate) fn check_size(name: &str, bytes: u64, limit: u64) -> Result<(), Error> {
    if bytes <= limit {
        return Ok(());
    }
    Err(Error::Setting(format!("{name} has {bytes} bytes, more than the {limit} that are taken")))
}

/// Reads a place that this kind of source has given.
pub(crate) fn place<T: serde::de::DeserializeOwned>(file: &RemoteFile) -> Result<T, Error> {
    serde_json::from_value(file.place.clone())
        .map_err(|error| Error::Setting(format!("the place of {} is damaged: {error}", file.name)))
}

/// Reads a cursor that this kind of source has given.
pub(crate) fn cursor<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| {
        Error::Setting(format!("the stored place in the source is damaged: {error}"))
    })
}

/// Writes a place or a cursor down.
pub(crate) fn json<T: Serialize>(value: &T) -> serde_json::Value {
    // These types are maps with text keys, numbers and texts, which always have a JSON form.
    serde_json::to_value(value).unwrap_or_default()
}
