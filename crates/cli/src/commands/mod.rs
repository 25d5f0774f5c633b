//! The commands that speak to a server, one a file: its arguments, its help, its work.

pub mod artifacts;
pub mod cancel;
pub mod diff;
pub mod export;
mod follow;
pub mod logs;
pub mod note;
pub mod pin;
pub mod rerun;
pub mod runs;
mod search;
pub mod secret;
pub mod show;
pub mod submit;
pub mod tag;
pub mod tasks;

use annals_domain::RunId;

use crate::args::ClientCommand;
use crate::client::{Answer, Client};
use crate::error::{CliError, Outcome};
use crate::output::Screen;

/// Runs `command` against the server.
///
/// # Errors
/// Whatever kept it from its work; the exit code is the error's.
pub async fn run(command: ClientCommand, client: &Client, screen: &mut Screen) -> Outcome {
    match command {
        ClientCommand::Submit(args) => submit::run(args, client, screen).await,
        ClientCommand::Rerun(args) => rerun::run(args, client, screen).await,
        ClientCommand::Runs(args) => runs::run(args, client, screen).await,
        ClientCommand::Tasks(args) => tasks::run(args, client, screen).await,
        ClientCommand::Show(args) => show::run(args, client, screen).await,
        ClientCommand::Logs(args) => logs::run(args, client, screen).await,
        ClientCommand::Diff(args) => diff::run(args, client, screen).await,
        ClientCommand::Cancel(args) => cancel::run(args, client, screen).await,
        ClientCommand::Export(args) => export::run(args, client, screen).await,
        ClientCommand::Tag(args) => tag::run(args, client, screen).await,
        ClientCommand::Pin(args) => pin::run(args, client, screen).await,
        ClientCommand::Artifacts(args) => artifacts::run(args, client, screen).await,
        ClientCommand::Secret(command) => secret::run(command, client, screen).await,
        ClientCommand::Note(args) => note::run(args, client, screen).await,
    }
}

/// The whole run.
async fn whole_run(client: &Client, run: &RunId) -> Result<Answer, CliError> {
    client.get(&["runs", run.as_str()], &()).await
}
