//! Gmail: which messages came since a place in the mailbox's history, and their attachments.

mod wire;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use annals_domain::{Clock, Timestamp};
use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

use super::Google;
use super::api::segment;
use crate::source::{check_size, cursor, json, place};
use crate::{Error, Event, FileNames, MailFilter, News, RemoteFile, Source};
use wire::{Data, HistoryPage, Message, MessagePage, Part, Profile};

/// The way to the mailbox.
const MAILBOX: &str = "/gmail/v1/users/me";
/// For how many seconds before the last look a search looks back: mail may be found late.
const OVERLAP_SECONDS: i64 = 2 * 24 * 3600;
/// Gmail's Base64, with or without its end.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Which messages are events.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GmailSettings {
    /// A search as it is typed into Gmail.
    pub query: Option<String>,
    /// The label that messages must have; `INBOX` where none is named.
    pub label: Option<String>,
    /// What else is asked of them.
    #[serde(flatten)]
    pub filter: MailFilter,
}

/// A mailbox as a source.
pub struct Gmail {
    google: Google,
    settings: GmailSettings,
    names: FileNames,
    clock: Arc<dyn Clock>,
}

/// The place in a mailbox.
#[derive(Debug, Serialize, Deserialize)]
struct Place {
    history: String,
    /// When it was looked at, in seconds since 1970.
    looked: i64,
    /// When it was looked at first; what is older is no event.
    began: i64,
}

/// Where an attachment lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attachment {
    message_id: String,
    attachment_id: String,
}

/// What one look at the history finds.
struct Page {
    ids: Vec<String>,
    history: String,
    more: bool,
}

impl Gmail {
    /// The mailbox of an account.
    ///
    /// # Errors
    /// [`Error::Setting`] for a pattern that is none.
    pub fn new(
        google: Google,
        settings: GmailSettings,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Error> {
        let names = FileNames::new(settings.filter.file_name.as_deref())?;
        Ok(Self { google, settings, names, clock })
    }

    /// The address of the account.
    ///
    /// # Errors
    /// [`Error`] if Gmail cannot be asked.
    pub async fn address(&self) -> Result<String, Error> {
        Ok(self.profile().await?.email_address)
    }

    /// The file that is an attachment of a message.
    #[must_use]
    pub fn attachment(message_id: &str, attachment_id: &str, name: &str) -> RemoteFile {
        let (message_id, attachment_id) = (message_id.to_owned(), attachment_id.to_owned());
        RemoteFile {
            name: name.to_owned(),
            media_type: None,
            bytes: None,
            place: json(&Attachment { message_id, attachment_id }),
        }
    }

    async fn profile(&self) -> Result<Profile, Error> {
        self.google.get("the mailbox", &format!("{MAILBOX}/profile"), &[]).await
    }

    async fn look(&self, text: Option<&str>) -> Result<News, Error> {
        let looked = seconds(self.clock.now());
        let Some(text) = text else {
            let history = self.profile().await?.history_id;
            let cursor = json(&Place { history, looked, began: looked }).to_string();
            return Ok(News { events: Vec::new(), cursor, more: false });
        };
        let last: Place = cursor(text)?;
        let added = match self.added(&last).await {
            // The history is kept for some days only; then it is searched.
            Err(Error::Missing(_)) => {
                let history = self.profile().await?.history_id;
                Page { ids: self.search(&last).await?, history, more: false }
            }
            found => found?,
        };
        let mut events = Vec::new();
        for id in added.ids {
            events.extend(self.event(&id).await?);
        }
        // While there is more, the time of the last look holds on for searches.
        let looked = if added.more { last.looked } else { looked };
        let place = Place { history: added.history, looked, began: last.began };
        Ok(News { events, cursor: json(&place).to_string(), more: added.more })
    }

    /// The messages that were added since: a page of them, and the place after it.
    async fn added(&self, last: &Place) -> Result<Page, Error> {
        let query = [
            ("startHistoryId", last.history.as_str()),
            ("historyTypes", "messageAdded"),
            ("labelId", self.label()),
        ];
        let path = format!("{MAILBOX}/history");
        let page: HistoryPage = self.google.get("the mailbox's history", &path, &query).await?;
        let end = page.history.last().map(|record| record.id.clone());
        let (history, more) = match (page.next_page_token, end) {
            (Some(_), Some(end)) => (end, true),
            _ => (newer(last.history.clone(), page.history_id), false),
        };
        let mut seen = HashSet::new();
        let added = page.history.into_iter().flat_map(|record| record.messages_added);
        let ids = added.map(|added| added.message.id).filter(|id| seen.insert(id.clone()));
        let mut ids: Vec<String> = ids.collect();
        if self.settings.query.is_some() && !ids.is_empty() {
            let found: HashSet<String> = self.search(last).await?.into_iter().collect();
            ids.retain(|id| found.contains(id));
        }
        Ok(Page { ids, history, more })
    }

    /// The messages that a search finds since the last look, the oldest first.
    async fn search(&self, last: &Place) -> Result<Vec<String>, Error> {
        let after = (last.looked - OVERLAP_SECONDS).max(last.began);
        let query = self.settings.query.as_deref().unwrap_or_default();
        let query = format!("{query} after:{after}").trim().to_owned();
        let (mut ids, mut token) = (Vec::new(), None::<String>);
        loop {
            let mut asked = vec![("q", query.as_str()), ("labelIds", self.label())];
            asked.extend(token.as_deref().map(|token| ("pageToken", token)));
            let path = format!("{MAILBOX}/messages");
            let page: MessagePage = self.google.get("the search for mail", &path, &asked).await?;
            ids.extend(page.messages.into_iter().map(|message| message.id));
            token = page.next_page_token;
            if token.is_none() {
                break;
            }
        }
        ids.reverse();
        Ok(ids)
    }

    fn label(&self) -> &str {
        self.settings.label.as_deref().unwrap_or("INBOX")
    }

    /// What came with a message; nothing where it is gone by now or not meant.
    async fn event(&self, id: &str) -> Result<Option<Event>, Error> {
        let message = match self.message(id, "full").await {
            Err(Error::Missing(_)) => return Ok(None),
            message => message?,
        };
        let payload = message.payload.unwrap_or_default();
        let header = |name: &str| {
            let found =
                payload.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
            found.map_or("", |header| header.value.as_str())
        };
        let (from, subject) = (header("From"), header("Subject"));
        let meant = message.label_ids.iter().any(|label| label == self.label());
        if !meant || !self.settings.filter.fits(from, subject) {
            return Ok(None);
        }
        let mut files = Vec::new();
        self.attachments(&message.id, &payload, &mut files);
        if self.settings.filter.include_message {
            files.push(Self::attachment(&message.id, "", "message.eml"));
        }
        let about = format!("{subject} ({from})");
        Ok((!files.is_empty()).then_some(Event { key: message.id, about, files }))
    }

    fn attachments(&self, message: &str, part: &Part, files: &mut Vec<RemoteFile>) {
        if let Some(id) = &part.body.attachment_id
            && !part.filename.is_empty()
            && self.names.fits(&part.filename)
        {
            let file = Self::attachment(message, id, &part.filename);
            let (media_type, bytes) = (Some(part.mime_type.clone()), Some(part.body.size));
            files.push(RemoteFile { media_type, bytes, ..file });
        }
        for part in &part.parts {
            self.attachments(message, part, files);
        }
    }

    async fn message(&self, id: &str, format: &str) -> Result<Message, Error> {
        let path = format!("{MAILBOX}/messages/{}", segment(id)?);
        self.google.get(&format!("the message {id}"), &path, &[("format", format)]).await
    }

    async fn bytes(&self, name: &str, at: &Attachment) -> Result<Vec<u8>, Error> {
        let text = if at.attachment_id.is_empty() {
            self.message(&at.message_id, "raw").await?.raw.unwrap_or_default()
        } else {
            let (message, id) = (segment(&at.message_id)?, segment(&at.attachment_id)?);
            let path = format!("{MAILBOX}/messages/{message}/attachments/{id}");
            self.google.get::<Data>(&format!("the attachment {name}"), &path, &[]).await?.data
        };
        let broken = |error| Error::passing(format!("the attachment {name} is broken: {error}"));
        BASE64.decode(text).map_err(broken)
    }

    async fn copy(&self, file: &RemoteFile, to: &Path, limit: u64) -> Result<u64, Error> {
        check_size(&file.name, file.bytes.unwrap_or(0), limit)?;
        let bytes = self.bytes(&file.name, &place(file)?).await?;
        check_size(&file.name, bytes.len() as u64, limit)?;
        let written = tokio::fs::write(to, &bytes).await;
        written.map_err(|error| Error::io(to.display(), &error))?;
        Ok(bytes.len() as u64)
    }
}

impl Source for Gmail {
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

const fn seconds(at: Timestamp) -> i64 {
    at.as_micros() / 1_000_000
}

/// The later of two places in a history, which are numbers written as texts.
fn newer(a: String, b: String) -> String {
    let number = |text: &str| text.parse::<u64>().unwrap_or(0);
    if number(&b) > number(&a) { b } else { a }
}
