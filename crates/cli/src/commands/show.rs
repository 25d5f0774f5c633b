//! `annals show`: everything about a run, for people.

use std::fmt::Write as _;

use annals_domain::EnvValue;
use clap::Args;
use serde_json::Value;

use super::whole_run;
use crate::client::Client;
use crate::client::wire::WholeRun;
use crate::error::{Exit, Outcome};
use crate::output::{Paint, Screen, Table, bytes, clean, duration, instant};
use crate::target::Target;

/// The lines of code shown without `--code`.
const CODE_LINES: usize = 20;

const EXAMPLES: &str = "\
Examples:
  annals show etl.py             the latest run
  annals show etl.py#3
  annals show etl.py#3 --code    the program that run 3 ran, and nothing else
  annals show etl.py#3 --json    all of it for other programs";

/// Show everything about a run: how it went, what it ran, what went in and what came out.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ShowArgs {
    /// The run: a task's id or unique name, with #N for its run N instead of the latest; or a
    /// run's id
    #[arg(value_name = "TASK[#N]")]
    pub target: Target,
    /// Print the run's code, and nothing else
    #[arg(long)]
    pub code: bool,
}

/// Runs the command.
///
/// # Errors
/// As [`super::run`].
pub async fn run(args: ShowArgs, client: &Client, screen: &mut Screen) -> Outcome {
    let run = client.resolve_run(&args.target).await?;
    let answer = whole_run(client, &run.id).await?;
    if screen.json() {
        screen.answer(&answer)?;
        return Ok(Exit::Success);
    }
    let run: WholeRun = answer.read()?;
    if args.code {
        screen.write(run.snapshot.code.unwrap_or_default().as_bytes())?;
    } else {
        screen.write(page(&run, screen.paint()).as_bytes())?;
    }
    Ok(Exit::Success)
}

/// The whole page.
fn page(run: &WholeRun, paint: Paint) -> String {
    let sections = [
        ("", summary(run, paint)),
        ("Code", code(run, paint)),
        ("Packages asked for", indented(run.snapshot.requested())),
        ("Packages resolved", packages(run)),
        ("Environment", environment(run)),
        ("Inputs", json(run.inputs.as_ref())),
        ("Outputs", json(run.outputs.as_ref())),
        ("Nodes", nodes(run, paint)),
        ("Artifacts", artifacts(run, paint)),
    ];
    let mut text = String::new();
    for (title, body) in sections.iter().filter(|(_, body)| !body.is_empty()) {
        if !title.is_empty() {
            text.push_str(&format!("\n{}\n", paint.bold(title)));
        }
        text.push_str(body);
    }
    text
}

fn summary(run: &WholeRun, paint: Paint) -> String {
    let title = format!("{} #{}", clean(run.row.task_label()), run.row.number);
    let mut text = format!("{}\n", paint.bold(&title));
    for (name, value) in course(run, paint).into_iter().chain(origin(run)) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let _ = writeln!(text, "  {} {value}", paint.dim(&format!("{name:<12}")));
        }
    }
    text
}

/// A fact's name and what it is, if there is anything to tell.
type Fact = (&'static str, Option<String>);

/// How it went.
fn course(run: &WholeRun, paint: Paint) -> Vec<Fact> {
    let row = &run.row;
    let mut status = paint.status(row.status);
    if let Some(error) = row.error_type {
        let _ = write!(status, " ({error})");
    }
    if run.cancel_requested && !row.status.is_terminal() {
        status.push_str(", being cancelled");
    }
    let error = run.error.as_ref().and_then(|error| error.message.as_deref());
    vec![
        ("status", Some(status)),
        ("error", error.map(|message| clean(message).into_owned())),
        ("created", Some(instant(row.created_at))),
        ("started", row.started_at.map(instant)),
        ("ended", row.ended_at.map(instant)),
        ("took", row.duration_ms.map(duration)),
        ("time limit", run.timeout_ms.map(duration)),
        ("log removed", run.log_removed_at.map(instant)),
        ("files removed", run.files_removed_at.map(instant)),
        ("pinned", row.pinned.then(|| "yes".to_owned())),
        ("attempts", (run.attempts.len() > 1).then(|| run.attempts.len().to_string())),
    ]
}

/// What it belongs to and where it came from.
fn origin(run: &WholeRun) -> Vec<Fact> {
    let row = &run.row;
    let children: Vec<_> = run.child_run_ids.iter().map(ToString::to_string).collect();
    vec![
        ("run", Some(row.id.to_string())),
        ("task", Some(format!("{} ({})", row.task_id, row.kind))),
        ("set off by", Some(clean(&row.trigger_type).into_owned())),
        ("made from", run.parent_run_id.as_ref().map(ToString::to_string)),
        ("run again as", Some(children.join(", "))),
        ("executor", Some(clean(&row.executor).into_owned())),
        ("workflow", run.workflow_id.as_deref().map(|id| clean(id).into_owned())),
        ("tags", Some(clean(&row.tags.join(", ")).into_owned())),
    ]
}

fn code(run: &WholeRun, paint: Paint) -> String {
    let Some(code) = &run.snapshot.code else { return String::new() };
    let lines: Vec<&str> = code.lines().take(CODE_LINES).collect();
    let mut text = indented(&lines.join("\n"));
    let more = code.lines().count().saturating_sub(CODE_LINES);
    if more > 0 {
        let hint = format!("  … {more} more lines; --code prints them all");
        text.push_str(&(paint.dim(&hint) + "\n"));
    }
    text
}

/// Each line moved in, made safe to show.
fn indented(text: &str) -> String {
    text.lines().fold(String::new(), |mut all, line| {
        all.push_str(&format!("  {}\n", clean(line)));
        all
    })
}

fn packages(run: &WholeRun) -> String {
    let Some(environment) = &run.environment else { return String::new() };
    let packages = environment.packages.iter();
    let lines: Vec<_> = packages.map(|p| format!("{}=={}", p.name, p.version)).collect();
    indented(&lines.join("\n"))
}

fn environment(run: &WholeRun) -> String {
    let mut lines = Vec::new();
    if let Some(environment) = &run.environment {
        let (python, platform) = (&environment.python_version, &environment.platform);
        lines.push(format!("Python {python} on {platform}, built by {}", environment.installer));
        lines.push(environment.id.clone());
    }
    for (name, value) in run.snapshot.env.iter().flatten() {
        lines.push(match value {
            EnvValue::Plain(value) => format!("{name}={value}"),
            EnvValue::Secret { secret } => format!("{name} from the secret {secret}"),
        });
    }
    indented(&lines.join("\n"))
}

fn json(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(value) => indented(&format!("{value:#}")),
    }
}

fn nodes(run: &WholeRun, paint: Paint) -> String {
    let mut table = Table::new(&["NODE", "STATE", "TOOK", "EXIT", "LINES", "LOG", ""]);
    for node in &run.nodes {
        let log = node.log.as_ref();
        let end = log.and_then(|log| log.end.as_ref());
        let size = log.map(|log| bytes(u64::try_from(log.bytes).unwrap_or(0)));
        let log_end = end.filter(|end| end.kind != annals_domain::ledger::LogEndKind::Complete);
        let remark = node.message.clone().or_else(|| log_end.map(|end| end.reason.clone()));
        table.row([
            clean(&node.name).into_owned(),
            paint.state(node.state),
            node.duration_ms.map(duration).unwrap_or_default(),
            node.exit_code.map(|code| code.to_string()).unwrap_or_default(),
            log.map(|log| log.lines.to_string()).unwrap_or_default(),
            size.unwrap_or_default(),
            clean(&remark.unwrap_or_default()).into_owned(),
        ]);
    }
    if run.nodes.is_empty() { String::new() } else { shifted(&table.show(paint)) }
}

fn artifacts(run: &WholeRun, paint: Paint) -> String {
    let mut table = Table::new(&["SIZE", "PATH"]);
    for artifact in &run.artifacts {
        table.row([bytes(artifact.size), clean(&artifact.path).into_owned()]);
    }
    if run.artifacts.is_empty() { String::new() } else { shifted(&table.show(paint)) }
}

/// A table moved in as it is, colours and all.
fn shifted(table: &str) -> String {
    table.lines().map(|line| format!("  {line}\n")).collect()
}
