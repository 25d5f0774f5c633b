//! A mailbox at an IMAP server. It is only read: no mail is marked, moved or deleted.
//!
//! Mails have numbers that only grow (UID) for as long as UIDVALIDITY stays the same, so the cursor
//! is these two. Should the server renumber the mailbox, mails are told apart by when they came
//! and by their Message-ID.

mod place;
mod session;

use std::path::Path;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

use crate::source::{check_size, cursor, json, place};
use crate::{Error, Event, FileNames, MailFilter, News, RemoteFile, Security, Source, mail};
use place::{Lies, Place};
use session::{Envelope, Session};

/// How long one look or one mail may take.
const LONGEST: Duration = Duration::from_secs(300);
/// The most mails that one look reads.
const MOST: usize = 50;
/// The most bytes of a mail; a larger one is told of and fails when it is fetched.
const MAIL_LIMIT: u64 = 64 << 20;

/// Which mailbox, and which mails of it are events.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImapSettings {
    /// The server's name.
    pub host: String,
    /// Its port; 993, or 143 without TLS from the first byte.
    #[serde(default)]
    pub port: Option<u16>,
    /// How the connection is protected.
    #[serde(default)]
    pub security: Security,
    /// The account.
    pub username: String,
    /// Its password.
    #[serde(skip)]
    pub password: String,
    /// The mailbox.
    #[serde(default = "inbox")]
    pub mailbox: String,
    /// Whether what lies there at the beginning is taken.
    #[serde(default)]
    pub include_existing: bool,
    /// Which mails are meant.
    #[serde(flatten)]
    pub filter: MailFilter,
}

impl std::fmt::Debug for ImapSettings {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ImapSettings({}@{}/{})", self.username, self.host, self.mailbox)
    }
}

fn inbox() -> String {
    "INBOX".to_owned()
}

/// A mailbox as a source.
#[derive(Debug)]
pub struct Imap {
    settings: ImapSettings,
    names: FileNames,
}

impl Imap {
    /// A mailbox. Whether it can be reached is seen when it is looked at.
    ///
    /// # Errors
    /// [`Error::Setting`] for a pattern that is none or a mailbox that cannot be named.
    pub fn new(settings: ImapSettings) -> Result<Self, Error> {
        let names = FileNames::new(settings.filter.file_name.as_deref())?;
        if !settings.mailbox.bytes().all(|b| (b' '..0x7f).contains(&b)) {
            let text =
                "write the mailbox as the server does (RFC 3501, 5.1.3): &- for &, &AMQ- for Ä";
            return Err(Error::Setting(text.to_owned()));
        }
        Ok(Self { settings, names })
    }

    async fn look(&self, text: Option<&str>) -> Result<News, Error> {
        let last = text.map(cursor::<Place>).transpose()?;
        let (mut session, mailbox) = Session::open(&self.settings).await?;
        let mut place = match last {
            Some(place) => place.at(mailbox),
            None => Place::first(mailbox, self.settings.include_existing),
        };
        let mut uids = session.uids_from(place.last + 1).await?;
        let more = uids.len() > MOST;
        uids.truncate(MOST);
        let mut events = Vec::new();
        for envelope in session.envelopes(&uids).await? {
            if place.is_new(&envelope) && self.fits(&envelope) {
                events.extend(self.event(&mut session, mailbox.validity, &envelope).await?);
            }
            place.seen(&envelope);
        }
        // What was deleted meanwhile has no envelope.
        place.last = uids.last().map_or(place.last, |uid| place.last.max(*uid));
        session.close().await;
        Ok(News { events, cursor: json(&place).to_string(), more })
    }

    fn fits(&self, envelope: &Envelope) -> bool {
        self.settings.filter.fits(&envelope.head.from, &envelope.head.subject)
    }

    async fn event(
        &self,
        session: &mut Session,
        validity: u32,
        envelope: &Envelope,
    ) -> Result<Option<Event>, Error> {
        let enclosed = if envelope.bytes > MAIL_LIMIT {
            vec![mail::itself(envelope.bytes)]
        } else {
            let Some(bytes) = session.mail(envelope.uid).await? else { return Ok(None) };
            mail::files(&bytes, &self.names, &self.settings.filter)
        };
        if enclosed.is_empty() {
            return Ok(None);
        }
        let uid = envelope.uid;
        let files = enclosed.into_iter().map(|file| RemoteFile {
            name: file.name,
            media_type: file.media_type,
            bytes: Some(file.bytes),
            place: json(&Lies { validity, uid, index: file.index }),
        });
        Ok(Some(Event {
            key: format!("{validity}:{uid}"),
            about: format!("{} ({})", envelope.head.subject, envelope.head.from),
            files: files.collect(),
        }))
    }

    async fn copy(&self, file: &RemoteFile, to: &Path, limit: u64) -> Result<u64, Error> {
        check_size(&file.name, file.bytes.unwrap_or(0), limit)?;
        let lies: Lies = place(file)?;
        let (mut session, mailbox) = Session::open(&self.settings).await?;
        let gone = || Error::Missing(format!("the mail with {} is gone", file.name));
        if mailbox.validity != lies.validity {
            return Err(gone());
        }
        let bytes = session.mail(lies.uid).await?.ok_or_else(gone)?;
        session.close().await;
        let bytes = mail::contents(&bytes, lies.index)?;
        check_size(&file.name, bytes.len() as u64, limit)?;
        let written = tokio::fs::write(to, &bytes).await;
        written.map_err(|error| Error::io(to.display(), &error))?;
        Ok(bytes.len() as u64)
    }

    async fn in_time<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let late = || Error::passing(format!("{} takes too long to answer", self.settings.host));
        tokio::time::timeout(LONGEST, work).await.unwrap_or_else(|_| Err(late()))
    }
}

impl Source for Imap {
    fn news<'a>(&'a self, cursor: Option<&'a str>) -> BoxFuture<'a, Result<News, Error>> {
        self.in_time(self.look(cursor)).boxed()
    }

    fn fetch<'a>(
        &'a self,
        file: &'a RemoteFile,
        to: &'a Path,
        limit: u64,
    ) -> BoxFuture<'a, Result<u64, Error>> {
        self.in_time(self.copy(file, to, limit)).boxed()
    }
}
