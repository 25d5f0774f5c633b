//! The built-in engine against the labelled set: every document with the right answers beside it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use annals_extract::{Cell, Document, Extraction, Field, Options, extract, read};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Case {
    files: Vec<String>,
    fields: Vec<Field>,
    rows: Vec<Vec<Value>>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents")
}

fn cases() -> Vec<(String, Case)> {
    let entries = std::fs::read_dir(folder()).expect("the set");
    let names =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".expected.json")).collect();
    names.sort();
    let case = |name: String| {
        let text = std::fs::read(folder().join(&name)).expect("read");
        let case = serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name.trim_end_matches(".expected.json").to_owned(), case)
    };
    names.into_iter().map(case).collect()
}

fn open(name: &str) -> Document {
    let bytes = std::fs::read(folder().join(name)).expect("a document of the set");
    read(&bytes, name, &Options::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn answer(case: &Case) -> Extraction {
    let documents: Vec<Document> = case.files.iter().map(|name| open(name)).collect();
    extract(&documents, &case.fields)
}

fn same(a: &Value, b: &Value) -> bool {
    a == b || (a.is_number() && a.as_f64() == b.as_f64())
}

/// How many cells were right, and how sure the engine was of the right and the wrong ones.
#[derive(Default)]
struct Tally {
    right: Vec<f32>,
    wrong: Vec<f32>,
}

impl Tally {
    fn count(&mut self, cell: &Cell, right: bool) {
        if right { self.right.push(cell.confidence) } else { self.wrong.push(cell.confidence) }
    }

    #[expect(clippy::cast_precision_loss, reason = "a few cells")]
    fn share(&self) -> f32 {
        self.right.len() as f32 / (self.right.len() + self.wrong.len()).max(1) as f32
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few cells")]
fn mean(of: &[f32]) -> f32 {
    of.iter().sum::<f32>() / of.len().max(1) as f32
}

/// Compares a case's answer with what is right, cell by cell; a row too many is wrong too.
fn compare(name: &str, case: &Case, mut count: impl FnMut(&Field, &Cell, bool)) {
    let found = answer(case);
    for row in 0..case.rows.len().max(found.results.len()) {
        for (column, field) in case.fields.iter().enumerate() {
            let expected = case.rows.get(row).map_or(&Value::Null, |row| &row[column]);
            let cell = found.results.get(row).map(|row| row[column].clone()).unwrap_or_default();
            let right = row < case.rows.len() && same(&cell.value, expected);
            count(field, &cell, right);
            if !right {
                let (field, value, sure) = (&field.field_name, &cell.value, cell.confidence);
                println!("  {name}[{row}] {field}: {expected} expected, {value} found ({sure:.2})");
            }
        }
    }
}

#[test]
fn most_cells_are_right_and_the_wrong_ones_less_sure() {
    let (mut total, mut shares) = (Tally::default(), Vec::new());
    let mut types: BTreeMap<&str, Tally> = BTreeMap::new();
    for (name, case) in cases() {
        let mut own = Tally::default();
        compare(&name, &case, |field, cell, right| {
            own.count(cell, right);
            total.count(cell, right);
            types.entry(field.data_type.as_str()).or_default().count(cell, right);
        });
        println!("{name}: {:.3} of {} cells", own.share(), own.right.len() + own.wrong.len());
        // A long table must not outweigh the documents of one row.
        shares.push(own.share());
    }
    for (data_type, tally) in types {
        let all = tally.right.len() + tally.wrong.len();
        println!("{data_type}: {:.3} of {all} cells", tally.share());
    }
    let (right, wrong) = (mean(&total.right), mean(&total.wrong));
    println!("all: {:.3} of the cells, {:.3} over the cases", total.share(), mean(&shares));
    println!("{right:.2} sure where right, {wrong:.2} where wrong ({} cells)", total.wrong.len());
    assert!(total.share() >= 0.95 && mean(&shares) >= 0.95);
    assert!(right > wrong + 0.1, "{right} {wrong}");
}

#[test]
fn what_is_not_there_is_mostly_not_found_and_else_less_sure() {
    let single: Vec<(String, Case)> =
        cases().into_iter().filter(|(_, case)| case.rows.len() == 1).collect();
    let (mut own, mut foreign, mut asked) = (Vec::new(), Vec::new(), 0_usize);
    for (name, case) in &single {
        own.extend(answer(case).results[0].iter().map(|cell| cell.confidence));
        let documents: Vec<Document> = case.files.iter().map(|name| open(name)).collect();
        for (_, other) in single.iter().filter(|(other, _)| other != name) {
            // Asked one by one, since the fields of two documents together look like a table.
            for field in other.fields.iter().filter(|field| !case.fields.contains(field)) {
                let found = extract(&documents, std::slice::from_ref(field));
                asked += 1;
                let cells = found.results.into_iter().map(|mut row| row.remove(0));
                foreign
                    .extend(cells.filter(|cell| !cell.value.is_null()).map(|one| one.confidence));
            }
        }
    }
    let (own, sure) = (mean(&own), mean(&foreign));
    println!(
        "{own:.2} sure of own fields; {} of {asked} foreign found, {sure:.2} sure",
        foreign.len()
    );
    assert!(sure + 0.1 < own, "{sure} {own}");
    assert!(
        foreign.len() * 2 < asked,
        "{} of {asked} fields found that nobody gave",
        foreign.len()
    );
}

#[test]
fn each_value_says_where_it_came_from() {
    let fields = |names: &[(&str, &str)]| -> Vec<Field> {
        let one = |(name, data_type): &(&str, &str)| Field {
            field_name: (*name).to_owned(),
            data_type: data_type.parse().expect("a type"),
            ai_prompt: String::new(),
        };
        names.iter().map(one).collect()
    };
    let found = extract(
        &[open("invoice-en.pdf")],
        &fields(&[("Invoice Number", "text"), ("Total", "currency"), ("Colour", "text")]),
    );
    let [number, total, colour] = found.results[0].as_slice() else { panic!("{found:?}") };
    let evidence = number.evidence.as_ref().expect("evidence");
    assert_eq!((evidence.file.as_str(), evidence.page), ("invoice-en.pdf", 1));
    assert_eq!((evidence.label.as_str(), evidence.text.as_str()), ("Invoice No.", "INV-2024-0817"));
    let [word] = evidence.words.as_slice() else { panic!("{evidence:?}") };
    assert!((word.x - 480.0).abs() < 1.0 && word.text == "INV-2024-0817", "{word:?}");
    assert_eq!((total.value.as_f64(), total.unit.as_deref()), (Some(1401.01), Some("USD")));
    assert_eq!((&colour.value, colour.confidence, &colour.evidence), (&Value::Null, 0.0, &None));
    let mail = extract(&[open("invoice.eml")], &fields(&[("Invoice Number", "text")]));
    let evidence = mail.results[0][0].evidence.as_ref().expect("evidence");
    assert_eq!(evidence.file, "invoice.eml/invoice.pdf");
    let rows = extract(
        &[open("statement.pdf")],
        &fields(&[("Description", "text"), ("Amount", "number")]),
    );
    let last = rows.results.last().expect("rows")[0].evidence.as_ref().expect("evidence");
    assert_eq!((last.page, last.text.as_str()), (3, "Pharmacy 90"));
}

#[test]
fn files_of_a_folder_are_answered_together() {
    let fields: Vec<Field> = serde_json::from_value(serde_json::json!([
        {"field_name": "Item", "data_type": "text"},
        {"field_name": "Quantity", "data_type": "integer"},
        {"field_name": "Order number", "data_type": "text"},
    ]))
    .expect("fields");
    let found = extract(&[open("letter.txt"), open("order.docx"), open("invoice-ch.pdf")], &fields);
    let rows: Vec<Vec<Value>> = found
        .results
        .iter()
        .map(|row| row.iter().map(|cell| cell.value.clone()).collect())
        .collect();
    // The order's own number stands in its rows; the invoice has none and takes the folder's.
    assert_eq!(
        serde_json::json!(rows),
        serde_json::json!([
            ["Pipette tips, 200 µl", 50, "PO-6630"],
            ["Lab coat, size M", 6, "PO-6630"],
            ["Velo-Service", 1, "PO-6630"],
            ["E-Bike-Akku 625 Wh", 1, "PO-6630"],
        ])
    );
}

#[test]
fn no_document_and_no_words_give_a_row_of_nothing() {
    let fields: Vec<Field> =
        serde_json::from_str(r#"[{"field_name": "Total", "data_type": "currency"}]"#)
            .expect("fields");
    for documents in [vec![], vec![open("notes.md")]] {
        assert_eq!(extract(&documents, &fields).results, [[Cell::default()]]);
    }
}

#[test]
fn sums_end_a_table() {
    let fields: Vec<Field> = serde_json::from_value(serde_json::json!([
        {"field_name": "Item", "data_type": "text"},
        {"field_name": "Amount", "data_type": "currency"},
    ]))
    .expect("fields");
    let text =
        "Item      Amount\nLamp      20.00\nDesk      90.00\nTotal    110.00\nPaid     50.00\n";
    let document = read(text.as_bytes(), "a.txt", &Options::default()).expect("read");
    let found = extract(&[document], &fields);
    let items: Vec<&Value> = found.results.iter().map(|row| &row[0].value).collect();
    assert_eq!(items, ["Lamp", "Desk"]);
}
