//! Google Drive: what comes into a folder, the bytes of files, and results put there.

mod wire;

use std::path::Path;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_RANGE, RANGE};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt as _;

use super::Google;
use super::api::{at, getting, segment};
use crate::http::chain;
use crate::source::{check_size, cursor, json, place};
use crate::{Delivered, Delivery, Destination, Error, Event, FileNames, News, RemoteFile, Source};
use wire::{ChangePage, DriveFile, FilePage, Lies, OWN, StartToken};

/// What is asked of a file.
const FIELDS: &str = "id,name,mimeType,size,md5Checksum,modifiedTime,parents,trashed";
/// Which files are events, and where results go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DriveSettings {
    /// The folder's id; `root` is the account's own.
    pub folder_id: Option<String>,
    /// A pattern of names that are taken.
    pub file_name: Option<String>,
    /// Whether what lies there at the beginning is taken.
    pub include_existing: bool,
}

/// A folder of Drive as a source and a destination.
#[derive(Debug, Clone)]
pub struct Drive {
    pub(super) google: Google,
    settings: DriveSettings,
    names: FileNames,
}

/// The place in what changes in Drive.
#[derive(Debug, Serialize, Deserialize)]
struct Place {
    /// The next page of changes.
    changes: String,
    /// The next page of what lay there at the beginning, while that is still gone through.
    #[serde(default)]
    listing: Option<String>,
}

impl Drive {
    /// A folder of an account.
    ///
    /// # Errors
    /// [`Error::Setting`] for an id or a pattern that is none.
    pub fn new(google: Google, settings: DriveSettings) -> Result<Self, Error> {
        if let Some(id) = &settings.folder_id {
            segment(id)?;
        }
        let names = FileNames::new(settings.file_name.as_deref())?;
        Ok(Self { google, settings, names })
    }

    /// The file with this id.
    ///
    /// # Errors
    /// [`Error::Missing`] if it is not there, else [`Error`] if Drive cannot be asked.
    pub async fn file(&self, id: &str) -> Result<RemoteFile, Error> {
        let path = format!("/drive/v3/files/{}", segment(id)?);
        let query = [("fields", FIELDS), ("supportsAllDrives", "true")];
        let file: DriveFile = self.google.get(&format!("the file {id}"), &path, &query).await?;
        file.remote().ok_or_else(|| Error::Setting(format!("{} has no bytes to take", file.name)))
    }

    pub(super) fn folder(&self) -> &str {
        self.settings.folder_id.as_deref().unwrap_or("root")
    }

    async fn look(&self, text: Option<&str>) -> Result<News, Error> {
        let last: Place = match text {
            Some(text) => cursor(text)?,
            None => return self.first_look().await,
        };
        match last.listing.clone() {
            Some(token) => self.list(last.changes, Some(token)).await,
            None => self.changed(last).await,
        }
    }

    async fn first_look(&self) -> Result<News, Error> {
        let path = "/drive/v3/changes/startPageToken";
        let query = [("supportsAllDrives", "true")];
        let start: StartToken = self.google.get("the state of Drive", path, &query).await?;
        let changes = start.start_page_token;
        // What changes from here on comes twice at most, and is one event then.
        match self.settings.include_existing {
            true => self.list(changes, None).await,
            false => Ok(news(Vec::new(), Place { changes, listing: None }, false)),
        }
    }

    /// A page of what lies in the folder.
    async fn list(&self, changes: String, token: Option<String>) -> Result<News, Error> {
        let asked = format!("'{}' in parents and trashed = false", self.folder());
        let fields = format!("nextPageToken,files({FIELDS})");
        let mut query = vec![
            ("q", asked.as_str()),
            ("fields", fields.as_str()),
            ("orderBy", "createdTime"),
            ("pageSize", "200"),
            ("supportsAllDrives", "true"),
            ("includeItemsFromAllDrives", "true"),
        ];
        query.extend(token.as_deref().map(|token| ("pageToken", token)));
        let page: FilePage = self.google.get("the folder", "/drive/v3/files", &query).await?;
        let events = page.files.iter().filter_map(|file| self.event(file)).collect();
        let more = page.next_page_token.is_some();
        Ok(news(events, Place { changes, listing: page.next_page_token }, more))
    }

    /// A page of what changed.
    async fn changed(&self, last: Place) -> Result<News, Error> {
        let fields = format!("nextPageToken,newStartPageToken,changes(removed,file({FIELDS}))");
        let query = [
            ("pageToken", last.changes.as_str()),
            ("fields", fields.as_str()),
            ("pageSize", "200"),
            ("supportsAllDrives", "true"),
            ("includeItemsFromAllDrives", "true"),
        ];
        let page: ChangePage =
            self.google.get("the changes in Drive", "/drive/v3/changes", &query).await?;
        let folder = self.real_folder().await?;
        let inside = |file: &&DriveFile| !file.trashed && file.parents.contains(&folder);
        let files = page.changes.iter().filter(|change| !change.removed);
        let files = files.filter_map(|change| change.file.as_ref()).filter(inside);
        let events = files.filter_map(|file| self.event(file)).collect();
        let more = page.next_page_token.is_some();
        let changes = page.next_page_token.or(page.new_start_page_token).unwrap_or(last.changes);
        Ok(news(events, Place { changes, listing: None }, more))
    }

    /// The id of the folder: files name their parents by it, never as `root`.
    async fn real_folder(&self) -> Result<String, Error> {
        if self.folder() != "root" {
            return Ok(self.folder().to_owned());
        }
        let query = [("fields", "id")];
        let root: DriveFile = self.google.get("the folder", "/drive/v3/files/root", &query).await?;
        Ok(root.id)
    }

    fn event(&self, file: &DriveFile) -> Option<Event> {
        let remote = file.remote()?;
        if !self.names.fits(&remote.name) {
            return None;
        }
        // A new name or place is no new content; Google's own documents have no checksum.
        let state = file.md5_checksum.as_deref().or(file.modified_time.as_deref());
        let key = format!("{}:{}", file.id, state.unwrap_or_default());
        Some(Event { key, about: file.name.clone(), files: vec![remote] })
    }

    /// Copies a file; where the answer breaks off it goes on from there.
    async fn copy(&self, file: &RemoteFile, to: &Path, limit: u64) -> Result<u64, Error> {
        check_size(&file.name, file.bytes.unwrap_or(0), limit)?;
        let lies: Lies = place(file)?;
        let io = |error: std::io::Error| Error::io(to.display(), &error);
        let mut target = tokio::fs::File::create(to).await.map_err(io)?;
        let (mut have, mut tries) = (0, 0);
        loop {
            match self.read_on(file, &lies, &mut target, have, limit).await {
                Ok(length) => {
                    target.flush().await.map_err(io)?;
                    return whole(file, length);
                }
                Err((now, error)) => {
                    tries = if now > have { 0 } else { tries + 1 };
                    have = now;
                    if !error.is_passing() || tries >= self.google.retry.times {
                        return Err(error);
                    }
                }
            }
        }
    }

    /// Reads on from the byte `have`; answers the length, or how far it came and why no further.
    async fn read_on(
        &self,
        file: &RemoteFile,
        lies: &Lies,
        target: &mut tokio::fs::File,
        mut have: u64,
        limit: u64,
    ) -> Result<u64, (u64, Error)> {
        let make = reading(lies, have).map_err(|error| (have, error))?;
        let what = format!("the file {}", file.name);
        let mut answer = self.google.ask(&what, make).await.map_err(|error| (have, error))?;
        if answer.status() != StatusCode::PARTIAL_CONTENT
            || !answer.headers().contains_key(CONTENT_RANGE)
        {
            // It begins at the beginning, whatever was asked.
            have = 0;
            let again = Error::io(&file.name, &std::io::Error::other("cannot be written again"));
            restart(target).await.map_err(|_| (have, again))?;
        }
        loop {
            let part = answer.chunk().await.map_err(|error| {
                (have, Error::passing(format!("{what} broke off: {}", chain(&error))))
            })?;
            let Some(part) = part else { return Ok(have) };
            check_size(&file.name, have + part.len() as u64, limit).map_err(|e| (have, e))?;
            let written = target.write_all(&part).await;
            written.map_err(|error| (have, Error::io(&file.name, &error)))?;
            have += part.len() as u64;
        }
    }
}

async fn restart(target: &mut tokio::fs::File) -> std::io::Result<()> {
    use tokio::io::AsyncSeekExt as _;
    target.rewind().await?;
    target.set_len(0).await
}

/// How a file is asked for from the byte `from` on.
fn reading(lies: &Lies, from: u64) -> Result<super::api::Make, Error> {
    let path = format!("/drive/v3/files/{}", segment(&lies.id)?);
    if let Some((_, wanted, _)) = OWN.iter().find(|(own, _, _)| *own == lies.mime_type) {
        return Ok(getting(&format!("{path}/export"), &[("mimeType", wanted)]));
    }
    Ok(std::sync::Arc::new(move |client, base| {
        let query = [("alt", "media"), ("supportsAllDrives", "true")];
        let request = client.get(at(base, &path)).query(&query);
        if from == 0 { request } else { request.header(RANGE, format!("bytes={from}-")) }
    }))
}

/// Refuses a file of another length than was told.
fn whole(file: &RemoteFile, length: u64) -> Result<u64, Error> {
    match file.bytes {
        Some(told) if told != length => Err(Error::passing(format!(
            "{} came with {length} bytes where {told} were told",
            file.name
        ))),
        _ => Ok(length),
    }
}

fn news(events: Vec<Event>, place: Place, more: bool) -> News {
    News { events, cursor: json(&place).to_string(), more }
}

impl Source for Drive {
    fn news<'a>(&'a self, cursor: Option<&'a str>) -> BoxFuture<'a, Result<News, Error>> {
        self.look(cursor).boxed()
    }

    fn fetch<'a>(
        &'a self,
        file: &'a RemoteFile,
        to: &'a Path,
        limit: u64,
    ) -> BoxFuture<'a, Result<u64, Error>> {
        self.copy(file, to, limit).boxed()
    }
}

impl Destination for Drive {
    fn deliver<'a>(&'a self, delivery: Delivery<'a>) -> BoxFuture<'a, Result<Delivered, Error>> {
        self.upload(delivery).boxed()
    }
}
