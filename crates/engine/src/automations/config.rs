//! What stands in an automation's settings: read into types, and refused where it cannot work.

use std::path::{Path, PathBuf};

use annals_connect::google::{DriveSettings, GmailSettings};
use annals_connect::{FileNames, FolderSettings, ImapSettings, Schedule, SmtpSettings};
use annals_domain::{DestinationKind, Timestamp, TriggerKind};
use annals_store::Automation;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Error;
use crate::engine::Inner;

/// How often a source is looked at, in seconds, unless it says otherwise.
const EVERY: u32 = 30;

/// Where files come from.
#[derive(Debug, Clone)]
pub(super) enum Place {
    Folder(FolderSettings),
    Imap(ImapSettings, SecretName),
    Gmail(GmailSettings),
    Drive(DriveSettings),
}

/// The name of a stored secret.
pub(super) type SecretName = String;

/// What sets an automation off.
#[derive(Debug, Clone)]
pub(super) enum Trigger {
    /// At these times all that is new at a place becomes one run.
    Cron(Box<Schedule>, Place),
    /// Whatever is new at a place, each its own run; looked at so often, in milliseconds.
    Place(Place, i64),
    /// A request signed with the secret of this name.
    Webhook(SecretName),
}

/// Where results go.
#[derive(Debug, Clone)]
pub(super) enum Destination {
    Drive(DriveSettings),
    Mail(SmtpSettings, Option<SecretName>),
    Folder(PathBuf),
    ObjectStore(String),
}

#[derive(Deserialize)]
struct Every {
    #[serde(default = "every")]
    poll_seconds: u32,
}

const fn every() -> u32 {
    EVERY
}

#[derive(Deserialize)]
struct Cron {
    cron: String,
    #[serde(default)]
    time_zone: Option<String>,
    source: Value,
}

#[derive(Deserialize)]
struct SourceKind {
    #[serde(rename = "type")]
    kind: TriggerKind,
}

#[derive(Deserialize)]
struct Password {
    password_secret: SecretName,
}

#[derive(Deserialize)]
struct MaybePassword {
    #[serde(default)]
    password_secret: Option<SecretName>,
}

#[derive(Deserialize)]
struct Hooked {
    secret: SecretName,
}

#[derive(Deserialize)]
struct FolderTo {
    path: PathBuf,
}

#[derive(Deserialize)]
struct StoreTo {
    url: String,
}

/// When an automation is looked at first.
pub(super) fn first_look(kind: TriggerKind, on: bool, now: Timestamp) -> Option<Timestamp> {
    (on && kind != TriggerKind::Webhook).then_some(now)
}

/// Refuses what cannot work.
pub(super) fn check(inner: &Inner, automation: &Automation) -> Result<(), Error> {
    let allowed = |path: &Path, field: &str| inner.allowed_folder(path, field);
    match trigger(automation)? {
        Trigger::Cron(_, place) | Trigger::Place(place, _) => check_place(inner, &place)?,
        Trigger::Webhook(_) => {}
    }
    match destination(automation)? {
        Some(Destination::Folder(path)) => {
            annals_connect::FolderOut::new(path.clone()).map_err(|error| out(&error))?;
            allowed(&path, "export_config.path")
        }
        Some(Destination::Drive(_)) => needs_google(inner, "dest_type"),
        Some(Destination::Mail(settings, secret)) => {
            let settings = SmtpSettings { password: secret, ..settings };
            annals_connect::MailOut::new(settings).map(drop).map_err(|error| out(&error))
        }
        Some(Destination::ObjectStore(url)) => {
            super::export::store(inner, &url).map(drop).map_err(|error| out(&error))
        }
        None => Ok(()),
    }
}

fn check_place(inner: &Inner, place: &Place) -> Result<(), Error> {
    let wrong = |error: annals_connect::Error| Error::invalid("trigger_config", error);
    let names = |pattern: Option<&String>| {
        FileNames::new(pattern.map(String::as_str)).map(drop).map_err(wrong)
    };
    match place {
        Place::Folder(settings) => {
            let clock = std::sync::Arc::clone(&inner.clock);
            annals_connect::Folder::new(settings.clone(), clock).map_err(wrong)?;
            inner.allowed_folder(&settings.path, "trigger_config.path")
        }
        Place::Imap(settings, _) => {
            annals_connect::Imap::new(settings.clone()).map(drop).map_err(wrong)
        }
        Place::Gmail(settings) => {
            names(settings.filter.file_name.as_ref())?;
            needs_google(inner, "trigger_type")
        }
        Place::Drive(settings) => {
            names(settings.file_name.as_ref())?;
            needs_google(inner, "trigger_type")
        }
    }
}

fn out(error: &dyn std::fmt::Display) -> Error {
    Error::invalid("export_config", error)
}

fn needs_google(inner: &Inner, field: &str) -> Result<(), Error> {
    match inner.settings.automations.google {
        Some(_) => Ok(()),
        None => Err(Error::invalid(
            field,
            "needs Google, which this server is not set up for (google_client_id and \
             google_client_secret in its configuration)",
        )),
    }
}

impl Inner {
    /// Refuses folders that the operator does not allow.
    fn allowed_folder(&self, path: &Path, field: &str) -> Result<(), Error> {
        let allowed = self.settings.automations.folders.as_ref();
        if allowed.is_none_or(|folders| folders.iter().any(|folder| path.starts_with(folder))) {
            return Ok(());
        }
        let text = format!(
            "`{}` is in none of the folders that this server allows (automation_folders)",
            path.display()
        );
        Err(Error::invalid(field, text))
    }
}

/// What sets an automation off.
///
/// # Errors
/// [`Error::Invalid`] for settings that do not fit its type.
pub(super) fn trigger(automation: &Automation) -> Result<Trigger, Error> {
    let config = &automation.trigger_config;
    match automation.trigger {
        TriggerKind::Cron => {
            let cron: Cron = read(config, "trigger_config")?;
            let kind: SourceKind = read(&cron.source, "trigger_config.source")?;
            let schedule = Schedule::new(&cron.cron, cron.time_zone.as_deref());
            let schedule =
                schedule.map_err(|error| Error::invalid("trigger_config.cron", error))?;
            Ok(Trigger::Cron(Box::new(schedule), place(kind.kind, &cron.source)?))
        }
        TriggerKind::Webhook => {
            Ok(Trigger::Webhook(read::<Hooked>(config, "trigger_config")?.secret))
        }
        kind => {
            let every: Every = read(config, "trigger_config")?;
            let millis = i64::from(every.poll_seconds.max(1)) * 1000;
            Ok(Trigger::Place(place(kind, config)?, millis))
        }
    }
}

fn place(kind: TriggerKind, config: &Value) -> Result<Place, Error> {
    const FIELD: &str = "trigger_config";
    Ok(match kind {
        TriggerKind::Folder => Place::Folder(read(config, FIELD)?),
        TriggerKind::Imap => {
            let password: Password = read(config, FIELD)?;
            Place::Imap(read(config, FIELD)?, password.password_secret)
        }
        TriggerKind::Gmail => Place::Gmail(read(config, FIELD)?),
        TriggerKind::Drive => Place::Drive(read(config, FIELD)?),
        TriggerKind::Cron | TriggerKind::Webhook => {
            let text = "must be one of folder, imap, gmail, drive";
            return Err(Error::invalid("trigger_config.source.type", text));
        }
    })
}

/// Where results go.
///
/// # Errors
/// [`Error::Invalid`] for settings that do not fit the type.
pub(super) fn destination(automation: &Automation) -> Result<Option<Destination>, Error> {
    const FIELD: &str = "export_config";
    let nothing = Value::Object(serde_json::Map::new());
    let config = automation.export_config.as_ref().unwrap_or(&nothing);
    let Some(kind) = automation.destination else { return Ok(None) };
    Ok(Some(match kind {
        DestinationKind::Drive => Destination::Drive(read(config, FIELD)?),
        DestinationKind::Mail => {
            let password: MaybePassword = read(config, FIELD)?;
            Destination::Mail(read(config, FIELD)?, password.password_secret)
        }
        DestinationKind::Folder => Destination::Folder(read::<FolderTo>(config, FIELD)?.path),
        DestinationKind::ObjectStore => {
            Destination::ObjectStore(read::<StoreTo>(config, FIELD)?.url)
        }
    }))
}

fn read<T: DeserializeOwned>(config: &Value, field: &str) -> Result<T, Error> {
    serde_json::from_value(config.clone()).map_err(|error| Error::invalid(field, error))
}
