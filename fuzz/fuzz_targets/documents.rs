//! Readers of documents, all of them: any bytes are read or refused with a reason, and what is
//! found in them stands where its evidence says. The first byte says which reader it is.

#![no_main]

use std::sync::LazyLock;

use annals_extract::values::DataType;
use annals_extract::{Field, Ocr, Options, extract, read};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 10] = [
    "a.pdf", "a.docx", "a.xlsx", "a.ods", "a.csv", "a.html", "a.eml", "a.json", "a.md", "a.txt",
];

static OPTIONS: LazyLock<Options> = LazyLock::new(|| Options {
    ocr: Ocr { program: "/nonexistent/tesseract".to_owned(), ..Ocr::default() },
    max_pages: 20,
    max_part_bytes: 1 << 20,
    max_depth: 2,
});

static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let names = ["Date", "Total amount", "Invoice number", "Name", "Address", "Quantity"];
    let named = names.into_iter().cycle().zip(DataType::ALL.iter().copied());
    let field = |(name, data_type): (&str, DataType)| Field {
        field_name: name.to_owned(),
        data_type,
        ai_prompt: "the 'Amount' (net)".to_owned(),
    };
    named.map(field).collect()
});

fuzz_target!(
    init: {
        // The readers of some formats are other people's. That they may panic is reckoned with, and
        // `read` answers for it; only what passes it by is a fault here.
        std::panic::set_hook(Box::new(|_| {}));
    },
    |data: &[u8]| {
        let Some((first, bytes)) = data.split_first() else { return };
        let name = NAMES[usize::from(*first) % NAMES.len()];
        let Ok(document) = read(bytes, name, &OPTIONS) else { return };
        let found = extract(std::slice::from_ref(&document), &FIELDS);
        for cell in found.results.iter().flatten() {
            assert!((0.0..=1.0).contains(&cell.confidence));
            let Some(evidence) = &cell.evidence else { continue };
            assert!((1..=document.page_count()).contains(&evidence.page));
        }
    }
);
