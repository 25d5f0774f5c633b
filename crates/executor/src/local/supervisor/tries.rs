//! The tries of a step: once, or as often as it asks for while it fails.

use std::time::Duration;

use annals_domain::{ErrorType, NodeOutcome, Seen, Step};
use serde_json::Value;

use super::step::{self, Means, Places, StepEnd};
use super::{Stop, Supervisor, outcome};

/// Runs `step` with its means, as often as it may be tried, and reports
/// its node from start to end.
pub(super) async fn run(
    supervisor: &Supervisor,
    step: &Step,
    means: &Means<'_>,
    inputs: &Value,
) -> StepEnd {
    let places = Places::of(supervisor, step);
    let mut tried = 1;
    loop {
        let (outcome, outputs) = step::one_try(supervisor, step, means, inputs, &places).await;
        let end = if may_try_again(step, tried, &outcome) {
            announce(supervisor, step, tried, outcome);
            match pause(supervisor, step.retry.delay_ms).await {
                None => {
                    places.clear();
                    tried += 1;
                    continue;
                }
                Some(stop) => (outcome::stopped(stop).0, None),
            }
        } else {
            (outcome, outputs)
        };
        return step::report_end(supervisor, step, &places, end);
    }
}

/// Whether a step that ended so is tried again after `tried` tries. What was ended on purpose, or
/// failed for a fault of the platform, is not.
fn may_try_again(step: &Step, tried: u32, outcome: &NodeOutcome) -> bool {
    let failed = outcome.error_type.is_some_and(|error| error != ErrorType::Platform);
    failed && !outcome.cancelled && tried <= step.retry.times
}

/// Says in the step's own log and to the recorder that another try follows.
fn announce(supervisor: &Supervisor, step: &Step, tried: u32, outcome: NodeOutcome) {
    let (of, delay_ms) = (step.retry.times.saturating_add(1), step.retry.delay_ms);
    let why = outcome.message.as_deref().unwrap_or("it failed");
    let after = match delay_ms {
        0 => "the next one begins".to_owned(),
        ms => format!("the next one begins in {} s", Duration::from_millis(ms).as_secs_f64()),
    };
    let text = format!("annals: try {tried} of {of} failed: {why}; {after}");
    supervisor.spool.say_of(&step.name, &text);
    let node = step.name.clone();
    supervisor.spool.fact(Seen::NodeRetried { node, outcome, tried, of, delay_ms });
}

/// Waits before the next try; answers why there will be none, if the attempt is to end.
async fn pause(supervisor: &Supervisor, delay_ms: u64) -> Option<Stop> {
    let asked = supervisor.stop.asked();
    match tokio::time::timeout(Duration::from_millis(delay_ms), asked).await {
        Ok(stop) => Some(stop),
        Err(_) => supervisor.stop.now(),
    }
}
