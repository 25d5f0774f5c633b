//! Ids as types of their own, so that a run's id cannot stand where a task's is meant.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Clock;

/// A text that cannot be an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id: letters, digits, `-`, `_`, `.` and `:`, at most 128 of them")]
pub struct IdError(String);

fn checked(text: &str) -> Result<Arc<str>, IdError> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':');
    if text.is_empty() || text.len() > 128 || !text.bytes().all(allowed) {
        return Err(IdError(crate::text::head(text, 60).replace(char::is_control, "\u{fffd}")));
    }
    Ok(Arc::from(text))
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as it stands in the database and on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(Arc::from(id.to_string()))
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                checked(text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    };
}

id! {
    /// A task's id (a flow's and a job's too): a UUIDv7, or an id adopted from an older database.
    TaskId
}
id! {
    /// A run's id: a UUIDv7, or an adopted one.
    RunId
}
id! {
    /// The hash (SHA-256, hexadecimal) of a snapshot's content.
    SnapshotId
}
id! {
    /// The hash (SHA-256, hexadecimal) of an environment: its lock and its interpreter.
    EnvironmentId
}
id! {
    /// The hash (SHA-256, hexadecimal) of a parcel: a JSON text that a run's steps fetch from the
    /// server, or give it, since it is too large to travel otherwise.
    ParcelId
}
id! {
    /// The id of a file that a job's run was given.
    FileId
}
id! {
    /// The id of a set of fields that is kept.
    TemplateId
}
id! {
    /// The id of an export of a run's results.
    ExportId
}
id! {
    /// An access token's id; not the secret itself.
    TokenId
}
id! {
    /// The id of an automation.
    AutomationId
}
id! {
    /// The id of an event that set an automation off, and of what came of it.
    EventId
}
id! {
    /// A node's name, unique within its run; a script's program is `main`, the platform `setup`.
    NodeName
}

impl NodeName {
    /// The node of a script's own program.
    #[must_use]
    pub fn main() -> Self {
        Self(Arc::from("main"))
    }

    /// The node of what the platform prints: building an environment, pulling an image.
    #[must_use]
    pub fn setup() -> Self {
        Self(Arc::from("setup"))
    }
}

impl ParcelId {
    /// The id of a parcel with this content.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(Arc::from(crate::digest(content)))
    }
}

/// A run's number within its task: 1, 2, 3… without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RunNumber(NonZeroU32);

impl RunNumber {
    /// The number `n`, if a run can have it.
    #[must_use]
    pub fn new(n: i64) -> Option<Self> {
        u32::try_from(n).ok().and_then(NonZeroU32::new).map(Self)
    }

    /// The number as an integer.
    #[must_use]
    pub fn get(self) -> i64 {
        i64::from(self.0.get())
    }
}

impl fmt::Display for RunNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A place in a run's ledger, from 1.
pub type Seq = i64;

/// Which attempt at a run speaks; a write from an older epoch changes nothing.
pub type Epoch = i64;

/// Makes new ids: UUIDv7 from the clock and a source of random bytes.
#[derive(Clone)]
pub struct IdSource {
    clock: Arc<dyn Clock>,
    random: fn() -> [u8; 10],
}

impl IdSource {
    /// Ids from `clock` and the random bytes that `random` gives.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, random: fn() -> [u8; 10]) -> Self {
        Self { clock, random }
    }

    /// A new UUIDv7; ids made in one millisecond are in no order.
    #[must_use]
    pub fn uuid(&self) -> uuid::Uuid {
        let millis = u64::try_from(self.clock.now().as_micros() / 1000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &(self.random)()).into_uuid()
    }
}

impl fmt::Debug for IdSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdSource")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adopted_ids_are_ids() {
        assert_eq!("task-3f2a".parse::<TaskId>().map(|id| id.to_string()), Ok("task-3f2a".into()));
        for bad in ["", "a b", "a/b", "ä", "a\0", &"x".repeat(129)] {
            assert!(bad.parse::<TaskId>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn run_numbers_begin_at_one() {
        assert_eq!(RunNumber::new(0), None);
        assert_eq!(RunNumber::new(-1), None);
        assert_eq!(RunNumber::new(1).map(RunNumber::get), Some(1));
        assert_eq!(RunNumber::new(i64::MAX), None);
    }
}
