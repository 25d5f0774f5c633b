//! The program that runs in every pod, run on this machine.

use std::path::Path;
use std::process::Command;

use annals_domain::requirements::Requested;
use annals_domain::{NodeOutcome, Plan, RunNumber, ScriptSpec, Spec};
use annals_executor::argo::{ArgoConfig, Parameter, StepResult, manifest};
use annals_executor::{AttemptRef, Launch};
use serde_json::json;
use tempfile::TempDir;

fn launch(code: &str) -> Launch {
    let spec = ScriptSpec {
        code: code.into(),
        requested: Requested::default(),
        env: [].into(),
        pod: None,
    };
    Launch {
        attempt: AttemptRef { run_id: "run".parse().expect("an id"), epoch: 1 },
        task_id: "task".parse().expect("an id"),
        number: RunNumber::new(1).expect("a number"),
        plan: Plan::of(&Spec::Script(spec)),
        given: Default::default(),
        inputs: json!({}),
        timeout_ms: None,
        exact: None,
        endpoint: None,
        api_url: None,
        api_token: None,
        secrets: annals_redact::Secrets::default(),
    }
}

/// Carries out what the pod of a script would, in `home`; what it prints, and how it says it ended.
fn carry_out(home: &Path, code: &str) -> (String, StepResult) {
    let workflow = manifest(&ArgoConfig::default(), &launch(code)).expect("a workflow");
    let script = workflow.spec.templates[0].script.clone().expect("a script");
    let put_in = |source: String, parameter: &Parameter| {
        let named = format!("{{{{workflow.parameters.{}}}}}", parameter.name);
        source.replace(&named, parameter.value.as_deref().expect("a value"))
    };
    let source = workflow.spec.arguments.parameters.iter().fold(script.source, put_in);
    let mut python = Command::new("python3");
    python.arg("-c").arg(source).env("ANNALS_POD_HOME", home);
    let said = python.output().expect("Python runs");
    let result = std::fs::read_to_string(home.join("result"));
    let result = result.unwrap_or_else(|error| panic!("{error}: {said:?}"));
    (String::from_utf8(said.stdout).expect("a text"), StepResult::read(&result).expect("a result"))
}

fn outcome(code: &str, cancelled: bool) -> NodeOutcome {
    let home = TempDir::new().expect("a folder");
    carry_out(home.path(), code).1.outcome(cancelled)
}

/// The step is killed while the pod's program is held, which is told to end only then.
const FIRST: &str = "import os, signal, time
pod, step = os.getppid(), os.getpid()
os.kill(pod, signal.SIGSTOP)
if os.fork():
    time.sleep(1000)
os.setsid()
os.kill(step, signal.SIGTERM)
while open(f'/proc/{step}/stat').read().rsplit(')')[1].split()[0] != 'Z':
    time.sleep(0.01)
os.kill(pod, signal.SIGTERM)
os.kill(pod, signal.SIGCONT)";

#[test]
fn a_step_that_was_told_to_end_before_its_pod_knew_is_cancelled() {
    assert!(outcome(FIRST, true).cancelled);
    let unasked = outcome(FIRST, false);
    assert_eq!(unasked.message.as_deref(), Some("its pod was told to end"));
}

#[test]
fn a_step_that_kills_itself_was_not_told_to_end() {
    let outcome = outcome("import os, signal\nos.kill(os.getpid(), signal.SIGTERM)", true);
    assert_eq!(outcome.message.as_deref(), Some("killed by signal 15 (SIGTERM)"));
}

#[test]
fn what_a_step_prints_is_told_in_numbered_lines() {
    let home = TempDir::new().expect("a folder");
    let (said, result) = carry_out(home.path(), "print('one\\ntwo')");
    assert_eq!(result.exit_code, Some(0));
    let printed: Vec<_> = said.lines().filter(|line| line.contains("o ")).collect();
    assert_eq!(printed, ["4o one", "5o two"], "{said}");
    assert_eq!(result.lines, 6);
}
