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
        pod: None,
    };
    Plan { steps: job.groups.iter().map(step).collect() }
}

#[cfg(test)]
mod tests {
    use crate::requirements::Requested;
    use crate::{Plan, Snapshot, Spec, Work};

    /// As a job's snapshot was written first; it is read for ever.
    const WRITTEN: &str = r#"{"kind":"extraction","fields":[{"field_name":"Total","data_type":"currency"}],"groups":[{"task":"t1","mode":"individual","path":"in/a.pdf","files":[{"id":"f1","path":"in/a.pdf","object":"jobs/j/runs/r/uploads/f1","bytes":7}]},{"task":"t2","mode":"combined","path":"in/b","files":[{"id":"f2","path":"in/b/1.txt","object":"jobs/j/runs/r/uploads/f2","bytes":8,"sha256":"aa","media_type":"text/plain"}]}],"engine":{"name":"builtin","version":"1"}}"#;

    #[test]
    fn each_task_is_a_step_that_waits_for_none() {
        let spec: Spec = serde_json::from_str(WRITTEN).expect("a spec");
        assert_eq!(Snapshot::content(&spec), WRITTEN);
        assert_eq!(spec.code(), "Total: currency\n");
        assert_eq!(spec.requested(), &Requested::default());
        let plan = Plan::of(&spec);
        let names: Vec<_> = plan.steps.iter().map(|step| step.name.as_str()).collect();
        assert_eq!(names, ["t1", "t2"]);
        for step in &plan.steps {
            let Work::Extract(work) = &step.work else { panic!("no extraction: {step:?}") };
            assert!(step.after.is_empty() && step.program().is_none());
            assert_eq!((work.group.files.len(), work.fields.len()), (1, 1));
        }
    }
}
