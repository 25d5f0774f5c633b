//! What is accepted, and as what; what is refused, and how.

mod any;
mod file;
mod inline;
mod list;
mod parts;

use super::{Effective, Requested, RequirementError};

fn list(text: &str) -> Result<Vec<String>, RequirementError> {
    let asked = Requested { dependencies: Some(text.to_owned()), requirements_file: None };
    asked.effective("").map(|effective| effective.lines)
}

fn file(text: &str) -> Result<Vec<String>, RequirementError> {
    let asked = Requested { dependencies: None, requirements_file: Some(text.to_owned()) };
    asked.effective("").map(|effective| effective.lines)
}

fn code(text: &str) -> Result<Effective, RequirementError> {
    Requested::default().effective(text)
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T, RequirementError>, line: usize, part: &str) {
    let error = answer.expect_err("refused");
    assert_eq!(error.line, line, "{error}");
    assert!(error.message.contains(part), "{error}");
    assert!(!error.message.contains('\n'), "{error}");
}
