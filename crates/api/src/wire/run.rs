//! A run, whole.

use annals_domain::{
    Attempt, EnvValue, Environment, EnvironmentFacts, NodeRecord, Run, Snapshot, Spec, Timestamp,
};
use annals_engine::{Artifact, WholeRun};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

use super::flow_bodies::EdgeBody;
use super::flows::{ComponentDetail, graph};
use super::jobs::ExtractionDetail;
use super::node::NodeDetail;
use super::pod::PodBody;
use super::runs::RunRow;
use super::submit::EnvironmentValue;
use super::words::{ErrorWord, KindWord};

/// A run with everything that is kept of it, but for its log.
#[derive(Debug, Serialize, ToSchema)]
pub struct RunDetail {
    #[serde(flatten)]
    row: RunRow,
    /// Its name on the executor.
    workflow_id: String,
    workspace_id: Option<String>,
    /// The run this one was made from.
    parent_run_id: Option<String>,
    /// Runs made from it, newest first, at most 100.
    #[schema(max_items = 100)]
    child_run_ids: Vec<String>,
    /// The last run of the task before this one that succeeded.
    last_success_id: Option<String>,
    snapshot: SnapshotDetail,
    /// The environment it ran in; null before that is built.
    environment: Option<EnvironmentDetail>,
    /// The JSON object given as inputs.
    inputs: Option<Value>,
    /// What it wrote to `ANNALS_OUTPUTS`.
    outputs: Option<Value>,
    /// How it failed; null unless it did.
    error: Option<Failure>,
    /// The time limit in milliseconds.
    #[schema(minimum = 1)]
    timeout_ms: Option<i64>,
    nodes: Vec<NodeDetail>,
    attempts: Vec<AttemptDetail>,
    /// The files kept with it, by path.
    artifacts: Vec<ArtifactRow>,
    /// Whether its end has been asked for.
    cancel_requested: bool,
    /// When retention removed its log lines; null while they are kept.
    #[schema(value_type = Option<String>, format = DateTime)]
    log_removed_at: Option<Timestamp>,
    /// When retention removed its files; null while they are kept.
    #[schema(value_type = Option<String>, format = DateTime)]
    files_removed_at: Option<Timestamp>,
}

impl From<WholeRun> for RunDetail {
    fn from(whole: WholeRun) -> Self {
        let WholeRun { run, details, mut node_outputs, mut tries, .. } = whole;
        let node = |record: NodeRecord| {
            let outputs = node_outputs.remove(&record.index);
            let tries = tries.remove(record.name.as_str()).unwrap_or_default();
            NodeDetail::of_run(record, outputs, tries)
        };
        let nodes = whole.nodes.into_iter().map(node).collect();
        Self {
            workflow_id: run.workflow_id.clone(),
            workspace_id: run.workspace_id.clone(),
            parent_run_id: run.parent.as_ref().map(ToString::to_string),
            child_run_ids: whole.children.iter().map(ToString::to_string).collect(),
            last_success_id: whole.last_success.as_ref().map(ToString::to_string),
            snapshot: whole.snapshot.into(),
            environment: whole.environment.map(Into::into),
            inputs: details.inputs,
            outputs: details.outputs,
            error: Failure::of(&run, details.error_message),
            timeout_ms: details.timeout_ms,
            nodes,
            attempts: whole.attempts.into_iter().map(Into::into).collect(),
            artifacts: whole.artifacts.into_iter().map(Into::into).collect(),
            cancel_requested: run.cancel_requested,
            log_removed_at: whole.kept.removed_at,
            files_removed_at: whole.kept.files_removed_at,
            row: run.into(),
        }
    }
}

/// How a run failed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Failure {
    /// The kind of failure.
    #[serde(rename = "type")]
    #[schema(value_type = ErrorWord)]
    kind: &'static str,
    /// One sentence.
    message: String,
}

impl Failure {
    /// The failure of `run`, if it failed.
    #[must_use]
    pub fn of(run: &Run, message: Option<String>) -> Option<Self> {
        let kind = run.error_type?.as_str();
        Some(Self { kind, message: message.unwrap_or_default() })
    }
}

/// What a run executes; it never changes.
#[derive(Debug, Serialize, ToSchema)]
pub struct SnapshotDetail {
    /// The hash of the content; equal content has equal ids.
    id: String,
    #[schema(value_type = KindWord)]
    kind: &'static str,
    /// The program; of a flow, the programs of its components one after the other.
    code: String,
    dependencies: Option<String>,
    requirements_file: Option<String>,
    /// Variables for the process; secrets by name only.
    env: BTreeMap<String, EnvironmentValue>,
    /// What the program asks of its pod; null where it asks for nothing.
    #[schema(value_type = Option<PodBody>)]
    pod: Option<Value>,
    /// The components of a flow; null for a script.
    components: Option<Vec<ComponentDetail>>,
    /// The edges of a flow; null for a script.
    edges: Option<Vec<EdgeBody>>,
    /// What a job looks for and by what; null for all else, and until the run is submitted.
    extraction: Option<ExtractionDetail>,
}

impl From<Snapshot> for SnapshotDetail {
    fn from(snapshot: Snapshot) -> Self {
        let requested = snapshot.spec.requested().clone();
        let kind = snapshot.spec.kind().as_str();
        let code = snapshot.spec.code().into_owned();
        let (env, pod, graph, extraction) = match snapshot.spec {
            Spec::Script(script) => (script.env, script.pod, None, None),
            Spec::Flow(flow) => (Environment::new(), None, Some(graph(flow)), None),
            Spec::Extraction(job) => (Environment::new(), None, None, ExtractionDetail::of(job)),
        };
        let (components, edges) = graph.unzip();
        Self {
            id: snapshot.id.to_string(),
            kind,
            code,
            dependencies: requested.dependencies,
            requirements_file: requested.requirements_file,
            env: environment(env),
            pod: super::pod::shown(pod),
            components,
            edges,
            extraction,
        }
    }
}

/// Variables with their values as they are shown.
#[must_use]
pub fn environment(env: Environment) -> BTreeMap<String, EnvironmentValue> {
    let value = |value| match value {
        EnvValue::Plain(text) => EnvironmentValue::Plain(text),
        EnvValue::Secret { secret } => EnvironmentValue::Secret { secret },
    };
    env.into_iter().map(|(name, v)| (name, value(v))).collect()
}

/// The environment that a run's steps ran in.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnvironmentDetail {
    id: String,
    /// A requirements file with every package pinned.
    lock: String,
    packages: Vec<PackageRow>,
    /// The interpreter's version.
    #[schema(example = "3.11.7")]
    python_version: String,
    /// The interpreter's path on the machine that ran it.
    interpreter: String,
    #[schema(example = "linux-x86_64")]
    platform: String,
    /// What built it.
    #[schema(example = "uv 0.9.11")]
    installer: String,
}

/// A resolved package.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackageRow {
    name: String,
    /// Its exact version, or where it came from if it has none.
    version: String,
}

impl From<EnvironmentFacts> for EnvironmentDetail {
    fn from(facts: EnvironmentFacts) -> Self {
        let package = |p: annals_domain::Package| PackageRow { name: p.name, version: p.version };
        Self {
            id: facts.id.to_string(),
            lock: facts.lock,
            packages: facts.packages.into_iter().map(package).collect(),
            python_version: facts.python_version,
            interpreter: facts.interpreter,
            platform: facts.platform,
            installer: facts.installer,
        }
    }
}

/// One try at running a run.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttemptDetail {
    /// Its number, from 1.
    #[schema(minimum = 1)]
    epoch: i64,
    #[schema(value_type = String, format = DateTime)]
    started_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// The host that carried it out.
    host: String,
}

impl From<Attempt> for AttemptDetail {
    fn from(attempt: Attempt) -> Self {
        let Attempt { epoch, started_at, ended_at, host } = attempt;
        Self { epoch, started_at, ended_at, host }
    }
}

/// A file kept with a run.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArtifactRow {
    path: String,
    /// In bytes.
    #[schema(minimum = 0)]
    size: i64,
    /// Hexadecimal.
    sha256: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<Artifact> for ArtifactRow {
    fn from(artifact: Artifact) -> Self {
        let Artifact { path, size, sha256, created_at } = artifact;
        Self { path, size, sha256, created_at }
    }
}

/// The files kept with a run.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArtifactList {
    /// The files, by path.
    pub(crate) artifacts: Vec<ArtifactRow>,
}

/// A parcel that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParcelAnswer {
    /// Its id, by which it is fetched.
    pub(crate) id: String,
}

/// How far the log of a pod is recorded.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordedAnswer {
    /// The number of the last line, as the pod counts its lines; 0 if none is recorded.
    pub(crate) line: u64,
}
