//! `annals tag`: labels of a run.

use clap::{Args, ValueEnum};
use reqwest::Method;
use serde_json::json;

use super::whole_run;
use crate::client::wire::RunRow;
use crate::client::{Client, RunRef};
use crate::error::{CliError, Exit, Outcome};
use crate::output::{Screen, clean};
use crate::target::Target;

const EXAMPLES: &str = "\
Examples:
  annals tag etl.py#3 add good keep
  annals tag etl.py#3 remove good";

/// Add tags to a run or remove them. `annals runs --tag TAG` lists the runs with a tag.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct TagArgs {
    /// The run: a task's id or unique name, with #N for its run N instead of the latest; or a
    /// run's id
    #[arg(value_name = "TASK[#N]")]
    pub target: Target,
    /// Whether to add or to remove
    pub action: TagAction,
    /// The tags
    #[arg(required = true, value_name = "TAG")]
    pub tags: Vec<String>,
}

/// What to do with the tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TagAction {
    /// Add them to those the run has.
    Add,
    /// Take them away.
    Remove,
}

/// Runs the command.
///
/// # Errors
/// As [`super::run`].
pub async fn run(args: TagArgs, client: &Client, screen: &mut Screen) -> Outcome {
    let run = client.resolve_run(&args.target).await?;
    match args.action {
        TagAction::Add => add(&run, args.tags, client).await?,
        TagAction::Remove => remove(&run, &args.tags, client).await?,
    }
    let answer = whole_run(client, &run.id).await?;
    if screen.json() {
        screen.answer(&answer)?;
        return Ok(Exit::Success);
    }
    let tags = answer.read::<RunRow>()?.tags.join(", ");
    let shown = if tags.is_empty() { "none".into() } else { clean(&tags) };
    screen.say(format!("tags of run #{}: {shown}", run.number))?;
    Ok(Exit::Success)
}

async fn add(run: &RunRef, new: Vec<String>, client: &Client) -> Result<(), CliError> {
    let mut tags = whole_run(client, &run.id).await?.read::<RunRow>()?.tags;
    for tag in new {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let request = client.request(Method::PUT, &["runs", run.id.as_str(), "tags"]);
    client.send(request.json(&json!({ "tags": tags }))).await.map(drop)
}

async fn remove(run: &RunRef, tags: &[String], client: &Client) -> Result<(), CliError> {
    for tag in tags {
        let path = ["runs", run.id.as_str(), "tags", tag];
        client.send(client.request(Method::DELETE, &path)).await?;
    }
    Ok(())
}
