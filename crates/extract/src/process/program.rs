//! Which program reads documents: this one.

use std::path::{Path, PathBuf};

/// This program, which reads documents too; where its file was replaced meanwhile, still the one
/// that runs.
///
/// # Errors
/// Why it is not found.
pub(crate) fn this_program() -> Result<PathBuf, String> {
    let running = Path::new("/proc/self/exe");
    if running.exists() {
        return Ok(running.to_owned());
    }
    std::env::current_exe().map_err(|error| format!("this program is not found: {error}"))
}
