//! What Argo says of a Workflow: its phase and that of its nodes.

use std::collections::BTreeMap;

use annals_domain::{ErrorType, Phase};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::failure::{self, Cause};
use super::outline::OUTLINE;
use super::packed;
use super::template::Parameters;
use super::workflow::{Workflow, WorkflowSpec};

/// Where a Workflow stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum WorkflowPhase {
    /// Argo has not looked at it yet.
    #[default]
    #[serde(rename = "")]
    Unknown,
    /// It waits, for want of room among others.
    Pending,
    /// It goes on; its pods may still wait.
    Running,
    /// It ended well.
    Succeeded,
    /// A step of it failed, or it was told to end.
    Failed,
    /// Argo or Kubernetes failed.
    Error,
    /// A word that is not known here.
    #[serde(untagged)]
    Other(String),
}

/// Where a node of a Workflow stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum NodePhase {
    /// Argo has not looked at it yet.
    #[default]
    #[serde(rename = "")]
    Unknown,
    /// It waits: for a place on a machine, for its image.
    Pending,
    /// It runs.
    Running,
    /// It ended well.
    Succeeded,
    /// It was left out by a condition.
    Skipped,
    /// It ended badly.
    Failed,
    /// Argo or Kubernetes failed.
    Error,
    /// It was left out, since what it depends on did not succeed.
    Omitted,
    /// A word that is not known here.
    #[serde(untagged)]
    Other(String),
}

impl NodePhase {
    /// Whether it is over.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self, Self::Succeeded | Self::Skipped | Self::Failed | Self::Error | Self::Omitted)
    }

    /// Whether it says that a pod was seen to run.
    #[must_use]
    pub const fn has_begun(&self) -> bool {
        matches!(self, Self::Running | Self::Succeeded)
    }
}

/// What Argo says of a Workflow.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WorkflowStatus {
    /// Where it stands.
    pub phase: WorkflowPhase,
    /// When it began, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<String>,
    /// When it ended, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<String>,
    /// Why it stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Its nodes by id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub nodes: BTreeMap<String, NodeStatus>,
    /// The nodes, gzip and base64, where they are too many to be told openly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compressed_nodes: Option<String>,
    /// Whatever else it says.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// What Argo says of a node.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NodeStatus {
    /// Its id.
    pub id: String,
    /// Its name within the Workflow.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it is: `Pod`, `DAG`, `Retry` and others.
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// The template that it carries out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub template_name: String,
    /// Where it stands.
    pub phase: NodePhase,
    /// Why it stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// When it began, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<String>,
    /// When it ended, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<String>,
    /// What it gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outputs: Option<NodeOutputs>,
    /// The ids of the nodes that it led to; of a `Retry` its tries, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<String>,
    /// Whatever else it says.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// What a node gave.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NodeOutputs {
    /// Its output parameters.
    #[serde(flatten)]
    pub parameters: Parameters,
    /// The exit code of its main container, as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<String>,
}

impl NodeStatus {
    /// Whether it is a pod; others only hold some together.
    #[must_use]
    pub fn is_pod(&self) -> bool {
        self.kind == "Pod"
    }

    /// Whether it is a step's tries together.
    #[must_use]
    pub fn is_retry(&self) -> bool {
        self.kind == "Retry"
    }

    /// The name of its pod in a Workflow called `workflow`.
    #[must_use]
    pub fn pod_name(&self, workflow: &str) -> String {
        match self.id.strip_prefix(workflow).and_then(|rest| rest.strip_prefix('-')) {
            Some(hash) => format!("{workflow}-{}-{hash}", self.template_name),
            None => self.id.clone(),
        }
    }
}

impl WorkflowStatus {
    /// Unpacks the nodes where Argo has packed them.
    pub fn unpack(&mut self) {
        let packed = self.compressed_nodes.take();
        if let Some(nodes) = packed.as_deref().and_then(packed::read_gzip) {
            self.nodes = nodes;
        }
    }
}

impl Workflow {
    /// Lets go of all that nobody asks of a Workflow which is followed: thousands may be.
    pub(super) fn slim(&mut self) {
        self.metadata = ObjectMeta { name: self.metadata.name.take(), ..ObjectMeta::default() };
        let given = std::mem::take(&mut self.spec.arguments.parameters).into_iter();
        let outline = given.filter(|parameter| parameter.name == OUTLINE);
        let (arguments, shutdown) = (Parameters::of(outline), self.spec.shutdown.take());
        self.spec = WorkflowSpec { arguments, shutdown, ..WorkflowSpec::default() };
        if let Some(status) = &mut self.status {
            status.other = Map::new();
            status.nodes.values_mut().for_each(|node| node.other = Map::new());
        }
    }

    /// What Argo says of it.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &NodeStatus> + Clone {
        self.status.iter().flat_map(|status| status.nodes.values())
    }

    /// Whether it was told to end.
    #[must_use]
    pub fn is_shut_down(&self) -> bool {
        self.spec.shutdown.as_deref().is_some_and(|shutdown| !shutdown.is_empty())
    }

    /// Whether any of its pods has begun. Argo says that a Workflow runs while its pods still wait.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        let begun = |node: &NodeStatus| match node.phase {
            NodePhase::Running | NodePhase::Succeeded | NodePhase::Failed => true,
            // What failed before it began never began.
            NodePhase::Error => failure::exit_code(node).is_some(),
            _ => false,
        };
        self.nodes().any(|node| node.is_pod() && begun(node))
    }

    /// Whether Argo is done with it.
    #[must_use]
    pub fn is_over(&self) -> bool {
        let phase = self.status.as_ref().map(|status| &status.phase);
        matches!(
            phase,
            Some(WorkflowPhase::Succeeded | WorkflowPhase::Failed | WorkflowPhase::Error)
        )
    }

    /// Its phase in the words of the tasks interface, as the cluster alone tells it.
    #[must_use]
    pub fn phase(&self) -> Phase {
        let phase = self.status.as_ref().map_or(&WorkflowPhase::Unknown, |status| &status.phase);
        match phase {
            WorkflowPhase::Succeeded => Phase::Succeeded,
            WorkflowPhase::Failed | WorkflowPhase::Error if self.is_shut_down() => Phase::Cancelled,
            WorkflowPhase::Failed if self.failed_by_itself() => Phase::Failed,
            WorkflowPhase::Failed | WorkflowPhase::Error => Phase::Error,
            WorkflowPhase::Running if self.has_begun() => Phase::Running,
            _ => Phase::Pending,
        }
    }

    /// Whether it was a step's own doing that it failed, rather than the platform's.
    fn failed_by_itself(&self) -> bool {
        let ended = |node: &&NodeStatus| {
            node.is_pod() && matches!(node.phase, NodePhase::Failed | NodePhase::Error)
        };
        let platform = |node| Cause::of(node).error_type() == Some(ErrorType::Platform);
        self.nodes().filter(ended).any(|node| !platform(node))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    /// A Workflow of one pod.
    fn workflow(phase: &str, pod: Option<(&str, &str)>, shutdown: bool) -> Workflow {
        let mut text = json!({
            "spec": {"entrypoint": "s0", "templates": []},
            "status": {"phase": phase, "nodes": {}},
        });
        if let Some((phase, message)) = pod {
            let node = json!({"id": "w", "type": "Pod", "phase": phase, "message": message});
            text["status"]["nodes"]["w"] = node;
        }
        if shutdown {
            text["spec"]["shutdown"] = json!("Terminate");
        }
        serde_json::from_value(text).expect("a workflow")
    }

    #[rstest]
    #[case::unseen("", None, false, Phase::Pending)]
    #[case::waits("Pending", None, false, Phase::Pending)]
    #[case::without_pods("Running", None, false, Phase::Pending)]
    #[case::its_pod_waits("Running", Some(("Pending", "ImagePullBackOff")), false, Phase::Pending)]
    #[case::runs("Running", Some(("Running", "")), false, Phase::Running)]
    #[case::between_tries("Running", Some(("Failed", "Error (exit code 1)")), false, Phase::Running)]
    #[case::well("Succeeded", Some(("Succeeded", "")), false, Phase::Succeeded)]
    #[case::badly("Failed", Some(("Failed", "Error (exit code 1)")), false, Phase::Failed)]
    #[case::memory("Failed", Some(("Failed", "OOMKilled (exit code 137)")), false, Phase::Failed)]
    #[case::deleted("Failed", Some(("Error", "pod deleted")), false, Phase::Error)]
    #[case::refused("Error", None, false, Phase::Error)]
    #[case::failed_with_no_pod("Failed", None, false, Phase::Error)]
    #[case::told_to_end("Failed", Some(("Failed", "")), true, Phase::Cancelled)]
    #[case::told_but_goes_on("Running", Some(("Running", "")), true, Phase::Running)]
    #[case::too_late_to_end("Succeeded", Some(("Succeeded", "")), true, Phase::Succeeded)]
    #[case::new_word("Paused", None, false, Phase::Pending)]
    fn the_phase_is_as_the_contract_says(
        #[case] phase: &str,
        #[case] pod: Option<(&str, &str)>,
        #[case] shutdown: bool,
        #[case] expected: Phase,
    ) {
        assert_eq!(workflow(phase, pod, shutdown).phase(), expected);
    }

    #[test]
    fn packed_nodes_are_unpacked() {
        // `{"n":{"id":"n","phase":"Running"}}`, as gzip makes it.
        let packed = "H4sIAAAAAAACA6tWylOyqlbKTFGyArJ0lAoyEotTgeyg0ry8zLx0pdpaAMkxRfEiAAAA";
        let mut status =
            WorkflowStatus { compressed_nodes: Some(packed.into()), ..WorkflowStatus::default() };
        status.unpack();
        assert_eq!(status.nodes["n"].phase, NodePhase::Running);
    }

    #[test]
    fn a_pods_name_has_the_template_in_it() {
        let node = |id: &str| NodeStatus {
            id: id.into(),
            template_name: "s3".into(),
            ..NodeStatus::default()
        };
        assert_eq!(node("annals-r-1-123").pod_name("annals-r-1"), "annals-r-1-s3-123");
        assert_eq!(node("annals-r-1").pod_name("annals-r-1"), "annals-r-1");
    }
}
