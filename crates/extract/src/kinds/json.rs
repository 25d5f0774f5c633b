//! JSON: each value as a line `name: value`; a list of objects as a table.

use serde_json::{Map, Value};

use super::{Content, Format, Source};
use crate::document::{Kind, Page, Table};
use crate::{Unreadable, text};

pub(super) const FORMAT: Format = Format {
    kind: Kind::Json,
    endings: &["json"],
    looks: |bytes| {
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        first.is_some_and(|byte| b"{[".contains(byte))
            && serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
    },
    textual: true,
    read,
};

fn read(source: &Source<'_>) -> Result<Content, Unreadable> {
    let text = text::decode(source.bytes).ok_or(Unreadable::Unsupported)?;
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Unreadable::broken(format!("it is no JSON ({error})")))?;
    let mut page = Page::default();
    tell(&mut page, "", &value);
    Ok(page.into())
}

/// Adds a value under the name that leads to it.
fn tell(page: &mut Page, name: &str, value: &Value) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                tell(page, &join(name, key), value);
            }
        }
        Value::Array(list) => match table(list) {
            Some(table) => {
                page.text += &format!("{}\n", table.to_text());
                page.tables.push(table);
            }
            None => list.iter().for_each(|value| tell(page, name, value)),
        },
        value => page.text += &format!("{name}: {}\n", shown(value)),
    }
}

fn join(name: &str, key: &str) -> String {
    if name.is_empty() { key.to_owned() } else { format!("{name} {key}") }
}

/// A list of flat objects as a table, with the names that any of them has.
fn table(list: &[Value]) -> Option<Table> {
    let rows: Vec<&Map<String, Value>> =
        list.iter().map(Value::as_object).collect::<Option<_>>()?;
    let flat = |value: &Value| !value.is_object() && !value.is_array();
    if rows.is_empty() || !rows.iter().all(|row| row.values().all(flat)) {
        return None;
    }
    let mut names: Vec<String> = Vec::new();
    for name in rows.iter().flat_map(|row| row.keys()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let cells = |row: &&Map<String, Value>| {
        names.iter().map(|name| row.get(name).map(shown).unwrap_or_default()).collect()
    };
    let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
    Some(Table { rows: std::iter::once(names).chain(rows).collect() })
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        value => value.to_string(),
    }
}
