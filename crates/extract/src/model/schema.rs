//! The form of an answer, as a JSON Schema made from the fields.

use serde_json::{Map, Value, json};

use super::key;
use crate::Field;

/// `{"rows": [{"f1": {"value", "quote", "document", "page"}, …}]}`, nothing optional and nothing
/// besides, as strict structured output wants it.
pub(super) fn of(fields: &[Field]) -> Value {
    let cell = |field: &Field| {
        let mut cell = object(json!({
            "value": { "type": ["string", "null"] },
            "quote": { "type": ["string", "null"] },
            "document": { "type": ["integer", "null"] },
            "page": { "type": ["integer", "null"] },
        }));
        cell["description"] = json!(format!("{} ({})", field.field_name, field.data_type));
        cell
    };
    let cells: Map<_, _> =
        fields.iter().enumerate().map(|(n, field)| (key(n), cell(field))).collect();
    object(json!({ "rows": { "type": "array", "items": object(Value::Object(cells)) } }))
}

/// An object with exactly these properties.
fn object(properties: Value) -> Value {
    let required: Vec<_> =
        properties.as_object().into_iter().flat_map(Map::keys).cloned().collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}
