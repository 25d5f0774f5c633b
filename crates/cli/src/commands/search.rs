//! `annals logs --search`: lines of many runs.

use clap::Args;
use futures::StreamExt;
use serde::Deserialize;

use crate::client::Client;
use crate::error::{CliError, Exit, Outcome};
use crate::output::{Paint, Screen, clean};
use crate::target::Target;

/// What to search for and how.
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// Print the lines that contain TEXT, of every run of the task, or of all tasks; the newest
    /// run's first
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["follow", "node", "timestamps", "from_line", "to_line"])]
    pub search: Option<String>,
    /// Take TEXT for a regular expression
    #[arg(long, requires = "search")]
    pub regex: bool,
    /// Take upper and lower case for the same
    #[arg(short, long, requires = "search")]
    pub ignore_case: bool,
    /// How many lines to print at most
    #[arg(long, default_value_t = 100, value_name = "N", requires = "search")]
    pub limit: u32,
}

/// A line of the answer, as far as it is shown: a hit, or the end.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Found {
    Hit(Box<Hit>),
    Done { more: bool, searched_runs: i64 },
}

#[derive(Debug, Deserialize)]
struct Hit {
    task_name: String,
    run_number: i64,
    node: String,
    line_no: i64,
    line: String,
    left_out: usize,
    matches: Vec<(usize, usize)>,
}

/// Searches for `text` in the runs of the task, or in all.
///
/// # Errors
/// As [`super::run`].
pub(super) async fn run(
    text: &str,
    args: &SearchArgs,
    task: Option<&Target>,
    client: &Client,
    screen: &mut Screen,
) -> Outcome {
    let mut query = vec![("q", text.to_owned()), ("limit", args.limit.to_string())];
    query.extend(args.regex.then(|| ("regex", "true".to_owned())));
    query.extend(args.ignore_case.then(|| ("case", "ignore".to_owned())));
    if let Some(task) = task {
        query.push(("task_id", client.resolve_task(task.text()).await?.to_string()));
    }
    let mut body = client.download(&["logs", "search"], &query).await?;
    let (mut rest, mut complete) = (Vec::new(), false);
    while let Some(piece) = body.next().await {
        rest.extend_from_slice(&piece?);
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = rest.drain(..=end).collect();
            complete |= show(&line, screen)?;
        }
        screen.flush()?;
    }
    match complete {
        true => Ok(Exit::Success),
        false => Err(CliError::Failed("the server broke off the search".into())),
    }
}

/// Shows one line of the answer; true for the last.
fn show(line: &[u8], screen: &mut Screen) -> Result<bool, CliError> {
    let found: Found = serde_json::from_slice(line).map_err(|error| {
        CliError::Failed(format!("the server's answer is not what is expected: {error}"))
    })?;
    let done = matches!(found, Found::Done { .. });
    match found {
        _ if screen.json() => screen.write(line)?,
        Found::Hit(hit) => screen.say(hit.shown(screen.paint()))?,
        Found::Done { more: true, .. } => screen.note("There are more; see --limit.")?,
        Found::Done { searched_runs, .. } => {
            screen.note(format!("Searched the logs of {searched_runs} runs."))?;
        }
    }
    Ok(done)
}

impl Hit {
    /// Where the line is and the line, its matches in colour.
    fn shown(&self, paint: Paint) -> String {
        let node = if self.node == "main" { String::new() } else { format!("/{}", self.node) };
        let name = clean(&self.task_name);
        let place = format!("{name}#{}{node}:{}:", self.run_number, self.line_no);
        let lead = if self.left_out > 0 { paint.dim("…") } else { String::new() };
        format!("{} {lead}{}", paint.place(&place), self.painted(paint))
    }

    fn painted(&self, paint: Paint) -> String {
        let all: Vec<char> = self.line.chars().collect();
        let part = |from: usize, to: usize| {
            let text: String = all.get(from..to).unwrap_or_default().iter().collect();
            clean(&text).into_owned()
        };
        let (mut text, mut at) = (String::new(), 0);
        let inside = self.matches.iter().map(|(from, to)| (*from, (*to).min(all.len())));
        for (from, to) in inside.filter(|(from, to)| from < to) {
            text += &part(at, from);
            text += &paint.error(&part(from, to));
            at = to;
        }
        text + &part(at, all.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::ColorChoice;

    fn hit(line: &str, matches: Vec<(usize, usize)>) -> Hit {
        let (task_name, node) = ("etl".to_owned(), "main".to_owned());
        Hit { task_name, run_number: 3, node, line_no: 17, line: line.into(), left_out: 0, matches }
    }

    #[test]
    fn a_hit_says_where_it_is_and_what_matched() {
        let plain = Paint::choose(ColorChoice::Never, true);
        let setup =
            Hit { node: "setup".into(), left_out: 5, ..hit("an äöü\u{1b}[2J", vec![(3, 5)]) };
        assert_eq!(hit("one two", vec![(4, 7)]).shown(plain), "etl#3:17: one two");
        assert_eq!(setup.shown(plain), "etl#3/setup:17: …an äöü\u{fffd}[2J");
        let colours = Paint::choose(ColorChoice::Always, false);
        let marked = hit("an äöü", vec![(3, 5), (5, 5), (9, 12)]).painted(colours);
        assert_eq!(marked.matches('\u{1b}').count(), 3, "{marked:?}");
        assert!(marked.starts_with("an \u{1b}") && marked.contains("mäö\u{1b}"), "{marked:?}");
    }
}
