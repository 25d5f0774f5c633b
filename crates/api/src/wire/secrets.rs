//! Secrets as they are sent and listed. A value goes one way only.

use annals_domain::Timestamp;
use annals_engine::SecretInfo;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::extract::Empty;

/// The value of a secret.
#[derive(Deserialize, ToSchema)]
pub struct SecretBody {
    /// The value, at most 64 KiB.
    #[schema(min_length = 1, max_length = 65536, pattern = "^[^\\u0000]+$", write_only)]
    #[serde(deserialize_with = "text")]
    pub(crate) value: String,
}

impl Empty for SecretBody {}

/// A text; the error does not say what was sent instead.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) => Ok(text),
        _ => Err(D::Error::custom("must be a string")),
    }
}

/// A secret, without its value.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecretRow {
    /// Its name.
    #[schema(example = "DB_PASSWORD")]
    name: String,
    /// When it was first stored.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When its value was last replaced.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

impl From<SecretInfo> for SecretRow {
    fn from(info: SecretInfo) -> Self {
        Self { name: info.name, created_at: info.created_at, updated_at: info.updated_at }
    }
}

/// A page of secrets.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecretPage {
    /// The secrets, by name.
    pub(crate) secrets: Vec<SecretRow>,
    /// Where the next page begins; null after the last.
    pub(crate) next_cursor: Option<String>,
}
