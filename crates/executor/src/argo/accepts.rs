//! Whether a cluster that is set up so would carry out a task.

use annals_domain::{Plan, PodSettings, Spec, Step};

use super::ArgoConfig;

/// The most tasks of a job: each is a pod, and a Workflow with more does not fit into a cluster.
const MOST_TASKS: usize = 500;

/// Whether it would.
///
/// # Errors
/// One sentence on what it would not do.
pub(super) fn accepts(config: &ArgoConfig, spec: &Spec) -> Result<(), String> {
    if let Spec::Extraction(job) = spec {
        return job_accepted(config, job.groups.len());
    }
    Plan::of(spec).steps.iter().try_for_each(|step| step_accepted(config, step))
}

fn job_accepted(config: &ArgoConfig, tasks: usize) -> Result<(), String> {
    if config.annals_image.is_none() {
        return Err(
            "the executor argo carries out no jobs: `annals_image` in the server's [argo] is \
                    not set"
                .into(),
        );
    }
    if tasks > MOST_TASKS {
        return Err(format!(
            "a job carried out on a cluster may have {MOST_TASKS} tasks, not {tasks}: take fewer \
             files, or make folders of them one task (`combined`)"
        ));
    }
    Ok(())
}

fn step_accepted(config: &ArgoConfig, step: &Step) -> Result<(), String> {
    let Some(asked) = &step.pod else { return Ok(()) };
    let of = format!("the pod of {}", step.name);
    let parts = asked.parts();
    if let Some((_, name)) = parts.iter().find(|(part, _)| !config.task_may_set.contains(part)) {
        return Err(format!(
            "{of} may not have `{name}` of its own here: `task_may_set` in the server's [argo] does \
             not name it"
        ));
    }
    volumes_accepted(config, asked).map_err(|why| format!("{of}: {why}"))
}

/// Each mount has a volume, and no volume has the name of one of the server's.
fn volumes_accepted(config: &ArgoConfig, asked: &PodSettings) -> Result<(), String> {
    let servers = |name: &str| config.volumes.iter().any(|volume| volume.name == name);
    if let Some(volume) = asked.volumes.iter().find(|volume| servers(&volume.name)) {
        return Err(format!(
            "the volume `{}` is one of the server's; choose another name",
            volume.name
        ));
    }
    let known = |name: &str| servers(name) || asked.volumes.iter().any(|own| own.name == name);
    match asked.volume_mounts.iter().find(|mount| !known(&mount.name)) {
        Some(mount) => {
            Err(format!("there is no volume `{}` to be found at {}", mount.name, mount.mount_path))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use annals_domain::requirements::Requested;
    use annals_domain::{PodPart, ScriptSpec};
    use serde_json::{Value, json};

    use super::*;

    fn said(config: &ArgoConfig, pod: Value) -> String {
        let pod: PodSettings = serde_json::from_value(pod).expect("settings");
        let spec = Spec::Script(ScriptSpec {
            code: "pass".into(),
            requested: Requested::default(),
            env: Default::default(),
            pod: Some(Box::new(pod)),
        });
        accepts(config, &spec).err().unwrap_or_default()
    }

    #[test]
    fn a_task_sets_what_it_may() {
        let config = ArgoConfig::default();
        let harmless = json!({
            "image": "a", "nodeSelector": {"a": "b"}, "tolerations": [{}],
            "resources": {"limits": {"memory": "1Gi"}},
        });
        assert_eq!(said(&config, harmless), "");
        let account = json!({"image": "a", "serviceAccountName": "admin"});
        assert_eq!(
            said(&config, account.clone()),
            "the pod of main may not have `serviceAccountName` of its own here: `task_may_set` in \
             the server's [argo] does not name it"
        );
        let config = ArgoConfig { task_may_set: vec![PodPart::ServiceAccount], ..config };
        assert!(said(&config, account).contains("`image`"));
    }

    #[test]
    fn mounts_have_volumes() {
        let volumes = serde_json::from_value(json!([{"name": "data", "emptyDir": {}}]));
        let volumes = volumes.expect("volumes");
        let task_may_set = vec![PodPart::Volumes];
        let config = ArgoConfig { volumes, task_may_set, ..ArgoConfig::default() };
        let mount = |name| json!({"volumeMounts": [{"name": name, "mountPath": "/x"}]});
        assert_eq!(said(&config, mount("data")), "");
        let none = "the pod of main: there is no volume `other` to be found at /x";
        assert_eq!(said(&config, mount("other")), none);
        let twice = json!({"volumes": [{"name": "data", "emptyDir": {}}]});
        assert!(said(&config, twice).contains("is one of the server's"));
    }
}
