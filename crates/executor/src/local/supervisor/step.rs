//! One step: its folders, its process, and what it leaves behind.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use annals_domain::{EnvironmentFacts, ErrorType, ExtractOrder, NodeOutcome, Program, Seen, Step};
use serde_json::Value;

use super::memory::OomKills;
use super::process::Running;
use super::{Request, Supervisor, artifacts, command, diagnose, outcome};

/// What a step is carried out with.
#[derive(Debug)]
pub(super) enum Means<'s> {
    /// The interpreter of an environment, which runs the program.
    Python(&'s Program, EnvironmentFacts),
    /// This program itself, which searches files (`annals extract-step`).
    Extract(Box<ExtractOrder>),
}

/// How a step ended and what it wrote to `ANNALS_OUTPUTS`.
pub(super) type StepEnd = (NodeOutcome, Option<Value>);

/// Runs the step's process once.
pub(super) async fn one_try(
    supervisor: &Supervisor,
    step: &Step,
    means: &Means<'_>,
    inputs: &Value,
    places: &Places,
) -> StepEnd {
    let made = when_there_is_room(supervisor, || places.make(means, inputs)).await;
    let started = made
        .map_err(|error| format!("cannot write its files: {error}"))
        .and_then(|()| start(supervisor, step, means, places));
    let (mut outcome, outputs) = match started {
        Err(failure) => (outcome::failed(ErrorType::Platform, failure), Ok(None)),
        Ok(running) => {
            let process = running.pid().to_string();
            supervisor.spool.fact(Seen::NodeStarted { node: step.name.clone(), process });
            let before = OomKills::now();
            let limit = time_limit(supervisor, step);
            let ended = running.ended().await;
            let outcome = outcome::of_process(&ended, limit, || before.have_grown());
            let outputs = artifacts::outputs(&places.outputs);
            match means {
                Means::Python(..) => (outcome, outputs),
                Means::Extract(_) => outcome::of_extraction(outcome, outputs),
            }
        }
    };
    if let (Err(reason), Some(0)) = (&outputs, outcome.exit_code) {
        outcome.error_type = outcome.error_type.or(Some(ErrorType::Exit));
        outcome.message = outcome.message.or_else(|| Some(reason.clone()));
    }
    (outcome, outputs.unwrap_or_default())
}

/// How long to wait before what a full disk refused is tried again.
const PAUSE: Duration = Duration::from_millis(200);

/// Does `work`; where the disk has no room for it, again until it has or the attempt is to end.
async fn when_there_is_room(
    supervisor: &Supervisor,
    work: impl Fn() -> io::Result<()>,
) -> io::Result<()> {
    loop {
        match work() {
            Err(error) if error.kind() == io::ErrorKind::StorageFull => {
                let asked = supervisor.stop.asked();
                if tokio::time::timeout(PAUSE, asked).await.is_ok() {
                    return Err(error);
                }
            }
            done => return done,
        }
    }
}

pub(super) fn report_end(
    supervisor: &Supervisor,
    step: &Step,
    places: &Places,
    end: StepEnd,
) -> StepEnd {
    let redactor = supervisor.spool.redactor();
    let files = artifacts::files(&places.artifacts, &places.prefix, redactor);
    let (outcome, mut outputs) = end;
    // What later steps are given is what is kept.
    if let (Some(redactor), Some(outputs)) = (redactor, &mut outputs) {
        redactor.value(outputs);
    }
    let (node, end) = (step.name.clone(), (outcome.clone(), outputs.clone()));
    supervisor.spool.fact(Seen::NodeEnded { node, outcome, outputs, files, parcel: None });
    end
}

/// The step's own limit, else the run's.
fn time_limit(supervisor: &Supervisor, step: &Step) -> Option<Duration> {
    let millis = step.timeout_ms.or(supervisor.launch.timeout_ms)?;
    Some(Duration::from_millis(u64::try_from(millis).unwrap_or(0)))
}

/// Where a step's files lie. A script's has the attempt's folder to itself.
pub(super) struct Places {
    pub(super) work: PathBuf,
    pub(super) script: PathBuf,
    pub(super) inputs: PathBuf,
    pub(super) outputs: PathBuf,
    pub(super) artifacts: PathBuf,
    pub(super) files: PathBuf,
    /// What the paths of its artifacts begin with.
    prefix: String,
}

impl Places {
    pub(super) fn of(supervisor: &Supervisor, step: &Step) -> Self {
        let folder = &supervisor.folder;
        let alone = step.own_inputs.is_none() && step.program().is_some();
        let name = folder_name(step.name.as_str());
        let own = if alone { PathBuf::new() } else { PathBuf::from(&name) };
        let exchange = if alone { folder.join("") } else { folder.join("steps").join(&name) };
        let work = folder.join("work").join(&own);
        Self {
            // Not called after the step: a `random.py` would stand before Python's own.
            script: work.join("main.py"),
            work,
            inputs: exchange.join("inputs.json"),
            outputs: exchange.join("outputs.json"),
            artifacts: folder.join("artifacts").join(&own),
            files: folder.files(),
            prefix: if alone { String::new() } else { format!("{name}/") },
        }
    }

    fn make(&self, means: &Means<'_>, inputs: &Value) -> io::Result<()> {
        for folder in [&self.work, &self.artifacts, &self.files] {
            fs::create_dir_all(folder)?;
        }
        if let Some(folder) = self.inputs.parent() {
            fs::create_dir_all(folder)?;
        }
        match means {
            Means::Python(program, _) => {
                fs::write(&self.script, &program.code)?;
                fs::write(&self.inputs, serde_json::to_vec(inputs)?)
            }
            Means::Extract(order) => fs::write(&self.inputs, serde_json::to_vec(order)?),
        }
    }

    /// Takes away what a try left, so that the next one begins as the first did.
    pub(super) fn clear(&self) {
        let gone = |done: io::Result<()>| match done {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                diagnose(format_args!("what a try left cannot be removed: {error}"));
            }
            _ => {}
        };
        gone(fs::remove_file(&self.outputs));
        gone(fs::remove_dir_all(&self.work));
        gone(fs::remove_dir_all(&self.artifacts));
    }
}

/// A name may be `..`, a folder of that name may not.
fn folder_name(name: &str) -> String {
    let only_dots = name.trim_matches('.').is_empty();
    if only_dots { "_".repeat(name.len()) } else { name.to_owned() }
}

fn start<'a>(
    supervisor: &'a Supervisor,
    step: &'a Step,
    means: &Means<'_>,
    places: &Places,
) -> Result<Running<'a>, String> {
    let command = command::of_step(supervisor, step, means, places)?;
    let (limit, memory) = (time_limit(supervisor, step), supervisor.config.memory_limit);
    let request = Request { command, node: &step.name, stdout: None, limit, memory };
    Running::start(supervisor, request)
        .map_err(|error| format!("its process could not be started: {error}"))
}
