//! `annals note`: an entry in a task's history.

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::client::{Client, RunRef};
use crate::error::{Exit, Outcome};
use crate::output::Screen;
use crate::target::Target;

const EXAMPLES: &str = "\
Examples:
  annals note etl.py#3 'rerun after the schema was fixed'
  annals note etl.py --kind agent_turn 'tried a smaller batch'";

/// Write an entry into a task's history, at one of its runs.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct NoteArgs {
    /// The run: a task's id or unique name, with #N for its run N instead of the latest; or a
    /// run's id
    #[arg(value_name = "TASK[#N]")]
    pub target: Target,
    /// What to write
    pub text: String,
    /// What kind of entry it is
    #[arg(long, value_enum, default_value = "chat_message")]
    pub kind: NoteKind,
}

/// The kinds of entries that people and programs write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum NoteKind {
    /// Something said.
    ChatMessage,
    /// A step done.
    ExecutionStep,
    /// What an agent did in one turn.
    AgentTurn,
    /// Something that went wrong.
    Error,
}

impl NoteKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::ChatMessage => "chat_message",
            Self::ExecutionStep => "execution_step",
            Self::AgentTurn => "agent_turn",
            Self::Error => "error",
        }
    }
}

/// Runs the command.
///
/// # Errors
/// As [`super::run`].
pub async fn run(args: NoteArgs, client: &Client, screen: &mut Screen) -> Outcome {
    let run: RunRef = client.resolve_run(&args.target).await?;
    let body = json!({
        "context_type": args.kind.as_str(),
        "content": args.text,
        "run_id": run.id.as_str(),
    });
    let answer = client.create(&["tasks", run.task_id.as_str(), "history"], &body).await?;
    if screen.json() {
        screen.answer(&answer)?;
    } else {
        screen.say(format!("noted at run #{}", run.number))?;
    }
    Ok(Exit::Success)
}
