//! What the end of a pod means, by what Kubernetes and Argo say of it.
//!
//! A step that ended in its own time tells its end itself (see `result`); this is for those that
//! could not, and for what is seen of the cluster alone.

use annals_domain::{ErrorType, NodeOutcome};

use super::status::{NodePhase, NodeStatus};
use crate::outcome;

/// Why a pod ended as it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cause {
    /// It ended well.
    Success,
    /// It was told to end.
    Shutdown,
    /// It ran out of memory.
    OutOfMemory,
    /// It took longer than its pod may.
    Deadline,
    /// Its program ended with this code.
    Exit(i32),
    /// Its program was killed by this signal.
    Killed(i32),
    /// The platform failed: this was said.
    Platform(String),
}

/// How Kubernetes and Argo begin what they say of a pod that was too slow.
const DEADLINES: &[&str] =
    &["Pod was active on the node longer than", "Step exceeded its deadline", "DeadlineExceeded"];

/// The signal that tells a pod to end.
const SIGTERM: i32 = nix::sys::signal::SIGTERM as i32;

impl Cause {
    /// Why `node`, which is over, ended as it did.
    pub(super) fn of(node: &NodeStatus) -> Self {
        let message = node.message.as_deref().unwrap_or_default();
        if node.phase == NodePhase::Succeeded {
            return Self::Success;
        }
        // "workflow shutdown with strategy: Terminate", "Stopped with strategy 'Terminate'".
        if message.contains("with strategy") {
            return Self::Shutdown;
        }
        if message.starts_with("OOMKilled") {
            return Self::OutOfMemory;
        }
        if DEADLINES.iter().any(|words| message.contains(words)) {
            return Self::Deadline;
        }
        match exit_code(node) {
            // 0: the step ended well, what came after it did not.
            // The shell's way to tell a signal.
            Some(code @ 129..=192) if node.phase == NodePhase::Failed => Self::Killed(code - 128),
            Some(code) if code != 0 && node.phase == NodePhase::Failed => Self::Exit(code),
            _ => Self::Platform(platform_words(message)),
        }
    }

    /// The kind of failure; none for what is none.
    pub(super) const fn error_type(&self) -> Option<ErrorType> {
        match self {
            Self::Success | Self::Shutdown => None,
            Self::OutOfMemory => Some(ErrorType::OutOfMemory),
            Self::Deadline => Some(ErrorType::Timeout),
            Self::Killed(SIGTERM) => Some(ErrorType::Platform),
            Self::Killed(_) => Some(ErrorType::Signal),
            Self::Exit(_) => Some(ErrorType::Exit),
            Self::Platform(_) => Some(ErrorType::Platform),
        }
    }

    /// The outcome of the node, of whose pod there is no word; `cancelled` tells whether the run was
    /// to end. A step whose own process was killed says so: the signal was for the pod.
    pub(super) fn outcome(&self, cancelled: bool) -> NodeOutcome {
        let failed = |error, text: String| outcome::failed(error, text);
        match self {
            Self::Success => NodeOutcome { exit_code: Some(0), ..outcome::SUCCESS },
            Self::Shutdown => outcome::CANCELLED,
            Self::OutOfMemory => {
                failed(ErrorType::OutOfMemory, "ran out of memory: its pod was killed".into())
            }
            Self::Deadline => failed(ErrorType::Timeout, "its pod took longer than it may".into()),
            Self::Killed(_) if cancelled => outcome::CANCELLED,
            Self::Killed(SIGTERM) => outcome::told_to_end(),
            Self::Killed(signal) => {
                NodeOutcome { signal: Some(*signal), ..outcome::killed(*signal) }
            }
            Self::Exit(code) => NodeOutcome { exit_code: Some(*code), ..outcome::exited(*code) },
            Self::Platform(text) => failed(ErrorType::Platform, text.clone()),
        }
    }
}

/// The exit code of the node's main container, as Argo tells it: by itself, or in its message
/// ("Error (exit code 1)").
pub(super) fn exit_code(node: &NodeStatus) -> Option<i32> {
    let told = node.outputs.as_ref().and_then(|outputs| outputs.exit_code.as_deref());
    let message = node.message.as_deref().unwrap_or_default();
    let in_message = || {
        let (_, rest) = message.rsplit_once("(exit code ")?;
        rest.split_once(')').map(|(code, _)| code)
    };
    told.or_else(in_message)?.trim().parse().ok()
}

/// What a person makes of Kubernetes' words.
fn platform_words(message: &str) -> String {
    match message {
        "" => "its pod failed without a word".into(),
        "pod deleted" => "its pod was deleted".into(),
        text => format!("its pod failed: {}", annals_domain::head(text, 500)),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn cause(phase: &str, message: &str, code: Option<&str>) -> Cause {
        let node = json!({
            "id": "n", "phase": phase, "message": message, "outputs": {"exitCode": code},
        });
        Cause::of(&serde_json::from_value(node).expect("a node"))
    }

    #[rstest]
    #[case("Succeeded", "", Some("0"), Cause::Success)]
    #[case("Failed", "Error (exit code 3)", None, Cause::Exit(3))]
    #[case("Failed", "Error (exit code 1): failed to put file: x", Some("4"), Cause::Exit(4))]
    #[case("Failed", "Error (exit code 137)", None, Cause::Killed(9))]
    #[case("Failed", "OOMKilled (exit code 137)", Some("137"), Cause::OutOfMemory)]
    #[case(
        "Failed",
        "Pod was active on the node longer than the specified deadline",
        None,
        Cause::Deadline
    )]
    #[case("Failed", "workflow shutdown with strategy:  Terminate", None, Cause::Shutdown)]
    #[case("Failed", "Stopped with strategy 'Terminate'", Some("143"), Cause::Shutdown)]
    #[case("Error", "pod deleted", None, Cause::Platform("its pod was deleted".into()))]
    #[case("Failed", "", None, Cause::Platform("its pod failed without a word".into()))]
    #[case(
        "Error",
        "The node was low on resource: memory.",
        Some("137"),
        Cause::Platform("its pod failed: The node was low on resource: memory.".into())
    )]
    fn the_cause_is_read(
        #[case] phase: &str,
        #[case] message: &str,
        #[case] code: Option<&str>,
        #[case] expected: Cause,
    ) {
        assert_eq!(cause(phase, message, code), expected);
    }

    #[test]
    fn each_cause_has_an_outcome_of_its_kind() {
        for cause in [
            Cause::Success,
            Cause::Shutdown,
            Cause::OutOfMemory,
            Cause::Deadline,
            Cause::Exit(3),
            Cause::Killed(9),
            Cause::Killed(15),
            Cause::Platform("p".into()),
        ] {
            let outcome = cause.outcome(false);
            assert_eq!(outcome.error_type, cause.error_type(), "{cause:?}");
            assert_eq!(outcome.cancelled, cause == Cause::Shutdown, "{cause:?}");
        }
        let killed = Cause::Killed(9).outcome(false);
        assert_eq!((killed.exit_code, killed.signal), (None, Some(9)));
        assert_eq!(killed.message.as_deref(), Some("killed by signal 9 (SIGKILL)"));
    }

    #[test]
    fn what_is_killed_without_a_word_after_it_was_cancelled_is_cancelled() {
        for signal in [9, 15] {
            assert!(Cause::Killed(signal).outcome(true).cancelled, "{signal}");
        }
        assert_eq!(Cause::Exit(3).outcome(true).error_type, Some(ErrorType::Exit));
    }
}
