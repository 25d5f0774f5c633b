//! Signed requests that set automations off: what they bring is stored before they are answered.

use std::sync::Arc;

use annals_connect::{RemoteFile, webhook};
use annals_domain::{AutomationId, EventId};
use annals_store::{Looked, NewEvent};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use object_store::ObjectStoreExt as _;
use object_store::path::Path;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::config::{self, Trigger};
use super::sources::StoredAt;
use crate::engine::Engine;
use crate::tokens::hex;
use crate::{Error, automations::Trouble};

/// The most files of one request.
const MOST_FILES: usize = 1_000;

/// A request to an automation.
#[derive(Debug, Clone)]
pub struct Hook {
    /// The header `Annals-Signature`.
    pub signature: String,
    /// What tells the event from others, by the sender; none: the signature does.
    pub event: Option<String>,
    /// The file's name where the body is one file; none: the body is JSON that holds files.
    pub filename: Option<String>,
    /// The body.
    pub body: Bytes,
}

#[derive(Deserialize)]
struct Sent {
    files: Vec<SentFile>,
}

#[derive(Deserialize)]
struct SentFile {
    filename: String,
    content: String,
}

/// Where what requests brought to an automation lies until it is in runs.
pub(super) fn folder(id: &AutomationId) -> String {
    format!("automations/{id}")
}

/// The same of one event.
pub(super) fn event_folder(id: &AutomationId, event: &EventId) -> String {
    format!("automations/{id}/{event}")
}

impl Engine {
    /// Takes a request; when this answers it is stored, and its run follows. Whether it is new:
    /// a request that came before is taken again and changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an automation that takes none or is switched off,
    /// [`Error::Refused`] for a wrong signature, [`Error::Invalid`] for a body without files.
    pub async fn take_hook(&self, id: &AutomationId, hook: Hook) -> Result<bool, Error> {
        let inner = &self.inner;
        let found = inner.store.automation(id).await?.filter(|found| found.is_enabled);
        let found = found.ok_or_else(|| Error::not_found("web hook", id))?;
        let Ok(Trigger::Webhook(secret)) = config::trigger(&found) else {
            return Err(Error::not_found("web hook", id));
        };
        let secret = self.hook_secret(&secret).await?;
        let now = inner.clock.now();
        webhook::verify(secret.as_bytes(), &hook.signature, &hook.body, now)
            .map_err(|error| Error::Refused(error.to_string()))?;
        let files = files(&hook)?;
        let event = EventId::from(inner.ids.uuid());
        let key = match &hook.event {
            Some(event) => format!("id:{event}"),
            None => format!("signed:{}", hex(&Sha256::digest(hook.signature.as_bytes()))),
        };
        let names: Vec<_> = files.iter().map(|(name, _)| name.clone()).collect();
        let stored = self.store_files(&event_folder(id, &event), files).await?;
        let new =
            NewEvent { id: event.clone(), key, about: names.join(", "), files: json!(stored) };
        let looked = Looked {
            revision: found.revision,
            events: vec![new],
            place: None,
            next_at: None,
            at: now,
        };
        let new = inner.store.looked(id, looked).await;
        if !matches!(new, Ok(Some(1))) {
            inner.files.delete_prefix(&event_folder(id, &event)).await?;
        }
        match new? {
            Some(new) => Ok(new == 1),
            None => {
                Err(Error::Conflict("the automation was changed just now; send it again".into()))
            }
        }
    }

    async fn hook_secret(&self, name: &str) -> Result<String, Error> {
        self.inner.secret_value(name).await.map_err(|trouble| match trouble {
            Trouble::Passing { why, .. } => Error::Unavailable(why),
            Trouble::Lasting(why) => Error::Conflict(why),
        })
    }

    async fn store_files(
        &self,
        folder: &str,
        files: Vec<(String, Bytes)>,
    ) -> Result<Vec<RemoteFile>, Error> {
        let mut stored = Vec::with_capacity(files.len());
        let store = Arc::clone(self.inner.files.store());
        for (n, (name, bytes)) in files.into_iter().enumerate() {
            let (object, size) = (format!("{folder}/{n}"), bytes.len() as u64);
            store.put(&Path::from(object.as_str()), bytes.into()).await?;
            let place = json!(StoredAt { object });
            stored.push(RemoteFile { name, media_type: None, bytes: Some(size), place });
        }
        Ok(stored)
    }
}

/// The files that a request brought.
fn files(hook: &Hook) -> Result<Vec<(String, Bytes)>, Error> {
    if let Some(name) = &hook.filename {
        return Ok(vec![(plain(name)?, hook.body.clone())]);
    }
    let wrong = |error: &dyn std::fmt::Display| Error::invalid("files", error);
    let sent: Sent = serde_json::from_slice(&hook.body).map_err(|error| {
        wrong(&format!(
            "must be there: the body is JSON with files of filename and content (Base64), or one \
             file that ?filename= names ({error})"
        ))
    })?;
    if sent.files.is_empty() || sent.files.len() > MOST_FILES {
        return Err(wrong(&format!("must hold 1 to {MOST_FILES} files")));
    }
    let file = |file: SentFile| {
        let bytes = STANDARD.decode(file.content.as_bytes());
        let bytes = bytes.map_err(|error| wrong(&format!("{}: {error}", file.filename)))?;
        Ok((plain(&file.filename)?, Bytes::from(bytes)))
    };
    sent.files.into_iter().map(file).collect()
}

/// A file's name without folders.
fn plain(name: &str) -> Result<String, Error> {
    let bad = name.is_empty() || name.len() > 255 || name.contains(['/', '\\', '\0']);
    match bad {
        false => Ok(name.to_owned()),
        true => Err(Error::invalid("filename", "must be a name of 1 to 255 bytes without folders")),
    }
}
