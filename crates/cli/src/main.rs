//! The `annals` program: the server, and the commands that speak to one.

mod admin;
mod args;
mod client;
mod commands;
mod error;
mod input;
mod output;
mod server;
mod target;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Cli, Command, Global};
use crate::client::Client;
use crate::error::{CliError, Exit, Outcome};
use crate::output::{Paint, Screen};

fn main() -> ExitCode {
    if let Some(exit) = as_part_of_a_run() {
        return exit;
    }
    client::choose_cryptography();
    let Cli { global, command } = Cli::parse();
    let outcome = match command {
        Command::Serve(args) => server::serve(&args),
        Command::Client(command) => run_client(&global, command),
        Command::Admin(command) => run_admin(&global, command),
    };
    match outcome {
        Ok(exit) => exit.into(),
        Err(error) => report(&global, &error),
    }
}

/// A local run's supervisor is this program again, as `annals supervise FOLDER`; so are a task of a
/// job (`annals extract-step`) and what reads a document for it (`annals read-document`). They must
/// not find threads or signal handlers of anything else, so they come before all of that.
fn as_part_of_a_run() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    match (arguments.next()?.to_str()?, arguments.next()) {
        ("supervise", Some(folder)) => Some(annals_executor::local::supervise(Path::new(&folder))),
        ("extract-step", None) => Some(annals_extract::carry_out_step()),
        ("read-document", None) => Some(annals_extract::serve_one()),
        _ => None,
    }
}

/// Runs a command that speaks to a server.
fn run_client(global: &Global, command: args::ClientCommand) -> Outcome {
    let client = Client::new(&global.server, global.token.as_deref())?;
    let mut screen = Screen::of_process(global.color, global.json);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(CliError::io("cannot start"))?;
    let exit = runtime.block_on(commands::run(command, &client, &mut screen));
    // What was printed before an error is shown before it.
    let shown = screen.flush();
    exit.and_then(|exit: Exit| shown.map(|()| exit))
}

/// Runs a command that works on the database.
fn run_admin(global: &Global, command: args::AdminCommand) -> Outcome {
    use args::AdminCommand::{Doctor, Gc, Migrate, Scrub, Token};
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(CliError::io("cannot start"))?;
    runtime.block_on(async {
        match command {
            Token(command) => admin::token::run(command, global.json).await,
            Migrate(command) => admin::migrate::run(command, global.json).await,
            Scrub(args) => admin::scrub::run(args, global.json).await,
            Gc(args) => admin::gc::run(args, global).await,
            Doctor(args) => admin::doctor::run(&args, global.json).await,
        }
    })
}

/// Says what went wrong on standard error.
fn report(global: &Global, error: &CliError) -> ExitCode {
    use std::io::{IsTerminal as _, Write as _};
    let code = ExitCode::from(error.exit_code());
    if !matches!(error, CliError::OutputClosed) {
        let mut stderr = std::io::stderr();
        let paint = Paint::choose(global.color, stderr.is_terminal());
        // Without a standard error there is only the exit code left to tell of it.
        let _ = writeln!(stderr, "{} {error}", paint.error("error:"));
    }
    code
}
