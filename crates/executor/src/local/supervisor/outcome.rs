//! What the end of a process means for its node.

use std::time::Duration;

use annals_domain::{ErrorType, NodeOutcome};
use nix::sys::signal::Signal;
use serde_json::Value;

use super::{Ended, Stop, memory};
use crate::local::tree::Exit;
pub(crate) use crate::outcome::{CANCELLED, SUCCESS, failed};
use crate::outcome::{exited, killed};

/// What a stop means for what it ends, and for what is left out because of it.
pub(super) fn stopped(stop: Stop) -> (NodeOutcome, &'static str) {
    match stop {
        Stop::Cancelled => (CANCELLED, "the run was cancelled"),
        Stop::Shutdown | Stop::TimedOut => {
            let reason = "its supervisor was told to stop";
            (failed(ErrorType::Platform, reason), reason)
        }
    }
}

/// The outcome of a step's process. `out_of_memory` tells whether the kernel killed for want of
/// memory while it ran; it is asked only where the process was killed.
pub(super) fn of_process(
    ended: &Ended,
    limit: Option<Duration>,
    out_of_memory: impl FnOnce() -> bool,
) -> NodeOutcome {
    let mut outcome = match ended.stopped {
        Some(Stop::Cancelled) => CANCELLED,
        Some(Stop::Shutdown) => failed(ErrorType::Platform, "its supervisor was told to stop"),
        Some(Stop::TimedOut) => failed(ErrorType::Timeout, over_time(limit)),
        None => by_itself(ended, out_of_memory),
    };
    match ended.exit {
        Exit::Code(code) => outcome.exit_code = Some(code),
        Exit::Signal(signal) => outcome.signal = Some(signal),
    }
    outcome
}

/// The outcome of a process that searched files, and what it found. Where it failed it has written
/// the reason instead: `{"error": "…"}`.
pub(super) fn of_extraction(
    mut outcome: NodeOutcome,
    outputs: Result<Option<Value>, String>,
) -> (NodeOutcome, Result<Option<Value>, String>) {
    if outcome.error_type != Some(ErrorType::Exit) {
        return (outcome, outputs);
    }
    let written = outputs.ok().flatten();
    if let Some(reason) = written.as_ref().and_then(|written| written["error"].as_str()) {
        outcome.message = Some(reason.to_owned());
    }
    (outcome, Ok(None))
}

fn over_time(limit: Option<Duration>) -> String {
    let seconds = limit.unwrap_or_default().as_secs_f64();
    format!("took longer than its time limit of {seconds:.1} s")
}

fn by_itself(ended: &Ended, out_of_memory: impl FnOnce() -> bool) -> NodeOutcome {
    match ended.exit {
        Exit::Code(0) => SUCCESS,
        Exit::Code(1) if memory::is_memory_error(&ended.stderr) => {
            failed(ErrorType::OutOfMemory, "ran out of memory (MemoryError)")
        }
        Exit::Code(code) => exited(code),
        Exit::Signal(signal) if signal == Signal::SIGKILL as i32 && out_of_memory() => {
            failed(ErrorType::OutOfMemory, "ran out of memory: the system killed it")
        }
        Exit::Signal(signal) => killed(signal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(exit: Exit, stopped: Option<Stop>, stderr: &str, oom: bool) -> NodeOutcome {
        let ended = Ended { exit, stopped, stderr: stderr.into() };
        of_process(&ended, Some(Duration::from_millis(2000)), || oom)
    }

    #[test]
    fn each_end_has_its_words() {
        let message = |exit, stopped, stderr, oom| {
            let outcome = outcome(exit, stopped, stderr, oom);
            (outcome.error_type, outcome.message.unwrap_or_default())
        };
        let kill = Exit::Signal(9);
        assert_eq!(message(Exit::Code(0), None, "MemoryError", true).0, None);
        assert_eq!(
            message(Exit::Code(3), None, "", true),
            (Some(ErrorType::Exit), "exited with code 3".into())
        );
        assert_eq!(
            message(Exit::Signal(11), None, "", true),
            (Some(ErrorType::Signal), "killed by signal 11 (SIGSEGV)".into())
        );
        assert_eq!(
            message(kill, Some(Stop::TimedOut), "", true),
            (Some(ErrorType::Timeout), "took longer than its time limit of 2.0 s".into())
        );
        assert_eq!(message(kill, None, "", true).0, Some(ErrorType::OutOfMemory));
        assert_eq!(message(kill, None, "", false).0, Some(ErrorType::Signal));
        assert_eq!(
            message(Exit::Code(1), None, "MemoryError", false).0,
            Some(ErrorType::OutOfMemory)
        );
    }

    #[test]
    fn a_cancelled_process_is_no_failure() {
        let outcome = outcome(Exit::Signal(15), Some(Stop::Cancelled), "", false);
        assert_eq!(outcome, NodeOutcome { signal: Some(15), ..CANCELLED });
    }
}
