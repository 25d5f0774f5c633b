//! Rows of results as CSV and as an Excel workbook, written one after the other.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Workbook, XlsxError};
use serde_json::Value;

use super::ExportFormat;
use crate::Error;

/// The heading of the column with the paths of files.
const PATHS: &str = "Source File Path(s)";
/// The name of the sheet.
const SHEET: &str = "Extraction Results";
/// The most rows of a sheet, its heading among them.
const MOST_ROWS: u32 = 1_048_576;

/// A row: the paths of the files it came from, then its cells.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) paths: String,
    pub(super) cells: Vec<Value>,
}

/// What rows are written to.
pub(super) enum Sheet {
    Csv(Box<csv::Writer<BufWriter<File>>>),
    Excel { book: Box<Workbook>, path: PathBuf, row: u32 },
}

impl Sheet {
    /// A file with its heading.
    pub(super) fn begin(
        format: ExportFormat,
        path: &Path,
        columns: &[String],
    ) -> Result<Self, Error> {
        let mut sheet = match format {
            ExportFormat::Csv => {
                let file = BufWriter::new(File::create(path).map_err(io)?);
                let mut writer = csv::WriterBuilder::new();
                writer.terminator(csv::Terminator::CRLF);
                Self::Csv(Box::new(writer.from_writer(file)))
            }
            ExportFormat::Excel => {
                let mut book = Workbook::new();
                if let Some(folder) = path.parent() {
                    book.set_tempdir(folder).map_err(excel)?;
                }
                book.add_worksheet_with_constant_memory().set_name(SHEET).map_err(excel)?;
                Self::Excel { book: Box::new(book), path: path.to_owned(), row: 0 }
            }
        };
        let cells = columns.iter().map(|column| Value::from(column.as_str())).collect();
        sheet.write(Row { paths: PATHS.to_owned(), cells })?;
        Ok(sheet)
    }

    /// Adds a row.
    pub(super) fn write(&mut self, row: Row) -> Result<(), Error> {
        let cells = std::iter::once(Value::from(row.paths)).chain(row.cells);
        match self {
            Self::Csv(writer) => {
                let cells: Vec<_> = cells.map(|cell| text(&cell)).collect();
                writer.write_record(cells).map_err(|error| io(error.into()))
            }
            Self::Excel { book, row, .. } => {
                if *row == MOST_ROWS {
                    let text = format!(
                        "a sheet holds at most {MOST_ROWS} rows and there are more; export CSV"
                    );
                    return Err(Error::Conflict(text));
                }
                excel_row(book, *row, cells).map_err(excel)?;
                *row += 1;
                Ok(())
            }
        }
    }

    /// Ends the file.
    pub(super) fn end(self) -> Result<(), Error> {
        match self {
            Self::Csv(writer) => {
                let mut file = writer.into_inner().map_err(|error| io(error.into_error()))?;
                file.flush().map_err(io)
            }
            Self::Excel { mut book, path, .. } => book.save(path).map_err(excel),
        }
    }
}

fn excel_row(
    book: &mut Workbook,
    row: u32,
    cells: impl Iterator<Item = Value>,
) -> Result<(), XlsxError> {
    let sheet = book.worksheet_from_index(0)?;
    for (column, cell) in (0_u16..).zip(cells) {
        match &cell {
            Value::Null => continue,
            Value::Bool(yes) => sheet.write_boolean(row, column, *yes)?,
            Value::Number(number) => match number.as_f64().filter(|n| exact(number, *n)) {
                Some(value) => sheet.write_number(row, column, value)?,
                None => sheet.write_string(row, column, number.to_string())?,
            },
            _ => sheet.write_string(row, column, annals_domain::head(&text(&cell), 32_000))?,
        };
    }
    Ok(())
}

/// Whether a spreadsheet, which knows no other numbers, shows this one as it is.
fn exact(number: &serde_json::Number, value: f64) -> bool {
    const MOST: i64 = 1 << 53;
    value.is_finite() && number.as_i64().is_none_or(|n| (-MOST..=MOST).contains(&n))
}

/// A cell as text; null is empty.
fn text(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(text) => harmless(text),
        Value::Bool(_) | Value::Number(_) => cell.to_string(),
        Value::Array(_) | Value::Object(_) => harmless(&cell.to_string()),
    }
}

/// A text that no spreadsheet takes for a formula: one that could be gets an apostrophe before it.
fn harmless(text: &str) -> String {
    let trimmed = text.trim_start_matches([' ', '\u{a0}']);
    let begins = trimmed.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '|', '%']);
    let is_number = || text.parse::<f64>().is_ok_and(f64::is_finite);
    if begins && !is_number() { format!("'{text}") } else { text.to_owned() }
}

fn io(error: std::io::Error) -> Error {
    super::intake::scratch(error)
}

fn excel(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(error) => io(error),
        other => Error::Internal(format!("an Excel file: {other}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_made_harmless() {
        for bad in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "=HYPERLINK()"]
        {
            assert_eq!(text(&json!(bad)), format!("'{bad}"));
        }
        for fine in ["-12.5", "+49", "a=b", "", "1-2"] {
            assert_eq!(text(&json!(fine)), fine);
        }
        assert_eq!(
            (text(&json!(null)), text(&json!(-5)), text(&json!(true))),
            (String::new(), "-5".into(), "true".into())
        );
    }
}
