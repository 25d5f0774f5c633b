//! The difference of two programs.

use std::time::Duration;

use similar::{Algorithm, TextDiff};

use super::{CodeDifference, Pair};

/// How long the shortest difference is looked for before a longer one is taken.
const PATIENCE: Duration = Duration::from_secs(1);
/// The lines shown around a change.
const CONTEXT: usize = 3;

/// The difference of a step's code.
pub(super) fn code(step: Pair<String>) -> CodeDifference {
    let (a, b) = (step.a.as_deref().unwrap_or_default(), step.b.as_deref().unwrap_or_default());
    let diff = if a == b { String::new() } else { unified(a, b) };
    CodeDifference { diff, step }
}

fn unified(a: &str, b: &str) -> String {
    let mut config = TextDiff::configure();
    let diff = config.algorithm(Algorithm::Myers).timeout(PATIENCE).diff_lines(a, b);
    diff.unified_diff().context_radius(CONTEXT).header("a", "b").to_string()
}
