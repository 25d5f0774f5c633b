//! A folder of this machine that is looked at from time to time.
//!
//! A file is taken once it has looked the same for a while: what is still being copied grows. It is
//! the same event as long as path, size and time of change are the same.

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use annals_domain::{Clock, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::source::{check_size, json, place};
use crate::{Error, Event, FileNames, News, RemoteFile, Source};

/// The most files of a folder that is watched; each is known by a key in the cursor.
const MOST_FILES: usize = 100_000;
/// The most events that are told at once.
const MOST_EVENTS: usize = 500;
/// Ends of names that programs give to what they have not finished.
const UNFINISHED: [&str; 4] = [".part", ".partial", ".tmp", ".crdownload"];

/// Which folder is watched, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderSettings {
    /// The folder, an absolute path.
    pub path: PathBuf,
    /// A pattern of names that are taken.
    #[serde(default)]
    pub file_name: Option<String>,
    /// Whether folders in it are watched too.
    #[serde(default)]
    pub recursive: bool,
    /// Whether what lies there at the beginning is taken.
    #[serde(default)]
    pub include_existing: bool,
    /// For how many seconds a file must not change before it is taken.
    #[serde(default = "settle")]
    pub settle_seconds: u32,
}

const fn settle() -> u32 {
    5
}

/// A folder as a source.
pub struct Folder {
    settings: FolderSettings,
    names: FileNames,
    clock: Arc<dyn Clock>,
    /// Since when each file that was not taken yet has looked the same, by its key.
    waiting: Arc<Mutex<HashMap<String, Timestamp>>>,
}

/// A file that was found.
struct Found {
    key: String,
    path: String,
    place: Place,
}

/// Where a file lies, and what it looked like when it was taken.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    path: PathBuf,
    bytes: u64,
    changed: String,
}

impl Folder {
    /// A folder to be watched. That it is there is seen when it is looked at.
    ///
    /// # Errors
    /// [`Error::Setting`] for a path that is not absolute or a pattern that is none.
    pub fn new(settings: FolderSettings, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let plain = settings.path.components().all(|part| part != Component::ParentDir);
        if !settings.path.is_absolute() || !plain {
            let path = settings.path.display();
            return Err(Error::Setting(format!("`{path}` is not an absolute path without `..`")));
        }
        let names = FileNames::new(settings.file_name.as_deref())?;
        Ok(Self { settings, names, clock, waiting: Arc::default() })
    }

    async fn look(&self, cursor: Option<&str>) -> Result<News, Error> {
        let found = self.list().await?;
        let known: BTreeSet<String> = match cursor {
            Some(text) => text.split_whitespace().map(str::to_owned).collect(),
            None if self.settings.include_existing => BTreeSet::new(),
            None => found.iter().map(|file| file.key.clone()).collect(),
        };
        Ok(self.news_of(found, &known))
    }

    async fn list(&self) -> Result<Vec<Found>, Error> {
        let (settings, names) = (self.settings.clone(), self.names.clone());
        let listed = tokio::task::spawn_blocking(move || list(&settings, &names)).await;
        listed.map_err(|error| Error::passing(format!("the folder was not read: {error}")))?
    }

    fn news_of(&self, found: Vec<Found>, known: &BTreeSet<String>) -> News {
        let now = self.clock.now();
        let settle = i64::from(self.settings.settle_seconds) * 1000;
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut events, mut keys, mut more) = (Vec::new(), Vec::new(), false);
        let mut still = HashMap::new();
        for file in found {
            if known.contains(&file.key) {
                keys.push(file.key);
                continue;
            }
            let since = *waiting.get(&file.key).unwrap_or(&now);
            let settled = now.millis_since(since) >= settle;
            if settled && events.len() < MOST_EVENTS {
                keys.push(file.key.clone());
                events.push(file.event());
            } else {
                more |= settled;
                still.insert(file.key, since);
            }
        }
        *waiting = still;
        News { events, cursor: keys.join(" "), more }
    }
}

impl Source for Folder {
    fn news<'a>(&'a self, cursor: Option<&'a str>) -> BoxFuture<'a, Result<News, Error>> {
        self.look(cursor).boxed()
    }

    fn fetch<'a>(
        &'a self,
        file: &'a RemoteFile,
        to: &'a Path,
        limit: u64,
    ) -> BoxFuture<'a, Result<u64, Error>> {
        let (name, to, root) = (file.name.clone(), to.to_owned(), self.settings.path.clone());
        let copied = move |place: Place| {
            copy(&root, &place, &to, limit).map_err(|error| match error {
                Copying::Io(error) => Error::io(place.path.display(), &error),
                Copying::Other(error) => error,
            })
        };
        async move {
            let place: Place = place(file)?;
            let copied = tokio::task::spawn_blocking(move || copied(place)).await;
            copied.map_err(|error| Error::passing(format!("{name} was not read: {error}")))?
        }
        .boxed()
    }
}

impl Found {
    fn event(self) -> Event {
        let name = self.place.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file = RemoteFile {
            name,
            media_type: None,
            bytes: Some(self.place.bytes),
            place: json(&self.place),
        };
        Event { key: self.key, about: self.path, files: vec![file] }
    }
}

fn list(settings: &FolderSettings, names: &FileNames) -> Result<Vec<Found>, Error> {
    let root = &settings.path;
    let mut folders = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            // A folder in it may go while it is looked at; the root may not.
            Err(_) if folder != *root => continue,
            entries => entries.map_err(|error| Error::io(folder.display(), &error))?,
        };
        for entry in entries.filter_map(Result::ok) {
            // Links are not followed: they may lead anywhere.
            let Ok(facts) = entry.metadata() else { continue };
            let name = entry.file_name().to_string_lossy().into_owned();
            if facts.is_dir() && settings.recursive && !name.starts_with('.') {
                folders.push(entry.path());
            } else if facts.is_file() && is_meant(&name, names) {
                found.push(file(root, entry.path(), &facts));
            }
        }
        if found.len() > MOST_FILES {
            let text = format!("{} holds more than {MOST_FILES} files", root.display());
            return Err(Error::Setting(text));
        }
    }
    found.sort_by(|a, b| (&a.place.changed, &a.path).cmp(&(&b.place.changed, &b.path)));
    Ok(found)
}

fn is_meant(name: &str, names: &FileNames) -> bool {
    let lower = name.to_lowercase();
    let unfinished = UNFINISHED.iter().any(|end| lower.ends_with(end));
    !name.starts_with(['.', '~']) && !unfinished && names.fits(name)
}

fn file(root: &Path, path: PathBuf, facts: &Metadata) -> Found {
    let changed = changed(facts);
    let relative = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
    let digest = Sha256::new()
        .chain_update(path.as_os_str().as_encoded_bytes())
        .chain_update([0])
        .chain_update(format!("{changed} {}", facts.len()))
        .finalize();
    let key = URL_SAFE_NO_PAD.encode(&digest[..15]);
    Found { key, path: relative, place: Place { path, bytes: facts.len(), changed } }
}

/// When a file was changed, such that texts sort as times do.
fn changed(facts: &Metadata) -> String {
    format!("{:020}.{:09}", facts.mtime().max(0), facts.mtime_nsec())
}

enum Copying {
    Io(std::io::Error),
    Other(Error),
}

impl From<std::io::Error> for Copying {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

fn copy(root: &Path, place: &Place, to: &Path, limit: u64) -> Result<u64, Copying> {
    let name = place.path.display().to_string();
    let gone = |why: &str| Copying::Other(Error::Missing(format!("{name} {why}")));
    // A folder on the way may have become a link since.
    if !fs::canonicalize(&place.path)?.starts_with(fs::canonicalize(root)?) {
        return Err(gone("lies elsewhere by now"));
    }
    let mut file = fs::File::open(&place.path)?;
    let facts = file.metadata()?;
    if facts.len() != place.bytes || changed(&facts) != place.changed {
        return Err(gone("was changed since it was found; its new state is found anew"));
    }
    check_size(&name, facts.len(), limit).map_err(Copying::Other)?;
    let copied = std::io::copy(&mut file, &mut fs::File::create(to)?)?;
    if copied != facts.len() {
        return Err(gone("changed while it was read; its new state is found anew"));
    }
    Ok(copied)
}
