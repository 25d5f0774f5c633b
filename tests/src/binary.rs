//! The program under test.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The `annals` program, built from the present code.
///
/// `ANNALS_TEST_BINARY` names another one.
///
/// # Panics
/// If it cannot be built.
pub fn annals() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| std::env::var_os("ANNALS_TEST_BINARY").map_or_else(build, PathBuf::from))
}

/// The folder `target`.
///
/// # Panics
/// If the test program does not lie where cargo puts it.
pub fn target() -> PathBuf {
    profile().parent().expect("target is above the profile's folder").to_owned()
}

/// The folder `target/debug` or `target/release`: two above the test program.
fn profile() -> PathBuf {
    let test = std::env::current_exe().expect("the test program has a path");
    test.ancestors().nth(2).expect("the test program lies in target/PROFILE/deps").to_owned()
}

fn build() -> PathBuf {
    let folder = profile();
    let profile = match folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(name) => name,
    };
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--package", "annals-cli", "--profile", profile])
        .arg("--target-dir")
        .arg(target())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .expect("cargo can be started");
    assert!(status.success(), "the annals program cannot be built");
    folder.join("annals")
}
