//! What becomes of the files of a task.

use annals_domain::DataType;
use serde_json::json;

use crate::task::Task;

const INVOICE: &[(&str, DataType)] =
    &[("Invoice Number", DataType::Text), ("Total", DataType::Currency)];

#[test]
fn a_file_becomes_rows_with_confidence_and_evidence() {
    let text = b"Invoice Number: INV-7\nTotal: 1,234.50 EUR\n";
    let (done, answer, said) = Task::new(INVOICE).file("in/a.txt", text).run();
    assert!(done, "{said}");
    assert_eq!(answer["columns"], json!(["Invoice Number", "Total"]));
    assert_eq!(answer["results"], json!([["INV-7", 1234.5]]));
    assert_eq!(answer["pages"], 1);
    let evidence = &answer["evidence"][0][1];
    assert_eq!((&evidence["file"], &evidence["page"]), (&json!("in/a.txt"), &json!(1)));
    assert!(evidence["text"].as_str().is_some_and(|text| text.contains("1,234.50")), "{evidence}");
    let sure = answer["confidence"][0][0].as_f64().expect("a number");
    assert!(sure > 0.5 && sure <= 1.0, "{sure}");
    assert_eq!(said, "in/a.txt: 1 page\n1 row, 2 of 2 fields found\n");
}

#[test]
fn a_file_that_cannot_be_read_fails_with_its_reason() {
    for (name, reason) in [
        ("encrypted.pdf", "The file is protected by a password."),
        ("broken.pdf", "The file is damaged: "),
        ("empty.pdf", "The file"),
    ] {
        let (done, answer, said) = Task::new(INVOICE).document(name).run();
        assert!(!done);
        let error = answer["error"].as_str().expect("a reason");
        assert!(error.starts_with(reason), "{name}: {error}");
        assert!(said.contains(&format!("warning: in/{name}: {reason}")), "{said}");
    }
    let (done, answer, _) = Task::new(INVOICE).file("in/none.txt", b"").run();
    assert_eq!((done, answer), (false, json!({ "error": "The file is empty." })));
}

#[test]
fn what_is_not_what_was_uploaded_is_not_read() {
    let task = Task::new(INVOICE).file("in/a.txt", b"Total: 5 EUR");
    std::fs::write(task.place("files/f0"), "Total: 6 EUR").expect("written");
    let reason = |task: &Task| task.run().1["error"].as_str().expect("a reason").to_owned();
    assert_eq!(reason(&task), "The file is not what was uploaded: its checksum is another.");
    std::fs::write(task.place("files/f0"), "Total: 56 EUR").expect("written");
    assert_eq!(reason(&task), "The file is not what was uploaded: it has 13 bytes, not 12.");
    std::fs::remove_file(task.place("files/f0")).expect("removed");
    assert_eq!(reason(&task), "The file is not kept any more.");
}

#[test]
fn files_of_a_folder_are_one_answer_without_those_that_cannot_be_read() {
    let task = Task::new(INVOICE).file("in/a.txt", b"Invoice Number: INV-7\n");
    let task = task.file("in/b.txt", b"").file("in/c.txt", b"Total: 9.00 EUR\n");
    let (done, answer, said) = task.run();
    assert!(done, "{said}");
    assert_eq!(answer["results"], json!([["INV-7", 9]]));
    assert_eq!(answer["evidence"][0][1]["file"], "in/c.txt");
    assert_eq!(answer["unread"], json!([{ "file": "in/b.txt", "reason": "The file is empty." }]));
    let (done, answer, _) = Task::new(INVOICE).file("a", b"").file("b", b"").run();
    let error = "None of the files could be read. a: The file is empty.";
    assert_eq!((done, &answer["error"]), (false, &json!(error)));
}
