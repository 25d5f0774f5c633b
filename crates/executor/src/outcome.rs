//! Outcomes of nodes, as every executor tells them.

use annals_domain::{ErrorType, NodeOutcome};
use nix::sys::signal::Signal;

/// The outcome of a node that succeeded.
pub(crate) const SUCCESS: NodeOutcome = NodeOutcome {
    exit_code: None,
    signal: None,
    error_type: None,
    message: None,
    cancelled: false,
};

/// The outcome of a node that was cancelled.
pub(crate) const CANCELLED: NodeOutcome = NodeOutcome { cancelled: true, ..SUCCESS };

/// The outcome of a node that failed.
pub(crate) fn failed(error_type: ErrorType, message: impl Into<String>) -> NodeOutcome {
    NodeOutcome { error_type: Some(error_type), message: Some(message.into()), ..SUCCESS }
}

/// The outcome of a node whose process ended with `code`, if that is none of success.
pub(crate) fn exited(code: i32) -> NodeOutcome {
    failed(ErrorType::Exit, format!("exited with code {code}"))
}

/// The outcome of a node whose pod had to end although nobody had cancelled the run.
pub(crate) fn told_to_end() -> NodeOutcome {
    failed(ErrorType::Platform, "its pod was told to end")
}

/// The outcome of a node whose process a signal ended.
pub(crate) fn killed(signal: i32) -> NodeOutcome {
    let name = Signal::try_from(signal).map_or("unknown", Signal::as_str);
    failed(ErrorType::Signal, format!("killed by signal {signal} ({name})"))
}
