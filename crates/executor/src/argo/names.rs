//! Names and labels by which a run's objects are found again on the cluster.

use annals_domain::{RunId, digest};
use kube::ResourceExt;

use super::ArgoConfig;
use super::template::Labels;
use crate::{AttemptRef, Launch};

/// The label that says who made it.
const MANAGED_BY: &str = "app.kubernetes.io/managed-by";
/// The label that says which Annals made it.
pub(super) const INSTANCE: &str = "annals/instance";
/// The label with the run's id.
pub(super) const RUN: &str = "annals/run";
/// The label with the task's id.
pub(super) const TASK: &str = "annals/task";
/// The label with the run's number.
pub(super) const NUMBER: &str = "annals/number";
/// The label with the attempt's epoch.
pub(super) const EPOCH: &str = "annals/epoch";
/// The label of a pod that says which step of the plan it carries out, counted from 0.
pub(super) const STEP: &str = "annals/step";
/// The annotation with the run's id in full; a label's value may be a hash of it.
pub(super) const RUN_IN_FULL: &str = "annals/run-id";

/// The most characters of a label's value, and of a Workflow's name, which becomes one.
const LONGEST: usize = 63;

/// The name of the Workflow of an attempt. It is always the same for the same attempt, so that one
/// that was launched already is not launched again.
#[must_use]
pub fn workflow_name(attempt: &AttemptRef) -> String {
    let run = attempt.run_id.as_str();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let name = format!("annals-{run}-{}", attempt.epoch);
    if run.bytes().all(plain) && name.len() <= LONGEST {
        return name;
    }
    format!("annals-{}-{}", &digest(run.as_bytes())[..36], attempt.epoch)
}

/// The labels of everything that belongs to an attempt.
#[must_use]
pub fn labels(config: &ArgoConfig, launch: &Launch) -> Labels {
    let Launch { attempt, task_id, number, .. } = launch;
    [
        (MANAGED_BY, "annals".to_owned()),
        (INSTANCE, value(&config.instance)),
        (RUN, value(attempt.run_id.as_str())),
        (TASK, value(task_id.as_str())),
        (NUMBER, number.to_string()),
        (EPOCH, attempt.epoch.to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// Which objects of the namespace are this Annals' own, as a label selector.
#[must_use]
pub fn selector(config: &ArgoConfig) -> String {
    format!("{MANAGED_BY}=annals,{INSTANCE}={}", value(&config.instance))
}

/// The attempt that an object belongs to, as its labels and annotations say; none if it is not
/// Annals' own.
#[must_use]
pub fn attempt_of(object: &impl ResourceExt) -> Option<AttemptRef> {
    let run_id: RunId = object.annotations().get(RUN_IN_FULL)?.parse().ok()?;
    let epoch = object.labels().get(EPOCH)?.parse().ok()?;
    Some(AttemptRef { run_id, epoch })
}

/// The place in the plan of the step that a pod carries out, as its labels say.
#[must_use]
pub fn place_of(pod: &impl ResourceExt) -> Option<usize> {
    pod.labels().get(STEP)?.parse().ok()
}

/// A label's value that stands for `text`: the text, or a hash where it may not be one.
fn value(text: &str) -> String {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let ends = |b: Option<&u8>| b.is_none_or(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    if bytes.len() <= LONGEST
        && bytes.iter().all(|byte| allowed(*byte))
        && ends(bytes.first())
        && ends(bytes.last())
    {
        return text.to_owned();
    }
    digest(bytes)[..40].to_owned()
}

/// The name of the template, and of the task of a graph, of the step with that place in the plan.
/// A node's own name may have characters that Argo's may not.
pub(super) fn template_name(place: usize) -> String {
    format!("s{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(run: &str, epoch: i64) -> AttemptRef {
        AttemptRef { run_id: run.parse().expect("an id"), epoch }
    }

    #[test]
    fn a_workflows_name_is_one_that_kubernetes_takes() {
        let uuid = "01932b5a-7d3e-7c11-9a53-0d6f1c2b3a4d";
        assert_eq!(workflow_name(&attempt(uuid, 2)), format!("annals-{uuid}-2"));
        for odd in ["Run_1", "a:b", &"x".repeat(128), &"y".repeat(60)] {
            let name = workflow_name(&attempt(odd, 1));
            assert!(name.len() <= LONGEST, "{name}");
            assert!(
                name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{name}"
            );
            assert_eq!(name, workflow_name(&attempt(odd, 1)));
            assert_ne!(name, workflow_name(&attempt(odd, 2)));
        }
    }

    #[test]
    fn a_labels_value_is_the_text_or_a_hash_of_it() {
        assert_eq!(value("task-3f2a"), "task-3f2a");
        assert_eq!(value(""), "");
        for odd in ["a:b", "-a", "a.", &"x".repeat(64)] {
            assert_eq!(value(odd).len(), 40, "{odd}");
        }
        assert_ne!(value("a:b"), value("a:c"));
    }
}
