//! `annals cancel`: end a run.

use std::time::{Duration, Instant};

use annals_domain::RunStatus;
use clap::Args;
use reqwest::Method;
use serde::Deserialize;

use super::whole_run;
use crate::client::wire::RunRow;
use crate::client::{Answer, Client, RunRef};
use crate::error::{CliError, Exit, Outcome};
use crate::output::Screen;
use crate::target::Target;

/// The time between two looks at a run that is ending.
const LOOK_EVERY: Duration = Duration::from_millis(500);

const EXAMPLES: &str = "\
Examples:
  annals cancel etl.py       the latest run
  annals cancel etl.py#3     run 3
  annals cancel etl.py --wait 0   ask for it and do not wait";

/// Cancel a run and wait until its processes or pods are gone.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CancelArgs {
    /// The run: a task's id or unique name, with #N for its run N instead of the latest; or a
    /// run's id
    #[arg(value_name = "TASK[#N]")]
    pub target: Target,
    /// How long to wait for its end
    #[arg(long, default_value_t = 60, value_name = "SECONDS")]
    pub wait: u64,
}

#[derive(Deserialize)]
struct Cancelled {
    status: String,
}

/// Runs the command.
///
/// # Errors
/// As [`super::run`].
pub async fn run(args: CancelArgs, client: &Client, screen: &mut Screen) -> Outcome {
    let run = client.resolve_run(&args.target).await?;
    let request = client.request(Method::POST, &["runs", run.id.as_str(), "cancel"]);
    let answer = client.json(request).await?;
    if answer.read::<Cancelled>()?.status != "cancelling" {
        return tell(&run, RunStatus::Cancelled, &answer, screen);
    }
    if args.wait == 0 {
        if screen.json() {
            screen.answer(&answer)?;
        } else {
            screen.say(format!("run #{} is being cancelled", run.number))?;
        }
        return Ok(Exit::Success);
    }
    let (status, answer) = ended(&run, Duration::from_secs(args.wait), client).await?;
    tell(&run, status, &answer, screen)
}

/// Waits for the run's end; answers the whole run.
async fn ended(
    run: &RunRef,
    wait: Duration,
    client: &Client,
) -> Result<(RunStatus, Answer), CliError> {
    let asked = Instant::now();
    while asked.elapsed() < wait {
        let answer = whole_run(client, &run.id).await?;
        let row: RunRow = answer.read()?;
        if row.status.is_terminal() {
            return Ok((row.status, answer));
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    let (number, seconds) = (run.number, wait.as_secs());
    Err(CliError::Failed(format!(
        "run #{number} has not ended within {seconds} s; the server goes on cancelling it"
    )))
}

fn tell(run: &RunRef, status: RunStatus, answer: &Answer, screen: &mut Screen) -> Outcome {
    if screen.json() {
        screen.answer(answer)?;
    } else if status == RunStatus::Cancelled {
        screen.say(format!("run #{} is cancelled", run.number))?;
    } else {
        let status = screen.paint().status(status);
        screen.say(format!("run #{} ended by itself before: {status}", run.number))?;
    }
    Ok(Exit::Success)
}
