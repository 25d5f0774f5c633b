//! `annals note`: an entry in a task's history.

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::client::{Client, RunRef};
use crate::error::{CliError, Exit, Outcome};
use crate::output::Screen;
use crate::target::Target;

/// What a run's process is told of itself.
const OWN: [&str; 3] = ["ANNALS_TASK_ID", "ANNALS_RUN_ID", "ANNALS_RUN_NUMBER"];

const EXAMPLES: &str = "\
Examples:
  annals note etl.py#3 'rerun after the schema was fixed'
  annals note etl.py --kind agent_turn 'tried a smaller batch'
  annals note 'half way'        (inside a run: at that run)";

/// Write an entry into a task's history, at one of its runs.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct NoteArgs {
    /// The run (a task's id or unique name, with #N for its run N instead of the latest; or a
    /// run's id), then what to write; inside a run the text alone is written at that run
    #[arg(required = true, num_args = 1..=2, value_names = ["TASK[#N]", "TEXT"])]
    pub words: Vec<String>,
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
    let (run, text) = at(&args.words, client).await?;
    let body = json!({
        "context_type": args.kind.as_str(),
        "content": text,
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

/// The run to write at, and the text.
async fn at<'w>(words: &'w [String], client: &Client) -> Result<(RunRef, &'w str), CliError> {
    let (target, text) = match words {
        [text] => (None, text),
        [target, text] => (Some(target), text),
        _ => return Err(CliError::Usage("a run and a text are needed".into())),
    };
    match (own_run(), target) {
        // A run's own token can look up nothing else, and needs not to.
        (Some(own), None) => Ok((own, text)),
        (Some(own), Some(target))
            if [own.id.as_str(), own.task_id.as_str()].contains(&&**target) =>
        {
            Ok((own, text))
        }
        (_, Some(target)) => {
            let Ok(target) = target.parse::<Target>();
            Ok((client.resolve_run(&target).await?, text))
        }
        (None, None) => Err(CliError::Usage(
            "name the run to write at, then the text: `annals note TASK[#N] TEXT`".into(),
        )),
    }
}

/// The run that this process belongs to.
fn own_run() -> Option<RunRef> {
    let [task, run, number] = OWN.map(|name| std::env::var(name).unwrap_or_default());
    let task_id: annals_domain::TaskId = task.parse().ok()?;
    Some(RunRef {
        id: run.parse().ok()?,
        task_label: task_id.to_string(),
        task_id,
        number: number.parse().ok().and_then(annals_domain::RunNumber::new)?,
    })
}
