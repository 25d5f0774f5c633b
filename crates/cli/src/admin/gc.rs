//! `annals gc`: lets go of what nothing needs any more.

use clap::Args;
use serde_json::json;

use super::{open, say};
use crate::error::{CliError, Exit, Outcome};
use crate::server::{self, StoreArgs};

/// What `annals gc` takes.
#[derive(Debug, Args)]
pub struct GcArgs {
    /// Only say what would go
    #[arg(long)]
    dry_run: bool,
    /// Where the data is.
    #[command(flatten)]
    store: StoreArgs,
}

/// Runs the command.
///
/// # Errors
/// [`CliError`] if the database is away.
pub async fn run(args: GcArgs, json: bool) -> Outcome {
    let store = open(&args.store).await?;
    let swept = store.sweep(server::clock().now(), args.dry_run).await;
    let swept = swept.map_err(|error| CliError::Failed(error.to_string()))?;
    if json {
        let counts: serde_json::Map<_, _> =
            swept.iter().map(|(what, count)| ((*what).to_owned(), json!(count))).collect();
        say(&json!({ "dry_run": args.dry_run, "removed": counts }).to_string())?;
    } else {
        let verb = if args.dry_run { "would remove" } else { "removed" };
        for (what, count) in swept {
            say(&format!("{verb} {count} {}", what.replace('_', " ")))?;
        }
    }
    Ok(Exit::Success)
}
