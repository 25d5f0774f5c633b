//! Reading in a process of its own: same answers, and limits that hold.

use std::path::Path;

use annals_extract::{Field, Ocr, Options, Reader, ReaderLimits, Unreadable, read};

fn file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(name);
    std::fs::read(path).expect("a document of the set")
}

fn reader(limits: ReaderLimits) -> Reader {
    let program = env!("CARGO_BIN_EXE_annals-extract-reader");
    Reader::new(program, ["read-document"], Options::default(), limits)
}

/// A reader that is something else, with a second to live.
fn impostor(script: &str) -> Reader {
    let limits = ReaderLimits { seconds: 1, ..ReaderLimits::default() };
    Reader::new("/bin/sh", ["-c", script], Options::default(), limits)
}

#[tokio::test]
async fn what_another_process_reads_is_what_this_one_reads() {
    let reader = reader(ReaderLimits::default());
    for name in ["invoice-de.pdf", "order.docx", "people.xlsx", "invoice.eml", "broken.pdf"] {
        let bytes = file(name);
        assert_eq!(reader.read(&bytes, name).await, read(&bytes, name, &Options::default()));
    }
}

#[tokio::test]
async fn values_are_found_there_as_a_task_gives_them() {
    let reader = reader(ReaderLimits::default());
    let field = |name: &str, data_type: &str| Field {
        field_name: name.to_owned(),
        data_type: data_type.parse().expect("a type"),
        ai_prompt: String::new(),
    };
    let fields = [field("Invoice Number", "text"), field("Total amount", "currency")];
    let name = "in/invoice-en.pdf";
    let found = reader.find(&file("invoice-en.pdf"), name, &fields).await.expect("found");
    assert_eq!(found["columns"], serde_json::json!(["Invoice Number", "Total amount"]));
    assert_eq!(found["results"], serde_json::json!([["INV-2024-0817", 1401.01]]));
    assert_eq!((&found["pages"], &found["evidence"][0][0]["file"]), (&1.into(), &name.into()));
    let broken = reader.find(&file("broken.pdf"), "broken.pdf", &fields).await;
    assert!(matches!(broken, Err(Unreadable::Broken { .. })), "{broken:?}");
}

#[tokio::test]
async fn too_much_memory_is_said() {
    let memory = 128 << 20;
    let reader = reader(ReaderLimits { memory, ..ReaderLimits::default() });
    let text = "many words ".repeat(8 << 20);
    let error = reader.read(text.as_bytes(), "long.txt").await.expect_err("too much");
    assert_eq!(error, Unreadable::TooMuchMemory { bytes: memory });
}

#[tokio::test]
async fn too_long_an_answer_is_said() {
    let reader = reader(ReaderLimits { answer: 1000, ..ReaderLimits::default() });
    let error = reader.read(&file("invoice-de.pdf"), "invoice.pdf").await.expect_err("too long");
    assert_eq!(error, Unreadable::TooLarge { limit: 1000 });
}

#[tokio::test]
async fn too_slow_a_reader_is_ended_with_all_that_it_started() {
    let folder = tempfile::tempdir().expect("a folder");
    let noted = folder.path().join("pid");
    let script = format!("sleep 600 & echo $! > {}; wait", noted.display());
    let error = impostor(&script).read(b"words", "a.txt").await.expect_err("too slow");
    assert_eq!(error, Unreadable::TooSlow { seconds: 1 });
    let pid = std::fs::read_to_string(noted).expect("it ran");
    let stat = format!("/proc/{}/stat", pid.trim());
    // Ended, though whoever inherits it may not have taken note yet.
    while std::fs::read_to_string(&stat).is_ok_and(|stat| !stat.contains(") Z ")) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_reader_that_dies_is_said_with_how() {
    let error = impostor("kill -SEGV $$").read(b"words", "a.txt").await.expect_err("it died");
    assert!(error.to_string().contains("SIGSEGV"), "{error}");
    let error =
        impostor("echo nonsense; exit 3").read(b"words", "a.txt").await.expect_err("no answer");
    assert!(error.to_string().contains("exit status: 3"), "{error}");
    let missing = Reader::new("/nonexistent", ["x"], Options::default(), ReaderLimits::default());
    let error = missing.read(b"words", "a.txt").await.expect_err("not there");
    assert!(matches!(error, Unreadable::Failed { .. }), "{error}");
}

#[tokio::test]
async fn its_environment_is_empty_but_for_the_path() {
    let reader =
        impostor("test -z \"$CARGO_MANIFEST_DIR\" -a -z \"$HOME\" -a -n \"$PATH\" && exit 7");
    let error = reader.read(b"words", "a.txt").await.expect_err("no answer");
    assert!(error.to_string().contains("exit status: 7"), "{error}");
}

#[tokio::test]
async fn a_picture_goes_through_the_program_that_is_named() {
    // A file of the set: one that is written here may still be open in a process that another
    // test starts, and cannot be run then.
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bin/tesseract.sh").to_owned();
    let options = Options { ocr: Ocr { program, ..Ocr::default() }, ..Options::default() };
    let reader = Reader::new(
        env!("CARGO_BIN_EXE_annals-extract-reader"),
        ["read-document"],
        options,
        ReaderLimits::default(),
    );
    let picture = reader.read(&file("scan.png"), "scan.png").await.expect("read");
    assert_eq!(picture.text(), "Total: $48.20\nThanks");
    let scan = reader.read(&file("scan.pdf"), "scan.pdf").await.expect("read");
    let word = &scan.pages[0].words[1];
    // The picture of 1240 × 700 pixels fills the page of 620 × 350 points.
    assert_eq!((word.text.as_str(), word.x, word.y, word.w), ("$48.20", 50.0, 10.0, 30.0));
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn what_reads_a_document_reaches_nothing_else() {
    let home = tempfile::tempdir().expect("a folder");
    std::fs::write(home.path().join("secret"), "words").expect("written");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bin/prying.py").to_owned();
    let options = Options { ocr: Ocr { program, ..Ocr::default() }, ..Options::default() };
    let program = env!("CARGO_BIN_EXE_annals-extract-reader");
    let reader = Reader::new(program, ["read-document"], options, ReaderLimits::default());
    let picture = format!("II*\0 {} {port}", home.path().display());
    let said = reader.read(picture.as_bytes(), "a.tif").await.expect("read").text();
    let refused =
        ["read", "list", "write", "connect"].map(|what| what.to_owned() + ":PermissionError");
    assert_eq!(said, refused.join(" "));
    assert!(!home.path().join("left").exists());
}
