//! What is asked for, and what is answered.

use annals_domain::FieldSpec;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::document::{Area, Word};
use crate::values::DataType;

/// A field whose value is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name: `Invoice Number`, `invoice_number`.
    pub field_name: String,
    /// What kind of value it has.
    pub data_type: DataType,
    /// What a person wrote about it. Words in quotation marks or brackets are taken as labels.
    #[serde(default)]
    pub ai_prompt: String,
}

impl From<&FieldSpec> for Field {
    fn from(field: &FieldSpec) -> Self {
        Self {
            field_name: field.field_name.clone(),
            data_type: field.data_type,
            ai_prompt: field.prompt.clone().unwrap_or_default(),
        }
    }
}

/// What was found for the fields: rows of cells, a column a field.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// The names of the fields, in their order.
    pub columns: Vec<String>,
    /// The rows; at least one.
    pub results: Vec<Vec<Cell>>,
}

/// A value and where it came from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The value in the one form of its type; null if none was found.
    pub value: Value,
    /// How sure it is, 0 to 1; 0 where nothing was found.
    pub confidence: f32,
    /// The money of an amount: `EUR`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<String>,
    /// Where it came from; none where nothing was found.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub evidence: Option<Evidence>,
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The name of the file, an attachment's with that of its mail before it.
    pub file: String,
    /// The page, from 1.
    pub page: usize,
    /// The words that it was made of, as they stand there.
    pub text: String,
    /// The words that named it; empty if it was known by its form only.
    pub label: String,
    /// The words with their places; none where the format has no places.
    pub words: Vec<Word>,
    /// Where those words stand on the page, as shares of its width and height, so that they can be
    /// marked in a picture of it ([`crate::page_image()`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<Area>,
}
