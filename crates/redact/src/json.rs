//! JSON values and lists of texts.

use serde_json::{Map, Value};

use crate::{MASK, Redactor};

impl Redactor {
    /// Masks every text of a value, names of fields too. A number whose digits hold a value becomes
    /// a text.
    pub fn value(&self, value: &mut Value) {
        self.value_but(value, &[]);
    }

    /// As [`Redactor::value`], but leaves the texts of the fields called one of `fixed` alone:
    /// words and ids that something else relies on.
    pub fn value_but(&self, value: &mut Value, fixed: &[&str]) {
        match value {
            Value::String(text) => self.mask(text),
            Value::Number(number) => {
                if self.bytes(number.to_string().as_bytes()).is_some() {
                    *value = MASK.into();
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.value_but(item, fixed)),
            Value::Object(fields) => self.fields(fields, fixed),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn fields(&self, fields: &mut Map<String, Value>, fixed: &[&str]) {
        if fields.keys().any(|name| self.bytes(name.as_bytes()).is_some_and(|_| !is(fixed, name))) {
            let before = std::mem::take(fields);
            for (name, value) in before {
                let masked = if is(fixed, &name) { name } else { self.text(&name).into_owned() };
                fields.insert(unused(masked, fields), value);
            }
        }
        for (_, value) in fields.iter_mut().filter(|(name, _)| !is(fixed, name)) {
            self.value_but(value, fixed);
        }
    }
}

fn is(fixed: &[&str], name: &str) -> bool {
    fixed.contains(&name)
}

/// Two names may become the same; neither field is to be lost.
fn unused(name: String, fields: &Map<String, Value>) -> String {
    let mut unused = name;
    while fields.contains_key(&unused) {
        unused.push('_');
    }
    unused
}
