//! `annals migrate`: the numbered changes of the database's tables.

use annals_store::{MigrationState, migrate_down, migrate_up, migration_states};
use clap::Subcommand;
use serde_json::json;

use super::say;
use crate::error::{CliError, Exit, Outcome};
use crate::server::{Config, StoreArgs};

/// What to do with the migrations.
#[derive(Debug, Subcommand)]
pub enum MigrateCommand {
    /// Apply every pending migration (`annals serve` does this too)
    Up(StoreArgs),
    /// Take migrations back, the newest first; what only they can hold is lost
    Down {
        /// Where the data is.
        #[command(flatten)]
        store: StoreArgs,
        /// The number of the last migration to keep; 0 takes all back [default: one less]
        #[arg(long, value_name = "N")]
        to: Option<i64>,
    },
    /// Show which migrations are applied
    Status(StoreArgs),
}

/// Runs the command.
///
/// # Errors
/// [`CliError`] if the database is away or a migration fails.
pub async fn run(command: MigrateCommand, json: bool) -> Outcome {
    let args = match &command {
        MigrateCommand::Up(store)
        | MigrateCommand::Down { store, .. }
        | MigrateCommand::Status(store) => store,
    };
    let config = Config::load_store(args)?;
    let location = config.location()?;
    std::fs::create_dir_all(&config.data_dir)
        .map_err(CliError::io(format!("the data folder {}", config.data_dir.display())))?;
    let failed = |error| CliError::Failed(format!("{location:?}: {error}"));
    match command {
        MigrateCommand::Up(_) => migrate_up(&location).await.map_err(failed)?,
        MigrateCommand::Down { to, .. } => {
            let applied = migration_states(&location).await.map_err(failed)?;
            let last = applied.iter().filter(|m| m.applied).map(|m| m.version).max().unwrap_or(0);
            migrate_down(&location, to.unwrap_or((last - 1).max(0))).await.map_err(failed)?;
        }
        MigrateCommand::Status(_) => {}
    }
    show(&migration_states(&location).await.map_err(failed)?, json)?;
    Ok(Exit::Success)
}

fn show(states: &[MigrationState], json: bool) -> Result<(), CliError> {
    if json {
        let row = |m: &MigrationState| json!({ "version": m.version, "description": m.description, "applied": m.applied });
        let rows: Vec<_> = states.iter().map(row).collect();
        return say(&json!({ "migrations": rows }).to_string());
    }
    for state in states {
        let word = if state.applied { "applied" } else { "pending" };
        say(&format!("{:04}  {word}  {}", state.version, state.description))?;
    }
    Ok(())
}
