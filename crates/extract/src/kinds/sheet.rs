//! Workbooks: XLSX, XLSB, XLS and ODS, a page a sheet.

use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Range, Reader as _, open_workbook_auto_from_rs};

use super::{Content, Format, Source};
use crate::Unreadable;
use crate::document::{Kind, Page, Table};

pub(super) const FORMAT: Format = Format {
    kind: Kind::Sheet,
    endings: &["xlsx", "xlsm", "xlsb", "xls", "ods"],
    looks: |bytes| {
        bytes.starts_with(super::OLE)
            || super::zip_holds(bytes, "xl/workbook.")
            || bytes.get(30..).is_some_and(|rest| rest.starts_with(ODS))
    },
    textual: false,
    read,
};

/// What stands in the first part of an ODS, after the 30 bytes of a ZIP's header.
const ODS: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet";

/// The most bytes of a workbook, unpacked. 100,000 rows of ten columns are about 60 MB.
const MOST_UNPACKED: u64 = 512 << 20;

/// Refuses what would unpack to too much. Sizes may be lies; then the process's limit holds.
fn fits(bytes: &[u8]) -> Result<(), Unreadable> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let size = archive.by_index_raw(index).map_or(0, |part| part.size());
        unpacked = unpacked.saturating_add(size);
    }
    if unpacked > MOST_UNPACKED {
        return Err(Unreadable::TooLarge { limit: MOST_UNPACKED });
    }
    Ok(())
}

fn read(source: &Source<'_>) -> Result<Content, Unreadable> {
    fits(source.bytes)?;
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(source.bytes)).map_err(unreadable)?;
    let names = workbook.sheet_names();
    let limit = source.options.max_pages;
    if names.len() > limit {
        return Err(Unreadable::TooManyPages { pages: names.len(), limit });
    }
    let mut content = Content::default();
    for name in names {
        // A sheet of charts has no cells.
        if let Ok(range) = workbook.worksheet_range(&name) {
            content.pages.push(page(&range));
        }
    }
    Ok(content)
}

fn unreadable(error: calamine::Error) -> Unreadable {
    match error {
        calamine::Error::Xlsx(calamine::XlsxError::Password)
        | calamine::Error::Xls(calamine::XlsError::Password)
        | calamine::Error::Xlsb(calamine::XlsbError::Password)
        | calamine::Error::Ods(calamine::OdsError::Password) => Unreadable::Encrypted,
        error => Unreadable::broken(error),
    }
}

fn page(range: &Range<Data>) -> Page {
    let rows = range.rows().map(|row| row.iter().map(shown).collect::<Vec<String>>());
    let rows = rows.filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
    let table = Table { rows };
    Page { text: table.to_text(), tables: vec![table], ..Page::default() }
}

/// A cell as text; numbers with a point, dates as in ISO 8601.
fn shown(cell: &Data) -> String {
    match cell {
        Data::DateTime(time) => date_time(time),
        Data::Float(number) => trimmed(*number),
        Data::Bool(yes) => if *yes { "true" } else { "false" }.to_owned(),
        Data::Empty | Data::Error(_) => String::new(),
        Data::DateTimeIso(text) => text.trim_end_matches("T00:00:00").replace('T', " "),
        cell => cell.to_string().trim().to_owned(),
    }
}

/// A number without what binary fractions add: 0.1 + 0.2 is 0.3.
fn trimmed(number: f64) -> String {
    let text = format!("{number:.10}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn date_time(time: &ExcelDateTime) -> String {
    if time.is_duration() {
        return trimmed(time.as_f64() * 24.0);
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let clock = match (hour, minute, second) {
        (0, 0, 0) if time.as_f64() >= 1.0 => String::new(),
        (hour, minute, 0) => format!("{hour:02}:{minute:02}"),
        (hour, minute, second) => format!("{hour:02}:{minute:02}:{second:02}"),
    };
    if time.as_f64() < 1.0 {
        return clock;
    }
    format!("{year:04}-{month:02}-{day:02} {clock}").trim_end().to_owned()
}
