//! Reading a file in a process of its own, within limits.
//!
//! Files come from strangers, and the readers of formats are other people's code. So a file is read
//! by this program again (`annals read-document`), which limits and confines itself before it reads a byte; its
//! parent ends it, and whatever it started, when the time is over. The parent sends a line of JSON
//! ([`Request`]) and the bytes of the file, and gets one `Result<Document, Unreadable>` as JSON.

mod child;
#[cfg(target_os = "linux")]
mod confine;
mod parent;
mod program;

use serde::{Deserialize, Serialize};

use crate::{Field, Options};

pub(crate) use child::limit_engine;
pub use child::serve_one;
pub use parent::Reader;
pub(crate) use program::this_program;

/// What reading one file may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReaderLimits {
    /// The time from start to answer, in seconds.
    pub seconds: u64,
    /// The address space of the process, and of each that it starts, in bytes.
    pub memory: u64,
    /// The most bytes of its answer.
    pub answer: u64,
}

impl Default for ReaderLimits {
    fn default() -> Self {
        Self { seconds: 120, memory: 2 << 30, answer: 256 << 20 }
    }
}

/// The line before the bytes of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Request {
    name: String,
    options: Options,
    limits: ReaderLimits,
    #[serde(default)]
    work: Work,
}

/// What is to be done with the file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Work {
    /// It is read; the answer is a document.
    #[default]
    Read,
    /// A page of it, from 1, is drawn so many pixels wide; the answer is a picture.
    Draw { page: usize, width: u32 },
    /// It is read and values are looked for in it; the answer is what a task of a job gives, as
    /// text.
    Find { fields: Vec<Field> },
}
