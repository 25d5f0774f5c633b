//! An entry of the build history, and what one is made from.

use std::fmt;
use std::str::FromStr;

use annals_domain::{RunId, Seq, TaskId, Timestamp};
use serde::{Deserialize, Serialize};

/// What an entry of the build history tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum TaskBuildHistoryContextType {
    /// Something that a person or a program said.
    ChatMessage,
    /// A step: an environment built, a process started.
    ExecutionStep,
    /// What an agent did in one turn.
    AgentTurn,
    /// The platform's part of a run is done: its program can begin.
    SetupComplete,
    /// Something went wrong.
    Error,
    /// The status of a run changed.
    StatusChange,
}

impl TaskBuildHistoryContextType {
    /// Every type, in the order of its declaration.
    pub const ALL: &'static [Self] = &[
        Self::ChatMessage,
        Self::ExecutionStep,
        Self::AgentTurn,
        Self::SetupComplete,
        Self::Error,
        Self::StatusChange,
    ];

    /// The word on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ChatMessage => "chat_message",
            Self::ExecutionStep => "execution_step",
            Self::AgentTurn => "agent_turn",
            Self::SetupComplete => "setup_complete",
            Self::Error => "error",
            Self::StatusChange => "status_change",
        }
    }
}

impl fmt::Display for TaskBuildHistoryContextType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for TaskBuildHistoryContextType {
    type Err = String;

    /// Reads the word in any case; the error is a sentence that lists the words.
    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|kind| kind.as_str().eq_ignore_ascii_case(text));
        found.copied().ok_or_else(|| {
            let words: Vec<_> = Self::ALL.iter().map(|kind| kind.as_str()).collect();
            format!("must be one of {}", words.join(", "))
        })
    }
}

/// An entry of a task's build history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TaskBuildHistory {
    /// Its id: a UUIDv7.
    pub id: String,
    /// The task.
    #[cfg_attr(test, ts(type = "string"))]
    pub task_id: TaskId,
    /// The run it belongs to, if any.
    #[cfg_attr(test, ts(as = "Option<String>"))]
    pub run_id: Option<RunId>,
    /// The writer's workspace.
    pub workspace_id: Option<String>,
    /// The writer's session.
    pub session_id: Option<String>,
    /// What it tells of.
    pub context_type: TaskBuildHistoryContextType,
    /// What it says.
    pub content: String,
    /// A JSON text.
    pub metadata: Option<String>,
    /// When it was written.
    #[cfg_attr(test, ts(type = "string"))]
    pub created_at: Timestamp,
    /// From then on it is never answered.
    #[cfg_attr(test, ts(type = "string"))]
    pub expires_at: Timestamp,
    /// Its number among the task's entries, from 1; order and eviction go by it.
    pub n: i64,
    /// Its place in the run's ledger; none without a run.
    pub seq: Option<Seq>,
}

/// What an entry is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields = nullable))]
pub struct CreateTaskBuildHistory {
    /// The task.
    #[cfg_attr(test, ts(type = "string"))]
    pub task_id: TaskId,
    /// A run of that task; the entry then takes the next place in its ledger.
    #[cfg_attr(test, ts(as = "Option<String>"))]
    pub run_id: Option<RunId>,
    /// The writer's workspace.
    pub workspace_id: Option<String>,
    /// The writer's session.
    pub session_id: Option<String>,
    /// What it tells of.
    pub context_type: TaskBuildHistoryContextType,
    /// What it says, at most 1 MiB of UTF-8.
    pub content: String,
    /// A JSON text, at most 1 MiB.
    pub metadata: Option<String>,
}

impl CreateTaskBuildHistory {
    /// The most bytes of content (1 MiB of UTF-8), and of metadata.
    pub const CONTENT_BYTES: usize = 1 << 20;

    /// An entry that belongs to no run, session or workspace.
    #[must_use]
    pub fn new(
        task_id: TaskId,
        context_type: TaskBuildHistoryContextType,
        content: impl Into<String>,
    ) -> Self {
        Self {
            task_id,
            run_id: None,
            workspace_id: None,
            session_id: None,
            context_type,
            content: content.into(),
            metadata: None,
        }
    }

    /// What keeps this entry from being stored: the field and what is wrong with it.
    ///
    /// # Errors
    /// The name of the field and "must …".
    pub fn check(&self) -> Result<(), (&'static str, String)> {
        plain("content", &self.content)?;
        let Some(metadata) = &self.metadata else { return Ok(()) };
        plain("metadata", metadata)?;
        serde_json::from_str::<serde::de::IgnoredAny>(metadata)
            .map(|_| ())
            .map_err(|error| ("metadata", format!("must be a JSON text: {error}")))
    }
}

fn plain(field: &'static str, text: &str) -> Result<(), (&'static str, String)> {
    let limit = CreateTaskBuildHistory::CONTENT_BYTES;
    if text.len() > limit {
        return Err((field, format!("must be at most {limit} bytes, not {}", text.len())));
    }
    annals_domain::plain_text(text, limit).map(|_| ()).map_err(|error| (field, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for kind in TaskBuildHistoryContextType::ALL {
            assert_eq!(kind.to_string().to_uppercase().parse(), Ok(*kind));
            assert_eq!(serde_json::to_value(kind).expect("JSON"), kind.as_str());
        }
        let error = "chat".parse::<TaskBuildHistoryContextType>().expect_err("no such type");
        assert!(error.starts_with("must be one of chat_message, execution_step"), "{error}");
    }

    #[test]
    fn what_cannot_be_stored_is_named() {
        let task: TaskId = "t".parse().expect("an id");
        let kind = TaskBuildHistoryContextType::ChatMessage;
        let with = |content: &str, metadata: Option<&str>| {
            let mut new = CreateTaskBuildHistory::new(task.clone(), kind, content);
            new.metadata = metadata.map(str::to_owned);
            new.check().map_err(|(field, _)| field)
        };
        let most = "x".repeat(CreateTaskBuildHistory::CONTENT_BYTES);
        assert_eq!(with(&most, Some("{\"a\": [1]}")), Ok(()));
        assert_eq!(with(&format!("{most}x"), None), Err("content"));
        assert_eq!(with(&"ä".repeat((1 << 19) + 1), None), Err("content"));
        assert_eq!(with("a\0", None), Err("content"));
        for bad in ["", "x", "{\"a\":}", "{} {}", "'a'"] {
            assert_eq!(with("", Some(bad)), Err("metadata"), "{bad}");
        }
    }
}
