//! The supervisor as a program of its own, for this crate's tests: what `annals supervise` does.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    match (arguments.next(), arguments.next()) {
        (Some(word), Some(folder)) if word == "supervise" => {
            annals_executor::local::supervise(&PathBuf::from(folder))
        }
        _ => ExitCode::from(2),
    }
}
