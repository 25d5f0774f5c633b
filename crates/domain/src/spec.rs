//! Specs and the immutable snapshots they freeze into.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::requirements::Requested;
use crate::{ExtractionSpec, FlowSpec, PodSettings, SnapshotId, TaskKind};

/// A value given to a run's process environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum EnvValue {
    /// The value itself.
    Plain(String),
    /// The name of a stored secret; its value never stands in a spec.
    Secret {
        /// The secret's name.
        secret: String,
    },
}

/// Environment variables by name.
pub type Environment = BTreeMap<String, EnvValue>;

/// A Python program with what it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptSpec {
    /// The program's source.
    pub code: String,
    /// The packages asked for, as they were asked for.
    #[serde(default)]
    pub requested: Requested,
    /// Variables for its process.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub env: Environment,
    /// What it asks of its pod, where it runs in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pod: Option<Box<PodSettings>>,
}

/// What a task is right now. Each kind of task adds its variant here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Spec {
    /// One Python program.
    Script(ScriptSpec),
    /// A graph of components.
    Flow(FlowSpec),
    /// Fields that are looked for in files.
    Extraction(ExtractionSpec),
}

/// What a flow asks for as a whole, its components asking for themselves; and what a job does.
static NO_PACKAGES: Requested = Requested { dependencies: None, requirements_file: None };

impl Spec {
    /// The kind of task this is the spec of.
    #[must_use]
    pub const fn kind(&self) -> TaskKind {
        match self {
            Self::Script(_) => TaskKind::Script,
            Self::Flow(_) => TaskKind::Flow,
            Self::Extraction(_) => TaskKind::Extraction,
        }
    }

    /// The source that stands for the task in lists; a flow's is that of its components, one
    /// after the other, a job's the names of its fields with their types.
    #[must_use]
    pub fn code(&self) -> Cow<'_, str> {
        match self {
            Self::Script(script) => Cow::Borrowed(&script.code),
            Self::Flow(flow) => Cow::Owned(joined(flow)),
            Self::Extraction(job) => Cow::Owned(job.summary()),
        }
    }

    /// The packages asked for; none for a flow as a whole or a job.
    #[must_use]
    pub const fn requested(&self) -> &Requested {
        match self {
            Self::Script(script) => &script.requested,
            Self::Flow(_) | Self::Extraction(_) => &NO_PACKAGES,
        }
    }
}

fn joined(flow: &FlowSpec) -> String {
    let mut code = String::new();
    for component in &flow.components {
        let end = if component.code.ends_with('\n') { "" } else { "\n" };
        code.extend(["# ", component.id.as_str(), "\n", &component.code, end]);
    }
    code
}

/// A spec frozen at one moment; equal specs are one snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The hash of the content.
    pub id: SnapshotId,
    /// The content.
    pub spec: Spec,
}

impl Snapshot {
    /// Freezes `spec`.
    ///
    /// # Panics
    /// Never: every field of a spec has a JSON form, and a hexadecimal hash is an id.
    #[must_use]
    pub fn freeze(spec: Spec) -> Self {
        let id = hex(&Sha256::digest(Self::content(&spec)));
        Self { id: id.parse().expect("a hash is an id"), spec }
    }

    /// The content that is hashed and stored: JSON with fields in the order of declaration and
    /// maps sorted by key.
    ///
    /// # Panics
    /// Never: every field of a spec has a JSON form.
    #[must_use]
    pub fn content(spec: &Spec) -> String {
        serde_json::to_string(spec).expect("a spec has a JSON form")
    }
}

/// The SHA-256 of `bytes`, hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(code: &str) -> Spec {
        Spec::Script(ScriptSpec {
            code: code.into(),
            requested: Requested::default(),
            env: BTreeMap::new(),
            pod: None,
        })
    }

    #[test]
    fn equal_specs_share_a_snapshot_and_others_do_not() {
        assert_eq!(Snapshot::freeze(script("a")), Snapshot::freeze(script("a")));
        assert_ne!(Snapshot::freeze(script("a")).id, Snapshot::freeze(script("b")).id);
        assert_eq!(Snapshot::freeze(script("a")).id.as_str().len(), 64);
    }

    #[test]
    fn the_content_reads_back_as_the_spec() {
        let spec = script("print('ä')");
        let read: Spec = serde_json::from_str(&Snapshot::content(&spec)).expect("a spec");
        assert_eq!(read, spec);
    }
}
