//! `annals pin`: what retention leaves alone.

use clap::Args;
use reqwest::Method;

use crate::client::Client;
use crate::error::{Exit, Outcome};
use crate::output::Screen;
use crate::target::Target;

const EXAMPLES: &str = "\
Examples:
  annals pin etl.py#3            keep run 3 whatever the limits are
  annals pin etl.py#3 --remove   let it go when its time has come";

/// Keep a run whatever the limits of retention are.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct PinArgs {
    /// The run: a task's id or unique name, with #N for its run N instead of the latest; or a
    /// run's id
    #[arg(value_name = "TASK[#N]")]
    pub target: Target,
    /// Take the pin away
    #[arg(long)]
    pub remove: bool,
}

/// Runs the command.
///
/// # Errors
/// As [`super::run`].
pub async fn run(args: PinArgs, client: &Client, screen: &mut Screen) -> Outcome {
    let run = client.resolve_run(&args.target).await?;
    let method = if args.remove { Method::DELETE } else { Method::PUT };
    let answer = client.json(client.request(method, &["runs", run.id.as_str(), "pin"])).await?;
    if screen.json() {
        screen.answer(&answer)?;
    } else {
        let word = if args.remove { "no longer pinned" } else { "pinned" };
        screen.say(format!("run #{} is {word}", run.number))?;
    }
    Ok(Exit::Success)
}
