//! Commands that work on the server's database and folder directly, without a running server.

pub mod doctor;
pub mod gc;
pub mod migrate;
pub mod scrub;
pub mod token;

use annals_store::Store;

use crate::error::CliError;
use crate::server::{Config, StoreArgs};

/// Opens the database, brought up to date.
///
/// # Errors
/// [`CliError`] if the configuration makes no sense or the database is away.
async fn open(args: &StoreArgs) -> Result<Store, CliError> {
    let config = Config::load_store(args)?;
    let location = config.location()?;
    std::fs::create_dir_all(&config.data_dir)
        .map_err(CliError::io(format!("the data folder {}", config.data_dir.display())))?;
    let failed = |error| CliError::Failed(format!("{location:?}: {error}"));
    annals_store::migrate_up(&location).await.map_err(failed)?;
    Store::open(&location).await.map_err(failed)
}

/// Prints a line on standard output.
///
/// # Errors
/// [`CliError`] if nobody reads it.
fn say(line: &str) -> Result<(), CliError> {
    use std::io::Write as _;
    writeln!(std::io::stdout(), "{line}").map_err(CliError::printing)
}
