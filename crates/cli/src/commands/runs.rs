//! `annals runs`: what ran lately.

use annals_domain::{Clock, RunStatus, SystemClock, Timestamp};
use clap::Args;

use crate::client::Client;
use crate::client::wire::{RunPage, RunRow};
use crate::error::{Exit, Outcome};
use crate::output::{Paint, Screen, Table, ago, clean, duration};

const EXAMPLES: &str = "\
The first column names the run wherever a command takes TASK[#N].

Examples:
  annals runs                          the latest runs of everything
  annals runs etl.py --status failure  the failed runs of one task
  annals runs --tag nightly --limit 100";

/// List runs, newest first.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct RunsArgs {
    /// Only runs of this task: its id or unique name
    #[arg(value_name = "TASK")]
    pub task: Option<String>,
    /// Only runs with this status: pending, running, success, failure or cancelled
    #[arg(long)]
    pub status: Option<RunStatus>,
    /// Only runs with this tag
    #[arg(long)]
    pub tag: Option<String>,
    /// How many to list
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub limit: u32,
    /// Go on where an earlier list ended
    #[arg(long)]
    pub cursor: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// As [`super::run`].
pub async fn run(args: RunsArgs, client: &Client, screen: &mut Screen) -> Outcome {
    let mut query = vec![("limit", args.limit.to_string())];
    if let Some(task) = &args.task {
        query.push(("task_id", client.resolve_task(task).await?.to_string()));
    }
    query.extend(args.status.map(|status| ("status", status.to_string())));
    query.extend(args.tag.map(|tag| ("tag", tag)));
    query.extend(args.cursor.map(|cursor| ("cursor", cursor)));
    let answer = client.get(&["runs"], &query).await?;
    if screen.json() {
        screen.answer(&answer)?;
        return Ok(Exit::Success);
    }
    let page: RunPage = answer.read()?;
    if page.runs.is_empty() {
        screen.note("No runs.")?;
        return Ok(Exit::Success);
    }
    screen.write(table(&page.runs, SystemClock.now(), screen.paint()).as_bytes())?;
    if let Some(cursor) = page.next_cursor {
        screen.note(format!("More with --cursor {}", clean(&cursor)))?;
    }
    Ok(Exit::Success)
}

fn table(runs: &[RunRow], now: Timestamp, paint: Paint) -> String {
    let mut table = Table::new(&["RUN", "TASK", "#", "STATUS", "CREATED", "TOOK", "TAGS"]);
    for run in runs {
        let status = match run.error_type {
            Some(error) => format!("{} {}", paint.status(run.status), paint.dim(error.as_str())),
            None => paint.status(run.status),
        };
        table.row([
            run.id.to_string(),
            clean(run.task_label()).into_owned(),
            if run.pinned { format!("{} pinned", run.number) } else { run.number.to_string() },
            status,
            ago(run.created_at, now),
            run.duration_ms.map(duration).unwrap_or_default(),
            clean(&run.tags.join(", ")).into_owned(),
        ]);
    }
    table.show(paint)
}
