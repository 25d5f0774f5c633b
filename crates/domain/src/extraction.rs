//! A document-extraction job: fields, and the files that their values are looked for in.

mod order;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::status::words;
use crate::{FileId, NodeName};
pub use order::{Endpoint, ExtractOrder};

/// What kind of value a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataType {
    /// Any words.
    Text,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A postal address.
    Address,
    /// The name of a person or a company.
    Name,
    /// A web address.
    Url,
    /// A number.
    Number,
    /// An amount of money.
    Currency,
    /// A percentage: the number of percent.
    Percentage,
    /// A number without a fraction.
    Integer,
    /// A date as `MM/DD/YYYY`.
    DateMdy,
    /// A date as `DD/MM/YYYY`.
    DateDmy,
    /// A date as `YYYY-MM-DD`.
    DateYmd,
    /// A time of day.
    Time,
    /// Yes or no.
    Boolean,
}
words!(DataType {
    Text = "text",
    Email = "email",
    Phone = "phone",
    Address = "address",
    Name = "name",
    Url = "url",
    Number = "number",
    Currency = "currency",
    Percentage = "percentage",
    Integer = "integer",
    DateMdy = "date_mdy",
    DateDmy = "date_dmy",
    DateYmd = "date_ymd",
    Time = "time",
    Boolean = "boolean",
});

/// A field whose value is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldSpec {
    /// Its name, which is the heading of its column.
    pub field_name: String,
    /// What kind of value it has.
    pub data_type: DataType,
    /// What a person wrote about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
}

/// How the files of a folder become tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// A task for each file.
    Individual,
    /// One task for all files of the folder.
    Combined,
}
words!(Mode { Individual = "individual", Combined = "combined" });

/// A file of a run, as its snapshot names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// Its id, which is also what it is called where a step reads it.
    pub id: FileId,
    /// Its path as it was uploaded, or the path inside the archive that it came in.
    pub path: String,
    /// Where its bytes lie in the object store: `jobs/{job}/runs/{run}/uploads/{id}`.
    pub object: String,
    /// Its size in bytes.
    pub bytes: i64,
    /// The SHA-256 of its bytes, hexadecimal, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// What it was said to be: `application/pdf`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
}

/// The files of one task of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileGroup {
    /// The task's name, unique within the run, which is also its node's: `t1`, `t2`.
    pub task: NodeName,
    /// How it came about.
    pub mode: Mode,
    /// The path of its file, or of its folder.
    pub path: String,
    /// The files; at least one.
    pub files: Vec<FileRef>,
}

/// What finds values in documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EngineName {
    /// The one that comes with the program: labels, layout, tables and the form of values.
    Builtin,
    /// A language model behind an endpoint that speaks as OpenAI's does.
    Openai,
}
words!(EngineName { Builtin = "builtin", Openai = "openai" });

/// Which engine a run's values are found by. It is part of the snapshot, so that one can tell
/// afterwards what gave an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineRef {
    /// The engine.
    pub name: EngineName,
    /// Its version: the same version of the built-in one gives the same answers.
    pub version: String,
    /// The model that is asked, if one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The URL below which it is asked, if one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
}

/// What a job is: what is looked for, in which files, by what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtractionSpec {
    /// The fields in the order of their columns.
    pub fields: Vec<FieldSpec>,
    /// The files by task, in the order of the tasks.
    pub groups: Vec<FileGroup>,
    /// What finds the values.
    pub engine: EngineRef,
}

impl ExtractionSpec {
    /// The fields as readable lines: `Total: currency`.
    #[must_use]
    pub fn summary(&self) -> String {
        let line = |field: &FieldSpec| format!("{}: {}\n", field.field_name, field.data_type);
        self.fields.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_data_types_are_those_of_their_json() {
        for kind in DataType::ALL {
            let json = serde_json::to_value(kind).expect("JSON");
            assert_eq!(json, kind.as_str());
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
        assert_eq!(DataType::ALL.len(), 15);
        assert!("string".parse::<DataType>().is_err());
    }
}
