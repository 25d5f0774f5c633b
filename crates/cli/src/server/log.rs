//! The server's own log, on standard error.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use super::config::LogFormat;
use crate::error::CliError;

/// Starts logging what `filter` lets through.
///
/// # Errors
/// [`CliError::Usage`] for a filter that is none.
pub fn start(filter: &str, format: LogFormat) -> Result<(), CliError> {
    let quiet = format!("sqlx=warn,{filter}");
    let filter = EnvFilter::try_new(quiet)
        .map_err(|error| CliError::Usage(format!("log: `{filter}`: {error}")))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A log that cannot be written (a full disk) is no reason to fail, which it else would be.
    let log = log.log_internal_errors(false);
    match format {
        LogFormat::Text => log.with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => log.json().init(),
    }
    Ok(())
}
