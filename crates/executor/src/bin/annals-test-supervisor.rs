//! The supervisor as a program of its own, for this crate's tests: what `annals supervise` does.
//! Its `extract-step` is a stand-in, which answers with the files that it was given.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    match (arguments.next(), arguments.next()) {
        (Some(word), Some(folder)) if word == "supervise" => {
            annals_executor::local::supervise(&PathBuf::from(folder))
        }
        (Some(word), None) if word == "extract-step" => extract(),
        _ => ExitCode::from(2),
    }
}

/// Answers with the path, the size and the text of each file; fails where a file is not there, and
/// waits for ever where one says `wait`.
fn extract() -> ExitCode {
    let place = |name| std::env::var_os(name).map(PathBuf::from).unwrap_or_default();
    let order = std::fs::read(place("ANNALS_INPUTS")).unwrap_or_default();
    let order: annals_domain::ExtractOrder = serde_json::from_slice(&order).expect("an order");
    let mut rows = Vec::new();
    for file in &order.work.group.files {
        let Ok(text) = std::fs::read_to_string(place("ANNALS_FILES").join(file.id.as_str())) else {
            let answer = serde_json::json!({ "error": format!("no {}", file.path) });
            std::fs::write(place("ANNALS_OUTPUTS"), answer.to_string()).expect("written");
            return ExitCode::FAILURE;
        };
        println!("{}", file.path);
        if text == "wait" {
            loop {
                std::thread::park();
            }
        }
        rows.push(serde_json::json!([file.path, text.len(), text]));
    }
    let answer = serde_json::json!({ "results": rows, "pages": rows.len() });
    std::fs::write(place("ANNALS_OUTPUTS"), answer.to_string()).expect("written");
    ExitCode::SUCCESS
}
