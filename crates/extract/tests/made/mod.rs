//! Files that are made rather than kept: too large, or too wicked to lie about.

use std::io::Write as _;

use zip::ZipWriter;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;

/// A PDF with so many pages, each with these words and its number.
pub fn pdf(pages: usize, words: &str) -> Vec<u8> {
    let kids: String = (0..pages).map(|page| format!("{} 0 R ", 4 + 2 * page)).collect();
    let mut parts = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {pages}>>"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    for page in 0..pages {
        let content = format!("BT /F1 12 Tf 50 700 Td ({words} {}) Tj ET", page + 1);
        parts.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R>>",
            5 + 2 * page
        ));
        parts.push(format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()));
    }
    let parts = parts.into_iter().map(String::into_bytes).collect::<Vec<_>>();
    pdf_of(&parts)
}

/// A PDF whose page is one grey picture of so many pixels on a side, packed to a sixty-fourth.
pub fn pdf_of_picture(side: usize) -> Vec<u8> {
    let mut picture = format!(
        "<</Type/XObject/Subtype/Image/Width {side}/Height {side}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/RunLengthDecode/Length {}>>\nstream\n",
        side * side / 64 + 1
    )
    .into_bytes();
    // Each two bytes stand for 128 of nought.
    picture.extend([129, 0].repeat(side * side / 128));
    picture.extend(b"\x80\nendstream");
    let content = "q 595 0 0 842 0 0 cm /P Do Q";
    pdf_of(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</P 5 0 R>>>>/Contents 4 0 R>>".to_vec(),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()).into_bytes(),
        picture,
    ])
}

/// A PDF of these parts, numbered from 1, of which the first is its catalogue.
fn pdf_of(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n", number + 1).into_bytes());
        file.extend(part);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).into_bytes());
    for place in &places {
        file.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let size = places.len() + 1;
    file.extend(
        format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").into_bytes(),
    );
    file
}

/// A packed file of these parts.
///
/// # Errors
/// A part has an impossible name.
pub fn zip(parts: &[(&str, &[u8])]) -> ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default())?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// A Word document with this XML as its text.
///
/// # Errors
/// None that is known.
pub fn docx(document: &[u8]) -> ZipResult<Vec<u8>> {
    zip(&[("word/document.xml", document)])
}

/// A workbook with one sheet of this XML.
///
/// # Errors
/// None that is known.
pub fn xlsx(sheet: &[u8]) -> ZipResult<Vec<u8>> {
    let types = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    let book = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let links = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let root = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    zip(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", root),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", links),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

/// The XML of a sheet with these rows, each the XML of its cells.
pub fn sheet(rows: impl IntoIterator<Item = String>) -> Vec<u8> {
    let mut xml = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#.to_owned();
    for (number, cells) in rows.into_iter().enumerate() {
        xml += &format!(r#"<row r="{}">{cells}</row>"#, number + 1);
    }
    (xml + "</sheetData></worksheet>").into_bytes()
}

/// A cell with words.
pub fn words(place: &str, words: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>"#)
}

/// A cell with a number.
pub fn number(place: &str, number: impl std::fmt::Display) -> String {
    format!(r#"<c r="{place}"><v>{number}</v></c>"#)
}
