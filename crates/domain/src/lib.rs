//! The words of Annals as types, without any I/O.
//!
//! Everything else is built from these: a [`Spec`] is what a task is right now, a
//! [`Snapshot`] is a spec frozen and addressed by its hash, a [`Run`] is one execution of a
//! snapshot, a [`Plan`] is the graph of steps a snapshot becomes, an [`Observation`] is what
//! an executor saw, and a [`ledger::Entry`] is what the recorder made of it. Times and ids
//! come from [`Clock`] and [`IdSource`], so that tests decide them.

mod automation;
mod clock;
mod extraction;
mod flow;
mod histogram;
mod ids;
mod job;
pub mod ledger;
mod observation;
mod page;
mod plan;
mod pod;
pub mod requirements;
mod retention;
mod run;
mod spec;
mod status;
mod task;
mod text;
mod time;

pub use automation::{AutomationStatus, DestinationKind, TriggerKind};
pub use clock::{Clock, ManualClock, SystemClock};
pub use extraction::{
    DataType, Endpoint, EngineName, EngineRef, ExtractOrder, ExtractionSpec, FieldSpec, FileGroup,
    FileRef, Mode,
};
pub use flow::{Component, Edge, FlowFault, FlowSpec, MAX_COMPONENTS, MAX_EDGES, Retry};
pub use histogram::Histogram;
pub use ids::{
    AutomationId, EnvironmentId, Epoch, EventId, ExportId, FileId, IdError, IdSource, NodeName,
    ParcelId, RunId, RunNumber, Seq, SnapshotId, TaskId, TemplateId, TokenId,
};
pub use job::{
    ConfigStep, ExportStatus, FileSource, FileStatus, JobField, JobStatus, JobTaskStatus,
};
pub use observation::{
    EnvironmentFacts, LogChunk, NodeOutcome, Observation, Package, Place, ProducedFile, Seen,
    Stream,
};
pub use page::{Cursor, CursorError, Page, PageSize};
pub use plan::{Extract, Plan, Program, Step, Work};
pub use pod::{
    FolderMedium, ObjectKey, PodFault, PodMount, PodObject, PodPart, PodResources, PodSettings,
    PodToleration, PodVariable, PodVariables, PodVolume, PullPolicy, TaintEffect,
    TolerationOperator, ValueFrom, VolumeClaim, VolumeFolder, VolumeSecret,
};
pub use retention::{Limits, Reason, Retention};
pub use run::{
    Attempt, NewRun, NodeRecord, NodeState, Run, RunChange, RunDetails, RunFailure, Trigger,
};
pub use spec::{EnvValue, Environment, ScriptSpec, Snapshot, Spec, digest};
pub use status::{ErrorType, Phase, RunState, RunStatus, TransitionError};
pub use task::{LatestRun, Task, TaskKind};
pub use text::{TextError, head, plain_text};
pub use time::{Timestamp, TimestampError};
