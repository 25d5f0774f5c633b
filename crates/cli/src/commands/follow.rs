//! Following a run live: what `submit --follow`, `rerun --follow` and `logs -f` have in common.

use annals_domain::{ErrorType, RunId, RunNumber, RunStatus, TaskId};
use serde_json::json;
use serde_json::value::RawValue;

use super::whole_run;
use crate::client::Client;
use crate::client::sse::{Backoff, Body, Event, Follow, Update};
use crate::client::wire::WholeRun;
use crate::error::{CliError, Exit, Outcome};
use crate::output::{Screen, clean, duration};

mod lines;
mod setup;

pub use lines::LineStyle;
use setup::Setup;
pub use setup::SetupLines;

/// The run to follow.
#[derive(Debug, Clone)]
pub struct Followed {
    /// Its id.
    pub id: RunId,
    /// Its task.
    pub task_id: TaskId,
    /// Its number.
    pub number: RunNumber,
}

/// Shows what the run prints until it has ended, then how it ended.
///
/// # Errors
/// If the run cannot be followed to its end. Ctrl-C is no error: the run goes on.
pub async fn follow(
    run: &Followed,
    style: LineStyle,
    setup: SetupLines,
    client: &Client,
    screen: &mut Screen,
) -> Outcome {
    let mut events = Follow::new(client, run.id.clone(), Backoff::default());
    let mut view = View { style, setup: Setup::new(setup, screen), away: false };
    let interrupt = tokio::signal::ctrl_c();
    tokio::pin!(interrupt);
    loop {
        let update = tokio::select! {
            update = events.next() => update?,
            _ = &mut interrupt => return view.detach(run, screen),
        };
        match update {
            Some(Update::Interrupted(reason)) => view.interrupted(&reason, screen)?,
            Some(Update::Event(event)) => {
                view.show(&event, screen)?;
                if let Body::End(end) = event.body {
                    view.setup.clear();
                    return tell_outcome(run, end.status, client, screen).await;
                }
            }
            None => return Err(CliError::Failed("the run's events ended too early".into())),
        }
    }
}

/// What is shown of a run being followed.
struct View {
    style: LineStyle,
    setup: Setup,
    /// Whether the connection is lost and the reader has been told.
    away: bool,
}

impl View {
    fn show(&mut self, event: &Event, screen: &mut Screen) -> Result<(), CliError> {
        self.away = false;
        if screen.json() {
            return show_json(event, screen);
        }
        match &event.body {
            Body::Node(change) => self.setup.changed(change, screen)?,
            Body::Lines(lines) => {
                for line in &lines.lines {
                    if !self.setup.takes(line, &self.style, screen)? {
                        self.style.print(line, screen)?;
                    }
                }
            }
            Body::Status(_) | Body::End(_) | Body::Other => {}
        }
        screen.flush()
    }

    fn interrupted(&mut self, reason: &str, screen: &mut Screen) -> Result<(), CliError> {
        if std::mem::replace(&mut self.away, true) {
            return Ok(());
        }
        self.setup.clear();
        screen.note(format!("The connection was lost ({}); trying again…", clean(reason)))
    }

    fn detach(&mut self, run: &Followed, screen: &mut Screen) -> Outcome {
        self.setup.clear();
        let target = format!("{}#{}", run.task_id, run.number);
        screen.note(format!(
            "\nNo longer following run #{}; it goes on.\n  \
             follow it again:  annals logs -f {target}\n  \
             cancel it:        annals cancel {target}",
            run.number
        ))?;
        Ok(Exit::Detached)
    }
}

/// An event as one line of JSON.
fn show_json(event: &Event, screen: &mut Screen) -> Result<(), CliError> {
    let data: Result<Box<RawValue>, _> = match &event.body {
        Body::Lines(lines) => serde_json::value::to_raw_value(lines),
        _ => serde_json::from_str(&event.data),
    };
    let data = data.map_err(|error| {
        CliError::Failed(format!("the server sent an event that is not JSON: {error}"))
    })?;
    let name = json!(event.name);
    screen.say(format!(r#"{{"event":{name},"seq":{},"data":{data}}}"#, event.seq))?;
    screen.flush()
}

/// Says how the run ended; the exit code says it too.
async fn tell_outcome(
    run: &Followed,
    status: RunStatus,
    client: &Client,
    screen: &mut Screen,
) -> Outcome {
    let exit = if status == RunStatus::Success { Exit::Success } else { Exit::Negative };
    if screen.json() {
        return Ok(exit);
    }
    let whole: WholeRun = whole_run(client, &run.id).await?.read()?;
    let line = outcome_line(&whole, status);
    let paint = screen.paint_err();
    let line = if exit == Exit::Success { paint.added(&line) } else { paint.removed(&line) };
    screen.note(line)?;
    Ok(exit)
}

/// `run #2 failed in 1.2 s: the program ended with exit code 3`.
fn outcome_line(run: &WholeRun, status: RunStatus) -> String {
    let word = match status {
        RunStatus::Success => "succeeded",
        RunStatus::Failure => "failed",
        RunStatus::Cancelled => "was cancelled",
        RunStatus::Pending | RunStatus::Running => status.as_str(),
    };
    let mut line = format!("run #{} {word}", run.row.number);
    if let Some(millis) = run.row.duration_ms {
        let joint = if status == RunStatus::Cancelled { "after" } else { "in" };
        line.push_str(&format!(" {joint} {}", duration(millis)));
    }
    let error = run.error.as_ref();
    let message = error.and_then(|error| error.message.as_deref());
    let kind = error.and_then(|error| error.error_type).map(ErrorType::as_str);
    if let Some(why) = message.or(kind) {
        line.push_str(": ");
        line.push_str(&clean(why));
    }
    line
}
