//! `annals logs`: what a run printed.

use annals_domain::RunId;
use clap::Args;
use futures::StreamExt;
use reqwest::Method;

use super::follow::{Followed, LineStyle, SetupLines, follow};
use super::search::{self, SearchArgs};
use crate::client::wire::LogPage;
use crate::client::{Answer, Client};
use crate::error::{CliError, Exit, Outcome};
use crate::output::{Screen, clean};
use crate::target::Target;

/// The most lines a page of the API holds.
const PAGE: i64 = 10_000;

const EXAMPLES: &str = "\
Lines are numbered from 1 within their node. What Annals printed while it built the environment is
the log of a node of its own, `setup`; the program's is `main`.

Examples:
  annals logs etl.py                        the latest run's log
  annals logs -f etl.py#3                   follow run 3 until it ends
  annals logs etl.py --node setup           how its environment was built
  annals logs etl.py --from-line 90 --to-line 120
  annals logs etl.py --search Traceback     that text in all its runs
  annals logs --search 'took [0-9]{4,} ms' --regex";

/// Print what a run printed, whole or while it runs.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct LogsArgs {
    /// The run: a task's id or unique name, with #N for its run N instead of the latest; or a
    /// run's id
    #[arg(value_name = "TASK[#N]", required_unless_present = "search")]
    pub target: Option<Target>,
    /// Go on printing until the run has ended; the exit code is 1 if it failed
    #[arg(short, long, conflicts_with_all = ["from_line", "to_line"])]
    pub follow: bool,
    /// Only this node's lines
    #[arg(long, value_name = "NAME")]
    pub node: Option<String>,
    /// Print the time before each line
    #[arg(long)]
    pub timestamps: bool,
    /// The first line to print, of the node named, or else of `main`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    pub from_line: Option<i64>,
    /// The last line to print, of the node named, or else of `main`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    pub to_line: Option<i64>,
    /// What to search for.
    #[command(flatten)]
    pub search: SearchArgs,
}

/// Runs the command.
///
/// # Errors
/// As [`super::run`].
pub async fn run(args: LogsArgs, client: &Client, screen: &mut Screen) -> Outcome {
    if let Some(text) = &args.search.search {
        return search::run(text, &args.search, args.target.as_ref(), client, screen).await;
    }
    let target = args.target.as_ref();
    let target = target.ok_or_else(|| CliError::Usage("which run is meant?".into()))?;
    let run = client.resolve_run(target).await?;
    let ranged = args.from_line.is_some() || args.to_line.is_some();
    let style = LineStyle { node: args.node.clone(), timestamps: args.timestamps };
    if args.follow {
        let followed = Followed { id: run.id, task_id: run.task_id, number: run.number };
        return follow(&followed, style, SetupLines::Print, client, screen).await;
    }
    if ranged || screen.json() {
        print_pages(&Range::of(&args, &run.id), &style, client, screen).await?;
    } else {
        download(&run.id, &style, client, screen).await?;
    }
    Ok(Exit::Success)
}

/// Prints the whole log as the server formats it, piece by piece.
async fn download(
    run: &RunId,
    style: &LineStyle,
    client: &Client,
    screen: &mut Screen,
) -> Result<(), CliError> {
    let mut query = Vec::new();
    query.extend(style.node.as_ref().map(|node| ("node", node.clone())));
    if style.timestamps {
        query.push(("timestamps", "true".to_owned()));
    }
    let path = ["runs", run.as_str(), "logs", "download"];
    let response = client.send(client.request(Method::GET, &path).query(&query)).await?;
    if let Some(at) = response.headers().get("annals-log-removed-at") {
        return removed(&String::from_utf8_lossy(at.as_bytes()), screen);
    }
    let mut body = client.pieces(response);
    while let Some(piece) = body.next().await {
        screen.write(piece?.as_ref())?;
    }
    Ok(())
}

/// Says that there are no lines any more.
fn removed(at: &str, screen: &mut Screen) -> Result<(), CliError> {
    screen.note(format!("Retention removed the log of this run at {}.", clean(at)))
}

/// Which lines are wanted.
struct Range<'a> {
    run: &'a RunId,
    node: Option<String>,
    from: i64,
    to: i64,
}

impl<'a> Range<'a> {
    fn of(args: &LogsArgs, run: &'a RunId) -> Self {
        let ranged = args.from_line.is_some() || args.to_line.is_some();
        let node = args.node.clone().or_else(|| ranged.then(|| "main".to_owned()));
        Self { run, node, from: args.from_line.unwrap_or(1), to: args.to_line.unwrap_or(i64::MAX) }
    }

    /// The page that begins at line `from`.
    async fn page(&self, from: i64, client: &Client) -> Result<Answer, CliError> {
        let to = from.saturating_add(PAGE - 1).min(self.to);
        let mut query = vec![("from_line", from.to_string()), ("to_line", to.to_string())];
        query.extend(self.node.as_ref().map(|node| ("node", node.clone())));
        client.get(&["runs", self.run.as_str(), "logs"], &query).await
    }
}

/// Prints page after page, as JSON one document a page.
async fn print_pages(
    range: &Range<'_>,
    style: &LineStyle,
    client: &Client,
    screen: &mut Screen,
) -> Result<(), CliError> {
    let mut from = range.from;
    loop {
        let answer = range.page(from, client).await?;
        let page: LogPage = answer.read()?;
        if screen.json() {
            screen.answer(&answer)?;
        } else if let Some(at) = page.log_removed_at {
            removed(&at.to_string(), screen)?;
        } else {
            let named = LineStyle { node: range.node.clone(), ..style.clone() };
            for line in &page.lines {
                screen.write(named.format(line).as_bytes())?;
            }
        }
        let printed = i64::try_from(page.lines.len()).unwrap_or(i64::MAX);
        from = from.saturating_add(printed);
        if printed == 0 || from > range.to.min(page.total_lines) {
            return Ok(());
        }
    }
}
