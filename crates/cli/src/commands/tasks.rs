//! `annals tasks`: what there is.

use annals_domain::{Clock, SystemClock, Timestamp};
use clap::Args;

use crate::client::Client;
use crate::client::wire::{TaskPage, TaskRow};
use crate::error::{Exit, Outcome};
use crate::output::{Paint, Screen, Table, ago, clean, duration};

const EXAMPLES: &str = "\
Examples:
  annals tasks            the latest tasks
  annals tasks --q etl    those with `etl` in their name";

/// List tasks, newest first, each with its latest run.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct TasksArgs {
    /// Only tasks with this text in them
    #[arg(long, value_name = "TEXT")]
    pub q: Option<String>,
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
pub async fn run(args: TasksArgs, client: &Client, screen: &mut Screen) -> Outcome {
    let mut query = vec![("limit", args.limit.to_string())];
    query.extend(args.q.map(|q| ("q", q)));
    query.extend(args.cursor.map(|cursor| ("cursor", cursor)));
    let answer = client.get(&["tasks"], &query).await?;
    if screen.json() {
        screen.answer(&answer)?;
        return Ok(Exit::Success);
    }
    let page: TaskPage = answer.read()?;
    if page.tasks.is_empty() {
        screen.note("No tasks.")?;
        return Ok(Exit::Success);
    }
    screen.write(table(&page.tasks, SystemClock.now(), screen.paint()).as_bytes())?;
    if let Some(cursor) = page.next_cursor {
        screen.note(format!("More with --cursor {}", clean(&cursor)))?;
    }
    Ok(Exit::Success)
}

fn table(tasks: &[TaskRow], now: Timestamp, paint: Paint) -> String {
    let mut table = Table::new(&["TASK", "NAME", "RUNS", "LATEST", "STARTED", "TOOK"]);
    for task in tasks {
        let took =
            task.finished_at.zip(task.started_at).map(|(end, start)| end.millis_since(start));
        table.row([
            task.id.to_string(),
            clean(task.name.as_deref().unwrap_or_default()).into_owned(),
            task.run_count.to_string(),
            task.phase.map(|phase| paint.status(phase.status())).unwrap_or_default(),
            task.started_at.map(|at| ago(at, now)).unwrap_or_default(),
            took.map(duration).unwrap_or_default(),
        ]);
    }
    table.show(paint)
}
