//! `annals artifacts`: the files a run left.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use futures::StreamExt;

use super::whole_run;
use crate::client::wire::WholeRun;
use crate::client::{Client, RunRef};
use crate::error::{CliError, Exit, Outcome};
use crate::output::{NewFile, Screen, Table, bytes, clean};
use crate::target::Target;

const EXAMPLES: &str = "\
A program leaves files by writing them to the folder that ANNALS_ARTIFACTS names.

Examples:
  annals artifacts etl.py#3                        what is there
  annals artifacts etl.py#3 plots/a.png -o a.png   fetch a file
  annals artifacts etl.py#3 report.txt             print a file";

/// List the files a run left, or fetch one of them.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ArtifactsArgs {
    /// The run: a task's id or unique name, with #N for its run N instead of the latest; or a
    /// run's id
    #[arg(value_name = "TASK[#N]")]
    pub target: Target,
    /// The file to fetch, as the list names it
    pub path: Option<String>,
    /// Where to write it, instead of to standard output
    #[arg(short, long, value_name = "FILE", requires = "path")]
    pub output: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// As [`super::run`].
pub async fn run(args: ArtifactsArgs, client: &Client, screen: &mut Screen) -> Outcome {
    let run = client.resolve_run(&args.target).await?;
    match (&args.path, args.output) {
        (Some(path), Some(output)) => save(&run, path, NewFile::begin(&output)?, client).await?,
        (Some(path), None) => print(&run, path, client, screen).await?,
        (None, _) => list(&run, client, screen).await?,
    }
    Ok(Exit::Success)
}

/// The path of an artifact in the API.
#[must_use]
pub fn segments<'a>(run: &'a str, path: &'a str) -> Vec<&'a str> {
    ["runs", run, "artifacts"].into_iter().chain(path.split('/')).collect()
}

async fn save(
    run: &RunRef,
    path: &str,
    mut file: NewFile,
    client: &Client,
) -> Result<(), CliError> {
    let mut body = client.download(&segments(run.id.as_str(), path), &()).await?;
    while let Some(piece) = body.next().await {
        let written = file.file().write_all(&piece?);
        written.map_err(|error| file.unwritable(error))?;
    }
    file.finish()
}

async fn print(
    run: &RunRef,
    path: &str,
    client: &Client,
    screen: &mut Screen,
) -> Result<(), CliError> {
    let mut body = client.download(&segments(run.id.as_str(), path), &()).await?;
    while let Some(piece) = body.next().await {
        screen.write(&piece?)?;
    }
    Ok(())
}

async fn list(run: &RunRef, client: &Client, screen: &mut Screen) -> Result<(), CliError> {
    if screen.json() {
        let path = ["runs", run.id.as_str(), "artifacts"];
        return screen.answer(&client.get(&path, &()).await?);
    }
    let whole: WholeRun = whole_run(client, &run.id).await?.read()?;
    if whole.artifacts.is_empty() {
        return screen.note(format!("Run #{} left no files.", run.number));
    }
    let mut table = Table::new(&["SIZE", "PATH"]);
    for artifact in &whole.artifacts {
        table.row([bytes(artifact.size), clean(&artifact.path).into_owned()]);
    }
    screen.write(table.show(screen.paint()).as_bytes())
}
