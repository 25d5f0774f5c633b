//! What an executor reports. Only the recorder turns this into state.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{EnvironmentId, ErrorType, NodeName, ParcelId, RunFailure, Timestamp};

/// Which of a process's two outputs a line came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

impl Stream {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stdout => "stdout",
            Self::Stderr => "stderr",
        }
    }
}

/// Whole lines of one stream, as they were read at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogChunk {
    /// The node that printed them.
    pub node: NodeName,
    /// The stream they came from.
    pub stream: Stream,
    /// When they were read.
    pub at: Timestamp,
    /// The lines, each ended by `\n`; the bytes are as printed.
    pub bytes: Vec<u8>,
}

/// A package that was resolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// Its name, normalised.
    pub name: String,
    /// Its exact version, or where it came from if it has none.
    pub version: String,
}

/// The environment a step ran in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvironmentFacts {
    /// The hash of lock and interpreter.
    pub id: EnvironmentId,
    /// The lock: a requirements file with every package pinned.
    pub lock: String,
    /// The packages of the lock.
    pub packages: Vec<Package>,
    /// The interpreter's version, such as `3.11.7`.
    pub python_version: String,
    /// The interpreter's path on the machine that ran it.
    pub interpreter: String,
    /// The operating system and machine, such as `linux-x86_64`.
    pub platform: String,
    /// What built it: `uv 0.9.11` or `pip 24.0`.
    pub installer: String,
    /// Whether it was there already.
    pub cached: bool,
}

/// A file that a step left in its artifacts folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProducedFile {
    /// Its path below the artifacts folder, with `/` between the parts.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
}

/// How a node ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeOutcome {
    /// The exit code, where the process ended by itself.
    pub exit_code: Option<i32>,
    /// The signal's number, where one ended it.
    pub signal: Option<i32>,
    /// How it failed; none if it succeeded or was cancelled.
    pub error_type: Option<ErrorType>,
    /// One sentence on the failure.
    pub message: Option<String>,
    /// Whether it ended because the run was cancelled.
    pub cancelled: bool,
}

/// One thing an executor saw of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "seen", rename_all = "snake_case")]
pub enum Seen {
    /// The platform began to prepare the run (its node is `setup`).
    SetupStarted,
    /// The environment of a step is there.
    EnvironmentReady {
        /// The step.
        node: NodeName,
        /// What it holds.
        facts: EnvironmentFacts,
    },
    /// The platform's part ended.
    SetupEnded {
        /// How.
        outcome: NodeOutcome,
    },
    /// A step's process or pod began.
    NodeStarted {
        /// The step.
        node: NodeName,
        /// The process id or the pod's name.
        process: String,
    },
    /// Not all that a node printed could be read. It is told right before the node's end.
    LogLost {
        /// The node.
        node: NodeName,
        /// Why.
        reason: String,
    },
    /// A step's process or pod is gone, its output read to the end unless that was said to be lost.
    NodeEnded {
        /// The step.
        node: NodeName,
        /// How it ended.
        outcome: NodeOutcome,
        /// What it wrote to `ANNALS_OUTPUTS`.
        outputs: Option<serde_json::Value>,
        /// What it left in `ANNALS_ARTIFACTS`.
        files: Vec<ProducedFile>,
        /// Where its outputs are instead, if it gave them to the server already.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parcel: Option<ParcelId>,
    },
    /// A try of a step failed and another one follows.
    NodeRetried {
        /// The step.
        node: NodeName,
        /// How the try ended.
        outcome: NodeOutcome,
        /// How many tries there were.
        tried: u32,
        /// How many there may be.
        of: u32,
        /// Milliseconds until the next.
        delay_ms: u64,
    },
    /// A step will not run, because one it depends on failed or the run was cancelled.
    NodeSkipped {
        /// The step.
        node: NodeName,
        /// Why.
        reason: String,
    },
    /// Everything of the attempt is over; nothing comes after this.
    Finished {
        /// Whether the run was cancelled.
        cancelled: bool,
        /// The failure, if there was one.
        failure: Option<RunFailure>,
    },
}

/// A place in an attempt's stream of observations, from which its executor can go on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// It grows from observation to observation; 0 is the beginning.
    pub position: i64,
    /// What the executor needs besides to find the place again, in words of its own; none where the
    /// position tells everything.
    pub mark: Option<Arc<str>>,
}

impl Place {
    /// The place that a position alone tells.
    #[must_use]
    pub const fn at(position: i64) -> Self {
        Self { position, mark: None }
    }
}

/// What an executor reports, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Observation {
    /// Lines that a node printed.
    Lines(LogChunk),
    /// A fact about the run, and when it was seen.
    Fact(Timestamp, Box<Seen>),
}
