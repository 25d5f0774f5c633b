//! All SQL of Annals, for SQLite and PostgreSQL. One file a subject.
//!
//! [`Store`] is opened on a database URL and answers in domain types; rows stay private and
//! convert by name, so that a damaged value is reported with its table, key and column.
//! The SQL is one text for both databases wherever both understand it; what differs (DDL, row
//! locks, where log blocks lie) is asked of [`Dialect`] or lies in `blocks/`, and nowhere else.
//!
//! # How to add a subject
//! Add its tables as a numbered migration for both databases, a file here with `impl Store`
//! methods (reads from the pool, writes through `Store::write`), and a case in
//! `tests/contract.rs`, which runs on both databases.

mod artifacts;
mod attempts;
mod automations;
mod blocks;
mod changes;
mod connect;
mod create;
mod delete_run;
mod deletion;
mod environments;
mod error;
mod filters;
mod flow_runs;
mod flows;
mod gather;
mod history;
mod jobs;
mod keyed;
mod ledger;
mod migrate;
mod nodes;
mod notices;
mod outputs;
mod pins;
mod recordings;
mod retention;
mod run_list;
mod runs;
mod scrub;
mod secrets;
mod servers;
mod settings;
mod snapshots;
mod sql;
mod stats;
mod sweep;
mod tags;
mod tasks;
mod tokens;
mod writer;
mod writing;

pub use artifacts::StoredArtifact;
pub use attempts::OpenRun;
pub use automations::{
    Account, Automation, AutomationRun, AutomationStep, EventRun, Looked, NewEvent,
};
pub use blocks::BlockHead;
pub use changes::Change;
pub use connect::{Location, Store, wait_for};
pub use create::{Created, Creation, Idempotency, NewTask, ReusedNode, RunSource};
pub use delete_run::RunDeletion;
pub use error::StoreError;
pub use filters::{RunFilter, TaskFilter};
pub use flow_runs::{Direction, FlowRunFilter};
pub use flows::{FlowCreated, FlowRow, NewFlow, StoredFlow};
pub use history::{
    CreateTaskBuildHistory, HistoryCreated, HistoryFilter, HistoryLimits, HistoryOf, HistoryOrder,
    HistoryPage, HistoryPolicy, HistoryQuery, TaskBuildHistory, TaskBuildHistoryContextType,
};
pub use jobs::{
    Correction, FileChange, JobChange, JobChanged, JobExport, JobFile, JobFilter, JobRow, JobRun,
    JobRunRow, JobSubmission, KeptFiles, KeyedFiles, Modes, NewJobFile, NewJobRun, TaskCounts,
    TaskResult, TaskState, Template, UsageSum,
};
pub use keyed::Keyed;
pub use ledger::{Append, Appended};
pub use migrate::{MigrationState, migrate_down, migrate_up, migration_states};
pub use notices::{Changed, Heard, Listener, News, Notice};
pub use recordings::{Recorded, Recording, RecordingChange, SilentRun};
pub use retention::{CleanedDay, KeptRun, LogState, LooseDay, ObjectPart, Offloading, RunSpace};
pub use runs::RunBase;
pub use scrub::{KeptBlock, Mask, Rewritten, TextKind};
pub use secrets::{SealedSecret, SecretInfo};
pub use servers::{ServerRow, Successor, Takeover};
pub use stats::{Span, Tally, TallyFilter};
pub use tokens::{NewToken, Token, TokenKind};

/// Which of the two databases is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// What a `SELECT` adds to hold its rows until the transaction ends; SQLite has one writer.
    pub(crate) const fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }

    /// What a table in a `FROM` adds to be read by this index: SQLite keeps no figures by which to find
    /// out that it is the best. It refuses a statement that the index cannot serve.
    pub(crate) fn by_index(self, index: &str) -> String {
        match self {
            Self::Sqlite => format!(" INDEXED BY {index}"),
            Self::Postgres => String::new(),
        }
    }
}
