//! `annals export`: everything about a run as a ZIP file.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::artifacts::segments;
use super::whole_run;
use crate::client::sse::{Backoff, Body, Follow, Update};
use crate::client::wire::{Node, WholeRun};
use crate::client::{Answer, Client};
use crate::error::{CliError, Exit, Outcome};
use crate::output::{NewFile, Screen, bytes, clean};
use crate::target::Target;

mod archive;

use archive::Archive;

const EXAMPLES: &str = "\
The ZIP file holds
  main.py            the code
  requirements.txt   the packages asked for
  requirements.lock  the packages resolved
  inputs.json        what was given
  outputs.json       what came out
  logs/NODE.txt      what each node printed
  artifacts/         the files the run left
  timeline.jsonl     everything that happened, in order
  run.json           all the server says of the run
  manifest.json      ids, status, times, and the SHA-256 of every file

Example:
  annals export etl.py#3 -o etl-3.zip";

/// Save everything about a run that has ended as a ZIP file, to keep or to hand on.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ExportArgs {
    /// The run: a task's id or unique name, with #N for its run N instead of the latest; or a
    /// run's id
    #[arg(value_name = "TASK[#N]")]
    pub target: Target,
    /// The ZIP file to write
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// As [`super::run`].
pub async fn run(args: ExportArgs, client: &Client, screen: &mut Screen) -> Outcome {
    let run = client.resolve_run(&args.target).await?;
    let answer = whole_run(client, &run.id).await?;
    let whole: WholeRun = answer.read()?;
    if !whole.row.status.is_terminal() {
        return Err(CliError::Failed(format!(
            "run #{} has not ended yet ({}); `annals logs -f {}` waits for its end",
            run.number, whole.row.status, args.target
        )));
    }
    let file = NewFile::begin(&args.output)?;
    let mut archive = Archive::new(file);
    fill(&mut archive, &whole, &answer, client).await?;
    let manifest = manifest(&whole, &archive);
    let size = archive.finish(&manifest)?;
    if screen.json() {
        screen.say(manifest.to_string())?;
    } else {
        let path = args.output.display();
        screen.say(format!("run #{} is in {path} ({})", run.number, bytes(size)))?;
    }
    Ok(Exit::Success)
}

/// Puts everything but the manifest into the archive.
async fn fill(
    archive: &mut Archive,
    run: &WholeRun,
    answer: &Answer,
    client: &Client,
) -> Result<(), CliError> {
    archive.add("run.json", answer.text())?;
    let json = |value: &Option<Value>| format!("{:#}\n", value.as_ref().unwrap_or(&Value::Null));
    archive.add("inputs.json", &json(&run.inputs))?;
    archive.add("outputs.json", &json(&run.outputs))?;
    if let Some(code) = &run.snapshot.code {
        archive.add("main.py", code)?;
    }
    if !run.snapshot.requested().is_empty() {
        archive.add("requirements.txt", run.snapshot.requested())?;
    }
    if let Some(environment) = &run.environment {
        archive.add("requirements.lock", &environment.lock)?;
    }
    timeline(archive, run, client).await?;
    logs(archive, run, client).await?;
    artifacts(archive, run, client).await
}

/// Everything that happened, without the lines: those are in the logs.
async fn timeline(archive: &mut Archive, run: &WholeRun, client: &Client) -> Result<(), CliError> {
    archive.begin("timeline.jsonl")?;
    let mut events = Follow::new(client, run.row.id.clone(), Backoff::default());
    while let Some(update) = events.next().await? {
        let Update::Event(event) = update else { continue };
        if matches!(event.body, Body::Lines(_) | Body::End(_)) {
            continue;
        }
        let data: Value = serde_json::from_str(&event.data).unwrap_or(Value::String(event.data));
        let line = json!({"seq": event.seq, "event": event.name, "data": data});
        archive.write(format!("{line}\n").as_bytes())?;
    }
    archive.end()
}

async fn logs(archive: &mut Archive, run: &WholeRun, client: &Client) -> Result<(), CliError> {
    if run.log_removed_at.is_some() {
        // The manifest says so; empty files would look as if nothing had been printed.
        return Ok(());
    }
    let printed = |node: &&Node| node.log.as_ref().is_some_and(|l| l.lines > 0);
    for node in run.nodes.iter().filter(printed) {
        let path = ["runs", run.row.id.as_str(), "logs", "download"];
        let body = client.download(&path, &[("node", &node.name)]).await?;
        archive.add_stream(&format!("logs/{}.txt", file_name(&node.name)), body).await?;
    }
    Ok(())
}

/// A node's name as that of a file: what a file system may not like is written as `%` and its
/// code.
fn file_name(node: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let mut name = String::new();
    for (at, byte) in node.bytes().enumerate() {
        if plain(byte) && !(at == 0 && byte == b'.') {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("%{byte:02X}"));
        }
    }
    name
}

async fn artifacts(archive: &mut Archive, run: &WholeRun, client: &Client) -> Result<(), CliError> {
    for artifact in &run.artifacts {
        let path = &artifact.path;
        let leaves = |part: &str| matches!(part, "" | "." | "..") || part.contains(['\\', '\0']);
        if path.split('/').any(leaves) {
            let path = clean(path);
            return Err(CliError::Failed(format!("the file `{path}` has no path to unpack it to")));
        }
        let body = client.download(&segments(run.row.id.as_str(), path), &()).await?;
        let hash = archive.add_stream(&format!("artifacts/{path}"), body).await?;
        if artifact.sha256.as_ref().is_some_and(|known| !known.eq_ignore_ascii_case(&hash)) {
            let path = clean(path);
            return Err(CliError::Failed(format!("the file `{path}` is not what the run left")));
        }
    }
    Ok(())
}

fn manifest(run: &WholeRun, archive: &Archive) -> Value {
    let row = &run.row;
    json!({
        "format": "annals-run/1",
        "written_by": concat!("annals ", env!("CARGO_PKG_VERSION")),
        "run_id": row.id,
        "task_id": row.task_id,
        "task_name": row.task_name,
        "number": row.number,
        "status": row.status,
        "error_type": row.error_type,
        "created_at": row.created_at,
        "started_at": row.started_at,
        "ended_at": row.ended_at,
        "duration_ms": row.duration_ms,
        "log_removed_at": run.log_removed_at,
        "files_removed_at": run.files_removed_at,
        "snapshot_id": run.snapshot.id,
        "environment_id": run.environment.as_ref().map(|environment| &environment.id),
        "files": archive.files(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_names_become_file_names_without_meeting() {
        assert_eq!(file_name("main"), "main");
        assert_eq!(file_name("a:b"), "a%3Ab");
        assert_eq!(file_name(".."), "%2E.");
        assert_eq!(file_name("../x"), "%2E.%2Fx");
    }
}
