//! Why a pod does not begin, in words for a person, by what Kubernetes and Argo say of it.

use annals_domain::{Timestamp, head};
use serde::{Deserialize, Serialize};

use super::status::{NodePhase, NodeStatus};

/// What keeps a pod from beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Obstacle {
    /// Its image cannot be pulled.
    Image,
    /// No node takes it.
    Node,
    /// The quota of the namespace is used up.
    Quota,
    /// Something that its container needs is not there.
    Container,
}

/// The words for what keeps a pod from pulling its image.
const IMAGE: [&str; 6] = [
    "ErrImagePull",
    "ImagePullBackOff",
    "InvalidImageName",
    "ErrImageNeverPull",
    "ImageInspectError",
    "RegistryUnavailable",
];

/// The words for what keeps a container from being made.
const CONTAINER: [&str; 3] =
    ["CreateContainerConfigError", "CreateContainerError", "RunContainerError"];

impl Obstacle {
    /// What keeps the pod of `node`, and what is said of it; none where nothing is, beyond that it
    /// will begin.
    pub(super) fn of(node: &NodeStatus) -> Option<(Self, String)> {
        if !waits(node) {
            return None;
        }
        let said = node.message.as_deref().unwrap_or_default();
        let (word, rest) = said.split_once(": ").unwrap_or((said, ""));
        let obstacle = match word {
            word if IMAGE.contains(&word) => Self::Image,
            word if CONTAINER.contains(&word) => Self::Container,
            "Unschedulable" => Self::Node,
            _ if said.contains("exceeded quota") => Self::Quota,
            _ => return None,
        };
        let said = if rest.is_empty() || obstacle == Self::Quota { said } else { rest };
        Some((obstacle, format!("{}: {}", obstacle.words(), head(said, 500))))
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Image => "its image cannot be pulled",
            Self::Node => "no node of the cluster takes its pod",
            Self::Quota => "the quota of the namespace is used up",
            Self::Container => "its container cannot be made",
        }
    }
}

/// Whether a pod has not begun.
pub(super) fn waits(node: &NodeStatus) -> bool {
    node.is_pod() && node.phase == NodePhase::Pending
}

/// Since when a pod waits that has not begun.
pub(super) fn since(node: &NodeStatus) -> Option<Timestamp> {
    node.started_at.as_deref().filter(|_| waits(node))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn pod(phase: &str, message: &str) -> NodeStatus {
        let node = json!({
            "id": "n", "type": "Pod", "phase": phase, "message": message,
            "startedAt": "2026-11-21T12:00:00Z",
        });
        serde_json::from_value(node).expect("a node")
    }

    #[rstest]
    #[case(
        "ErrImagePull: failed to pull and unpack image \"x\": not found",
        Some((Obstacle::Image, "its image cannot be pulled: failed to pull and unpack image \"x\": not found"))
    )]
    #[case("ImagePullBackOff", Some((Obstacle::Image, "its image cannot be pulled: ImagePullBackOff")))]
    #[case(
        "Unschedulable: 0/1 nodes are available: 1 Insufficient cpu.",
        Some((Obstacle::Node, "no node of the cluster takes its pod: 0/1 nodes are available: 1 Insufficient cpu."))
    )]
    #[case(
        "pods \"a\" is forbidden: exceeded quota: q, used: pods=1, limited: pods=1",
        Some((
            Obstacle::Quota,
            "the quota of the namespace is used up: pods \"a\" is forbidden: exceeded quota: q, used: pods=1, limited: pods=1"
        ))
    )]
    #[case(
        "CreateContainerConfigError: secret \"s\" not found",
        Some((Obstacle::Container, "its container cannot be made: secret \"s\" not found"))
    )]
    #[case("PodInitializing", None)]
    #[case("", None)]
    fn what_keeps_a_pod_is_read(#[case] said: &str, #[case] expected: Option<(Obstacle, &str)>) {
        let found = Obstacle::of(&pod("Pending", said));
        assert_eq!(found.as_ref().map(|(kind, words)| (*kind, words.as_str())), expected);
        assert_eq!(Obstacle::of(&pod("Running", said)), None);
    }

    #[test]
    fn only_what_has_not_begun_waits() {
        let at: Timestamp = "2026-11-21T12:00:00Z".parse().expect("a time");
        assert_eq!(since(&pod("Pending", "")), Some(at));
        assert_eq!(since(&pod("Running", "")), None);
    }
}
