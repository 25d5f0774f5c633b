//! The use cases of Annals: submit, rerun, cancel, read, delete; the recorder; the live hub.
//!
//! Every face (REST, WebSocket, CLI) calls [`Engine`] and nothing below it. The way of a run:
//! `submit` stores it and puts it into the `queue`; when a slot is free, `drive` begins an
//! attempt and launches it on its executor; the `recorder` follows the executor's observations,
//! stores them in the ledger and only then tells the `hub`, which wakes whoever watches.

mod abandon;
mod automations;
mod bodies;
mod bulk;
mod bytes;
mod cancel;
mod compare;
mod delete;
mod drive;
mod engine;
mod error;
mod events;
mod extraction;
mod feed;
mod files;
mod flow_runs;
mod flows;
mod followed;
mod history;
mod hub;
mod jobs;
mod leases;
mod lines;
mod logs;
mod neighbours;
mod objects;
mod orphans;
mod parcels;
mod patience;
mod queue;
mod reads;
mod recorded;
mod recorder;
mod recordings;
mod recovery;
mod requests;
mod resume;
mod retention;
mod scrub;
mod search;
mod secrets;
mod staging;
mod stats;
mod submit;
mod tags;
mod task_log;
mod texts;
mod tokens;
mod tries;
mod uploads;
mod watch;

pub use annals_connect::{Delivered, Retry, oauth};
pub use annals_logs::Case;
pub use annals_store::{
    Automation, AutomationRun, Correction, JobExport, JobFile, JobFilter, JobRow, JobRun,
    JobRunRow, Modes, TaskCounts, TaskState, Template, UsageSum,
};
pub use annals_store::{
    CreateTaskBuildHistory, HistoryFilter, HistoryLimits, HistoryOf, HistoryOrder, HistoryPolicy,
    HistoryQuery, LogState, TaskBuildHistory, TaskBuildHistoryContextType,
};
pub use annals_store::{Direction, FlowRow, FlowRunFilter, StoredFlow as Flow};
pub use annals_store::{SecretInfo, Span};
pub use automations::{
    AccountStatus, AutomationDraft, AutomationSettings, GoogleSettings, Hook, ShownAutomation,
};
pub use bulk::{BulkAction, BulkPlan, BulkProgress, BulkRequest, BulkRuns, BulkState, Skipped};
pub use bytes::{LogBytes, LogText};
pub use compare::{CodeDifference, Comparison, LogDifference, LogPlace, Pair, Section};
pub use engine::{Engine, Parts, Settings};
pub use error::{Error, FieldError};
pub use events::Event;
pub use extraction::{ApiKey, ExtractionSettings};
pub use feed::{FeedFilter, RunsWatch, Told};
pub use flow_runs::RanFlow;
pub use flows::{FlowChange, FlowDraft, FlowRun};
pub use history::HistoryWatch;
pub use jobs::{
    Declared, ExportFormat, Exported, FieldsChange, Form, JobGroup, JobPagePicture, JobResult,
    JobResults, JobSettings, JobTask, JobTold, JobWatch, MailAttachment, NewRunOf, TemplateDraft,
};
pub use leases::Leases;
pub use lines::Lines;
pub use objects::ObjectsAt;
pub use recordings::{RecordedFlow, Report};
pub use requests::*;
pub use resume::{PlannedComponent, Resume};
pub use retention::{Collected, Collector, Freed, Moved, RetentionPolicy};
pub use scrub::{Leak, Scrubbed};
pub use search::{Hit, LogHits, LogSearch, SearchSummary, Syntax};
pub use secrets::{KeyError, KeySource, SecretKey};
pub use stats::{Figures, Group, RunStats, StatsGroup, StatsRequest, StatusCounts};
pub use task_log::{LogSource, Stretch, TaskLog};
pub use texts::NodeText;
pub use tokens::{MadeToken, TokenInfo, Tokens};
pub use tries::Try;
pub use watch::Watch;
