//! The Argo executor: each attempt is one Workflow of Argo Workflows on a Kubernetes cluster.
//!
//! [`ArgoExecutor`] launches attempts and follows them, [`Cluster`] asks a cluster; all else decides and
//! reads without any I/O: [`manifest()`] makes the Workflow of a launch, [`Progress`] reads what a
//! Workflow's status says of the attempt, [`Lines`] reads the log of a pod. The program in every pod, `pod.py`, builds the step's environment, runs the
//! step, and says on its standard output what happens, in numbered lines.
//!
//! Argo replaces whatever stands between two braces in a template. A step's code, inputs and
//! variables may hold braces, so they travel compressed and in base64, in which there are none.

mod accepts;
mod account;
mod cluster;
mod config;
mod executor;
mod failure;
mod follower;
mod glance;
mod lines;
mod manifest;
mod names;
mod outline;
mod packed;
mod pod_log;
mod progress;
mod reading;
mod reports;
mod result;
mod standing;
mod status;
mod template;
mod trouble;
mod waiting;
mod watched;
mod workflow;

pub use cluster::Cluster;
pub use config::{ArgoConfig, Packages};
pub use executor::ArgoExecutor;
pub use lines::{Line, Lines, LogPlace, Origin, Stamped};
pub use manifest::{ManifestError, manifest, parcels, secret};
pub use names::{attempt_of, labels, place_of, selector, workflow_name};
pub use outline::Outline;
pub use pod_log::{LogPart, PodLog};
pub use progress::{IsRead, Progress, Told};
pub use result::{Gave, StepResult, read_outputs};
pub use status::{NodeOutputs, NodePhase, NodeStatus, WorkflowPhase, WorkflowStatus};
pub use template::{
    Backoff, DagTask, DagTemplate, Parameter, Parameters, RetryStrategy, Script, Template,
    ValueFrom,
};
pub use trouble::ClusterError;
pub use watched::Change;
pub use workflow::{PodGc, PodMetadata, TtlStrategy, Workflow, WorkflowSpec};
