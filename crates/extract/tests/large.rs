//! Large files that are honest: read whole, in the limited process, within its memory.

#[allow(dead_code, reason = "each test file uses a part of it")]
mod made;

use annals_extract::{Document, Field, Options, Reader, ReaderLimits, extract};

async fn open(bytes: &[u8], name: &str) -> Document {
    let limits = ReaderLimits { seconds: 300, memory: 1 << 30, ..ReaderLimits::default() };
    let program = env!("CARGO_BIN_EXE_annals-extract-reader");
    let options = Options { max_pages: 10_000, ..Options::default() };
    let reader = Reader::new(program, ["read-document"], options, limits);
    reader.read(bytes, name).await.unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn fields() -> Vec<Field> {
    let field = |name: &str, data_type: &str| Field {
        field_name: name.to_owned(),
        data_type: data_type.parse().expect("a type"),
        ai_prompt: String::new(),
    };
    vec![field("Item number", "text"), field("Description", "text"), field("Quantity", "integer")]
}

#[tokio::test]
async fn ten_thousand_pages_are_read() {
    let document = open(&made::pdf(10_000, "Invoice Number: INV-7, page"), "long.pdf").await;
    assert_eq!(document.page_count(), 10_000);
    assert!(document.pages[9_999].text.contains("page 10000"));
}

const ROWS: usize = 100_000;

#[tokio::test]
async fn a_hundred_thousand_rows_of_a_workbook_are_found() {
    let head = made::words("A1", "Item no.") + &made::words("B1", "Description");
    let head = head + &made::words("C1", "Quantity");
    let row = |row: usize| {
        made::words(&format!("A{row}"), &format!("K-{row}"))
            + &made::words(&format!("B{row}"), "Printer paper")
            + &made::number(&format!("C{row}"), row)
    };
    let sheet = made::sheet(std::iter::once(head).chain((2..=ROWS + 1).map(row)));
    let document = open(&made::xlsx(&sheet).expect("made"), "long.xlsx").await;
    let found = extract(&[document], &fields());
    assert_eq!(found.results.len(), ROWS);
    assert_eq!(found.results[ROWS - 1][0].value, format!("K-{}", ROWS + 1));
}

#[tokio::test]
async fn a_hundred_thousand_rows_of_csv_are_found() {
    let mut text = "Item no.,Description,Quantity\n".to_owned();
    for row in 1..=ROWS {
        text += &format!("K-{row},Printer paper,{row}\n");
    }
    let document = open(text.as_bytes(), "long.csv").await;
    let found = extract(&[document], &fields());
    assert_eq!(found.results.len(), ROWS);
    assert_eq!(found.results[ROWS - 1][2].value, ROWS);
}
