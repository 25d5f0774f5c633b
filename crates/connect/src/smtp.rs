//! Results sent by mail.

use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Attachment, Body, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use serde::{Deserialize, Serialize};

use crate::destination::check_name;
use crate::source::check_size;
use crate::{Delivered, Delivery, Destination, Error, Security};

/// How long the server may take for a step.
const LONGEST: Duration = Duration::from_secs(60);
/// The most bytes of an attachment; few servers take more.
const LIMIT: u64 = 25 << 20;
/// The most who are written to.
const PEOPLE: usize = 50;

/// Which server sends mail, and to whom.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmtpSettings {
    /// The server's name.
    pub host: String,
    /// Its port; 465, 587 for STARTTLS, 25 without protection.
    #[serde(default)]
    pub port: Option<u16>,
    /// How the connection is protected.
    #[serde(default)]
    pub security: Security,
    /// The account, where the server wants one.
    #[serde(default)]
    pub username: Option<String>,
    /// Its password.
    #[serde(skip)]
    pub password: Option<String>,
    /// Who it is from.
    pub from: String,
    /// To whom it goes.
    pub to: Vec<String>,
    /// The subject; without one the file's name stands there.
    #[serde(default)]
    pub subject: Option<String>,
}

impl std::fmt::Debug for SmtpSettings {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SmtpSettings({} → {:?})", self.host, self.to)
    }
}

/// Mail as a destination. A repetition has the same Message-ID, by which mailboxes know it.
#[derive(Debug)]
pub struct MailOut {
    settings: SmtpSettings,
    from: Mailbox,
    to: Vec<Mailbox>,
}

impl MailOut {
    /// People to write to.
    ///
    /// # Errors
    /// [`Error::Setting`] for addresses that are none.
    pub fn new(settings: SmtpSettings) -> Result<Self, Error> {
        let from = mailbox(&settings.from)?;
        let to = settings.to.iter().map(|to| mailbox(to)).collect::<Result<Vec<_>, _>>()?;
        if to.is_empty() || to.len() > PEOPLE {
            return Err(Error::Setting(format!("`to` must name 1 to {PEOPLE} addresses")));
        }
        if settings.username.is_some() != settings.password.is_some() {
            return Err(Error::Setting("a name needs a password and the other way round".into()));
        }
        Ok(Self { settings, from, to })
    }

    async fn send(&self, delivery: Delivery<'_>) -> Result<Delivered, Error> {
        check_name(delivery.name)?;
        let io = |error: std::io::Error| Error::io(delivery.name, &error);
        let length = tokio::fs::metadata(delivery.file).await.map_err(io)?.len();
        check_size(delivery.name, length, LIMIT)?;
        let bytes = tokio::fs::read(delivery.file).await.map_err(io)?;
        let message = self.message(delivery, bytes)?;
        let sent = self.transport()?.send(message).await;
        sent.map_err(|error| self.said(&error))?;
        Ok(Delivered { place: self.settings.to.join(", "), link: None })
    }

    fn message(&self, delivery: Delivery<'_>, bytes: Vec<u8>) -> Result<Message, Error> {
        let wrong = |error: &dyn std::fmt::Display| Error::Setting(format!("the mail: {error}"));
        let subject = self.settings.subject.as_deref().unwrap_or(delivery.name);
        let subject: String = subject.chars().filter(|letter| !letter.is_control()).collect();
        let id = format!("<{}@{}>", delivery.key, self.from.email.domain());
        let mut message =
            Message::builder().from(self.from.clone()).subject(subject).message_id(Some(id));
        for to in &self.to {
            message = message.to(to.clone());
        }
        let kind = ContentType::parse(delivery.media_type).map_err(|error| wrong(&error))?;
        let text = format!("{} is attached.\n", delivery.name);
        // Anything else would change the ends of lines.
        let body = Body::new_with_encoding(bytes, ContentTransferEncoding::Base64)
            .map_err(|_| wrong(&"its attachment cannot be encoded"))?;
        let parts = MultiPart::mixed()
            .singlepart(SinglePart::plain(text))
            .singlepart(Attachment::new(delivery.name.to_owned()).body(body, kind));
        message.multipart(parts).map_err(|error| wrong(&error))
    }

    fn transport(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, Error> {
        let host = self.settings.host.as_str();
        let tls = || TlsParameters::new(host.to_owned()).map_err(|error| self.said(&error));
        let (usual, tls) = match self.settings.security {
            Security::Tls => (465, Tls::Wrapper(tls()?)),
            Security::Starttls => (587, Tls::Required(tls()?)),
            Security::None => (25, Tls::None),
        };
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(self.settings.port.unwrap_or(usual))
            .tls(tls)
            .timeout(Some(LONGEST));
        Ok(match (&self.settings.username, &self.settings.password) {
            (Some(name), Some(password)) => {
                builder.credentials(Credentials::new(name.clone(), password.clone())).build()
            }
            _ => builder.build(),
        })
    }

    fn said(&self, error: &lettre::transport::smtp::Error) -> Error {
        let why = format!("{}: {}", self.settings.host, crate::http::chain(error));
        let code = error.status().map(u16::from);
        match code {
            Some(530 | 534 | 535 | 538) => Error::Refused(why),
            _ if error.is_permanent() || error.is_tls() || error.is_client() => Error::Setting(why),
            _ => Error::passing(why),
        }
    }
}

fn mailbox(address: &str) -> Result<Mailbox, Error> {
    address.parse().map_err(|error| Error::Setting(format!("`{address}` is no address: {error}")))
}

impl Destination for MailOut {
    fn deliver<'a>(&'a self, delivery: Delivery<'a>) -> BoxFuture<'a, Result<Delivered, Error>> {
        self.send(delivery).boxed()
    }
}
