//! One task of a job, as a process of its own: `annals extract-step`.
//!
//! It is told what to do as every step is: the order ([`annals_domain::ExtractOrder`]) lies at
//! `ANNALS_INPUTS`, the files in `ANNALS_FILES` by their ids, the answer goes to `ANNALS_OUTPUTS`.
//! A line a file goes to its log. Where the task fails, the reason is the answer:
//! `{"error": "…"}`, and the exit code is 1.

mod answer;
mod files;

use std::path::PathBuf;
use std::process::ExitCode;

use annals_domain::{EngineName, ExtractOrder};
use serde_json::json;

use crate::process::limit_engine;
use crate::{Document, Extraction, Field, engine, model};

/// Carries out the task that the environment names.
#[must_use]
pub fn carry_out_step() -> ExitCode {
    let done = Places::of_process().and_then(|places| {
        let found = places.order().and_then(|order| run(&order, &places));
        let (answer, exit) = match found {
            Ok(answer) => (answer, ExitCode::SUCCESS),
            Err(reason) => {
                say(&format!("error: {reason}"));
                (json!({ "error": reason }).to_string(), ExitCode::FAILURE)
            }
        };
        std::fs::write(&places.outputs, answer).map_err(|error| error.to_string())?;
        Ok(exit)
    });
    done.unwrap_or_else(|reason: String| {
        say(&format!("error: {reason}"));
        ExitCode::FAILURE
    })
}

/// Where things lie, as the supervisor says.
struct Places {
    inputs: PathBuf,
    outputs: PathBuf,
    files: PathBuf,
    artifacts: PathBuf,
}

impl Places {
    fn of_process() -> Result<Self, String> {
        let place = |name: &str| {
            std::env::var_os(name).map(PathBuf::from).ok_or_else(|| format!("{name} is not set"))
        };
        Ok(Self {
            inputs: place("ANNALS_INPUTS")?,
            outputs: place("ANNALS_OUTPUTS")?,
            files: place("ANNALS_FILES")?,
            artifacts: place("ANNALS_ARTIFACTS")?,
        })
    }

    fn order(&self) -> Result<ExtractOrder, String> {
        let text = std::fs::read(&self.inputs).map_err(|error| error.to_string())?;
        serde_json::from_slice(&text).map_err(|error| format!("the order is damaged: {error}"))
    }
}

fn run(order: &ExtractOrder, places: &Places) -> Result<String, String> {
    limit_engine().map_err(|error| format!("cannot limit itself: {error}"))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("cannot start: {error}"))?;
    runtime.block_on(async {
        let read = files::read(&order.work.group, &places.files).await?;
        let fields: Vec<Field> = order.work.fields.iter().map(Field::from).collect();
        let found = match order.work.engine.name {
            EngineName::Builtin => engine::extract(&read.documents, &fields),
            EngineName::Openai => {
                let asked = model::ask(&read.documents, &fields, order, &places.artifacts);
                asked.await?
            }
        };
        say(&summary(&found));
        Ok(answer::text(&found, &read, say))
    })
}

/// What a task with this document alone gives, by the built-in engine.
pub(crate) fn answer_of(document: Document, fields: &[Field]) -> String {
    let found = engine::extract(std::slice::from_ref(&document), fields);
    let read = files::Read { documents: vec![document], ..files::Read::default() };
    answer::text(&found, &read, |_| ())
}

fn summary(found: &Extraction) -> String {
    let filled = |field: usize| {
        let mut cells = found.results.iter().filter_map(|row| row.get(field));
        cells.any(|cell| !cell.value.is_null())
    };
    let fields = found.columns.len();
    let with = (0..fields).filter(|field| filled(*field)).count();
    let rows = found.results.len();
    format!("{}, {with} of {} found", counted(rows, "row"), counted(fields, "field"))
}

/// `1 page`, `2 pages`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Writes a line to the step's log. That nobody reads it is no reason to end.
pub(crate) fn say(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout(), "{}", crate::text::one_line(line));
}
