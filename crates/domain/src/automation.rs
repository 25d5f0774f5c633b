//! Automations: runs of a job that something else than a person sets off.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Trigger;
use crate::status::words;

/// What sets an automation off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerKind {
    /// A time that comes again.
    Cron,
    /// A file in a folder of the server's machine.
    Folder,
    /// A signed request.
    Webhook,
    /// A mail in an IMAP mailbox.
    Imap,
    /// A mail in Gmail.
    Gmail,
    /// A file in a folder of Google Drive.
    Drive,
}
words!(TriggerKind {
    Cron = "cron",
    Folder = "folder",
    Webhook = "webhook",
    Imap = "imap",
    Gmail = "gmail",
    Drive = "drive",
});

impl TriggerKind {
    /// What runs say of what set them off.
    #[must_use]
    pub fn trigger(self) -> Trigger {
        Trigger(
            match self {
                Self::Cron => "cron",
                Self::Folder | Self::Drive => "folder",
                Self::Webhook => "webhook",
                Self::Imap | Self::Gmail => "mail",
            }
            .into(),
        )
    }
}

/// Where the results of an automation's runs go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DestinationKind {
    /// A folder of Google Drive.
    Drive,
    /// People, by mail.
    Mail,
    /// A folder of the server's machine.
    Folder,
    /// An object store.
    ObjectStore,
}
words!(DestinationKind {
    Drive = "drive",
    Mail = "mail",
    Folder = "folder",
    ObjectStore = "object_store",
});

/// How far what an event set off is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AutomationStatus {
    /// The event is stored; its run is not made yet.
    Waiting,
    /// The run is there and its files are fetched.
    Importing,
    /// The run was submitted.
    Processing,
    /// The run has ended and its results are brought to their destination.
    Exporting,
    /// All is done.
    Completed,
    /// It was given up; its error says why.
    Failed,
}
words!(AutomationStatus {
    Waiting = "waiting",
    Importing = "importing",
    Processing = "processing",
    Exporting = "exporting",
    Completed = "completed",
    Failed = "failed",
});

impl AutomationStatus {
    /// Whether nothing follows.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Completed | Self::Failed)
    }
}
