//! `annals submit`: run a Python program or a flow.

mod flow;

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value};

use super::follow::{Followed, LineStyle, SetupLines, follow};
use crate::client::wire::Submitted;
use crate::client::{Answer, Client};
use crate::error::{CliError, Exit, Outcome};
use crate::input;
use crate::output::Screen;

const EXAMPLES: &str = "\
The program reads its inputs from the JSON file that ANNALS_INPUTS names, writes its outputs to the
one that ANNALS_OUTPUTS names, and leaves files to keep in the folder ANNALS_ARTIFACTS.

With --follow, what the program prints goes to standard output and standard error, everything else
to standard error, and the exit code tells how the run ended. Ctrl-C ends the following, not the
run.

A flow is a JSON file as POST /api/v1/flows takes it; a component may name its program by code_file, a
path beside the file, in place of code. With --follow, each line has its component's name before it.

Examples:
  annals submit flow.json --input day=1 --follow
  annals submit etl.py --dep 'pandas>=2' --input day=2026-11-20 --follow
  annals submit etl.py -r requirements.txt --tag nightly --timeout 3600
  echo 'print(6 * 7)' | annals submit - --name answer --follow";

/// Run a Python program or a flow. Annals builds its environment, runs it and keeps everything about
/// it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct SubmitArgs {
    /// The program, or a flow as JSON; `-` reads it from standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What it needs and is given
    #[command(flatten)]
    pub needs: Needs,
    /// The task's name; without it the file's
    #[arg(long)]
    pub name: Option<String>,
    /// Make this a new run of an existing task, by its id or unique name; a flow becomes what the
    /// file says
    #[arg(long)]
    pub task: Option<String>,
    /// What carries the run out, if not what the server is set up with: `local` or `argo`
    #[arg(long)]
    pub executor: Option<String>,
}

/// What a run needs and is given.
#[derive(Debug, Args)]
pub struct Needs {
    /// A package the program needs, such as `pandas` or `'pandas>=2'`; can be repeated
    #[arg(long = "dep", value_name = "PACKAGE")]
    pub dependencies: Vec<String>,
    /// A requirements file with the packages the program needs; wins over --dep
    #[arg(short, long, value_name = "FILE")]
    pub requirements: Option<PathBuf>,
    /// An input: NAME=VALUE, the value as JSON or else as text, or @FILE.json for an object of
    /// them; can be repeated
    #[arg(long = "input", value_name = "NAME=VALUE")]
    pub inputs: Vec<String>,
    /// A label to find the run by; can be repeated
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
    /// A variable of the program's environment; can be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub env: Vec<String>,
    /// A variable that gets the value of a secret stored on the server; can be repeated
    #[arg(long = "secret", value_name = "NAME=SECRET")]
    pub secrets: Vec<String>,
    /// End the run if it takes longer
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub timeout: Option<u64>,
    /// Show what the program prints while it runs, and wait for its end
    #[arg(long)]
    pub follow: bool,
}

impl Needs {
    /// The packages of `--dep`, one a line.
    #[must_use]
    pub fn dependency_lines(&self) -> Option<String> {
        (!self.dependencies.is_empty()).then(|| self.dependencies.join("\n"))
    }

    /// The text of the requirements file.
    ///
    /// # Errors
    /// [`CliError::Usage`] if it cannot be read.
    pub fn requirements_text(&self) -> Result<Option<String>, CliError> {
        self.requirements.as_deref().map(input::read_text).transpose()
    }

    /// The tags, if any were given.
    #[must_use]
    pub fn tags(&self) -> Option<Vec<String>> {
        Some(self.tags.clone()).filter(|tags| !tags.is_empty())
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    python_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    dependencies: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requirements_file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    task_id: Option<annals_domain::TaskId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inputs: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    executor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeout_seconds: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    env: Option<std::collections::BTreeMap<String, Value>>,
}

impl Body {
    fn of(args: &SubmitArgs, code: String) -> Result<Self, CliError> {
        let needs = &args.needs;
        let file_name = || if args.task.is_none() { name_of(&args.file) } else { None };
        Ok(Self {
            python_code: code,
            dependencies: needs.dependency_lines(),
            requirements_file: needs.requirements_text()?,
            task_id: None,
            name: args.name.clone().or_else(file_name),
            inputs: input::inputs(&needs.inputs)?,
            tags: needs.tags(),
            executor: args.executor.clone(),
            timeout_seconds: needs.timeout,
            env: input::environment(&needs.env, &needs.secrets)?,
        })
    }
}

/// A task is called like its file; a program from standard input is named by the server.
fn name_of(file: &Path) -> Option<String> {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).filter(|name| name != "-")
}

/// Runs the command.
///
/// # Errors
/// As [`super::run`].
pub async fn run(args: SubmitArgs, client: &Client, screen: &mut Screen) -> Outcome {
    let text = input::read_text(&args.file)?;
    if let Some(flow) = flow::read(&args.file, &text)? {
        let (answer, run) = flow::submit(flow, &args, client).await?;
        let run = Followed { id: run.id, task_id: run.flow_id, number: run.number };
        return told("flow", &answer, &run, args.needs.follow, client, screen).await;
    }
    let mut body = Body::of(&args, text)?;
    if let Some(task) = &args.task {
        body.task_id = Some(client.resolve_task(task).await?);
    }
    let answer = client.create(&["tasks", "submit"], &body).await?;
    created(&answer, args.needs.follow, client, screen).await
}

/// Says which run was created, and follows it if asked to.
///
/// # Errors
/// As [`super::run`].
pub async fn created(
    answer: &Answer,
    then_follow: bool,
    client: &Client,
    screen: &mut Screen,
) -> Outcome {
    let Submitted { id, run_number, run_id } = answer.read()?;
    let run = Followed { id: run_id, task_id: id, number: run_number };
    told("task", answer, &run, then_follow, client, screen).await
}

async fn told(
    kind: &str,
    answer: &Answer,
    run: &Followed,
    then_follow: bool,
    client: &Client,
    screen: &mut Screen,
) -> Outcome {
    let line = format!("{kind} {} run #{}", run.task_id, run.number);
    match (screen.json(), then_follow) {
        (true, _) => screen.answer(answer)?,
        (false, false) => screen.say(line)?,
        (false, true) => screen.note(line)?,
    }
    if !then_follow {
        return Ok(Exit::Success);
    }
    screen.flush()?;
    follow(run, LineStyle::default(), SetupLines::Progress, client, screen).await
}
