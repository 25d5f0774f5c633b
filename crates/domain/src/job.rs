//! Jobs of document extraction: the words of their wizard, their files and their exports.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::status::words;
use crate::{ErrorType, FieldSpec, NodeState, RunStatus};

/// How far the wizard of a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfigStep {
    /// Files are given.
    Upload,
    /// Fields are named.
    Fields,
    /// Everything is looked at once more.
    Review,
    /// The run is on its way; nothing of it changes any more.
    Submitted,
}
words!(ConfigStep {
    Upload = "upload",
    Fields = "fields",
    Review = "review",
    Submitted = "submitted",
});

impl ConfigStep {
    /// Whether the wizard may go from here to `to`: one step on, or back any number of them. The
    /// last one is taken by submitting.
    #[must_use]
    pub const fn may_become(self, to: Self) -> bool {
        match (self, to) {
            (Self::Submitted, _) | (_, Self::Submitted) => false,
            (from, to) => to as u8 <= from as u8 + 1,
        }
    }
}

/// Where a file of a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileStatus {
    /// Its bytes are not there yet.
    Uploading,
    /// It is there.
    Uploaded,
    /// It is fetched from elsewhere.
    Importing,
    /// It is an archive whose files are taken out.
    Unpacking,
    /// It is an archive whose files were taken out.
    Unpacked,
    /// It cannot be had; its error says why.
    Failed,
}
words!(FileStatus {
    Uploading = "uploading",
    Uploaded = "uploaded",
    Importing = "importing",
    Unpacking = "unpacking",
    Unpacked = "unpacked",
    Failed = "failed",
});

/// Where a file came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileSource {
    /// Somebody sent it here.
    Upload,
    /// Google Drive.
    Drive,
    /// An attachment of a mail in Gmail.
    Gmail,
    /// An attachment of a mail in an IMAP mailbox.
    Imap,
    /// A folder that is looked at.
    Folder,
    /// An archive of the same run.
    Zip,
}
words!(FileSource {
    Upload = "upload",
    Drive = "drive",
    Gmail = "gmail",
    Imap = "imap",
    Folder = "folder",
    Zip = "zip",
});

impl FileSource {
    /// The folder that such files lie in, below that of their run.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Upload | Self::Imap | Self::Folder => "uploads",
            Self::Drive => "drive_imports",
            Self::Gmail => "gmail_imports",
            Self::Zip => "extracted",
        }
    }
}

/// A run's status in the words of the jobs interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobStatus {
    /// It is being set up, or waits.
    Pending,
    /// It has begun.
    InProgress,
    /// Some of its tasks failed, others did not.
    PartiallyCompleted,
    /// All of its tasks are done.
    Completed,
    /// None of its tasks could be done.
    Failed,
    /// It was ended by request.
    Cancelled,
}
words!(JobStatus {
    Pending = "pending",
    InProgress = "in_progress",
    PartiallyCompleted = "partially_completed",
    Completed = "completed",
    Failed = "failed",
    Cancelled = "cancelled",
});

impl JobStatus {
    /// The word for a run with this status and error type.
    #[must_use]
    pub const fn of(status: RunStatus, error: Option<ErrorType>) -> Self {
        match (status, error) {
            (RunStatus::Pending, _) => Self::Pending,
            (RunStatus::Running, _) => Self::InProgress,
            (RunStatus::Success, _) => Self::Completed,
            (RunStatus::Failure, Some(ErrorType::Partial)) => Self::PartiallyCompleted,
            (RunStatus::Failure, _) => Self::Failed,
            (RunStatus::Cancelled, _) => Self::Cancelled,
        }
    }

    /// The run's status that this is a word for.
    #[must_use]
    pub const fn status(self) -> RunStatus {
        match self {
            Self::Pending => RunStatus::Pending,
            Self::InProgress => RunStatus::Running,
            Self::Completed => RunStatus::Success,
            Self::PartiallyCompleted | Self::Failed => RunStatus::Failure,
            Self::Cancelled => RunStatus::Cancelled,
        }
    }
}

/// Where a task of a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobTaskStatus {
    /// Not begun; it may never be, where the run was cancelled.
    Pending,
    /// Begun.
    Processing,
    /// Its values are there.
    Completed,
    /// Its files could not be read.
    Failed,
}
words!(JobTaskStatus {
    Pending = "pending",
    Processing = "processing",
    Completed = "completed",
    Failed = "failed",
});

impl From<NodeState> for JobTaskStatus {
    fn from(state: NodeState) -> Self {
        match state {
            NodeState::Pending | NodeState::Skipped | NodeState::Cancelled => Self::Pending,
            NodeState::Running => Self::Processing,
            NodeState::Success => Self::Completed,
            NodeState::Failure => Self::Failed,
        }
    }
}

/// Where an export stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportStatus {
    /// It is being made.
    Running,
    /// It is there.
    Completed,
    /// It could not be made; its error says why.
    Failed,
}
words!(ExportStatus { Running = "running", Completed = "completed", Failed = "failed" });

/// A field of a run that is being set up, with the place that a person gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobField {
    /// What is looked for.
    #[serde(flatten)]
    pub spec: FieldSpec,
    /// Its place among the others.
    pub display_order: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wizard_goes_one_step_on_or_back() {
        use ConfigStep::{Fields, Review, Submitted, Upload};
        for (from, to, may) in [
            (Upload, Fields, true),
            (Fields, Review, true),
            (Upload, Review, false),
            (Review, Upload, true),
            (Fields, Fields, true),
            (Review, Submitted, false),
            (Submitted, Review, false),
            (Submitted, Submitted, false),
        ] {
            assert_eq!(from.may_become(to), may, "{from} {to}");
        }
    }

    #[test]
    fn a_run_that_failed_in_part_has_a_word_of_its_own() {
        let of = |error| JobStatus::of(RunStatus::Failure, error);
        assert_eq!(of(Some(ErrorType::Partial)), JobStatus::PartiallyCompleted);
        assert_eq!(of(Some(ErrorType::Exit)), JobStatus::Failed);
        assert_eq!(of(None), JobStatus::Failed);
    }
}
