//! Whether what is made works where Argo would put it: in a Python.

use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::{Command, Stdio};

use super::*;
use crate::argo::{Gave, Lines, Origin, Stamped, StepResult, read_outputs};

/// What came of a pod's program.
pub(super) struct Ran {
    pub(super) code: Option<i32>,
    pub(super) lines: Vec<(Origin, String)>,
    /// How many lines were printed more than once.
    pub(super) again: usize,
    pub(super) result: StepResult,
    pub(super) outputs: Option<Gave>,
}

impl Ran {
    pub(super) fn of(&self, origin: Origin) -> Vec<&str> {
        let own = self.lines.iter().filter(|(by, _)| *by == origin);
        own.map(|(_, text)| text.as_str()).collect()
    }
}

/// The program of the template at `place`, as Argo hands it to the pod.
fn source(launch: &Launch, place: usize, upstream: &str) -> String {
    let workflow = manifest(&ArgoConfig::default(), launch).expect("a workflow");
    let name = names::template_name(place);
    let template = workflow.spec.templates.iter().find(|template| template.name == name);
    let mut source = template.and_then(|t| t.script.clone()).expect("a script").source;
    for parameter in &workflow.spec.arguments.parameters {
        let named = format!("{{{{workflow.parameters.{}}}}}", parameter.name);
        source = source.replace(&named, parameter.value.as_deref().expect("a value"));
    }
    source = source.replace("{{inputs.parameters.upstream}}", upstream).replace("{{retries}}", "0");
    assert!(!source.contains("{{"));
    source
}

/// Runs the program of the template at `place` as Argo and the kubelet would.
pub(super) fn run(launch: &Launch, place: usize, upstream: &str) -> Ran {
    run_with(launch, place, upstream, &[])
}

/// The same with further variables.
pub(super) fn run_with(
    launch: &Launch,
    place: usize,
    upstream: &str,
    variables: &[(&str, &str)],
) -> Ran {
    let source = source(launch, place, upstream);
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("script");
    std::fs::write(&path, source).expect("written");
    let name = names::template_name(place);
    let secret = secret(&ArgoConfig::default(), launch).data.expect("data").remove(&name);
    let secrets = String::from_utf8(secret.expect("a key").0).expect("a text");
    let output = Command::new("python3")
        .args(["-X", "utf8", "-u"])
        .arg(&path)
        .envs([("ANNALS_POD_HOME", home.path().as_os_str()), ("ANNALS_SECRETS", secrets.as_ref())])
        .env("ANNALS_POD_PATIENCE", "2")
        .env("ANNALS_POD", "the-pod")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .expect("python3 runs");
    let mut log = Vec::new();
    for line in output.stdout.split_inclusive(|byte| *byte == b'\n') {
        log.extend_from_slice(b"2026-11-21T12:00:00Z ");
        log.extend_from_slice(line);
    }
    let told = |stamped: Stamped| match stamped {
        Stamped::Line(line) => (line.origin, String::from_utf8_lossy(&line.bytes).into_owned()),
        Stamped::Missing(count) => panic!("{count} lines are missing"),
    };
    let lines: Vec<_> = Lines::default().read(&log).into_iter().map(told).collect();
    let given = |name: &str| std::fs::read_to_string(home.path().join(name)).unwrap_or_default();
    Ran {
        code: output.status.code(),
        again: memchr::memchr_iter(b'\n', &log).count() - lines.len(),
        lines,
        result: StepResult::read(&given("result")).expect("a result"),
        outputs: read_outputs(&given("outputs")),
    }
}

/// A server that takes one file; where it is, and what it will have been given.
fn taking_a_file() -> (String, std::thread::JoinHandle<(Vec<String>, String)>) {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let taken = std::thread::spawn(move || {
        let mut reader = BufReader::new(listener.accept().expect("a connection").0);
        let lines = reader.by_ref().lines().map(|line| line.expect("a line"));
        let head: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
        let length = head.iter().find_map(|line| line.strip_prefix("Content-Length: "));
        let mut body = vec![0; length.and_then(|text| text.parse().ok()).expect("a length")];
        reader.read_exact(&mut body).expect("the body");
        reader.get_mut().write_all(b"HTTP/1.1 200 OK\r\n\r\n").expect("answered");
        (head, String::from_utf8(body).expect("a text"))
    });
    (url, taken)
}

#[test]
fn a_pod_runs_its_step() {
    let code = "import json, os, sys
inputs = json.load(open(os.environ['ANNALS_INPUTS']))
print(inputs['n'], os.environ['PLAIN'], os.environ['ANNALS_RUN_NUMBER'], flush=True)
print('password', os.environ['PASSWORD'], os.environ['ANNALS_TOKEN'], file=sys.stderr)
json.dump({'doubled': 2 * inputs['n'], 'odd': inputs['odd']}, open(os.environ['ANNALS_OUTPUTS'], 'w'))
os.makedirs(os.environ['ANNALS_ARTIFACTS'] + '/b')
open(os.environ['ANNALS_ARTIFACTS'] + '/b/a.txt', 'w').write('12345')
print('no line end', end='')";
    let (url, taken) = taking_a_file();
    let ran = run(&Launch { api_url: Some(url), ..launch(&script(code)) }, 0, "");
    assert_eq!(ran.code, Some(0), "{:?}", ran.lines);
    assert_eq!(ran.of(Origin::Stdout), ["20 {{x}} 7", "no line end"]);
    assert_eq!(ran.of(Origin::Stderr), ["password *** ***"]);
    let outputs = json!({"doubled": 40, "odd": "{{workflow.name}}"});
    assert_eq!(ran.outputs, Some(Gave::Value(outputs)));
    assert_eq!(ran.result.outcome(false).error_type, None);
    let (head, body) = taken.join().expect("a file is given");
    let put = format!("PUT /api/v1/runs/{RUN}/artifacts/b/a.txt HTTP/1.1");
    assert_eq!((&head[0], body.as_str()), (&put, "12345"));
    assert!(head.iter().any(|line| line == "Authorization: Bearer the-runs-own-token"), "{head:?}");
    let facts = ran.of(Origin::Fact);
    let kinds: Vec<_> = facts
        .iter()
        .map(|fact| serde_json::from_str::<Value>(fact).expect("JSON")["fact"].clone())
        .collect();
    assert_eq!(kinds, ["setup", "environment", "started", "ended"]);
    assert_eq!(usize::try_from(ran.result.lines), Ok(ran.lines.len()));
}

#[test]
fn a_component_reads_what_those_before_it_gave() {
    let Spec::Flow(mut spec) = flow() else { unreachable!("it is a flow") };
    spec.components[3].code =
        "import json, os; print(open(os.environ['ANNALS_INPUTS']).read())".into();
    spec.components[3].inputs = json!({"n": 3}).as_object().expect("an object").clone();
    let upstream = format!("s1:{} s2:", packed::value(&json!({"b": 1})));
    let ran = run(&launch(&Spec::Flow(spec)), 3, &upstream);
    let inputs: Value = serde_json::from_str(ran.of(Origin::Stdout)[0]).expect("JSON");
    let expected = json!({
        "n": 3, "odd": "{{workflow.name}}", "upstream": {"b.1": {"b": 1}, "c": null},
    });
    assert_eq!(inputs, expected);
}

#[test]
fn a_pod_tells_how_its_step_failed() {
    let end = |code: &str| {
        let ran = run(&launch(&script(code)), 0, "");
        (ran.code, ran.result.outcome(false))
    };
    let (code, outcome) = end("import sys; sys.exit(3)");
    assert_eq!((code, outcome.exit_code), (Some(3), Some(3)));
    assert_eq!(outcome.message.as_deref(), Some("exited with code 3"));
    let (code, outcome) = end("import os; os.kill(os.getpid(), 9)");
    assert_eq!((code, outcome.signal), (Some(137), Some(9)));
    let (code, outcome) = end("raise MemoryError('3 GiB')");
    assert_eq!(code, Some(1));
    assert_eq!(outcome.error_type, Some(annals_domain::ErrorType::OutOfMemory));
    let (code, outcome) = end("import os; open(os.environ['ANNALS_OUTPUTS'], 'w').write('{')");
    assert_eq!((code, outcome.exit_code), (Some(1), Some(0)));
    assert!(outcome.message.is_some_and(|text| text.contains("not valid JSON")));
    // The code that says that the environment could not be had is not a program's to say.
    let (code, outcome) = end(&format!("import sys; sys.exit({SETUP_FAILED})"));
    assert_eq!((code, outcome.exit_code), (Some(1), Some(SETUP_FAILED)));
}

#[test]
fn a_step_that_was_told_to_end_before_its_pod_knew_is_cancelled() {
    // It is killed while the pod's program is held, which is told to end only then.
    let code = "import os, signal, time
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
    let result = run(&launch(&script(code)), 0, "").result;
    assert!(result.outcome(true).cancelled);
    assert_eq!(result.outcome(false).message.as_deref(), Some("its pod was told to end"));
    let alone = run(&launch(&script("import os; os.kill(os.getpid(), 15)")), 0, "").result;
    let outcome = alone.outcome(true);
    assert_eq!(outcome.message.as_deref(), Some("killed by signal 15 (SIGTERM)"));
}

#[test]
fn a_pod_ends_its_step_in_time_with_all_that_it_began() {
    let code = "import subprocess, time
subprocess.Popen(['sleep', '1000'])
print('begun', flush=True)
time.sleep(1000)";
    let mut launch = launch(&script(code));
    launch.timeout_ms = Some(500);
    let ran = run(&launch, 0, "");
    let outcome = ran.result.outcome(false);
    assert_eq!(outcome.error_type, Some(annals_domain::ErrorType::Timeout));
    assert_eq!(outcome.message.as_deref(), Some("took longer than its time limit of 0.5 s"));
    assert_eq!(ran.of(Origin::Stdout), ["begun"]);
}

#[test]
fn what_a_step_leaves_behind_ends_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let fifo = folder.path().join("fifo");
    nix::unistd::mkfifo(&fifo, nix::sys::stat::Mode::S_IRWXU).expect("a FIFO");
    // Opened so, it does not wait for who writes to it.
    let mut options = std::fs::File::options();
    let mut reading =
        options.read(true).custom_flags(nix::libc::O_NONBLOCK).open(&fifo).expect("a reader");
    let mut launch = launch(&script(
        "import json, os, subprocess
writing = open(json.load(open(os.environ['ANNALS_INPUTS']))['fifo'], 'w')
subprocess.Popen(['sh', '-c', 'sleep 3; echo survived'], stdout=writing)",
    ));
    launch.inputs = json!({"fifo": fifo});
    assert_eq!(run(&launch, 0, "").code, Some(0));
    let waiting = nix::fcntl::FcntlArg::F_SETFL(nix::fcntl::OFlag::empty());
    nix::fcntl::fcntl(&reading, waiting).expect("set");
    // It ends when nobody holds the other end any more.
    let mut said = String::new();
    reading.read_to_string(&mut said).expect("read");
    assert_eq!(said, "");
}

#[test]
fn what_cannot_be_had_is_said_and_not_tried_again() {
    let code = "# /// script\n# requires-python = \"<3\"\n# ///\nprint('never')";
    let ran = run(&launch(&script(code)), 0, "");
    assert_eq!(ran.code, Some(SETUP_FAILED));
    assert!(ran.result.is_of_setup());
    assert!(ran.of(Origin::Stdout).is_empty());
    let outcome = ran.result.outcome(false);
    assert_eq!(outcome.error_type, Some(annals_domain::ErrorType::Dependency));
    assert!(
        outcome.message.is_some_and(|text| text.starts_with("needs Python <3")),
        "{ran:?}",
        ran = ran.lines
    );
}

#[test]
fn a_try_that_failed_says_that_another_follows() {
    let Spec::Flow(mut spec) = flow() else { unreachable!("it is a flow") };
    spec.components[2].code = "raise SystemExit(5)".into();
    let ran = run(&launch(&Spec::Flow(spec)), 2, "");
    let said = ["annals: try 1 of 3 failed: exited with code 5; the next one begins in 1.5 s"];
    assert_eq!(ran.of(Origin::Stderr), said);
}
