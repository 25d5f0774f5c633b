//! Plays the part of `annals read-document` in the tests.

fn main() -> std::process::ExitCode {
    annals_extract::serve_one()
}
