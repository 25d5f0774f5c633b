//! Labelled documents: what is asked of each, what is right, and how much of it the engine finds.
//! The tests and the benchmark measure with this same code.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use annals_extract::{Cell, Document, Field, Ocr, Options, extract, read};
use serde::Deserialize;
use serde_json::Value;

/// The sets of documents, each a folder below this crate's tests: what the engine was first made
/// with, what it was improved with, and what it has never been changed for; the last one is by
/// LaTeX and programs for mail.
pub const SETS: [&str; 4] = ["documents", "corpus/open", "corpus/held-out", "corpus/programs"];

/// Fields that are asked of some documents, and the rows that are right.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    /// The name of its file, without `.expected.json`.
    #[serde(skip)]
    pub name: String,
    /// The folder that it lies in.
    #[serde(skip)]
    pub folder: PathBuf,
    /// The documents.
    pub files: Vec<String>,
    /// What is asked.
    pub fields: Vec<Field>,
    /// The right answer.
    pub rows: Vec<Vec<Value>>,
}

impl Case {
    /// The documents, read.
    ///
    /// # Errors
    /// A document that cannot be read, and why.
    pub fn documents(&self) -> Result<Vec<Document>, String> {
        self.files.iter().map(|name| open(&self.folder, name)).collect()
    }

    /// Compares what the engine finds with what is right: each cell with its field, whether it is
    /// right, and what would be. A row too many is wrong, and so is one too few.
    ///
    /// # Errors
    /// A document that cannot be read, and why.
    pub fn compare(
        &self,
        mut each: impl FnMut(usize, &Field, &Cell, &Value, bool),
    ) -> Result<(), String> {
        let found = extract(&self.documents()?, &self.fields);
        for row in 0..self.rows.len().max(found.results.len()) {
            for (column, field) in self.fields.iter().enumerate() {
                let right = self.rows.get(row).and_then(|row| row.get(column));
                let cell = found.results.get(row).and_then(|row| row.get(column)).cloned();
                let cell = cell.unwrap_or_default();
                let is_right = right.is_some_and(|right| same(&cell.value, right))
                    && row < found.results.len();
                each(row, field, &cell, right.unwrap_or(&Value::Null), is_right);
            }
        }
        Ok(())
    }
}

fn same(a: &Value, b: &Value) -> bool {
    a == b || (a.is_number() && a.as_f64() == b.as_f64())
}

/// How documents of the sets are read: pictures with what the real Tesseract read in them.
#[must_use]
pub fn options() -> Options {
    let program = folder("bin/recorded-tesseract.sh").display().to_string();
    Options { ocr: Ocr { program, ..Ocr::default() }, ..Options::default() }
}

/// A folder of this crate's tests.
#[must_use]
pub fn folder(name: &str) -> PathBuf {
    // The benchmark uses this file too, from a folder beside.
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    [here.join("tests"), here.join("../crates/extract/tests")]
        .into_iter()
        .map(|tests| tests.join(name))
        .find(|path| path.exists())
        .unwrap_or_else(|| here.join(name))
}

fn open(folder: &Path, name: &str) -> Result<Document, String> {
    let bytes = std::fs::read(folder.join(name)).map_err(|error| format!("{name}: {error}"))?;
    read(&bytes, name, &options()).map_err(|error| format!("{name}: {error}"))
}

/// The cases of a set, by name.
///
/// # Errors
/// A folder or a file that cannot be read.
pub fn cases(set: &str) -> Result<Vec<Case>, String> {
    let folder = folder(set);
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("{set}: {error}"))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> =
        names.filter_map(|name| Some(name.strip_suffix(".expected.json")?.to_owned())).collect();
    names.sort();
    names.into_iter().map(|name| case(&folder, name)).collect()
}

fn case(folder: &Path, name: String) -> Result<Case, String> {
    let path = folder.join(format!("{name}.expected.json"));
    let text = std::fs::read(path).map_err(|error| format!("{name}: {error}"))?;
    let case: Case = serde_json::from_slice(&text).map_err(|error| format!("{name}: {error}"))?;
    Ok(Case { name, folder: folder.to_owned(), ..case })
}

/// Cells that were right and wrong, with how sure the engine was of each.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Of the right ones.
    pub right: Vec<f32>,
    /// Of the wrong ones.
    pub wrong: Vec<f32>,
}

impl Tally {
    /// Adds a cell.
    pub fn count(&mut self, cell: &Cell, right: bool) {
        if right { self.right.push(cell.confidence) } else { self.wrong.push(cell.confidence) }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.right.len() + self.wrong.len()
    }

    /// The share of the right ones, 0 to 1.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a few cells")]
    pub fn share(&self) -> f64 {
        self.right.len() as f64 / self.len().max(1) as f64
    }
}

/// What was measured over a set.
#[derive(Debug, Clone, Default)]
pub struct Score {
    /// All cells.
    pub all: Tally,
    /// The cells of each data type.
    pub types: BTreeMap<&'static str, Tally>,
    /// The share of right cells of each case: a long table does not outweigh a letter.
    pub cases: Vec<f64>,
    /// A line for each cell that was wrong.
    pub faults: Vec<String>,
}

/// Measures the engine over a set.
///
/// # Errors
/// A file that cannot be read.
pub fn measure(set: &str) -> Result<Score, String> {
    let mut score = Score::default();
    for case in cases(set)? {
        let mut own = Tally::default();
        case.compare(|row, field, cell, expected, right| {
            own.count(cell, right);
            score.all.count(cell, right);
            score.types.entry(field.data_type.as_str()).or_default().count(cell, right);
            if !right {
                let (case, field, found) = (&case.name, &field.field_name, &cell.value);
                let sure = cell.confidence;
                score.faults.push(format!(
                    "{case}[{row}] {field}: {expected} expected, {found} found ({sure:.2})"
                ));
            }
        })?;
        score.cases.push(own.share());
    }
    Ok(score)
}
