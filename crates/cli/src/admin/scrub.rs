//! `annals scrub`: masks a value that leaked, wherever it is kept.

use std::collections::BTreeSet;
use std::io::Read as _;

use annals_domain::RunId;
use annals_engine::{Collector, Error, Leak, RetentionPolicy, Scrubbed};
use annals_store::{Location, Store};
use clap::Args;
use serde_json::{Map, json};

use super::{open, say};
use crate::error::{CliError, Exit, Outcome};
use crate::server::{self, Config, StoreArgs};

const NOTES: &str = "\
Masked are log lines, also those in the object store, timelines, inputs, outputs, errors, code,
packages, tags and names, also where the value stands in base64, percent-encoded or escaped. Line
numbers and counts stay. A run whose code held it has another snapshot afterwards. Not touched:
files that runs left, what waits to be recorded in DATA_DIR/attempts, backups of yours, and earlier
versions of objects where a bucket keeps them.

On SQLite no server may run on the data folder. On PostgreSQL servers may go on; the old rows' space
is given up, and overwritten once it is used again.

Examples:
  annals scrub --dry-run - < leaked.txt      say what would be masked
  annals scrub -                             type or paste the value, end with Ctrl-D";

/// What `annals scrub` takes.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub struct ScrubArgs {
    /// The value; `-` reads it from standard input, so that it does not stand in the shell's
    /// history (one line end after it is left out)
    #[arg(value_name = "VALUE|-")]
    value: String,
    /// Only say what would be masked
    #[arg(long)]
    dry_run: bool,
    /// Where the data is.
    #[command(flatten)]
    store: StoreArgs,
}

/// Runs the command.
///
/// # Errors
/// [`CliError`] if the value is too short, the database is away or a server uses the data folder.
pub async fn run(args: ScrubArgs, json: bool) -> Outcome {
    let leak = Leak::new(&value(&args.value)?);
    let leak = leak.map_err(|error| CliError::Usage(error.to_string()))?;
    let config = Config::load_store(&args.store)?;
    let location = config.location()?;
    let _alone = match location {
        Location::Sqlite(_) => Some(server::data_folder(&config.data_dir)?),
        Location::Postgres(_) => None,
    };
    let store = open(&args.store).await?;
    let scrubbed = scrub(&leak, &store, &config, args.dry_run).await;
    store.close().await;
    let scrubbed = scrubbed.map_err(|error| CliError::Failed(error.to_string()))?;
    if !args.dry_run && !scrubbed.rows.is_empty() {
        let erased = Store::erase_old_rows(&location).await;
        erased
            .map_err(|error| CliError::Failed(format!("masked, but old forms remain: {error}")))?;
    }
    show(&scrubbed, args.dry_run, json)?;
    Ok(if scrubbed.damaged_blocks > 0 { Exit::Negative } else { Exit::Success })
}

async fn scrub(
    leak: &Leak,
    store: &Store,
    config: &Config,
    dry_run: bool,
) -> Result<Scrubbed, Error> {
    let (policy, objects) = (RetentionPolicy::default(), config.objects());
    // Not the name of a server here, whose turn it may be now.
    let owner = format!("annals scrub, process {}", std::process::id());
    let collector = Collector::open(store.clone(), &objects, server::clock(), policy, owner)?;
    leak.scrub(&collector, dry_run).await
}

fn value(given: &str) -> Result<String, CliError> {
    if given != "-" {
        return Ok(given.to_owned());
    }
    let mut value = String::new();
    let read = std::io::stdin().read_to_string(&mut value);
    read.map_err(|error| CliError::Usage(format!("cannot read the value: {error}")))?;
    let end = value.strip_suffix('\n').map_or(&*value, |v| v.strip_suffix('\r').unwrap_or(v)).len();
    value.truncate(end);
    Ok(value)
}

fn show(scrubbed: &Scrubbed, dry_run: bool, json: bool) -> Result<(), CliError> {
    if json {
        let rows: Map<_, _> =
            scrubbed.rows.iter().map(|(table, count)| (table.clone(), json!(count))).collect();
        let answer = json!({
            "dry_run": dry_run, "masked": rows, "runs_in_logs": scrubbed.in_logs,
            "runs_in_code": scrubbed.in_code, "damaged_blocks": scrubbed.damaged_blocks,
        });
        return say(&answer.to_string());
    }
    let verb = if dry_run { "would mask" } else { "masked" };
    for (table, count) in &scrubbed.rows {
        say(&format!("{verb} it in {count} {}", table.replace('_', " ")))?;
    }
    runs("in the logs of", &scrubbed.in_logs)?;
    runs("in the code of", &scrubbed.in_code)?;
    match (scrubbed.rows.is_empty(), scrubbed.damaged_blocks) {
        (_, damaged @ 1..) => say(&format!("{damaged} damaged log blocks were not looked at")),
        (true, _) => say("it is nowhere to be found"),
        (false, _) => Ok(()),
    }
}

fn runs(place: &str, runs: &BTreeSet<RunId>) -> Result<(), CliError> {
    runs.iter().try_for_each(|run| say(&format!("{place} run {run}")))
}
