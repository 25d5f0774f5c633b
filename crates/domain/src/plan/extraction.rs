//! The plan of a job: a step a task, none after another.

use super::{Extract, Plan, Step, Work};
use crate::{Environment, ExtractionSpec, FileGroup, Retry};

/// What `job` becomes.
pub(super) fn plan(job: &ExtractionSpec) -> Plan {
    let step = |group: &FileGroup| Step {
        name: group.task.clone(),
        work: Work::Extract(Box::new(Extract {
            fields: job.fields.clone(),
            group: group.clone(),
            engine: job.engine.clone(),
        })),
        env: Environment::new(),
        after: Vec::new(),
        own_inputs: None,
        retry: Retry::default(),
        timeout_ms: None,
    };
    Plan { steps: job.groups.iter().map(step).collect() }
}
