//! `annals diff`: what differs between two runs.

use clap::Args;
use serde_json::{Value, json};

use super::whole_run;
use crate::client::wire::WholeRun;
use crate::client::{Client, RunRef};
use crate::error::{CliError, Exit, Outcome};
use crate::output::{Paint, Screen, clean};
use crate::target::Target;

mod compare;

use compare::{Change, Section, compare};

const EXAMPLES: &str = "\
Compared are the status, the code, the packages asked for and resolved, the environment, the inputs
and the outputs. The exit code is 0 if all of them are the same and 1 if they differ.

Examples:
  annals diff etl.py#3 etl.py#4
  annals diff etl.py#3 etl.py      run 3 and the latest";

/// Show what differs between two runs: code, packages, inputs, outputs and more.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct DiffArgs {
    /// The one run: a task's id or unique name, with #N for its run N instead of the latest; or a
    /// run's id
    #[arg(value_name = "TASK[#A]")]
    pub a: Target,
    /// The other run
    #[arg(value_name = "TASK[#B]")]
    pub b: Target,
}

/// Runs the command.
///
/// # Errors
/// As [`super::run`].
pub async fn run(args: DiffArgs, client: &Client, screen: &mut Screen) -> Outcome {
    let (a, b) = (side(&args.a, client).await?, side(&args.b, client).await?);
    let sections = compare(&a, &b);
    let exit = if sections.is_empty() { Exit::Success } else { Exit::Negative };
    if screen.json() {
        screen.say(as_json(&a, &b, &sections).to_string())?;
    } else if sections.is_empty() {
        screen.note("The two runs are the same.")?;
    } else {
        screen.write(as_text(&a, &b, &sections, screen.paint()).as_bytes())?;
    }
    Ok(exit)
}

async fn side(target: &Target, client: &Client) -> Result<WholeRun, CliError> {
    let RunRef { id, .. } = client.resolve_run(target).await?;
    whole_run(client, &id).await?.read()
}

fn as_text(a: &WholeRun, b: &WholeRun, sections: &[Section], paint: Paint) -> String {
    let label = |run: &WholeRun| format!("{} #{}", clean(run.row.task_label()), run.row.number);
    let mut text = format!(
        "{}\n{}\n",
        paint.removed(&format!("--- {}", label(a))),
        paint.added(&format!("+++ {}", label(b)))
    );
    for section in sections {
        text.push_str(&format!("\n{}\n", paint.bold(section.title)));
        for change in &section.changes {
            let line = clean(&change.to_string()).into_owned();
            text.push_str(&match change {
                Change::Place(_) => paint.place(&line),
                Change::Same(_) => line,
                Change::Removed(_) => paint.removed(&line),
                Change::Added(_) => paint.added(&line),
            });
            text.push('\n');
        }
    }
    text
}

fn as_json(a: &WholeRun, b: &WholeRun, sections: &[Section]) -> Value {
    let side = |run: &WholeRun| {
        let row = &run.row;
        json!({"id": row.id, "task_id": row.task_id, "number": row.number, "status": row.status})
    };
    let differences: serde_json::Map<String, Value> = sections
        .iter()
        .map(|section| {
            let lines: Vec<_> = section.changes.iter().map(ToString::to_string).collect();
            (section.key.to_owned(), json!(lines))
        })
        .collect();
    json!({"a": side(a), "b": side(b), "same": sections.is_empty(), "differences": differences})
}

#[cfg(test)]
mod tests;
