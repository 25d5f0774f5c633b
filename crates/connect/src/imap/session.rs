//! A connection to an IMAP server, with one mailbox open for reading.

use std::fmt::Debug;
use std::time::Duration;

use async_imap::{Client, error::Error as ImapError};
use futures::{StreamExt as _, TryStreamExt as _};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::ImapSettings;
use crate::mail::{self, Head};
use crate::{Error, Security, tls};

/// How long to wait for a connection.
const CONNECT: Duration = Duration::from_secs(20);

/// Any connection.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send + Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Debug> Stream for T {}

/// What a mailbox says of itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mailbox {
    /// The numbering that holds now.
    pub(super) validity: u32,
    /// The number that the next mail gets.
    pub(super) next: u32,
}

/// A mail without its content.
#[derive(Debug)]
pub(super) struct Envelope {
    pub(super) uid: u32,
    /// When it came, in seconds since 1970.
    pub(super) came: i64,
    pub(super) bytes: u64,
    pub(super) head: Head,
}

/// A mailbox that is open.
pub(super) struct Session {
    session: async_imap::Session<Box<dyn Stream>>,
    host: String,
}

impl Session {
    /// Connects, logs in and opens the mailbox.
    pub(super) async fn open(settings: &ImapSettings) -> Result<(Self, Mailbox), Error> {
        let host = settings.host.clone();
        let slow = || Error::passing(format!("{host} does not answer"));
        let client = tokio::time::timeout(CONNECT, connect(settings)).await;
        let client = client.map_err(|_| slow())??;
        let logged_in = client.login(&settings.username, &settings.password).await;
        let mut session = logged_in.map_err(|(error, _)| denied(&host, error))?;
        let opened = session.examine(&settings.mailbox).await.map_err(|error| match error {
            ImapError::No(why) if !passes(&why) => {
                Error::Setting(format!("{host} has no mailbox {}: {why}", settings.mailbox))
            }
            error => said(&host, error),
        })?;
        let (validity, next) = (opened.uid_validity.unwrap_or(0), opened.uid_next);
        let mut this = Self { session, host };
        let next = match next {
            Some(next) => next,
            None => this.uids_from(1).await?.last().map_or(1, |last| last + 1),
        };
        Ok((this, Mailbox { validity, next }))
    }

    /// The numbers of mails from `first` on, in order.
    pub(super) async fn uids_from(&mut self, first: u32) -> Result<Vec<u32>, Error> {
        let found = self.session.uid_search(format!("UID {first}:*")).await;
        let found = found.map_err(|error| said(&self.host, error))?;
        // `N:*` names the last mail even where its number is lower than N.
        let mut uids: Vec<u32> = found.into_iter().filter(|uid| *uid >= first).collect();
        uids.sort_unstable();
        Ok(uids)
    }

    /// Mails without their content, in order.
    pub(super) async fn envelopes(&mut self, uids: &[u32]) -> Result<Vec<Envelope>, Error> {
        if uids.is_empty() {
            return Ok(Vec::new());
        }
        let set: Vec<String> = uids.iter().map(u32::to_string).collect();
        let wanted = "(UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER])";
        let host = self.host.clone();
        let mails = self.session.uid_fetch(set.join(","), wanted).await;
        let mails = mails.map_err(|error| said(&host, error))?;
        let mails: Vec<_> = mails.try_collect().await.map_err(|error| said(&host, error))?;
        let mut found: Vec<Envelope> = mails
            .iter()
            .filter_map(|mail| {
                let came = mail.internal_date().map_or(0, |date| date.timestamp());
                let head = mail::head(mail.header().unwrap_or_default());
                let bytes = mail.size.unwrap_or(0).into();
                Some(Envelope { uid: mail.uid?, came, bytes, head })
            })
            .collect();
        found.sort_by_key(|mail| mail.uid);
        found.dedup_by_key(|mail| mail.uid);
        Ok(found)
    }

    /// A whole mail; nothing if it is gone.
    pub(super) async fn mail(&mut self, uid: u32) -> Result<Option<Vec<u8>>, Error> {
        let host = self.host.clone();
        let mails = self.session.uid_fetch(uid.to_string(), "(UID BODY.PEEK[])").await;
        let mut mails = mails.map_err(|error| said(&host, error))?;
        let mut found = None;
        while let Some(mail) = mails.next().await {
            let mail = mail.map_err(|error| said(&host, error))?;
            if mail.uid == Some(uid) {
                found = mail.body().map(<[u8]>::to_vec).or(found);
            }
        }
        Ok(found)
    }

    /// Says good-bye; whether it is heard does not matter.
    pub(super) async fn close(mut self) {
        let _ = tokio::time::timeout(CONNECT, self.session.logout()).await;
    }
}

async fn connect(settings: &ImapSettings) -> Result<Client<Box<dyn Stream>>, Error> {
    let host = settings.host.as_str();
    let usual = if settings.security == Security::Tls { 993 } else { 143 };
    let io = |error: std::io::Error| Error::passing(format!("{host} cannot be reached: {error}"));
    let tcp = TcpStream::connect((host, settings.port.unwrap_or(usual))).await.map_err(io)?;
    match settings.security {
        Security::Tls => greeted(encrypt(host, tcp).await?, host).await,
        Security::None => greeted(Box::new(tcp), host).await,
        Security::Starttls => {
            let mut client = Client::new(tcp);
            greeting(&mut client, host).await?;
            let begun = client.run_command_and_check_ok("STARTTLS", None).await;
            begun.map_err(|_| Error::Setting(format!("{host} does not offer STARTTLS")))?;
            Ok(Client::new(encrypt(host, client.into_inner()).await?))
        }
    }
}

async fn greeted(stream: Box<dyn Stream>, host: &str) -> Result<Client<Box<dyn Stream>>, Error> {
    let mut client = Client::new(stream);
    greeting(&mut client, host).await?;
    Ok(client)
}

async fn greeting<T: Stream>(client: &mut Client<T>, host: &str) -> Result<(), Error> {
    match client.read_response().await {
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(Error::passing(format!("{host} hung up before it said anything"))),
        Err(error) => Err(Error::passing(format!("{host} does not speak IMAP: {error}"))),
    }
}

async fn encrypt(host: &str, tcp: TcpStream) -> Result<Box<dyn Stream>, Error> {
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| Error::Setting(format!("`{host}` is no name of a server")))?;
    let connector = TlsConnector::from(tls::config()?);
    let stream = connector.connect(name, tcp).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData => {
            Error::Setting(format!("{host} is not who it says it is, or speaks no TLS: {error}"))
        }
        _ => Error::passing(format!("{host} broke off: {error}")),
    })?;
    Ok(Box::new(stream))
}

/// Whether a refusal says that it passes; RFC 5530.
fn passes(why: &str) -> bool {
    ["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"].iter().any(|code| why.contains(code))
}

fn denied(host: &str, error: ImapError) -> Error {
    match error {
        ImapError::No(why) if !passes(&why) => {
            Error::Refused(format!("{host} does not let the account in: {why}"))
        }
        error => said(host, error),
    }
}

fn said(host: &str, error: ImapError) -> Error {
    match error {
        ImapError::Bad(why) => Error::Setting(format!("{host} does not understand: {why}")),
        ImapError::Validate(error) => Error::Setting(format!("for {host}: {error}")),
        error => Error::passing(format!("{host}: {error}")),
    }
}
