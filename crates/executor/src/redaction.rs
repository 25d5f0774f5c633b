//! Masks the values of secrets in what was seen of a run.

use annals_domain::{NodeOutcome, Seen};
use annals_redact::Redactor;

/// `seen` with every text that a program or a tool can have put a value into masked: messages,
/// outputs, paths. Names of nodes, ids and locks are as the request gave them and stay.
#[must_use]
pub fn redacted(mut seen: Seen, redactor: &Redactor) -> Seen {
    match &mut seen {
        Seen::SetupEnded { outcome } | Seen::NodeRetried { outcome, .. } => {
            mask_outcome(outcome, redactor);
        }
        Seen::NodeEnded { outcome, outputs, files, .. } => {
            mask_outcome(outcome, redactor);
            outputs.iter_mut().for_each(|outputs| redactor.value(outputs));
            files.iter_mut().for_each(|file| redactor.mask(&mut file.path));
        }
        Seen::NodeSkipped { reason, .. } | Seen::LogLost { reason, .. } => redactor.mask(reason),
        Seen::Finished { failure: Some(failure), .. } => redactor.mask(&mut failure.message),
        Seen::SetupStarted
        | Seen::EnvironmentReady { .. }
        | Seen::NodeStarted { .. }
        | Seen::Finished { failure: None, .. } => {}
    }
    seen
}

fn mask_outcome(outcome: &mut NodeOutcome, redactor: &Redactor) {
    outcome.message.iter_mut().for_each(|message| redactor.mask(message));
}
