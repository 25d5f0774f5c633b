//! Files of each format are read; what cannot be read fails with the reason.

use std::path::Path;

use annals_extract::{Document, Kind, Ocr, Options, Unreadable, read};

fn file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(name);
    std::fs::read(path).expect("a document of the set")
}

fn open(name: &str) -> Result<Document, Unreadable> {
    read(&file(name), name, &Options::default())
}

#[test]
fn each_format_gives_its_text() {
    let expected = [
        ("invoice-en.pdf", Kind::Pdf, "Japanese pull saw with spare blade"),
        ("invoice-de.pdf", Kind::Pdf, "Katharina Müller"),
        ("invoice-fr.pdf", Kind::Pdf, "Hélène Roussel"),
        ("no-printing.pdf", Kind::Pdf, "Priya Nair"),
        ("order.docx", Kind::Docx, "AX-1\tPipette tips, 200 µl\t50"),
        ("people.xlsx", Kind::Sheet, "Ada Byron\tada@engines.example"),
        ("people.xls", Kind::Sheet, "Émile Zola"),
        ("people.ods", Kind::Sheet, "Grace O'Neill"),
        ("readings.csv", Kind::Csv, "Halle; West\t03.04.2024"),
        ("orders.csv", Kind::Csv, "Stone, Paula\t$1,200.50"),
        ("booking.html", Kind::Html, "Check-in\t22 Aug 2025"),
        ("invoice.eml", Kind::Eml, "Customer ID: C-9041"),
        ("letter.txt", Kind::Text, "Dr. Ingrid Solberg"),
        ("notes.md", Kind::Markdown, "Severity: high"),
        ("shipment.json", Kind::Json, "recipient name: Noor Rahman"),
    ];
    for (name, kind, words) in expected {
        let document = open(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(document.kind, kind, "{name}");
        assert!(document.text().contains(words), "{name}:\n{}", document.text());
        assert!(document.pages.iter().all(|page| page.unread.is_none()));
    }
}

#[test]
fn what_cannot_be_read_says_why() {
    let broken = |name: &str| matches!(open(name), Err(Unreadable::Broken { .. }));
    assert_eq!(open("empty.pdf"), Err(Unreadable::Empty));
    assert_eq!(open("encrypted.pdf"), Err(Unreadable::Encrypted));
    assert_eq!(open("blank.pdf"), Err(Unreadable::NoText));
    assert!(broken("broken.pdf"), "{:?}", open("broken.pdf"));
    let options = Options::default();
    assert_eq!(read(&[0, 1, 2, 3], "x.bin", &options), Err(Unreadable::Unsupported));
    assert_eq!(read(b" \n", "x.txt", &options), Err(Unreadable::NoText));
    assert!(matches!(read(&[0; 9], "x.docx", &options), Err(Unreadable::Broken { .. })));
    let cut = file("order.docx");
    assert!(read(&cut[..9000], "order.docx", &options).is_err());
    let cut = file("invoice-en.pdf");
    for length in (100..cut.len()).step_by(97) {
        // Whatever is left of it, it is read or refused.
        let _ = read(&cut[..length], "cut.pdf", &options);
    }
    let few = Options { max_pages: 1, ..options };
    let error = read(&file("statement.pdf"), "statement.pdf", &few);
    assert_eq!(error, Err(Unreadable::TooManyPages { pages: 3, limit: 1 }));
}

#[test]
fn protected_and_old_office_files_say_so() {
    let old = |part: &str| {
        let name = part.encode_utf16().flat_map(u16::to_le_bytes);
        [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), vec![0; 500], name.collect()].concat()
    };
    let options = Options::default();
    let outcome = read(&old("EncryptedPackage"), "a.docx", &options);
    assert_eq!(outcome, Err(Unreadable::Encrypted));
    assert_eq!(read(&old("WordDocument"), "a.doc", &options), Err(Unreadable::Unsupported));
    let outcome = read(&old("Workbook"), "a.xls", &options);
    assert!(matches!(outcome, Err(Unreadable::Broken { .. })), "{outcome:?}");
}

#[test]
fn a_scan_without_tesseract_says_so() {
    let ocr = Ocr { program: "/nonexistent/tesseract".to_owned(), ..Ocr::default() };
    let options = Options { ocr, ..Options::default() };
    for name in ["scan.pdf", "scan.png"] {
        assert_eq!(read(&file(name), name, &options), Err(Unreadable::OcrMissing));
    }
}

#[test]
fn the_bytes_count_before_the_name() {
    let options = Options::default();
    let kind = |bytes: &[u8], name| read(bytes, name, &options).map(|document| document.kind);
    assert_eq!(kind(&file("invoice-en.pdf"), "table.xlsx"), Ok(Kind::Pdf));
    assert_eq!(kind(&file("people.xlsx"), "letter.docx"), Ok(Kind::Sheet));
    assert_eq!(kind(&file("booking.html"), "page"), Ok(Kind::Html));
    assert_eq!(kind(&file("shipment.json"), "data"), Ok(Kind::Json));
    assert_eq!(kind(&file("invoice.eml"), "message"), Ok(Kind::Eml));
    assert_eq!(kind(b"a;b\n1;2\n", "table.CSV"), Ok(Kind::Csv));
    assert_eq!(kind(b"just words", "page.pdf"), Ok(Kind::Text));
}

#[test]
fn words_of_a_pdf_have_places_and_its_tables_rows() {
    let document = open("invoice-en.pdf").expect("read");
    let word = |text: &str| {
        let words = &document.pages[0].words;
        words.iter().find(|word| word.text == text).unwrap_or_else(|| panic!("{text}"))
    };
    let (number, date) = (word("INV-2024-0817"), word("03/14/2024"));
    // Drawn at 480 points from the left, one line of 14 points above the other, page 792 high.
    assert!((number.x - 480.0).abs() < 1.0 && (date.x - 480.0).abs() < 1.0, "{number:?} {date:?}");
    assert!((date.y - number.y - 14.0).abs() < 0.5, "{number:?} {date:?}");
    assert!((number.y + number.h - (792.0 - 705.0)).abs() < 6.0, "{number:?}");
    let sheet = open("timesheet.pdf").expect("read");
    let [table] = sheet.pages[0].tables.as_slice() else { panic!("{sheet:?}") };
    let row = table.rows.iter().find(|row| row[0] == "Priya Nair").expect("the row");
    assert_eq!(*row, ["Priya Nair", "07:45", "12:00", "4.25", "100%", "No"]);
}

#[test]
fn columns_are_read_one_after_the_other() {
    let text = open("two-columns.pdf").expect("read").text();
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}:\n{text}"));
    assert!(at("RA-7714") < at("Meridian") && at("Meridian") < at("Oliver Grant"), "{text}");
}

#[test]
fn attachments_are_documents_and_fail_alone() {
    let mail = open("invoice.eml").expect("read");
    let [invoice, noise] = mail.attachments.as_slice() else { panic!("{mail:?}") };
    let invoice = invoice.content.as_ref().expect("read");
    assert_eq!((invoice.name.as_str(), invoice.kind), ("invoice.eml/invoice.pdf", Kind::Pdf));
    assert_eq!(noise.content, Err(Unreadable::Unsupported));
    assert_eq!(mail.page_count(), 2);
    let shallow = Options { max_depth: 0, ..Options::default() };
    let mail = read(&file("invoice.eml"), "invoice.eml", &shallow).expect("read");
    assert!(mail.attachments[0].content.is_err());
}

#[test]
fn encodings_are_found_out() {
    let options = Options::default();
    let text = |bytes: &[u8]| read(bytes, "a.txt", &options).expect("read").text();
    assert_eq!(text("Größe: 5 €".as_bytes()), "Größe: 5 €");
    assert_eq!(text(b"\xff\xfeG\0r\0\xf6\0\xdf\0e\0"), "Größe");
    assert_eq!(text(b"Stra\xdfe in K\xf6ln f\xfcr 5 \x80"), "Straße in Köln für 5 €");
}

#[test]
fn web_pages_are_read_as_they_are_shown() {
    let html = "<html><head><title>No</title><script>if (a < b) { '</p>' }</script><body>\
        <p>One <b>line</b>\nof words<br>and more<table><tr><td>Layout<td><table><tr><th>A</th>\
        <th colspan=2>B<tr><td>1<td>2<br>3<td>4</table></table><style>p{}</style>&euro;&nbsp;5";
    let document = read(html.as_bytes(), "a.html", &Options::default()).expect("read");
    assert_eq!(document.text(), "One line of words\nand more\nLayout\nA\tB\n1\t2 3\t4\n€ 5\n");
    assert_eq!(document.pages[0].tables[0].rows[1], ["1", "2 3", "4"]);
}

#[test]
fn pages_that_nest_deeply_are_read() {
    let deep = format!("<html><body>{}words{}", "<div>".repeat(200_000), "</div>".repeat(200_000));
    let document = read(deep.as_bytes(), "a.html", &Options::default()).expect("read");
    assert_eq!(document.text().trim(), "words");
}
