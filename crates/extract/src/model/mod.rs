//! The other engine: a language model behind an endpoint that speaks as OpenAI's does.
//!
//! The model is told the fields, and the documents apart from them, as data ([`prompt`]). Its answer
//! has a fixed form ([`schema`]); one that has another form, or values that are none of their type,
//! is sent back once with what is wrong ([`answer`]). Then nothing is taken on trust: each value goes
//! through the typed parsers of [`crate::values`], and is sure only where the words that the model
//! quotes stand in the document ([`evidence`]). So a document can talk the model into a wrong value
//! at most, and never into other fields or a value that looks well founded.

mod answer;
mod client;
mod evidence;
mod prompt;
mod schema;
mod shared;

use std::path::Path;

use annals_domain::{ExtractOrder, SystemClock};
use serde_json::{Value, json};

use crate::step::say;
use crate::{Document, Extraction, Field};
use answer::Checked;
use client::Client;

/// The version of what a model is told and how its answers are read.
pub const VERSION: &str = "1";

/// How often the model is asked: once more where its answer will not do.
const TURNS: usize = 2;

/// Finds the fields in documents that belong together, as [`crate::extract()`] does. What was asked
/// and answered is left in `keep`.
///
/// # Errors
/// One sentence on why there is no answer.
pub(crate) async fn ask(
    documents: &[Document],
    fields: &[Field],
    order: &ExtractOrder,
    keep: &Path,
) -> Result<Extraction, String> {
    let endpoint = order.endpoint.as_ref().ok_or("No model is configured.")?;
    let client = Client::new(endpoint, order, &SystemClock)?;
    let mut messages = prompt::messages(documents, fields, endpoint.max_characters)?;
    let hints = evidence::hints(documents);
    let mut turn = 1;
    loop {
        let request = request(endpoint, &messages, fields);
        keep_json(keep, turn, "request", &request)?;
        let (text, whole) = client.complete(&request).await?;
        keep_json(keep, turn, "answer", &whole)?;
        let Checked { rows, faults } = answer::check(&text, fields, &hints);
        match rows {
            Some(rows) if faults.is_empty() || turn == TURNS => {
                faults.iter().for_each(|fault| say(&format!("warning: {fault}; it is left out")));
                return Ok(evidence::extraction(rows, documents, fields, &hints));
            }
            None if turn == TURNS => {
                let faults = faults.join("; ");
                return Err(format!("The model's answer is not what was asked for: {faults}."));
            }
            _ => say(&format!("the model's answer is sent back: {}", faults.join("; "))),
        }
        messages.extend(prompt::repair(&text, &faults));
        turn += 1;
    }
}

fn request(endpoint: &annals_domain::Endpoint, messages: &[Value], fields: &[Field]) -> Value {
    json!({
        "model": endpoint.model,
        "messages": messages,
        "temperature": 0,
        "max_tokens": endpoint.max_tokens,
        "response_format": {
            "type": "json_schema",
            "json_schema": { "name": "rows", "strict": true, "schema": schema::of(fields) },
        },
    })
}

/// Keeps what was said with the run.
fn keep_json(folder: &Path, turn: usize, what: &str, value: &Value) -> Result<(), String> {
    let path = folder.join(format!("model-{turn}-{what}.json"));
    let text = serde_json::to_string_pretty(value).map_err(|error| error.to_string())?;
    std::fs::write(path, text).map_err(|error| format!("what was asked cannot be kept: {error}"))
}

/// What a field is called between the model and this program: `f1`, `f2`.
fn key(field: usize) -> String {
    format!("f{}", field + 1)
}
