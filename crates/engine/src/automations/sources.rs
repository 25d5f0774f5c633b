//! The sources of automations, put together from their settings.

use std::path::Path;
use std::sync::Arc;

use annals_connect::google::{Drive, Gmail};
use annals_connect::{Folder, Imap, ImapSettings, RemoteFile, Source};
use annals_domain::FileSource;
use annals_store::Automation;
use futures::future::BoxFuture;
use futures::{FutureExt as _, StreamExt as _};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt as _;

use super::config::{Place, Trigger};
use super::{Trouble, config};
use crate::engine::Inner;
use crate::files::Files;

/// A source, and what files that come from it are said to come from.
pub(super) type Found = (Arc<dyn Source>, FileSource);

impl Inner {
    /// Where an automation's files lie.
    pub(super) async fn source_of(self: &Arc<Self>, of: &Automation) -> Result<Found, Trouble> {
        match config::trigger(of)? {
            Trigger::Cron(_, place) | Trigger::Place(place, _) => self.source(of, place).await,
            Trigger::Webhook(_) => Ok((Arc::new(Stored(self.files.clone())), FileSource::Upload)),
        }
    }

    /// The source at a place.
    pub(super) async fn source(
        self: &Arc<Self>,
        of: &Automation,
        place: Place,
    ) -> Result<Found, Trouble> {
        Ok(match place {
            Place::Folder(settings) => {
                let key = (of.id.clone(), of.revision);
                let known = self.automations.folders().get(&key).cloned();
                let folder = match known {
                    Some(folder) => folder,
                    None => {
                        let new = Arc::new(Folder::new(settings, Arc::clone(&self.clock))?);
                        let mut folders = self.automations.folders();
                        folders.retain(|(id, _), _| *id != of.id);
                        folders.insert(key, Arc::clone(&new));
                        new
                    }
                };
                (folder, FileSource::Folder)
            }
            Place::Imap(settings, secret) => {
                let password = self.secret_value(&secret).await?;
                let settings = ImapSettings { password, ..settings };
                (Arc::new(Imap::new(settings)?), FileSource::Imap)
            }
            Place::Gmail(settings) => {
                let google = self.google(of.user_id.as_deref()).await?;
                let gmail = Gmail::new(google, settings, Arc::clone(&self.clock))?;
                (Arc::new(gmail), FileSource::Gmail)
            }
            Place::Drive(settings) => {
                let google = self.google(of.user_id.as_deref()).await?;
                (Arc::new(Drive::new(google, settings)?), FileSource::Drive)
            }
        })
    }
}

/// Files that a request brought; they lie in the object store already.
struct Stored(Files);

/// Where such a file lies.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredAt {
    pub(super) object: String,
}

impl Source for Stored {
    fn news<'a>(
        &'a self,
        _cursor: Option<&'a str>,
    ) -> BoxFuture<'a, Result<annals_connect::News, annals_connect::Error>> {
        let none = annals_connect::News { events: Vec::new(), cursor: String::new(), more: false };
        async move { Ok(none) }.boxed()
    }

    fn fetch<'a>(
        &'a self,
        file: &'a RemoteFile,
        to: &'a Path,
        _limit: u64,
    ) -> BoxFuture<'a, Result<u64, annals_connect::Error>> {
        async move {
            let lost = |error: &dyn std::fmt::Display| {
                annals_connect::Error::passing(format!("{}: {error}", file.name))
            };
            let at: StoredAt = serde_json::from_value(file.place.clone())
                .map_err(|error| annals_connect::Error::Setting(error.to_string()))?;
            let (mut bytes, size) = match self.0.read_object(&at.object).await {
                Err(crate::Error::NotFound { .. }) => {
                    let text = format!("{} is not there any more", file.name);
                    return Err(annals_connect::Error::Missing(text));
                }
                read => read.map_err(|error| lost(&error))?,
            };
            let mut to = tokio::fs::File::create(to).await.map_err(|error| lost(&error))?;
            while let Some(piece) = bytes.next().await {
                let piece = piece.map_err(|error| lost(&error))?;
                to.write_all(&piece).await.map_err(|error| lost(&error))?;
            }
            to.flush().await.map_err(|error| lost(&error))?;
            Ok(size)
        }
        .boxed()
    }
}
