//! The fixed words of the interfaces, for the OpenAPI description.

use annals_domain::ledger::LogEndKind;
use annals_domain::{
    AutomationStatus, ConfigStep, DataType, DestinationKind, ErrorType, ExportStatus, FileSource,
    FileStatus, JobStatus, JobTaskStatus, Mode, NodeState, Phase, RunStatus, TaskKind, TriggerKind,
};
use annals_engine::TaskBuildHistoryContextType;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $words:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                strings($words)
            }
        }

        impl ToSchema for $name {}
    )+};
}

words! {
    /// A run's status.
    StatusWord: RunStatus::ALL.iter().map(|word| word.as_str());
    /// A run's status in the words of the tasks interface.
    PhaseWord: Phase::ALL.iter().map(|word| word.as_str());
    /// The phase of a task's latest run, empty where it has none.
    TaskPhaseWord: Phase::ALL.iter().map(|word| word.as_str()).chain([""]);
    /// The phase of a node.
    NodePhaseWord: NodeState::ALL.iter().map(|state| node_phase(*state, Phase::Failed)).chain(["Error"]);
    /// A kind of task.
    KindWord: TaskKind::ALL.iter().map(|word| word.as_str());
    /// How a run failed.
    ErrorWord: ErrorType::ALL.iter().map(|word| word.as_str());
    /// Where a node stands.
    NodeStateWord: NodeState::ALL.iter().map(|word| word.as_str());
    /// Which of a process's two outputs.
    StreamWord: ["stdout", "stderr"];
    /// Whether a log is whole.
    LogEndWord: ["complete", "cut", "lost"];
    /// What an entry of the build history tells of.
    HistoryWord: TaskBuildHistoryContextType::ALL.iter().map(|word| word.as_str());
    /// In which order.
    OrderWord: ["asc", "desc"];
    /// What is done to many runs.
    BulkWord: Self::ALL.iter().copied();
    /// Where an act on many runs stands.
    BulkStateWord: ["planned", "running", "done", "stopped"];
    /// As what a timeline is exported.
    ExportWord: ["jsonl", "csv"];
    /// A run's status in the words of the jobs interface.
    JobStatusWord: JobStatus::ALL.iter().map(|word| word.as_str());
    /// A step of a job's wizard.
    ConfigStepWord: ConfigStep::ALL.iter().map(|word| word.as_str());
    /// Where a task of a job stands.
    JobTaskWord: JobTaskStatus::ALL.iter().map(|word| word.as_str());
    /// Where a file of a job stands.
    FileStatusWord: FileStatus::ALL.iter().map(|word| word.as_str());
    /// Where a file of a job came from.
    FileSourceWord: FileSource::ALL.iter().map(|word| word.as_str());
    /// How the files of a folder become tasks.
    ModeWord: Mode::ALL.iter().map(|word| word.as_str());
    /// Where an export stands.
    ExportStatusWord: ExportStatus::ALL.iter().map(|word| word.as_str());
    /// A kind of value.
    DataTypeWord: DataType::ALL.iter().map(|word| word.as_str());
    /// What sets an automation off.
    TriggerWord: TriggerKind::ALL.iter().map(|word| word.as_str());
    /// Where the results of an automation go.
    DestinationWord: DestinationKind::ALL.iter().map(|word| word.as_str());
    /// How far what an event set off is.
    AutomationStatusWord: AutomationStatus::ALL.iter().map(|word| word.as_str());
    /// Where logs were read from.
    SourceWord: ["database", "kubernetes", "local", "error"];
}

impl BulkWord {
    /// Every word.
    pub const ALL: [&str; 6] = ["cancel", "tag", "untag", "delete", "pin", "unpin"];
}

fn strings<'a>(words: impl IntoIterator<Item = &'a str>) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).build().into()
}

/// A node's state in the words of the tasks interface; what failed in a run that the platform
/// failed is in `Error` too.
#[must_use]
pub const fn node_phase(state: NodeState, run: Phase) -> &'static str {
    match state {
        NodeState::Failure if matches!(run, Phase::Error) => "Error",
        NodeState::Pending => "Pending",
        NodeState::Running => "Running",
        NodeState::Success => "Succeeded",
        NodeState::Failure => "Failed",
        NodeState::Cancelled => "Cancelled",
        NodeState::Skipped => "Skipped",
    }
}

/// How a log ended, as a word.
#[must_use]
pub const fn log_end(kind: LogEndKind) -> &'static str {
    match kind {
        LogEndKind::Complete => "complete",
        LogEndKind::Cut => "cut",
        LogEndKind::Lost => "lost",
    }
}
