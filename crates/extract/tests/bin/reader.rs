//! Plays the part of `annals read-document` and `annals extract-step` in the tests.

fn main() -> std::process::ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("extract-step") => annals_extract::carry_out_step(),
        _ => annals_extract::serve_one(),
    }
}
