//! Pages as pictures, and where in them the evidence of a value stands.

#[allow(dead_code, reason = "each test file uses a part of it")]
mod made;

use std::path::Path;

use annals_extract::{
    Area, Extraction, Field, Options, PageImage, Reader, ReaderLimits, Unreadable, extract, read,
};

fn file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name);
    std::fs::read(path).expect("a document of the set")
}

async fn draw(bytes: &[u8], name: &str, page: usize, width: u32) -> Result<PageImage, Unreadable> {
    let program = env!("CARGO_BIN_EXE_annals-extract-reader");
    let reader =
        Reader::new(program, ["read-document"], Options::default(), ReaderLimits::default());
    reader.page_image(bytes, name, page, width).await
}

fn ask(name: &str, field: &str, data_type: &str) -> Extraction {
    let document = read(&file(name), name, &Options::default()).expect("read");
    let data_type = data_type.parse().expect("a type");
    let field = Field { field_name: field.to_owned(), data_type, ai_prompt: String::new() };
    extract(&[document], &[field])
}

/// The share of dark pixels in a part of a picture.
fn dark(picture: &PageImage, area: &Area) -> f64 {
    let mut reader =
        png::Decoder::new(std::io::Cursor::new(&picture.png)).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut pixels).expect("its pixels");
    assert_eq!((info.width, info.height), (picture.width, picture.height));
    let step = info.line_size / info.width as usize;
    let at = |share: f32, whole: u32| (f64::from(share) * f64::from(whole)) as usize;
    let (columns, rows) = (
        at(area.x0, info.width)..at(area.x1, info.width),
        at(area.y0, info.height)..at(area.y1, info.height),
    );
    let all = columns.len() * rows.len();
    let is_dark = |row: usize, column: usize| pixels[row * info.line_size + column * step] < 128;
    let dark = rows.flat_map(|row| columns.clone().filter(move |column| is_dark(row, *column)));
    dark.count() as f64 / all as f64
}

#[tokio::test]
async fn the_evidence_stands_in_the_picture_of_its_page() {
    for (name, page, field, data_type) in [
        ("documents/invoice-de.pdf", 1, "Rechnungsnummer", "text"),
        ("documents/invoice-es.pdf", 1, "Total", "currency"),
        ("corpus/open/lease-de.pdf", 1, "Kaution", "currency"),
        ("documents/receipt.pdf", 1, "Date", "date_dmy"),
    ] {
        let picture = draw(&file(name), name, page, 1000).await.expect("drawn");
        assert_eq!(picture.width, 1000, "{name}");
        let found = ask(name, field, data_type);
        let evidence = found.results[0][0].evidence.clone().expect("evidence");
        assert_eq!(evidence.boxes.len(), evidence.words.len(), "{name}");
        for area in &evidence.boxes {
            let share = dark(&picture, area);
            assert!(share > 0.03 && share < 0.7, "{name}: {share} of {area:?} is dark");
            // The stripe above the words is white: the boxes are not just anywhere.
            let gap = (area.y1 - area.y0) * 0.2;
            let above = Area { y0: area.y0 - gap, y1: area.y0, ..*area };
            assert!(dark(&picture, &above) < share / 2.0, "{name}: {area:?}");
        }
    }
}

#[tokio::test]
async fn each_page_has_its_own_picture() {
    let bytes = file("documents/statement.pdf");
    let first = draw(&bytes, "statement.pdf", 1, 300).await.expect("drawn");
    let last = draw(&bytes, "statement.pdf", 3, 300).await.expect("drawn");
    assert!(first.png != last.png);
    assert_eq!(
        draw(&bytes, "statement.pdf", 4, 300).await,
        Err(Unreadable::NoSuchPage { page: 4, pages: 3 })
    );
    assert_eq!(
        draw(&bytes, "statement.pdf", 0, 300).await,
        Err(Unreadable::NoSuchPage { page: 0, pages: 3 })
    );
}

#[tokio::test]
async fn what_has_no_pages_to_be_drawn_says_so() {
    let text = draw(b"Total: 5", "a.txt", 1, 300).await;
    assert_eq!(text, Err(Unreadable::NoPageImage));
    let locked = draw(&file("documents/encrypted.pdf"), "a.pdf", 1, 300).await;
    assert_eq!(locked, Err(Unreadable::Encrypted));
}

#[tokio::test]
async fn a_page_as_large_as_a_house_is_drawn_small() {
    let page = String::from_utf8(made::pdf(1, "Words")).expect("text");
    let strip = page.replace("[0 0 595 842]", "[0 0 100 2000]");
    let picture = draw(strip.as_bytes(), "strip.pdf", 1, 4000).await.expect("drawn");
    let pixels = |one: &PageImage| u64::from(one.width) * u64::from(one.height);
    assert!(pixels(&picture) <= 16_100_000, "{} × {}", picture.width, picture.height);
    let house = page.replace("[0 0 595 842]", "[0 0 1000000 1000000]");
    let picture = draw(house.as_bytes(), "house.pdf", 1, 4000).await.expect("drawn");
    assert!(pixels(&picture) <= 16_100_000, "{} × {}", picture.width, picture.height);
}

#[tokio::test]
async fn a_turned_page_is_drawn_as_it_is_shown_and_has_no_boxes() {
    let page = String::from_utf8(made::pdf(1, "Total: 5, page")).expect("text");
    let turned = page.replace("/MediaBox", "/Rotate 90/MediaBox");
    let picture = draw(turned.as_bytes(), "turned.pdf", 1, 842).await.expect("drawn");
    assert_eq!((picture.width, picture.height), (842, 595));
    let document = read(turned.as_bytes(), "turned.pdf", &Options::default()).expect("read");
    let data_type = "integer".parse().expect("a type");
    let field = Field { field_name: "Total".to_owned(), data_type, ai_prompt: String::new() };
    let found = extract(&[document], &[field]);
    let cell = &found.results[0][0];
    assert_eq!(cell.value, 5);
    let evidence = cell.evidence.as_ref().expect("evidence");
    assert!(!evidence.words.is_empty() && evidence.boxes.is_empty(), "{evidence:?}");
}
