//! What a step's pod says of its end.

use annals_domain::{EnvironmentFacts, EnvironmentId, ErrorType, NodeOutcome, ParcelId, digest};
use serde::Deserialize;
use serde_json::Value;

use super::packed;
use crate::local::environment::{lock, message};
use crate::outcome;

/// How a pod's program ended its step.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct StepResult {
    /// The exit code of the step's process.
    pub exit_code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// How it failed, where that is not told by code or signal.
    pub error_type: Option<ErrorType>,
    /// One sentence on it.
    pub message: Option<String>,
    /// The end of what a tool said that could not have the environment.
    pub tool: Option<String>,
    /// Whether the pod was told to end.
    pub stopped: bool,
    /// How many lines the pod's log has, besides Argo's.
    pub lines: u64,
}

impl StepResult {
    /// Whether the step's process never began, since its environment could not be had.
    #[must_use]
    pub fn is_of_setup(&self) -> bool {
        self.error_type == Some(ErrorType::Dependency) && self.exit_code.is_none()
    }

    /// Reads what the pod gave as its output parameter `result`; none if it gave none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        packed::read(text)
    }

    /// The outcome of the node; `cancelled` tells whether the run was to end. A pod is told to end,
    /// too, when its machine is emptied.
    #[must_use]
    pub fn outcome(&self, cancelled: bool) -> NodeOutcome {
        let outcome = if self.stopped && cancelled {
            outcome::CANCELLED
        } else if self.stopped {
            outcome::told_to_end()
        } else {
            match (self.error_type, self.signal, self.exit_code) {
                (Some(error), ..) => outcome::failed(error, self.words()),
                (None, Some(signal), _) => outcome::killed(signal),
                (None, None, Some(0)) => outcome::SUCCESS,
                (None, None, Some(code)) => outcome::exited(code),
                (None, None, None) => {
                    outcome::failed(ErrorType::Platform, "its pod did not say how it ended")
                }
            }
        };
        NodeOutcome { exit_code: self.exit_code, signal: self.signal, ..outcome }
    }

    fn words(&self) -> String {
        match (&self.message, &self.tool) {
            (Some(message), _) => message.clone(),
            (None, Some(said)) => message::decisive(said),
            (None, None) => "it failed without a word".into(),
        }
    }
}

/// What a step wrote to `ANNALS_OUTPUTS`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gave {
    /// The outputs themselves.
    Value(Value),
    /// They were given to the server, which keeps them under this id.
    Kept(ParcelId),
}

/// What begins the word for outputs that the server keeps. Packed values have no `:`.
const KEPT: &str = "kept:";

/// What a step wrote to `ANNALS_OUTPUTS`, as the pod gave it in its output parameter `outputs`.
#[must_use]
pub fn read_outputs(text: &str) -> Option<Gave> {
    if let Some(parcel) = text.trim().strip_prefix(KEPT) {
        return parcel.parse().ok().map(Gave::Kept);
    }
    packed::read(text).filter(|outputs: &Value| !outputs.is_null()).map(Gave::Value)
}

/// The environment that a pod says it has.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct PodEnvironment {
    lock: String,
    python_version: String,
    interpreter: String,
    platform: String,
    installer: String,
}

impl PodEnvironment {
    /// What is recorded of it, by the name of the image that it is in.
    pub(super) fn facts(self, image: &str) -> Option<EnvironmentFacts> {
        let Self { lock, python_version, interpreter, platform, installer } = self;
        let parts = [lock.as_str(), &python_version, &interpreter, &platform, image];
        let id: EnvironmentId = digest(parts.join("\0").as_bytes()).parse().ok()?;
        let packages = lock::packages(&lock);
        let cached = false;
        Some(EnvironmentFacts {
            id,
            lock,
            packages,
            python_version,
            interpreter,
            platform,
            installer,
            cached,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn outcome(result: Value) -> NodeOutcome {
        StepResult::read(&packed::value(&result)).expect("a result").outcome(true)
    }

    #[test]
    fn each_end_has_its_words() {
        let words = |result| {
            let outcome = outcome(result);
            (outcome.error_type, outcome.message.unwrap_or_default())
        };
        assert_eq!(outcome(json!({"exit_code": 0})).error_type, None);
        assert_eq!(
            words(json!({"exit_code": 3})),
            (Some(ErrorType::Exit), "exited with code 3".into())
        );
        assert_eq!(
            words(json!({"signal": 11})),
            (Some(ErrorType::Signal), "killed by signal 11 (SIGSEGV)".into())
        );
        assert_eq!(
            words(json!({"signal": 15, "error_type": "timeout", "message": "too long"})),
            (Some(ErrorType::Timeout), "too long".into())
        );
        assert_eq!(
            words(json!({"error_type": "dependency", "tool": "error: No such package\n"})),
            (Some(ErrorType::Dependency), "No such package".into())
        );
        assert_eq!(words(json!({})).0, Some(ErrorType::Platform));
    }

    #[test]
    fn what_was_told_to_end_is_cancelled() {
        let outcome = outcome(json!({"signal": 15, "stopped": true}));
        assert!(outcome.cancelled && outcome.error_type.is_none());
        assert_eq!(outcome.signal, Some(15));
        let evicted = StepResult { stopped: true, ..StepResult::default() }.outcome(false);
        assert_eq!(evicted.error_type, Some(ErrorType::Platform));
    }

    #[test]
    fn no_outputs_are_none() {
        assert_eq!(read_outputs(""), None);
        assert_eq!(read_outputs(&packed::value(&Value::Null)), None);
        let given = json!({"a": 1});
        assert_eq!(read_outputs(&packed::value(&given)), Some(Gave::Value(given)));
        let parcel = ParcelId::of(b"{}");
        assert_eq!(read_outputs(&format!("kept:{parcel}\n")), Some(Gave::Kept(parcel)));
        assert_eq!(read_outputs("kept:"), None);
    }
}
