//! An answer, held against the form that it must have.

use serde_json::{Map, Value};

use super::key;
use crate::Field;
use crate::values::{Find as _, Hints};

/// The most rows of an answer.
const MOST_ROWS: usize = 10_000;
/// The most faults that are told of.
const MOST_FAULTS: usize = 10;

/// A cell as the model gave it.
#[derive(Debug, Clone, Default)]
pub(super) struct Raw {
    /// The value as it is written in the document.
    pub(super) value: Option<String>,
    /// The passage that it was taken from.
    pub(super) quote: Option<String>,
    /// The document's number, from 1.
    pub(super) document: Option<usize>,
    /// The page's number, from 1.
    pub(super) page: Option<usize>,
}

/// What an answer was found to be.
pub(super) struct Checked {
    /// The rows; none where it has another form.
    pub(super) rows: Option<Vec<Vec<Raw>>>,
    /// What is wrong with it.
    pub(super) faults: Vec<String>,
}

/// Reads an answer. Values that are none of their type are faults; the rows are there all the same.
pub(super) fn check(text: &str, fields: &[Field], hints: &Hints) -> Checked {
    let value: Value = match serde_json::from_str(without_fence(text)) {
        Ok(value) => value,
        Err(error) => {
            return Checked { rows: None, faults: vec![format!("it is no JSON: {error}")] };
        }
    };
    let mut faults = Vec::new();
    let rows = rows(&value, fields, &mut faults);
    let whole = faults.is_empty();
    for (n, row) in rows.iter().enumerate() {
        for ((m, field), cell) in fields.iter().enumerate().zip(row) {
            let Some(value) = &cell.value else { continue };
            let typed = field.data_type.find(value, hints);
            if typed.is_none() && field.data_type.is_strict() {
                let (value, kind) = (Value::from(shown(value)), field.data_type);
                faults.push(format!("rows.{n}.{}.value {value} is no {kind}", key(m)));
            }
        }
    }
    faults.truncate(MOST_FAULTS);
    Checked { rows: whole.then_some(rows), faults }
}

fn shown(value: &str) -> String {
    crate::text::shortened(value, 60)
}

/// Some models put their JSON between fences, whatever they are told.
fn without_fence(text: &str) -> &str {
    let text = text.trim();
    let Some(inner) = text.strip_prefix("```") else { return text };
    inner.strip_prefix("json").unwrap_or(inner).trim_end_matches('`').trim()
}

fn rows(value: &Value, fields: &[Field], faults: &mut Vec<String>) -> Vec<Vec<Raw>> {
    let only = value.as_object().filter(|object| object.len() == 1);
    let Some(rows) = only.and_then(|object| object.get("rows")).and_then(Value::as_array) else {
        faults.push("it must be an object with a list `rows` and nothing else".to_owned());
        return Vec::new();
    };
    if rows.len() > MOST_ROWS {
        faults.push(format!("rows must be at most {MOST_ROWS}"));
        return Vec::new();
    }
    let mut read: Vec<_> =
        rows.iter().enumerate().map(|(n, value)| row(n, value, fields, faults)).collect();
    if read.is_empty() {
        // Nothing was found.
        read.push(vec![Raw::default(); fields.len()]);
    }
    read
}

fn row(n: usize, value: &Value, fields: &[Field], faults: &mut Vec<String>) -> Vec<Raw> {
    let Some(cells) = value.as_object() else {
        faults.push(format!("rows.{n} must be an object"));
        return Vec::new();
    };
    let keys: Vec<String> = (0..fields.len()).map(key).collect();
    for extra in cells.keys().filter(|name| !keys.contains(name)) {
        faults.push(format!("rows.{n} must not have {}", Value::from(shown(extra))));
    }
    let cell = |key: &String| match cells.get(key).and_then(Value::as_object) {
        Some(object) => cell(&format!("rows.{n}.{key}"), object, faults),
        None => {
            faults.push(format!("rows.{n}.{key} must be an object"));
            Raw::default()
        }
    };
    keys.iter().map(cell).collect()
}

fn cell(at: &str, object: &Map<String, Value>, faults: &mut Vec<String>) -> Raw {
    for extra in object.keys().filter(|name| !PARTS.contains(&name.as_str())) {
        faults.push(format!("{at} must not have {}", Value::from(shown(extra))));
    }
    let mut text = |name: &str| match object.get(name) {
        Some(Value::String(text)) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Some(Value::Null) => None,
        _ => {
            faults.push(format!("{at}.{name} must be a string or null"));
            None
        }
    };
    let (value, quote) = (text("value"), text("quote"));
    // Where it stands is looked for anyway, so that a wrong place is no reason to ask again.
    let number = |name: &str| usize::try_from(object.get(name)?.as_u64()?).ok();
    Raw { value, quote, document: number("document"), page: number("page") }
}

const PARTS: [&str; 4] = ["value", "quote", "document", "page"];
