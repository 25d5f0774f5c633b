//! `annals gc`: lets go of what is not to be kept.

use annals_engine::Collector;
use clap::Args;
use reqwest::Method;
use serde_json::{Value, json};

use super::{open, say};
use crate::args::Global;
use crate::client::Client;
use crate::error::{CliError, Exit, Outcome};
use crate::output::bytes;
use crate::server::{self, Config, DataFolder, StoreArgs};

const NOTES: &str = "\
The limits are those of [retention] in annals.toml and those that tasks have of their own. Pinned
runs and runs that have not ended always stay. A server does the same by itself every hour; where
one uses the data folder, the command asks it to do it now (with ANNALS_TOKEN, if it wants a token).

Examples:
  annals gc --dry-run          say what would go, and why
  annals gc --json";

/// What `annals gc` takes.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
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
/// [`CliError`] if the database or the server is away, or a server is at it already.
pub async fn run(args: GcArgs, global: &Global) -> Outcome {
    let config = Config::load_store(&args.store)?;
    let mut steps = Steps::new(&args, global, &config);
    let mut answer = steps.next().await?;
    // A server lets go of some thousand runs at a time.
    while answer["complete"] == false {
        let more = steps.next().await?;
        answer = sum(answer, more);
    }
    if global.json {
        say(&answer.to_string())?;
    } else {
        show(&answer)?;
    }
    Ok(Exit::Success)
}

/// Who does it.
struct Steps<'a> {
    args: &'a GcArgs,
    global: &'a Global,
    config: &'a Config,
}

impl<'a> Steps<'a> {
    const fn new(args: &'a GcArgs, global: &'a Global, config: &'a Config) -> Self {
        Self { args, global, config }
    }

    async fn next(&mut self) -> Result<Value, CliError> {
        match server::free_data_folder(&self.config.data_dir)? {
            Some(folder) => self.here(&folder).await,
            None => self.by_the_server().await,
        }
    }

    /// On the database and the object store, while no server has them.
    async fn here(&self, folder: &DataFolder) -> Result<Value, CliError> {
        let store =
            open(&self.args.store).await?.with_history_policy(self.config.history.policy()?);
        let collector = Collector::open(
            store.clone(),
            &self.config.objects(),
            server::clock(),
            self.config.retention()?,
            folder.owner.clone(),
        );
        let failed = |error: annals_engine::Error| CliError::Failed(error.to_string());
        let collected =
            collector.map_err(failed)?.collect(self.args.dry_run, i64::MAX).await.map_err(failed);
        store.close().await;
        let collection = annals_api::wire::retention::Collection::from(collected?);
        serde_json::to_value(collection).map_err(|error| CliError::Failed(error.to_string()))
    }

    async fn by_the_server(&self) -> Result<Value, CliError> {
        let url = server::server_url(&self.config.data_dir);
        let url = url.as_deref().unwrap_or(&self.global.server);
        let client = Client::new(url, self.global.token.as_deref())?;
        let request = client.request(Method::POST, &["maintenance", "gc"]);
        client.json(request.json(&json!({ "dry_run": self.args.dry_run }))).await?.read()
    }
}

/// Both together: numbers are added, the rest is as in the second.
fn sum(first: Value, second: Value) -> Value {
    match (first, second) {
        (Value::Object(mut first), Value::Object(second)) => {
            let pair = second.into_iter().map(|(name, value)| {
                let before = first.remove(&name).unwrap_or(Value::Null);
                (name, sum(before, value))
            });
            Value::Object(pair.collect())
        }
        (Value::Number(first), Value::Number(second)) => {
            json!(first.as_i64().unwrap_or(0) + second.as_i64().unwrap_or(0))
        }
        (_, second) => second,
    }
}

fn show(answer: &Value) -> Result<(), CliError> {
    let verb = if answer["dry_run"] == true { "would remove" } else { "removed" };
    for (what, count) in answer["removed"].as_object().into_iter().flatten() {
        say(&format!("{verb} {count} {}", what.replace('_', " ")))?;
    }
    for subject in ["logs", "files", "runs"] {
        let freed = &answer["retention"][subject];
        let number = |name: &str| freed[name].as_i64().unwrap_or(0);
        let taken = bytes(u64::try_from(number("bytes")).unwrap_or(0));
        let inner = match subject {
            "logs" => format!("the logs of {} runs: {} lines", number("runs"), number("lines")),
            "files" => format!("the files of {} runs: {} files", number("runs"), number("files")),
            _ => {
                let (lines, files) = (number("lines"), number("files"));
                format!("{} whole runs: {lines} lines, {files} files", number("runs"))
            }
        };
        say(&format!("{verb} {inner}, {taken}{}", reasons(&freed["by"])))?;
    }
    let (runs, lines) = (&answer["offloaded"]["runs"], &answer["offloaded"]["lines"]);
    if runs != 0 {
        let verb = if answer["dry_run"] == true { "would move" } else { "moved" };
        say(&format!("{verb} the logs of {runs} runs to the object store: {lines} lines"))?;
    }
    Ok(())
}

/// How many for which limit, where there are any.
fn reasons(by: &Value) -> String {
    let words =
        [("age", "for their age"), ("count", "beyond the count"), ("bytes", "beyond the bytes")];
    let count = |(name, words): &(&str, &str)| {
        let count = by[*name].as_i64().filter(|count| *count > 0)?;
        Some(format!("{count} {words}"))
    };
    let parts: Vec<_> = words.iter().filter_map(count).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_summed() {
        let first = json!({"complete": false, "a": {"n": 1}, "n": 2});
        let second = json!({"complete": true, "a": {"n": 5}, "n": 3});
        assert_eq!(sum(first, second), json!({"complete": true, "a": {"n": 6}, "n": 5}));
    }

    #[test]
    fn reasons_are_told_where_there_are_any() {
        assert_eq!(reasons(&json!({"age": 0, "count": 0, "bytes": 0})), "");
        let two = reasons(&json!({"age": 1, "count": 0, "bytes": 2}));
        assert_eq!(two, " (1 for their age, 2 beyond the bytes)");
    }
}
