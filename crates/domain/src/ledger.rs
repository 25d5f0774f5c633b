//! The ledger: one ordered sequence a run of everything that happened, log lines included.

use serde::{Deserialize, Serialize};

use crate::{NodeName, Seq, Stream, Timestamp};

/// What kind of thing an entry tells of. Log lines are kept in blocks, not as entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// The run's status changed.
    Status,
    /// A node changed.
    Node,
    /// A file was kept.
    Artifact,
    /// An entry of the build history.
    History,
}

impl EntryKind {
    /// The word on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Node => "node",
            Self::Artifact => "artifact",
            Self::History => "history",
        }
    }

    /// The kind that `word` names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Status, Self::Node, Self::Artifact, Self::History]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// An entry on its way into the ledger; the ledger gives it its `seq`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// What it tells of.
    pub kind: EntryKind,
    /// When that happened.
    pub at: Timestamp,
    /// What happened, as clients see it.
    pub body: serde_json::Value,
}

/// An entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the run's sequence.
    pub seq: Seq,
    /// What it tells of.
    pub kind: EntryKind,
    /// When that happened.
    pub at: Timestamp,
    /// What happened, as clients see it.
    pub body: serde_json::Value,
}

/// A line of a node's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its place in the run's sequence.
    pub seq: Seq,
    /// The node's index within the run.
    pub node: i64,
    /// Its number within the node, from 1.
    pub number: i64,
    /// The stream it came from.
    pub stream: Stream,
    /// When it was read.
    pub at: Timestamp,
    /// Its bytes without the line end, as printed.
    pub bytes: Vec<u8>,
}

impl Line {
    /// The line as text; bytes that are not UTF-8 become U+FFFD.
    #[must_use]
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }
}

/// Lines of one node, compressed and ready to be stored; `seq` and line numbers come with the
/// place the ledger gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBlock {
    /// The node's index within the run.
    pub node: i64,
    /// How many lines it holds.
    pub lines: i64,
    /// The bytes of those lines, line ends included.
    pub raw_len: i64,
    /// When its first line was read.
    pub first_at: Timestamp,
    /// When its last line was read.
    pub last_at: Timestamp,
    /// CRC-32 of `data`.
    pub checksum: u32,
    /// What tells searches that need not read `data` (`annals_logs::Pattern`); none where the
    /// block has none, and is always read.
    pub filter: Option<Vec<u8>>,
    /// The compressed lines.
    pub data: Vec<u8>,
}

/// A block as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBlock {
    /// The `seq` of its first line; the others follow without gap.
    pub first_seq: Seq,
    /// The number of its first line within the node, from 1.
    pub first_line: i64,
    /// The bytes of the node's log before this block.
    pub raw_start: i64,
    /// The lines.
    pub block: SealedBlock,
}

impl StoredBlock {
    /// The `seq` of its last line.
    #[must_use]
    pub const fn last_seq(&self) -> Seq {
        self.first_seq + self.block.lines - 1
    }

    /// The number of its last line.
    #[must_use]
    pub const fn last_line(&self) -> i64 {
        self.first_line + self.block.lines - 1
    }
}

/// How a node's log ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogEndKind {
    /// Every line that was printed is kept.
    Complete,
    /// A limit cut it.
    Cut,
    /// What came after the last kept line could not be had.
    Lost,
}

/// The end marker of a node's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEnd {
    /// Whether it is whole.
    pub kind: LogEndKind,
    /// Why it ended: an exit code, a signal, out of memory, a limit.
    pub reason: String,
    /// The bytes kept of what was printed, line ends included. Where a limit cut the log, a line
    /// of the platform that says so follows them.
    pub at_byte: i64,
}

/// The name and index of a node, to show lines with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeLabel {
    /// Its index within the run.
    pub index: i64,
    /// Its name.
    pub name: NodeName,
}
