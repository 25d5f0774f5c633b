//! The memory that reading takes at its most, of small documents and of very large ones. Each is
//! read by a process of its own, which tells the most that it ever had.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use serde_json::{Value, json};

use super::{figure, made, score};
use crate::Failure;
use crate::report::Figure;

/// Pages and rows of the large files.
const PAGES: usize = 10_000;
const ROWS: usize = 100_000;

/// Measures files of many pages and rows, and a small one beside them.
///
/// # Errors
/// If one cannot be read.
pub fn measure(figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let small = score::folder("documents/invoice-de.pdf");
    look("a PDF of one page", &small, figures)?;
    let files: [(&str, &str, Vec<u8>); 3] = [
        ("a PDF of 10,000 pages", "long.pdf", made::pdf(PAGES, "Invoice Number: INV-7, page")),
        ("a workbook of 100,000 rows", "long.xlsx", made::xlsx(&workbook())?),
        ("CSV of 100,000 rows", "long.csv", csv()),
    ];
    for (what, name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes)?;
        look(what, &path, figures)?;
    }
    Ok(())
}

fn workbook() -> Vec<u8> {
    let head = made::words("A1", "Item no.") + &made::words("B1", "Description");
    let head = head + &made::words("C1", "Quantity");
    let row = |row: usize| {
        let name = made::words(&format!("A{row}"), &format!("K-{row}"));
        name + &made::words(&format!("B{row}"), "Printer paper")
            + &made::number(&format!("C{row}"), row)
    };
    made::sheet(std::iter::once(head).chain((2..=ROWS + 1).map(row)))
}

fn csv() -> Vec<u8> {
    let rows = (1..=ROWS).map(|row| format!("K-{row},Printer paper,{row}\n"));
    let head = "Item no.,Description,Quantity\n".to_owned();
    std::iter::once(head).chain(rows).collect::<String>().into_bytes()
}

fn look(what: &str, path: &Path, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let mut command = Command::new(std::env::current_exe()?);
    let output = command.arg("read-here").arg(path).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let told: Value = serde_json::from_slice(&output.stdout)?;
    let value = |name: &str| told[name].as_f64().unwrap_or_default();
    figures.push(figure(format!("{what}: memory at most"), value("mib"), "MiB", 1));
    figures.push(figure(format!("{what}: time to read"), value("ms"), "ms", 1));
    Ok(())
}

/// Reads a file in this process and prints what that took.
///
/// # Errors
/// If it cannot be read.
pub fn measure_here(path: &Path) -> Result<(), Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let begun = Instant::now();
    let bytes = std::fs::read(path)?;
    let document = annals_extract::read(&bytes, &name, &score::options())?;
    serde_json::to_writer(std::io::sink(), &document)?;
    let ms = begun.elapsed().as_secs_f64() * 1000.0;
    let kib = crate::machine::field("/proc/self/status", "VmHWM").unwrap_or_default();
    let kib: f64 = kib.trim_end_matches("kB").trim().parse()?;
    writeln!(std::io::stdout(), "{}", json!({"ms": ms, "mib": kib / 1024.0}))?;
    Ok(())
}

/// Serves as the limited reader of one file.
///
/// # Errors
/// If it failed.
pub fn serve() -> Result<(), Failure> {
    match annals_extract::serve_one() {
        code if code == ExitCode::SUCCESS => Ok(()),
        _ => Err("the file was not read".into()),
    }
}
