//! The command line.

use clap::{Args, Parser, Subcommand};

use crate::admin::{gc, migrate, scrub, token};
use crate::commands::{
    artifacts, cancel, diff, export, logs, note, pin, rerun, runs, secret, show, submit, tag, tasks,
};
use crate::output::ColorChoice;
use crate::server::{ServerArgs, StoreArgs};

const EXAMPLES: &str = "\
Exit codes:
  0  all is well
  1  the run failed or was cancelled, two runs differ, or the server refused
  2  the command line makes no sense, or a file cannot be read
  3  the server could not be reached
130  Ctrl-C ended the following of a run; the run itself goes on

Examples:
  annals submit etl.py --dep pandas --follow     run a program and watch it
  annals runs                                    what ran lately
  annals logs -f etl.py                          watch its latest run
  annals rerun etl.py#3 --input day=2026-11-20   run number 3 again with another input
  annals diff etl.py#3 etl.py#4                  what changed between two runs";

/// Annals runs Python tasks and keeps every run: its code, packages, inputs, outputs, files and
/// every line it printed.
#[derive(Debug, Parser)]
#[command(name = "annals", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What holds for every command.
#[derive(Debug, Args)]
pub struct Global {
    /// Where the Annals server is
    #[arg(
        long,
        global = true,
        env = "ANNALS_URL",
        hide_env_values = true,
        default_value = "http://127.0.0.1:7878",
        value_name = "URL",
        help_heading = "Global options"
    )]
    pub server: String,
    /// The access token, where the server wants one
    #[arg(
        long,
        global = true,
        env = "ANNALS_TOKEN",
        hide_env_values = true,
        value_name = "TOKEN",
        help_heading = "Global options"
    )]
    pub token: Option<String>,
    /// Print the API's JSON instead of text for people
    #[arg(long, global = true, help_heading = "Global options")]
    pub json: bool,
    /// Colours: `always`, `never`, or `auto`, on a terminal unless NO_COLOR is set
    #[arg(
        long,
        global = true,
        value_enum,
        hide_possible_values = true,
        default_value = "auto",
        value_name = "WHEN",
        help_heading = "Global options"
    )]
    pub color: ColorChoice,
}

/// What to do: the commands that speak to a server, and those that are one.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the server
    Serve(ServerArgs),
    /// A command that speaks to a server over HTTP.
    #[command(flatten)]
    Client(ClientCommand),
    /// A command that works on the server's database directly.
    #[command(flatten)]
    Admin(AdminCommand),
}

/// The commands that work on the server's database directly.
#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Make, list or revoke access tokens
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// Apply, take back or show the changes of the database's tables
    #[command(subcommand)]
    Migrate(migrate::MigrateCommand),
    /// Let go of what is not to be kept: beyond the limits of retention, or needed by nothing
    Gc(gc::GcArgs),
    /// Mask a value that leaked wherever it is kept: logs, timelines, inputs, outputs, code
    Scrub(scrub::ScrubArgs),
    /// Look at everything that a server rests on and say what is wrong
    Doctor(StoreArgs),
}

/// The commands that speak to a server over HTTP.
#[derive(Debug, Subcommand)]
pub enum ClientCommand {
    /// Run a Python program or a flow: build its environment, run it, keep everything about it
    Submit(submit::SubmitArgs),
    /// Run a task again, as it was or with changes
    Rerun(rerun::RerunArgs),
    /// List runs of all tasks or of one, newest first
    Runs(runs::RunsArgs),
    /// List tasks, newest first, each with its latest run
    Tasks(tasks::TasksArgs),
    /// Show everything about a run: how it went, what it ran, what went in and came out
    Show(show::ShowArgs),
    /// Print what a run printed, whole or while it runs
    Logs(logs::LogsArgs),
    /// Show what differs between two runs: code, packages, inputs, outputs and more
    Diff(diff::DiffArgs),
    /// Cancel a run and wait until its processes or pods are gone
    Cancel(cancel::CancelArgs),
    /// Save everything about a run that has ended as a ZIP file, to keep or to hand on
    Export(export::ExportArgs),
    /// Add tags to a run or remove them
    Tag(tag::TagArgs),
    /// Keep a run whatever the limits of retention are
    Pin(pin::PinArgs),
    /// List the files a run left, or fetch one of them
    Artifacts(artifacts::ArtifactsArgs),
    /// Set, list or remove secrets for runs to use
    #[command(subcommand)]
    Secret(secret::SecretCommand),
    /// Write an entry into a task's history, at one of its runs
    Note(note::NoteArgs),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use clap::error::ErrorKind;

    use super::*;

    fn parse(line: &[&str]) -> Result<ClientCommand, clap::Error> {
        let cli = Cli::try_parse_from(std::iter::once(&"annals").chain(line))?;
        match cli.command {
            Command::Client(command) => Ok(command),
            other => panic!("not a client command: {other:?}"),
        }
    }

    #[test]
    fn the_command_line_is_put_together_well() {
        Cli::command().debug_assert();
    }

    #[test]
    fn repeated_options_keep_their_order() {
        let line =
            ["submit", "a.py", "--dep", "six", "--dep", "attrs", "--input", "a=1", "--follow"];
        let Ok(ClientCommand::Submit(args)) = parse(&line) else { panic!("not submit") };
        assert_eq!(args.needs.dependency_lines().as_deref(), Some("six\nattrs"));
        assert_eq!(args.needs.inputs, ["a=1"]);
        assert!(args.needs.follow);
    }

    #[test]
    fn options_of_every_command_may_stand_after_it() {
        let line =
            ["annals", "runs", "etl", "--json", "--server", "http://a:1", "--status", "SUCCESS"];
        let cli = Cli::try_parse_from(line).expect("a command line");
        assert!(cli.global.json);
        assert_eq!(cli.global.server, "http://a:1");
        let Command::Client(ClientCommand::Runs(args)) = cli.command else { panic!("not runs") };
        assert_eq!(args.status, Some(annals_domain::RunStatus::Success));
        assert_eq!(args.task.as_deref(), Some("etl"));
    }

    #[test]
    fn what_does_not_go_together_is_bad_usage() {
        let bad: [&[&str]; 11] = [
            &["submit"],
            &["logs"],
            &["logs", "etl", "--regex"],
            &["logs", "-f", "--search", "x"],
            &["runs", "--status", "done"],
            &["rerun", "etl", "--exact", "--dep", "six"],
            &["logs", "-f", "--from-line", "3", "etl"],
            &["logs", "--from-line", "0", "etl"],
            &["export", "etl"],
            &["artifacts", "etl", "-o", "x"],
            &["tag", "etl", "add"],
        ];
        for line in bad {
            let error = parse(line).expect_err("bad usage");
            assert_eq!(error.exit_code(), 2, "{line:?}");
        }
    }

    #[test]
    fn a_token_is_not_shown_in_the_help() {
        let help = Cli::try_parse_from(["annals", "--help"]).expect_err("help");
        assert_eq!(help.kind(), ErrorKind::DisplayHelp);
        assert!(help.to_string().contains("[env: ANNALS_TOKEN]"), "{help}");
    }
}
